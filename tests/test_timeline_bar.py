"""The picture in one line of the terminal."""

from dataclasses import replace

import pytest
import sample_reports as samples
import timeline_samples as timelines
from rich.cells import cell_len

from grader.renderers.look import Look
from grader.renderers.timeline_bar import timeline_bar
from grader.report import Report, Verdict


def lines(report: Report, lang: str = "en", **look: object) -> list[str]:
    return [line.plain for line in timeline_bar(report, lang, Look(**look))]  # type: ignore[arg-type]


def test_the_tests_follow_each_other_and_the_key_tells_the_scale() -> None:
    assert lines(timelines.usual(), width=60) == [
        "  loop   ──────────│────███████████████──────────  800 ms",
        "         █ held; │ the next test begins; one column: 20 ms",
    ]


def test_plain_is_ascii() -> None:
    assert lines(timelines.usual(), width=60, plain=True) == [
        "  loop   ----------|----###############----------  800 ms",
        "         # held; | the next test begins; one column: 20 ms",
    ]


def test_in_chinese_it_lies_in_the_same_columns() -> None:
    assert lines(timelines.usual(), "zh", width=60) == [
        "  循环   ──────────│────███████████████──────────  800 ms",
        "         █ 被占用；│ 下一个测试开始；每列 20 ms",
    ]


def test_one_test_needs_no_separator_and_ten_virtual_minutes_fit() -> None:
    assert lines(timelines.virtual(), width=80) == [
        "  loop   ─█████─█████─█████─█████─█████─█████─█████─█████─█████─█████   600 s",
        "         █ held; one column: 10.00 s",
    ]


def test_a_loop_that_was_never_held_has_no_bar() -> None:
    assert lines(samples.passed()) == []
    free = tuple(replace(test, blocks=()) for test in timelines.usual().tests)
    assert lines(replace(timelines.usual(), tests=free)) == []


def test_a_short_block_is_seen_and_a_block_at_an_impossible_time_breaks_nothing() -> None:
    short = replace(samples.BLOCK, start_s=0.0, duration_s=1e-9)
    assert "█" in lines(with_block(short))[0]
    before = replace(samples.BLOCK, start_s=-5.0)
    assert "█" in lines(with_block(before))[0]


def with_block(block: object) -> Report:
    report = timelines.usual()
    test = samples.a_test("test_at_once", Verdict.BLOCKED, blocks=(block,))
    return replace(report, tests=(report.tests[0], test))


@pytest.mark.parametrize("width", [40, 41, 60, 80, 100])
@pytest.mark.parametrize("case", ["usual", "virtual", "busy", "hostile"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_fits_and_takes_two_or_three_lines(case: str, width: int, lang: str) -> None:
    found = lines(getattr(timelines, case)(), lang, width=width)
    assert len(found) in (2, 3)
    assert max(map(cell_len, found)) <= width
