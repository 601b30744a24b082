"""The catalogue: what a word means, what is found where, and in which order it is shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from kata_folders import SPEC, write_kata

import grader
from grader.catalog import Catalog, Place, bundled_folder, find_katas
from grader.errors import GraderError
from grader.kata import SpecError, load_kata
from grader.messages import text


@pytest.fixture(autouse=True)
def _no_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.catalog.installed_packs", list)


def catalog(*folders: Path) -> Catalog:
    return find_katas(folders, bundled=False)


def error_of(call: Callable[[], object]) -> tuple[str, dict[str, object]]:
    with pytest.raises(GraderError) as caught:
        call()
    return caught.value.code, caught.value.values


def test_a_folder_of_katas_is_a_catalogue(tmp_path: Path) -> None:
    for name in ("b", "a"):
        write_kata(tmp_path / "katas" / name)
    assert catalog(tmp_path / "katas").names() == ("a", "b")


def test_a_folder_that_is_a_kata_is_a_catalogue_of_one(tmp_path: Path) -> None:
    folder = write_kata(tmp_path / "a-kata")
    assert catalog(folder).get("a-kata", tmp_path) == load_kata(folder, pack=str(folder))


def test_what_is_no_kata_is_left_out(tmp_path: Path) -> None:
    write_kata(tmp_path / "a")
    for name in (".hidden", "__pycache__"):
        write_kata(tmp_path / name)
    (tmp_path / "drafts").mkdir()
    (tmp_path / "kata.txt").touch()
    assert catalog(tmp_path).names() == ("a",)


def test_finding_katas_reads_none_of_them(tmp_path: Path) -> None:
    write_kata(tmp_path / "a", b"\xff not a spec")
    assert catalog(tmp_path).places == {"a": (Place(folder=tmp_path / "a", pack=str(tmp_path)),)}


def test_a_name_is_never_looked_up_in_the_current_folder(tmp_path: Path) -> None:
    write_kata(tmp_path / "katas" / "a")
    write_kata(tmp_path / "work" / "a", SPEC.replace("A title", "The learner's own"))
    write_kata(tmp_path / "work" / "b")
    found = catalog(tmp_path / "katas")
    assert found.get("a", tmp_path / "work").title("en") == "A title"
    assert error_of(lambda: found.get("b", tmp_path / "work")) == (
        "catalog.unknown-kata",
        {"name": "b", "known": ("a",)},
    )


@pytest.mark.parametrize("word", ["./a", "a/", "../work/a", "sub/../a", "{absolute}"])
def test_a_word_with_a_separator_is_a_path_from_the_current_folder(tmp_path: Path, word: str) -> None:
    work = tmp_path / "work"
    folder = write_kata(work / "a")
    (work / "sub").mkdir()
    assert catalog().get(word.format(absolute=folder), work) == load_kata(folder, pack=str(work))


def test_the_current_folder_itself_can_be_the_kata(tmp_path: Path) -> None:
    folder = write_kata(tmp_path / "a")
    assert catalog().get("./", folder).name == "a"


@pytest.mark.parametrize("word", ["./b", "a/kata.yaml", "/"])
def test_a_path_without_a_kata_says_so(tmp_path: Path, word: str) -> None:
    write_kata(tmp_path / "a")
    code, values = error_of(lambda: catalog().get(word, tmp_path))
    assert (code, values) == ("catalog.no-kata-at-path", {"path": (tmp_path / word).resolve()})


def test_an_unknown_name_lists_what_there_is(tmp_path: Path) -> None:
    for name in ("hello-world", "no-sleep"):
        write_kata(tmp_path / name)
    known = ("hello-world", "no-sleep")
    found = catalog(tmp_path)
    assert error_of(lambda: found.get("zzz", tmp_path)) == ("catalog.unknown-kata", {"name": "zzz", "known": known})
    assert error_of(lambda: found.get("Hello_wrld", tmp_path)) == (
        "catalog.misspelt-kata",
        {"name": "Hello_wrld", "right": "hello-world", "known": known},
    )
    assert error_of(lambda: found.get("..", tmp_path)) == ("catalog.unknown-kata", {"name": "..", "known": known})


def test_an_empty_catalogue_asks_for_a_folder(tmp_path: Path) -> None:
    assert error_of(lambda: catalog().get("a", tmp_path)) == ("catalog.empty", {"name": "a"})


def test_two_katas_of_one_name_are_an_error_once_the_name_is_asked_for(tmp_path: Path) -> None:
    first, second = write_kata(tmp_path / "first" / "a"), write_kata(tmp_path / "second" / "a")
    write_kata(tmp_path / "second" / "b")
    found = catalog(tmp_path / "first", tmp_path / "second")
    expected = ("catalog.two-of-a-name", {"name": "a", "first": first, "second": second})
    assert found.names() == ("a", "b")
    assert found.get("b", tmp_path).name == "b"
    assert error_of(lambda: found.get("a", tmp_path)) == expected
    assert error_of(found.all) == expected


def test_one_kata_reached_twice_is_one(tmp_path: Path) -> None:
    folder = write_kata(tmp_path / "katas" / "a")
    (tmp_path / "link").symlink_to(tmp_path / "katas")
    found = catalog(tmp_path / "katas", tmp_path / "katas", tmp_path / "link", folder)
    assert [kata for kata in found.all()] == [load_kata(folder, pack=str(tmp_path / "katas"))]


def test_all_katas_come_by_chapter_in_natural_order_then_by_name(tmp_path: Path) -> None:
    chapters = {"z": "2.2", "y": "2.10", "x": "1", "b": "2.2", "a": "appendix", "n": None, "m": None}
    for name, chapter in chapters.items():
        write_kata(tmp_path / name, SPEC + (f'chapter: "{chapter}"\n' if chapter else ""))
    write_kata(tmp_path / "broken", "")
    write_kata(tmp_path / "also-broken", "")
    shown = [kata.folder.name for kata in catalog(tmp_path).all()]
    assert shown == ["x", "b", "z", "y", "a", "m", "n", "also-broken", "broken"]


def test_a_broken_kata_takes_no_other_down(tmp_path: Path) -> None:
    write_kata(tmp_path / "a", "")
    good = write_kata(tmp_path / "b")
    found = catalog(tmp_path)
    kata, error = found.all()
    assert kata == load_kata(good, pack=str(tmp_path))
    assert isinstance(error, SpecError)
    assert [mistake.code for mistake in error.mistakes] == ["spec.empty-file"]
    assert error_of(lambda: found.get("a", tmp_path)) == ("spec.mistakes", {"kata": "a", "count": 1})


def test_a_folder_that_cannot_give_katas_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    for name in ("none", "file"):
        expected = ("catalog.no-such-folder", {"folder": tmp_path / name})
        assert error_of(lambda name=name: catalog(tmp_path / name)) == expected  # type: ignore[misc]
    assert error_of(lambda: catalog(tmp_path / "empty")) == (
        "catalog.folder-without-katas",
        {"folder": tmp_path / "empty"},
    )

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)  # the tests may run as root, to whom nothing is refused
    assert error_of(lambda: catalog(tmp_path / "empty")) == (
        "catalog.folder-refused",
        {"folder": tmp_path / "empty", "reason": "Permission denied"},
    )


def test_folders_come_before_bundled_katas_and_beside_them(tmp_path: Path) -> None:
    write_kata(tmp_path / "a-kata-that-is-not-bundled")
    found = find_katas([tmp_path])
    names = {path.parent.name for path in bundled_folder().glob("*/kata.yaml")}
    assert set(found.names()) == names | {"a-kata-that-is-not-bundled"}
    assert next(iter(found.places)) == "a-kata-that-is-not-bundled"


def test_bundled_katas_lie_inside_the_package_or_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grader, "__file__", str(tmp_path / "grader" / "__init__.py"))
    assert find_katas([]).names() == ()
    write_kata(tmp_path / "katas" / "beside")
    assert find_katas([]).places == {
        "beside": (Place(folder=tmp_path / "katas" / "beside", pack="tornado-katas"),),
    }
    write_kata(tmp_path / "grader" / "katas" / "inside")
    assert find_katas([]).names() == ("inside",)


def test_every_bundled_kata_loads() -> None:
    assert [kata for kata in find_katas([]).all() if isinstance(kata, SpecError)] == []


SENTENCES = [
    (
        GraderError("catalog.unknown-kata", name="x", known=("a", "b")),
        "There is no kata x. There are: a, b.",
        "没有名为 x 的题目。现有题目：a, b。",
    ),
    (
        GraderError("catalog.misspelt-kata", name="x", right="a", known=("a", "b")),
        "There is no kata x. Did you mean a? There are: a, b.",
        "没有名为 x 的题目。是不是想写 a？现有题目：a, b。",
    ),
    (
        GraderError("catalog.empty", name="x"),
        "There is no kata x, and no other one either. Name a folder that holds katas: --katas DIR",
        "没有名为 x 的题目，也没有任何其他题目。请指定存放题目的文件夹：--katas DIR",
    ),
    (
        GraderError("catalog.no-kata-at-path", path=Path("/x")),
        "There is no kata in /x: a kata is a folder with a kata.yaml.",
        "/x 里没有题目：题目是一个包含 kata.yaml 的文件夹。",
    ),
    (
        GraderError("catalog.two-of-a-name", name="x", first=Path("/a/x"), second=Path("/b/x")),
        "Two katas are called x: /a/x and /b/x. Rename one of the folders, or name the one you mean by its path.",
        "有两道题目都叫 x：/a/x 和 /b/x。请给其中一个文件夹改名，或者用路径指明是哪一个。",
    ),
    (
        GraderError("catalog.no-such-folder", folder=Path("/x")),
        "There is no folder /x, where katas should be. Check --katas and GRADER_KATAS.",
        "没有找到存放题目的文件夹 /x。请检查 --katas 和 GRADER_KATAS。",
    ),
    (
        GraderError("catalog.folder-refused", folder=Path("/x"), reason="Permission denied"),
        "/x, where katas should be, cannot be read: Permission denied.",
        "无法读取存放题目的文件夹 /x：Permission denied。",
    ),
    (
        GraderError("catalog.folder-without-katas", folder=Path("/x")),
        "There are no katas in /x. A kata is a folder with a kata.yaml; name the folder that holds such folders.",
        "/x 里没有题目。题目是一个包含 kata.yaml 的文件夹；请指定存放这些文件夹的上一级文件夹。",
    ),
]


@pytest.mark.parametrize(("error", "en", "zh"), SENTENCES, ids=lambda value: getattr(value, "code", ""))
def test_what_is_not_found_is_said_in_a_sentence(error: GraderError, en: str, zh: str) -> None:
    assert [text(error.code, lang, **error.values) for lang in ("en", "zh")] == [en, zh]
