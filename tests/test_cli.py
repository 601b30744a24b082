"""The commands: what they print, in full, and the exit code they leave with."""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sample_reports as samples
from kata_folders import SPEC, write_kata

from grader import __version__
from grader.cli import boundary
from grader.cli.edge import Grader
from grader.errors import GraderError
from grader.kata import Kata
from grader.report import Report, Submission, Verdict

HINTS = """\
hints:
  - {en: Vague., zh: 含糊。}
  - {en: Plain., zh: 明白。}
  - {when: blocked, en: It waits.}
  - {when: test_body, en: Mind the type.}
"""


@dataclass
class Outcome:
    code: int
    out: str
    err: str


@dataclass
class Terminal:
    """The command line with a fake engine, in a folder of its own."""

    folder: Path
    capture: "pytest.CaptureFixture[str]"
    verdict: Verdict = Verdict.PASSED
    graded: list[tuple[str, str]] = field(default_factory=list)
    environ: dict[str, str] = field(default_factory=dict)
    interrupt: BaseException | None = None

    @contextlib.contextmanager
    def engine(self, isolation: str) -> Iterator[Grader]:
        yield self.grade

    def grade(self, kata: Kata, submission: Submission) -> Report:
        if self.interrupt is not None:
            raise self.interrupt
        self.graded.append((kata.name, submission.path))
        return samples.a_report(samples.a_test("test_body", self.verdict), kata=kata.name, submission=submission)

    def __call__(self, *argv: str) -> Outcome:
        code = boundary.run(argv, self.environ, self.engine)
        captured = self.capture.readouterr()
        return Outcome(code, captured.out, captured.err)


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: "pytest.CaptureFixture[str]") -> Terminal:
    monkeypatch.setattr("grader.catalog.installed_packs", list)
    monkeypatch.setattr("grader.catalog._bundled_places", list)
    write_kata(tmp_path / "katas" / "first-fetch", SPEC + HINTS + 'chapter: "1.10"\n')
    write_kata(
        tmp_path / "katas" / "second-fetch", SPEC.replace("A title", "{en: Second, zh: 第二题}") + 'chapter: "1.9"\n'
    )
    folder = tmp_path / "a 文件夹"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Terminal(folder, capsys, environ={"GRADER_KATAS": str(tmp_path / "katas"), "COLUMNS": "80"})


def solution(terminal: Terminal, name: str = "first_fetch", content: str = "x = 1\n") -> Path:
    path = terminal.folder / "solutions" / f"{name}.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    return path


# --- list -----------------------------------------------------------------------------------------------------------


def test_list_shows_the_katas_by_chapter_and_what_is_started(terminal: Terminal) -> None:
    solution(terminal)
    pack = terminal.environ["GRADER_KATAS"]
    out = terminal("list").out
    shown = pack if len(pack) <= 74 else f"…{pack[-73:]}"
    assert out.splitlines() == [
        "  Chapter 1.9",
        "    second-fetch  Second   ●●○○○  10 points",
        f"      {shown}",
        "",
        "  Chapter 1.10",
        "    first-fetch   A title  ●●○○○  10 points  started",
        f"      {shown}",
        "",
        "  2 katas · 20 points · 1 started",
    ]


def test_list_in_chinese_and_plain(terminal: Terminal) -> None:
    lines = terminal("list", "--lang", "zh", "--plain").out.splitlines()
    assert lines[0] == "  第 1.9 节"
    assert "    second-fetch  第二题   **...  10 分" in lines
    assert lines[-1] == "  2 道题 - 共 20 分 - 已开始 0 道"


def test_list_as_json(terminal: Terminal) -> None:
    solution(terminal)
    data = json.loads(terminal("list", "--format", "json").out)
    assert [kata["name"] for kata in data["katas"]] == ["second-fetch", "first-fetch"]
    assert data["katas"][1] == {
        "name": "first-fetch",
        "title": "A title",
        "chapter": "1.10",
        "difficulty": 2,
        "points": 10,
        "tags": [],
        "after": [],
        "pack": terminal.environ["GRADER_KATAS"],
        "solution": "solutions/first_fetch.py",
    }
    assert data["broken"] == []


