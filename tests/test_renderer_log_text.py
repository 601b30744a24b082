"""Text of a bounded length: what is cut is marked, and a cut makes no command of what was none."""

import pytest
from payload_cases import HOSTILE
from reporter_model import commands

from grader.renderers.log_text import log_line, log_text


def test_what_fits_stays_whole() -> None:
    assert log_text("one\ntwo", 7, "en") == "one\ntwo"
    assert log_line("one two", 7) == "one two"


def test_a_cut_is_marked_with_the_whole_length() -> None:
    assert log_text("x" * 1000, 100, "en").endswith("x\n[cut: 1000 characters in all]")
    assert log_text("x" * 1000, 100, "en", end=True).startswith("[cut: 1000 characters in all]\nx")
    assert log_text("x" * 1000, 100, "zh").endswith("\n[已截断\uff1a全文共 1000 个字符]")
    assert log_line("x" * 1000, 10) == "xxxxxxx…"


def test_without_room_for_the_mark_nothing_is_said() -> None:
    assert log_text("x" * 1000, 10, "en") == ""


@pytest.mark.parametrize("end", [False, True])
def test_no_cut_makes_a_command_or_half_a_character(end: bool) -> None:
    for most_bytes in range(64, 400):
        shown = log_text(f"题目{HOSTILE} a::b " * 3, most_bytes, "en", end=end)
        assert len(shown.encode("utf-8")) <= most_bytes
        assert commands(shown) == []
        assert "\ufffd" not in shown


def test_no_cut_of_a_name_makes_a_command_or_a_second_line() -> None:
    for most_bytes in range(64, 400):
        line = log_line(HOSTILE * 3, most_bytes)
        assert len(line.encode("utf-8")) <= most_bytes
        assert commands(line) == []
        assert "\n" not in line


@pytest.mark.parametrize("nothing", ["", " ", "\n\t"])
def test_a_name_is_never_empty(nothing: str) -> None:
    assert log_line(nothing, 10) == "-"
