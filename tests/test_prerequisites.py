"""Prerequisites: the way to a kata, and the `after` that leads nowhere or round."""

from pathlib import Path

import pytest
from kata_folders import SPEC, write_kata

from grader.catalog import Catalog, find_katas
from grader.errors import GraderError
from grader.kata import Mistake
from grader.messages import text
from grader.prerequisites import check_prerequisites, prerequisites


@pytest.fixture(autouse=True)
def _no_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.catalog.installed_packs", list)


def catalog(folder: Path, **after: str) -> Catalog:
    for name, names in after.items():
        write_kata(folder / name, SPEC + f"after: [{names}]\n")
    return find_katas([folder], bundled=False)


def needed(found: Catalog, name: str) -> list[str]:
    return [kata.name for kata in prerequisites(found, found.named(name))]


def test_what_a_kata_needs_comes_in_an_order_to_learn_it(tmp_path: Path) -> None:
    found = catalog(tmp_path, d="c, b", c="b", b="a", a="", other="a")
    assert {name: needed(found, name) for name in "abcd"} == {
        "a": [],
        "b": ["a"],
        "c": ["a", "b"],
        "d": ["a", "b", "c"],
    }


def test_a_cycle_on_the_way_is_named(tmp_path: Path) -> None:
    found = catalog(tmp_path, a="b", b="c", c="b")
    with pytest.raises(GraderError) as caught:
        needed(found, "a")
    assert (caught.value.code, caught.value.values) == ("catalog.cycle", {"cycle": "b → c → b"})


def test_an_unknown_kata_on_the_way_is_an_error(tmp_path: Path) -> None:
    found = catalog(tmp_path, a="zzz")
    with pytest.raises(GraderError) as caught:
        needed(found, "a")
    assert (caught.value.code, caught.value.values) == ("catalog.unknown-kata", {"name": "zzz", "known": ("a",)})


def test_a_sound_catalogue_has_no_mistakes(tmp_path: Path) -> None:
    assert check_prerequisites(catalog(tmp_path, a="", b="a", c="a, b")) == ()


def test_every_after_that_leads_nowhere_or_round_is_a_mistake_in_its_place(tmp_path: Path) -> None:
    found = catalog(tmp_path, hello="", a="helo", b="zzz, hello, c", c="b", d="d", e="a, broken")
    write_kata(tmp_path / "broken", "")
    found = find_katas([tmp_path], bundled=False)

    def at(kata: str, column: int, code: str, **values: str) -> Mistake:
        return Mistake(file=tmp_path / kata / "kata.yaml", line=6, column=column, code=f"catalog.{code}", values=values)

    assert check_prerequisites(found) == (
        at("a", 9, "misspelt-prerequisite", name="helo", right="hello"),
        at("b", 9, "unknown-prerequisite", name="zzz"),
        at("b", 21, "cycle", cycle="b → c → b"),
        at("c", 9, "cycle", cycle="c → b → c"),
        at("d", 9, "cycle", cycle="d → d"),
    )


SENTENCES = [
    (
        "catalog.cycle",
        {"cycle": "a → b → a"},
        "These katas wait for each other: a → b → a. Take one of them out of `after`.",
        "这些题目互相等待：a → b → a。请从 `after` 里去掉其中一个。",
    ),
    (
        "catalog.unknown-prerequisite",
        {"name": "x"},
        "There is no kata x to know first. Take it out of `after`, or add the folder that holds it: --katas DIR",
        "没有名为 x 的前置题目。请从 `after` 里去掉它，或者添加存放它的文件夹：--katas DIR",
    ),
    (
        "catalog.misspelt-prerequisite",
        {"name": "x", "right": "a"},
        "There is no kata x to know first. Did you mean a?",
        "没有名为 x 的前置题目。是不是想写 a？",
    ),
]


@pytest.mark.parametrize(("code", "values", "en", "zh"), SENTENCES)
def test_a_wrong_prerequisite_is_said_in_a_sentence(code: str, values: dict[str, str], en: str, zh: str) -> None:
    assert [text(code, lang, **values) for lang in ("en", "zh")] == [en, zh]
