"""Wrapping of mixed Latin and Chinese text."""

import pytest
from rich.cells import cell_len

from grader.renderers.look import Look
from grader.renderers.prose import prose
from grader.renderers.quantity import seconds
from grader.renderers.wrapping import crop, crop_start, pad, wrap


def test_latin_words_stay_whole() -> None:
    assert wrap("one two three", 8) == ["one two", "three"]


def test_a_call_is_not_broken_before_its_parenthesis() -> None:
    assert wrap("await run_in_executor(executor, work)", 20) == ["await", "run_in_executor(exec", "utor, work)"]


def test_chinese_breaks_between_characters_but_never_before_a_full_stop() -> None:
    lines = wrap("事件循环在自己的线程上睡了。", 26)
    assert lines == ["事件循环在自己的线程上睡", "了。"]


def test_an_opening_bracket_never_ends_a_line() -> None:
    assert wrap("全局锁\uff08GIL\uff09", 8) == ["全局锁", "\uff08GIL\uff09"]


def test_newlines_and_empty_lines_stay() -> None:
    assert wrap("a\n\n b", 10) == ["a", "", " b"]


@pytest.mark.parametrize("width", [2, 3, 7, 20])
def test_no_line_is_too_wide_and_nothing_is_lost(width: int) -> None:
    text = "字字字 word" + "x" * 50 + "。。。 (ab) 中a中"
    lines = wrap(text, width)
    assert max(map(cell_len, lines)) <= width
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_cropping_marks_the_cut_and_counts_columns() -> None:
    assert crop("字字字字", 5) == "字字…"
    assert crop("short", 5) == "short"
    assert crop_start("a/long/path.py:11", 10) == "…ath.py:11"
    assert crop_start("path.py:11", 10) == "path.py:11"
    assert crop_start("字字字", 5) == "…字字"


def test_padding_counts_columns() -> None:
    assert pad("字", 4) == "字  "
    assert pad("字", 4, right=True) == "  字"
    assert pad("too long", 2) == "too long"


@pytest.mark.parametrize(
    ("value_s", "shown"),
    [(0, "<1 ms"), (0.0004, "<1 ms"), (0.302, "302 ms"), (0.9996, "1.00 s"), (1.2, "1.20 s"), (300, "300 s")],
)
def test_seconds(value_s: float, shown: str) -> None:
    assert seconds(value_s) == shown


def test_markdown_breaks_chinese_lines_by_the_same_rules() -> None:
    text = Look(width=26).paint(prose("事件循环在自己的**线程**上睡了。\n\n- 事件循环在自己的线程上睡。"))
    assert text == "事件循环在自己的线程上睡\n了。\n\n • 事件循环在自己的线程上\n   睡。\n"


def test_markdown_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in Look(width=40).paint(prose("a \x1b[31m b"))
