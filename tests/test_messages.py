"""The catalogues: both languages say the same, and every sentence can be filled in."""

import re
import string
import tomllib
from importlib import resources

import pytest

from grader import messages
from grader.messages import LANGUAGES, UnknownMessageError, catalogue, find, text

SUBJECTS = sorted(file.name.removesuffix(".toml") for file in (resources.files("grader") / "locale" / "en").iterdir())


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_both_languages_have_the_same_keys(subject: str) -> None:
    assert sorted(catalogue(subject, "en")) == sorted(catalogue(subject, "zh"))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_both_languages_have_the_same_placeholders(subject: str) -> None:
    english, chinese = catalogue(subject, "en"), catalogue(subject, "zh")
    differing = [key for key in english if placeholders(english[key]) != placeholders(chinese[key])]
    assert differing == []


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_placeholder_is_a_plain_name(subject: str, lang: str) -> None:
    names = {name for template in catalogue(subject, lang).values() for name in placeholders(template)}
    assert [name for name in names if not name.isidentifier()] == []


@pytest.mark.parametrize("subject", SUBJECTS)
def test_chinese_sentences_are_chinese(subject: str) -> None:
    def is_prose(template: str) -> bool:
        return template.endswith((".", "。"))

    chinese = catalogue(subject, "zh")
    english = catalogue(subject, "en")
    prose = [key for key, template in english.items() if is_prose(template)]
    assert [key for key in prose if not re.search("[\u4e00-\u9fff]", chinese[key])] == []


def test_no_chinese_catalogue_lies_apart() -> None:
    files = {file.name for file in (resources.files("grader") / "locale" / "zh").iterdir()}
    assert files == {f"{subject}.toml" for subject in SUBJECTS}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_english_sentences_of_the_command_line_are_ascii(subject: str) -> None:
    # `--plain` promises ASCII; what quotes a kata's own file is the exception.
    if subject != "spec":
        assert [key for key, template in catalogue(subject, "en").items() if not template.isascii()] == []


def test_a_sentence_is_filled_in() -> None:
    assert text("terminal.points", "en", points=3, max_points=10) == "3 of 10 points"
    assert text("terminal.points", "zh", points=3, max_points=10) == "3 / 10 分"


def test_an_unknown_language_gets_english() -> None:
    assert text("cli.stopped", "fr") == "Stopped."


def test_lists_are_joined_with_commas() -> None:
    assert text("verbatim", "en", text=["a", 1]) == "a, 1"


def test_a_verbatim_text_is_not_a_template() -> None:
    assert text("verbatim", "en", text="{x} %s") == "{x} %s"


def test_an_unknown_code_is_an_error_that_names_it() -> None:
    with pytest.raises(UnknownMessageError, match=r"^nowhere\.nothing$"):
        text("nowhere.nothing", "en")
    assert find("cli.nothing", "en") is None


def test_catalogues_are_read_once() -> None:
    assert catalogue("cli", "en") is catalogue("cli", "en")


def test_toml_holds_only_texts() -> None:
    def texts(table: object) -> bool:
        return all(map(texts, table.values())) if isinstance(table, dict) else isinstance(table, str)

    for lang in LANGUAGES:
        for file in (resources.files(messages.__package__ or "grader") / "locale" / lang).iterdir():
            assert texts(tomllib.loads(file.read_text(encoding="utf-8"))), file
