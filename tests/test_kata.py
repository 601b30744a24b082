"""Katas: where the parts of a folder are, and every way in which a folder is not a kata."""

import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from kata_folders import SPEC, write_kata

from grader.kata import Kata, Mistake, SpecError, load_kata
from grader.messages import text
from grader.spec import decode

TITLE = "title: A title"


def load(folder: Path, spec: str = SPEC) -> Kata:
    return load_kata(write_kata(folder, spec), pack="a pack")


def mistakes_of(folder: Path) -> tuple[Mistake, ...]:
    with pytest.raises(SpecError) as caught:
        load_kata(folder, pack="a pack")
    return caught.value.mistakes


def test_a_kata_is_its_folder_read(tmp_path: Path) -> None:
    folder = tmp_path / "non-blocking-fetch"
    spec = decode({"format": 1, "title": "A title", "difficulty": 2, "points": 10, "provides": ["fetch"]})
    assert load(folder) == Kata(name="non-blocking-fetch", folder=folder, spec=spec, pack="a pack")


def test_a_kata_knows_where_its_parts_are(tmp_path: Path) -> None:
    folder = tmp_path / "non-blocking-fetch"
    kata = load(folder)
    assert kata.stub_path == folder / "stub.py"
    assert kata.hidden_path == folder / "hidden"
    assert kata.submission_filename == "non_blocking_fetch.py"
    assert kata.probe_path is None
    (folder / "probe.py").touch()
    assert kata.probe_path == folder / "probe.py"


def test_task_and_title_come_in_the_nearest_language(tmp_path: Path) -> None:
    kata = load(tmp_path / "a-kata", SPEC.replace(TITLE, "title: {en: A title, zh: 标题}"))
    (kata.folder / "task.zh.md").write_text("# 做吧\n", encoding="utf-8")
    (kata.folder / "task.english.md").write_text("no language\n")
    assert [kata.title(lang) for lang in ("en", "zh-TW", "fr")] == ["A title", "标题", "A title"]
    assert [kata.task(lang) for lang in ("en", "zh-TW", "fr")] == ["# Do it\n", "# 做吧\n", "# Do it\n"]


def test_a_task_that_is_not_text_says_where(tmp_path: Path) -> None:
    kata = load(tmp_path / "a-kata")
    task = kata.folder / "task.en.md"
    task.write_bytes(b"# Do it\n\xff\n")
    with pytest.raises(SpecError) as caught:
        kata.task("en")
    assert caught.value.mistakes == (
        Mistake(file=task, line=2, column=1, code="spec.not-utf8", values={"byte": "0xff"}),
    )


def test_the_digest_is_of_paths_and_contents_alone(tmp_path: Path) -> None:
    kata, copy = load(tmp_path / "here" / "a-kata"), tmp_path / "there" / "a-kata"
    shutil.copytree(kata.folder, copy)
    (copy / "hidden" / "__pycache__").mkdir()
    (copy / "hidden" / "__pycache__" / "test_it.cpython-311.pyc").touch()
    (copy / "stub.pyc").touch()
    assert load_kata(copy, pack="another").digest() == kata.digest()
    assert kata.digest() == "4a28e0666b9a373516e393ec5514d0635cdac5a5efcc84dc7c2a58eb2c1513a5"


def rename(folder: Path) -> None:
    (folder / "stub.py").rename(folder / "stab.py")


def move_a_byte(folder: Path) -> None:
    (folder / "a").write_text("xy")
    (folder / "b").write_text("z")


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "stub.py").write_text("# other\n"),
        lambda folder: (folder / "hidden" / "new.py").touch(),
        rename,
        move_a_byte,
    ],
)
def test_the_digest_changes_with_any_file(tmp_path: Path, change: Callable[[Path], object]) -> None:
    kata = load(tmp_path / "a-kata")
    (kata.folder / "a").write_text("x")
    (kata.folder / "b").write_text("yz")
    before = kata.digest()
    change(kata.folder)
    assert kata.digest() != before


def test_a_folder_that_is_no_kata_lacks_everything(tmp_path: Path) -> None:
    folder = tmp_path / "Not_a kata"
    folder.mkdir()
    assert mistakes_of(folder) == (
        Mistake(file=folder, code="spec.bad-folder-name", values={"name": "Not_a kata", "right": "not-a-kata"}),
        Mistake(file=folder / "hidden", code="spec.no-hidden-tests"),
        Mistake(file=folder / "kata.yaml", code="spec.missing-file", values={"name": "kata.yaml"}),
        Mistake(file=folder / "stub.py", code="spec.missing-file", values={"name": "stub.py"}),
        Mistake(file=folder / "task.en.md", code="spec.no-task"),
    )