def test_a_broken_kata_does_not_hide_the_others(terminal: Terminal, tmp_path: Path) -> None:
    broken = write_kata(tmp_path / "katas" / "broken-kata", SPEC.replace("points: 10", "points: ten"))
    outcome = terminal("list")
    assert outcome.code == 0
    assert "first-fetch" in outcome.out
    assert "The kata broken-kata cannot be loaded. Mistakes: 1." in outcome.out
    data = json.loads(terminal("list", "--format", "json").out)["broken"]
    assert (data[0]["name"], data[0]["mistakes"][0]["file"]) == ("broken-kata", str(broken / "kata.yaml"))
    assert (data[0]["mistakes"][0]["line"], data[0]["mistakes"][0]["code"]) == (4, "spec.expected-integer")


# --- show and hint --------------------------------------------------------------------------------------------------


def test_show_names_what_to_define_the_limits_and_the_next_command(terminal: Terminal) -> None:
    outcome = terminal("show", "second-fetch")
    assert outcome == Outcome(
        0,
        "  Second\n"
        "  second-fetch · Chapter 1.9 · difficulty 2 of 5 · 10 points\n"
        "\n"
        "\n"
        "  Your file defines\n"
        "    fetch\n"
        "\n"
        "  Limits\n"
        "    The event loop may be held for 50 ms at most; a test may take 5 s; memory\n"
        "    512 MB.\n"
        "\n"
        "  To begin:\n"
        "      python -m grader start second-fetch\n",
        "",
    )


def test_show_as_json(terminal: Terminal) -> None:
    data = json.loads(terminal("show", "first-fetch", "--format", "json").out)
    assert (data["name"], data["provides"], data["hints"], data["task"]) == ("first-fetch", ["fetch"], 4, "# Do it\n")
    assert data["limits"]["block_ms"] == 50


def test_a_kata_may_be_named_by_its_path_and_never_by_a_folder_of_that_name(terminal: Terminal) -> None:
    write_kata(terminal.folder / "my-kata")
    assert terminal("show", "./my-kata").out.startswith("  A title\n  my-kata")
    outcome = terminal("show", "my-kata")
    assert (outcome.code, outcome.out) == (2, "")


def test_hint_gives_the_vaguest_first_and_the_way_to_the_next(terminal: Terminal) -> None:
    assert terminal("hint", "first-fetch").out == (
        "  A title\n\n"
        "  Hint 1 of 2\n"
        "  Vague.\n\n"
        "  If that is not enough:\n"
        "      python -m grader hint first-fetch --level 2\n"
    )


def test_the_last_hint_names_the_others(terminal: Terminal) -> None:
    assert terminal("hint", "first-fetch", "-n", "2", "--lang", "zh").out == (
        "  A title\n\n"
        "  提示 2/2\n"
        "  明白。\n\n"
        "  另有针对以下情况的提示\uff1ablocked, test_body。例如\uff1a\n"
        "      python -m grader hint first-fetch --for blocked\n"
    )


def test_hints_for_a_verdict_and_all_of_them(terminal: Terminal) -> None:
    assert terminal("hint", "first-fetch", "--for", "blocked").out == (
        "  A title\n\n  Hint 1 of 1, for: blocked\n  It waits.\n"
    )
    assert terminal("hint", "first-fetch", "--all").out == (
        "  A title\n\n  Hint 1 of 2\n  Vague.\n\n  Hint 2 of 2\n  Plain.\n"
    )


# --- start ----------------------------------------------------------------------------------------------------------


def test_start_writes_the_stub_and_says_what_comes_next(terminal: Terminal) -> None:
    assert terminal("start", "first-fetch") == Outcome(
        0,
        "  solutions/first_fetch.py is there: open it in your editor.\n\n"
        "  To read the task:\n"
        "      python -m grader show first-fetch\n"
        "  To grade it:\n"
        "      python -m grader run first-fetch\n",
        "",
    )
    assert (terminal.folder / "solutions/first_fetch.py").read_text() == "async def fetch(url): ...\n"


def test_start_never_overwrites(terminal: Terminal) -> None:
    path = solution(terminal, content="mine\n")
    assert terminal("start", "first-fetch") == Outcome(
        2,
        "",
        "solutions/first_fetch.py is already there, and is not overwritten. To start over, and keep a backup of it: "
        "`python -m grader start first-fetch --force`.\n",
    )
    assert path.read_text() == "mine\n"