def test_missing_files_and_mistakes_of_the_spec_come_together(tmp_path: Path) -> None:
    folder = write_kata(tmp_path / "a-kata", SPEC + "points: 10\nclock: 3\n")
    (folder / "stub.py").unlink()
    (folder / "task.en.md").rename(folder / "task.english.md")
    (folder / "hidden" / "test_it.py").rename(folder / "hidden" / "it.py")
    assert [(m.line, m.code) for m in mistakes_of(folder)] == [
        (None, "spec.no-hidden-tests"),
        (None, "spec.missing-file"),
        (None, "spec.no-task"),
        (6, "spec.duplicate-key"),
        (7, "spec.not-one-of"),
    ]


def test_a_spec_that_is_only_written_twice_is_refused_too(tmp_path: Path) -> None:
    folder = write_kata(tmp_path / "a-kata", SPEC + "points: 10\n")
    values = {"key": "points", "first_line": 4}
    assert mistakes_of(folder) == (
        Mistake(file=folder / "kata.yaml", line=6, column=1, code="spec.duplicate-key", values=values),
    )


def test_an_unreadable_spec_does_not_hide_a_missing_stub(tmp_path: Path) -> None:
    folder = write_kata(tmp_path / "a-kata", "a: b: c\n")
    (folder / "stub.py").unlink()
    assert [m.code for m in mistakes_of(folder)] == ["spec.missing-file", "spec.yaml-quote"]


@pytest.mark.parametrize("name", ["Hello", "a_b", "a--b", "-a", "a-", "a b", "ä", "a\n"])
def test_a_folder_name_that_no_kata_can_have_is_a_mistake(tmp_path: Path, name: str) -> None:
    assert [m.code for m in mistakes_of(write_kata(tmp_path / name))] == ["spec.bad-folder-name"]


@pytest.mark.parametrize("name", ["a", "2", "hello-world", "2-a-3"])
def test_lowercase_letters_digits_and_dashes_name_a_kata(tmp_path: Path, name: str) -> None:
    assert load(tmp_path / name).name == name


def test_a_schema_that_is_milder_than_the_types_is_our_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.kata.schema", dict)
    with pytest.raises(Exception, match="banana"):
        load(tmp_path / "a-kata", SPEC + "banana: 1\n")


def test_a_spec_error_travels_between_processes(tmp_path: Path) -> None:
    error = SpecError(tmp_path / "a-kata", [Mistake(file=tmp_path, code="spec.no-task")])
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 -- pickled in this line
    assert (copy.folder, copy.mistakes, copy.code, copy.values) == (
        tmp_path / "a-kata",
        (Mistake(file=tmp_path, code="spec.no-task"),),
        "spec.mistakes",
        {"kata": "a-kata", "count": 1},
    )


def test_a_good_kata_costs_no_import_of_what_explains_bad_ones(tmp_path: Path) -> None:
    folder = write_kata(tmp_path / "a-kata")
    program = (
        "import pathlib, sys\n"
        "from grader.kata import load_kata\n"
        "load_kata(pathlib.Path(sys.argv[1]), 'a pack')\n"
        "print([name for name in ('jsonschema', 'importlib.metadata', 'tornado', 'pytest') if name in sys.modules])\n"
    )
    run = subprocess.run(  # noqa: S603 -- argv is built here, never from a shell
        [sys.executable, "-c", program, folder], capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]\n"


SENTENCES = [
    (
        SpecError(Path("a-kata"), []),
        "The kata a-kata cannot be loaded. Mistakes: 0.",
        "无法加载题目 a-kata，共有 0 处错误。",
    ),
    (
        Mistake(file=Path(), code="spec.missing-file", values={"name": "stub.py"}),
        "stub.py is missing. Every kata has one.",
        "缺少 stub.py。每道题目都必须有这个文件。",
    ),
    (
        Mistake(file=Path(), code="spec.no-hidden-tests"),
        "There are no hidden tests. Put at least one test_*.py into the folder hidden/.",
        "没有隐藏测试。请在 hidden/ 文件夹里至少放一个 test_*.py。",
    ),
    (
        Mistake(file=Path(), code="spec.no-task"),
        "There is no task to read. Write task.en.md, task.zh.md, or both.",
        "没有题目说明。请编写 task.en.md 或 task.zh.md，也可以两个都写。",
    ),
    (
        Mistake(file=Path(), code="spec.bad-folder-name", values={"name": "A_b", "right": "a-b"}),
        "A_b cannot be a kata's name: only lowercase letters, digits, and dashes between them. Rename the folder: a-b.",
        "A_b 不能作为题目的名称：只能用小写字母、数字和中间的短横线。请把文件夹改名为 a-b。",
    ),
    (
        Mistake(file=Path(), code="spec.unreadable", values={"name": "kata.yaml", "reason": "Permission denied"}),
        "kata.yaml cannot be read: Permission denied.",
        "无法读取 kata.yaml：Permission denied。",
    ),
]


@pytest.mark.parametrize(("error", "en", "zh"), SENTENCES, ids=lambda value: getattr(value, "code", ""))
def test_what_a_folder_lacks_is_said_in_a_sentence(error: SpecError | Mistake, en: str, zh: str) -> None:
    assert [text(error.code, lang, **error.values) for lang in ("en", "zh")] == [en, zh]