def test_force_keeps_every_older_file(terminal: Terminal) -> None:
    for content in ("one\n", "two\n", "three\n"):
        solution(terminal, content=content)
        outcome = terminal("start", "first-fetch", "--force")
    assert "  Your older file is kept as solutions/first_fetch.py.bak2.\n" in outcome.out
    folder = terminal.folder / "solutions"
    assert {path.name: path.read_text() for path in folder.iterdir()} == {
        "first_fetch.py": "async def fetch(url): ...\n",
        "first_fetch.py.bak": "one\n",
        "first_fetch.py.bak1": "two\n",
        "first_fetch.py.bak2": "three\n",
    }


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_start_writes_through_no_link(terminal: Terminal, tmp_path: Path, force: list[str]) -> None:
    victim = tmp_path / "victim.py"
    (terminal.folder / "solutions").mkdir()
    (terminal.folder / "solutions/first_fetch.py").symlink_to(victim)
    assert terminal("start", "first-fetch", *force) == Outcome(
        2,
        "",
        "solutions/first_fetch.py is a symbolic link. Nothing is written through a link: remove it first.\n",
    )
    assert not victim.exists()


def test_start_writes_into_no_linked_folder(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (terminal.folder / "solutions").symlink_to(tmp_path / "elsewhere")
    outcome = terminal("start", "first-fetch")
    assert outcome.err == "solutions is a symbolic link. Nothing is written through a link: remove it first.\n"
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_start_where_solutions_is_a_file(terminal: Terminal) -> None:
    (terminal.folder / "solutions").write_text("")
    outcome = terminal("start", "first-fetch")
    assert outcome.err == ("solutions is not a folder, so there is no place for your solution. Move it away first.\n")


def test_start_where_the_solution_is_a_folder(terminal: Terminal) -> None:
    (terminal.folder / "solutions/first_fetch.py").mkdir(parents=True)
    outcome = terminal("start", "first-fetch", "--force")
    assert outcome.err == (
        "solutions/first_fetch.py is not a regular file, so it cannot be kept as a backup. Move it away first.\n"
    )


def test_start_in_a_folder_that_cannot_be_written(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert terminal("start", "first-fetch", "--lang", "zh") == Outcome(
        2,
        "",
        "无法写入 solutions/first_fetch.py\uff1aRead-only file system。请切换到你自己的文件夹。\n",
    )


# --- run ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_exit_code_follows_the_verdict(terminal: Terminal, verdict: Verdict) -> None:
    solution(terminal)
    terminal.verdict = verdict
    assert terminal("run", "first-fetch").code == verdict.exit_code
    assert terminal.graded == [("first-fetch", "solutions/first_fetch.py")]


@pytest.mark.parametrize(
    ("verdict", "step"),
    [
        (Verdict.PASSED, "The next kata:\n      python -m grader start second-fetch"),
        (Verdict.BLOCKED, "For a hint:\n      python -m grader hint first-fetch --for blocked"),
        (Verdict.FAILED, "For a hint:\n      python -m grader hint first-fetch --for test_body"),
        (Verdict.INVALID, "For a hint:\n      python -m grader hint first-fetch"),
        (Verdict.INCONCLUSIVE, "To run it again:\n      python -m grader run first-fetch"),
        (Verdict.GRADER_ERROR, "To see what this machine offers:\n      python -m grader doctor"),
    ],
)
def test_a_report_ends_with_the_command_that_helps_most(terminal: Terminal, verdict: Verdict, step: str) -> None:
    solution(terminal)
    terminal.verdict = verdict
    assert terminal("run", "first-fetch").out.endswith(f"\n\n  {step}\n")


def test_a_kata_without_hints_sends_back_to_the_task(terminal: Terminal) -> None:
    solution(terminal, "second_fetch")
    terminal.verdict = Verdict.FAILED
    out = terminal("run", "second-fetch").out
    assert out.endswith("  To read the task:\n      python -m grader show second-fetch\n")


def test_the_last_pass_says_that_all_is_done(terminal: Terminal) -> None:
    solution(terminal)
    solution(terminal, "second_fetch")
    assert terminal("run", "first-fetch").out.endswith("\n\n  You have a solution for every kata.\n")


def test_the_next_command_finds_the_same_katas(terminal: Terminal) -> None:
    folder = terminal.environ.pop("GRADER_KATAS")
    solution(terminal)
    out = terminal("run", "first-fetch", "--katas", folder).out
    assert out.endswith(f"python -m grader --katas {folder} start second-fetch\n")


def test_a_file_may_be_named_by_any_path(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "我的 attempt.py").write_text("x = 1\n")
    assert terminal("run", "first-fetch", "../我的 attempt.py").code == 0
    assert terminal.graded == [("first-fetch", "../我的 attempt.py")]


def test_a_file_that_cannot_be_a_submission_is_graded_as_invalid_not_refused(terminal: Terminal) -> None:
    assert terminal("run", "first-fetch", "/dev/zero").code == 0
    assert terminal.graded == [("first-fetch", "/dev/zero")]


def test_run_all_grades_every_solution_and_gives_the_worst_exit_code(terminal: Terminal) -> None:
    solution(terminal)
    solution(terminal, "second_fetch")
    terminal.verdict = Verdict.FAILED
    outcome = terminal("run", "--all")
    assert [name for name, _ in terminal.graded] == ["second-fetch", "first-fetch"]
    assert outcome == Outcome(
        1,
        "  ✗ second-fetch  failed             0/3\n"
        "    1 of 1 tests did not pass.\n"
        "  ✗ first-fetch   failed             0/3\n"
        "    1 of 1 tests did not pass.\n"
        "\n"
        "  0 of 2 katas passed · 0 of 6 points\n",
        "",
    )


def test_run_all_does_not_pass_over_the_solution_of_a_broken_kata(terminal: Terminal, tmp_path: Path) -> None:
    write_kata(tmp_path / "katas" / "broken-kata", SPEC.replace("points: 10", "points: ten"))
    solution(terminal)
    solution(terminal, "broken_kata")
    outcome = terminal("run", "--all")
    assert (outcome.code, [name for name, _ in terminal.graded]) == (2, ["first-fetch"])
    assert outcome.out.endswith("  1 of 1 katas passed · 3 of 3 points\n")
    assert outcome.err.startswith("The kata broken-kata cannot be loaded. Mistakes: 1.\n")


def test_run_all_with_only_a_broken_kata_says_what_is_broken(terminal: Terminal, tmp_path: Path) -> None:
    write_kata(tmp_path / "katas" / "broken-kata", SPEC.replace("points: 10", "points: ten"))
    solution(terminal, "broken_kata")
    outcome = terminal("run", "--all")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("The kata broken-kata cannot be loaded. Mistakes: 1.\n")


def test_run_all_as_json(terminal: Terminal) -> None:
    solution(terminal)
    data = json.loads(terminal("run", "--all", "--format", "json").out)
    assert (data["format"], [report["kata"] for report in data["reports"]]) == (1, ["first-fetch"])


def test_formats_and_outputs_go_in_pairs(terminal: Terminal) -> None:
    solution(terminal)
    outcome = terminal("run", "first-fetch", "--format", "json", "--output", "r 报告.json", "--format", "terminal")
    assert outcome.out.startswith("  Make this fetch non-blocking\n")
    assert json.loads((terminal.folder / "r 报告.json").read_text())["verdict"] == "passed"
    assert [path.name for path in terminal.folder.iterdir() if path.name.startswith(".")] == []


def test_a_dash_is_standard_output(terminal: Terminal) -> None:
    solution(terminal)
    argv = ["--format", "terminal", "--format", "json", "--output", "-", "--output", "report.json"]
    assert terminal("run", "first-fetch", *argv).out.startswith("  Make this fetch non-blocking\n")
    assert json.loads((terminal.folder / "report.json").read_text())["kata"] == "first-fetch"


def test_an_output_keeps_its_mode_and_its_link(terminal: Terminal) -> None:
    solution(terminal)
    target = terminal.folder / "target.json"
    target.write_text("old")
    target.chmod(0o640)
    (terminal.folder / "link.json").symlink_to(target)
    assert terminal("run", "first-fetch", "--format", "json", "--output", "link.json").code == 0
    assert (terminal.folder / "link.json").is_symlink()
    assert json.loads(target.read_text())["kata"] == "first-fetch"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_to_and_not_replaced(terminal: Terminal) -> None:
    solution(terminal)
    assert terminal("run", "first-fetch", "--format", "json", "--output", "/dev/null").code == 0
    assert not Path("/dev/null").is_file()


def test_a_timeline_is_a_page_or_a_trace_beside_the_report(terminal: Terminal) -> None:
    solution(terminal)
    outcome = terminal("run", "first-fetch", "--timeline", "图 1.HTML", "--timeline", "loop.json", "--format", "json")
    assert (outcome.code, json.loads(outcome.out)["verdict"], outcome.err) == (0, "passed", "")
    assert (terminal.folder / "图 1.HTML").read_text().startswith('<!doctype html>\n<html lang="en">')
    assert "traceEvents" in json.loads((terminal.folder / "loop.json").read_text())


def test_the_timeline_of_all_solutions_is_one_file(terminal: Terminal) -> None:
    solution(terminal)
    solution(terminal, "second_fetch")
    argv = ["run", "--all", "--timeline", "loop.html", "--timeline", "loop.json", "--lang", "zh"]
    assert terminal(*argv).code == 0
    page = (terminal.folder / "loop.html").read_text()
    assert page.startswith('<!doctype html>\n<html lang="zh">')
    assert page.count("<section") == 2
    reports = json.loads((terminal.folder / "loop.json").read_text())["otherData"]["reports"]
    assert [report["kata"] for report in reports] == ["second-fetch", "first-fetch"]


# --- mistakes of the caller -----------------------------------------------------------------------------------------

KNOWN = "first-fetch, second-fetch"
MISTAKES = [
    (["rnu"], "There is no command rnu. Did you mean run?", "没有命令 rnu。是不是想用 run\uff1f"),
    (
        ["zzz"],
        "There is no command zzz. The commands are: list, show, start, run, hint, doctor.",
        "没有命令 zzz。可用的命令有\uff1alist, show, start, run, hint, doctor。",
    ),
    (
        ["list", "--fromat"],
        "There is no option --fromat. Did you mean --format?\nSee `python -m grader list --help`.",
        "没有选项 --fromat。是不是想用 --format\uff1f\n请看 `python -m grader list --help`。",
    ),
    (
        ["list", "--zzz"],
        "There is no option --zzz.\nSee `python -m grader list --help`.",
        "没有选项 --zzz。\n请看 `python -m grader list --help`。",
    ),
    (
        ["list", "--format"],
        "The option --format is not used like this: a value is missing, or one too many is there.\n"
        "See `python -m grader list --help`.",
        "选项 --format 的用法不对\uff1a缺少值\uff0c或者多写了一个值。\n请看 `python -m grader list --help`。",
    ),
    (
        ["show"],
        "KATA is missing.\nSee `python -m grader show --help`.",
        "缺少 KATA。\n请看 `python -m grader show --help`。",
    ),
    (
        ["list", "a", "b"],
        "Too many words: a b. See `python -m grader list --help`.",
        "多出来的参数\uff1aa b。请看 `python -m grader list --help`。",
    ),
    (
        ["list", "--format", "jsn"],
        "--format cannot be jsn. Did you mean json?",
        "--format 不能是 jsn。是不是想写 json\uff1f",
    ),
    (
        ["list", "--format", "xml"],
        "--format cannot be xml. Choose one of: terminal, json.",
        "--format 不能是 xml。可选的值\uff1aterminal, json。",
    ),
    (
        ["hint", "first-fetch", "-n", "0"],
        "--level is a whole number from 1 on, not 0.",
        "--level 应当是从 1 开始的整数\uff0c而不是 0。",
    ),
    (
        ["hint", "first-fetch", "-n", "7"],
        "There is no hint 7; the last one is 2.",
        "没有第 7 条提示\uff0c最后一条是第 2 条。",
    ),
    (
        ["hint", "first-fetch", "--for", "failed"],
        "There are no hints for failed. There are some for: blocked, test_body.",
        "没有针对 failed 的提示。有提示的是\uff1ablocked, test_body。",
    ),
    (["hint", "second-fetch"], "The kata second-fetch has no hints.", "题目 second-fetch 没有提示。"),
    (
        ["run"],
        "Which kata? Name one, or grade all of your solutions: `python -m grader run --all`.",
        "要评测哪道题\uff1f请写出题目名称\uff0c或者评测你的全部解答\uff1a`python -m grader run --all`。",
    ),
    (
        ["run", "first-fetch", "--all"],
        "--all grades every solution, so it goes without a kata's name. Leave out first-fetch, or --all.",
        "--all 会评测全部解答\uff0c所以不能同时写题目名称。请去掉 first-fetch 或 --all。",
    ),
    (
        ["run", "--all"],
        "There are no solutions below the current folder yet. See which katas there are: python -m grader list",
        "当前文件夹下还没有任何解答。看看有哪些题目\uff1apython -m grader list",
    ),
    (
        ["run", "first-fetch"],
        "There is no solutions/first_fetch.py yet. Start with: python -m grader start first-fetch",
        "还没有 solutions/first_fetch.py。先这样开始\uff1apython -m grader start first-fetch",
    ),
    (["run", "first-fetch", "nope.py"], "There is no file nope.py.", "没有文件 nope.py。"),
    (
        ["run", "first-fetch", "--output", "a", "--output", "b"],
        "Every --output belongs to a --format, and none is left for b. Write for example: --format json --output b",
        "每个 --output 都要对应一个 --format\uff0c而 b 没有对应的格式。例如可以写成\uff1a--format json --output b",
    ),
    (
        ["run", "first-fetch", "--format", "json", "--format", "terminal", "--output", "a", "--output", "./a"],
        "Two formats cannot be written to the same file, ./a.",
        "两种格式不能写进同一个文件 ./a。",
    ),
    (
        ["run", "first-fetch", "--output", "/"],
        "/ is a folder. Name the file to write.",
        "/ 是一个文件夹。请写出要生成的文件名。",
    ),
    (
        ["run", "first-fetch", "--output", "/nowhere/x.json"],
        "/nowhere/x.json cannot be written: there is no folder /nowhere.",
        "无法写入 /nowhere/x.json\uff1a没有文件夹 /nowhere。",
    ),
    (
        ["run", "first-fetch", "--timeline", "loop.svg"],
        "The ending of loop.svg does not say how to draw the timeline. Write --timeline FILE.html for a page, "
        "or --timeline FILE.json for a trace that Perfetto opens.",
        "从 loop.svg 的扩展名看不出要怎样画时间线。网页请写 --timeline FILE.html\uff0c"
        "可用 Perfetto 打开的跟踪文件请写 --timeline FILE.json。",
    ),
    (
        ["run", "first-fetch", "--timeline", "/nowhere/loop.html"],
        "/nowhere/loop.html cannot be written: there is no folder /nowhere.",
        "无法写入 /nowhere/loop.html\uff1a没有文件夹 /nowhere。",
    ),
    (
        ["run", "first-fetch", "--format", "json", "--output", "a.json", "--timeline", "./a.json"],
        "Two formats cannot be written to the same file, ./a.json.",
        "两种格式不能写进同一个文件 ./a.json。",
    ),
    (
        ["run", "first-fetch", "--output", "/proc/x.json"],
        "/proc/x.json cannot be written: No such file or directory.",
        "无法写入 /proc/x.json\uff1aNo such file or directory。",
    ),
]


@pytest.mark.parametrize(("argv", "english", "chinese"), MISTAKES, ids=[" ".join(argv) for argv, *_ in MISTAKES])
def test_a_mistake_of_the_caller(terminal: Terminal, argv: list[str], english: str, chinese: str) -> None:
    assert terminal("--lang", "en", *argv) == Outcome(2, "", f"{english}\n")
    assert terminal("--lang", "zh", *argv) == Outcome(2, "", f"{chinese}\n")
    assert terminal.graded == []


def test_no_such_kata_says_which_was_meant(terminal: Terminal) -> None:
    outcome = terminal("run", "frist-fetch")
    assert outcome == Outcome(2, "", f"There is no kata frist-fetch. Did you mean first-fetch? There are: {KNOWN}.\n")


def test_a_broken_kata_is_shown_with_the_place_of_each_mistake(terminal: Terminal, tmp_path: Path) -> None:
    broken = write_kata(tmp_path / "katas" / "broken-kata", SPEC.replace("points: 10", "points: ten\nhinst: []"))
    outcome = terminal("run", "broken-kata")
    first, *mistakes = outcome.err.splitlines()
    assert (outcome.code, first) == (2, "The kata broken-kata cannot be loaded. Mistakes: 2.")
    assert mistakes[0].startswith(f"  {broken / 'kata.yaml'}:4:")
    assert mistakes[1].endswith("There is no key hinst. Did you mean hints?")


def test_a_kata_whose_packages_are_missing_says_how_to_get_them(terminal: Terminal, tmp_path: Path) -> None:
    write_kata(tmp_path / "katas" / "needy", SPEC + "packages: [no_such_package.part, json.tool, tornado]\n")
    solution(terminal, "needy")
    # What lies in the current folder is no installed package.
    (terminal.folder / "no_such_package").mkdir()
    assert terminal("run", "needy") == Outcome(
        2,
        "",
        "The kata needy needs packages that are not installed here: no_such_package.part. "
        "Install them: python -m pip install no_such_package\n",
    )


def test_a_full_disk_at_the_end_is_said(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    solution(terminal)
    monkeypatch.setattr(os, "replace", refuse)
    outcome = terminal("run", "first-fetch", "--format", "json", "--output", "x.json")
    assert outcome == Outcome(2, "", "x.json cannot be written: No space left on device.\n")
    assert sorted(path.name for path in terminal.folder.iterdir()) == ["solutions"]


def test_a_deleted_current_folder(terminal: Terminal, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    assert terminal("list") == Outcome(2, "", "The current folder has been deleted. Change into another one.\n")
    os.chdir(tmp_path)


# --- options that every command has ---------------------------------------------------------------------------------


def test_common_options_may_stand_before_and_after_the_command(terminal: Terminal) -> None:
    assert terminal("--plain", "--lang", "zh", "list").out == terminal("list", "--lang=zh", "--plain").out
    folder = terminal.environ.pop("GRADER_KATAS")
    assert terminal("--katas", folder, "list").out == terminal("list", "--katas", folder).out


def test_katas_come_from_options_and_from_the_environment(terminal: Terminal, tmp_path: Path) -> None:
    write_kata(tmp_path / "more" / "third-fetch")
    names = [
        kata["name"] for kata in json.loads(terminal("list", "--katas", "../more", "--format", "json").out)["katas"]
    ]
    assert names == ["second-fetch", "first-fetch", "third-fetch"]


@pytest.mark.parametrize(
    ("environ", "argv", "lang"),
    [
        ({"LANG": "zh_CN.UTF-8"}, [], "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, [], "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, [], "zh"),
        ({"LANG": "zh_CN.UTF-8"}, ["--lang", "en"], "en"),
        ({"LANG": "fr_FR"}, [], "en"),
        ({}, [], "en"),
    ],
)
def test_the_language(terminal: Terminal, environ: dict[str, str], argv: list[str], lang: str) -> None:
    terminal.environ |= environ
    assert ("katas" in terminal("list", *argv).out.splitlines()[-1]) is (lang == "en")


def test_colours_are_for_terminals_alone(terminal: Terminal) -> None:
    assert "\x1b" not in terminal("list").out
    terminal.environ["FORCE_COLOR"] = "1"
    assert "\x1b[" in terminal("list").out
    assert "\x1b" not in terminal("list", "--plain").out
    terminal.environ["NO_COLOR"] = "1"
    assert "\x1b" not in terminal("list").out


def test_a_file_gets_no_colours(terminal: Terminal) -> None:
    terminal.environ["FORCE_COLOR"] = "1"
    solution(terminal)
    terminal("run", "first-fetch", "--format", "terminal", "--output", "report.txt")
    assert "\x1b" not in (terminal.folder / "report.txt").read_text()


@pytest.mark.parametrize("columns", ["", "0", "-5", "many", "1000000", "7"])
def test_odd_widths_are_no_trouble(terminal: Terminal, columns: str) -> None:
    terminal.environ["COLUMNS"] = columns
    assert terminal("list").code == 0


@pytest.mark.parametrize("command", [[], ["list"], ["show"], ["start"], ["run"], ["hint"], ["doctor"]])
def test_every_help_page_has_examples_in_both_languages(terminal: Terminal, command: list[str]) -> None:
    english, chinese = terminal(*command, "--help"), terminal(*command, "--help", "--lang", "zh")
    assert (english.code, chinese.code) == (0, 0)
    assert "\nExamples:\n  python -m grader " in english.out
    assert "\n示例\uff1a\n  python -m grader " in chinese.out
    assert "{" not in english.out


def test_a_help_page_whole(terminal: Terminal) -> None:
    assert terminal("show", "--help").out == (
        "Usage: python -m grader show [OPTIONS] KATA\n"
        "\n"
        "Show a kata's task: what to write, the limits, and what is tested. KATA is a\n"
        "name from `list`, or the path of a kata's folder.\n"
        "\n"
        "Options:\n"
        "  --format terminal|json    The format; terminal is the default.\n"
        "  --katas DIR               A folder with more katas; may be repeated. The\n"
        "                            variable GRADER_KATAS names folders as well.\n"
        "  --lang en|zh              The language of all texts; otherwise that of LC_ALL,\n"
        "                            LC_MESSAGES or LANG.\n"
        "  --plain                   No colours, and only ASCII for marks and lines.\n"
        "                            NO_COLOR switches off the colours alone.\n"
        "  --debug                   Show the traceback when the grader itself goes\n"
        "                            wrong. GRADER_DEBUG=1 does the same.\n"
        "  --help                    Show this page.\n"
        "\n"
        "Examples:\n"
        "  python -m grader show first-fetch\n"
        "  python -m grader show ./my-katas/first-steps --lang zh\n"
    )


def test_without_a_command_the_help_page_is_shown(terminal: Terminal) -> None:
    assert terminal().out == terminal("--help").out


def test_version(terminal: Terminal) -> None:
    assert terminal("--version") == Outcome(0, f"grader {__version__}\n", "")


def test_doctor(terminal: Terminal) -> None:
    assert terminal("doctor").out.endswith("\n\n  This machine can grade.\n")
    assert json.loads(terminal("doctor", "--format", "json").out)["can_grade"] is True


# --- the boundary ---------------------------------------------------------------------------------------------------


def test_ctrl_c_is_a_short_sentence(terminal: Terminal) -> None:
    solution(terminal)
    terminal.interrupt = KeyboardInterrupt()
    assert terminal("run", "first-fetch") == Outcome(130, "", "\nStopped.\n")
    assert terminal("run", "first-fetch", "--lang", "zh") == Outcome(130, "", "\n已停止。\n")


def test_the_unforeseen_is_our_fault(terminal: Terminal) -> None:
    solution(terminal)
    terminal.interrupt = ZeroDivisionError("oops")
    assert terminal("run", "first-fetch") == Outcome(
        3,
        "",
        "Something went wrong in the grader itself, and it is not your fault (ZeroDivisionError: oops).\n"
        "Add --debug to see where; please report it with what that prints.\n",
    )
    assert terminal("run", "first-fetch", "--lang", "zh").err == (
        "评测程序自身出错了\uff0c这不是你的问题\uff08ZeroDivisionError: oops\uff09。\n"
        "加上 --debug 可以看到出错的位置\uff1b报告问题时请附上它的输出。\n"
    )


@pytest.mark.parametrize("way", ["option", "variable"])
def test_debugging_shows_the_traceback(terminal: Terminal, way: str) -> None:
    solution(terminal)
    terminal.interrupt = ZeroDivisionError("oops")
    if way == "variable":
        terminal.environ["GRADER_DEBUG"] = "1"
    err = terminal("run", "first-fetch", *["--debug"] * (way == "option")).err
    assert err.startswith("Traceback (most recent call last):\n")
    assert err.endswith("it is not your fault (ZeroDivisionError: oops).\n")


def test_an_error_may_have_its_own_exit_code(terminal: Terminal) -> None:
    class OtherError(GraderError):
        exit_code = 3

    solution(terminal)
    terminal.interrupt = OtherError("cli.stopped")
    assert terminal("run", "first-fetch") == Outcome(3, "", "Stopped.\n")


def test_windows_is_refused_with_the_name_of_wsl2(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    outcome = terminal("list")
    assert outcome == Outcome(
        2,
        "",
        "The grader needs a real Linux kernel, which native Windows and WSL1 do not have. WSL2 has one.\n",
    )


def test_an_error_cannot_steer_the_terminal(terminal: Terminal) -> None:
    outcome = terminal("run", "first-fetch", "\x1b[31m.py")
    assert outcome.err == "There is no file \\x1b[31m.py.\n"
