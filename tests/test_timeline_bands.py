"""The bands of the picture: everything of a test, in the order of time, and in lanes where it overlaps."""

from dataclasses import replace

import pytest
import sample_reports as samples
import timeline_samples as timelines

from grader.renderers.timeline_bands import bands, lanes
from grader.report import Side, Span, Stretch


def stretches(*each: tuple[float, float]) -> list[Stretch]:
    return [Stretch(test="t", start_s=start_s, duration_s=duration_s) for start_s, duration_s in each]


@pytest.mark.parametrize(
    ("each", "found"),
    [
        ([], []),
        ([(0, 2), (1, 2), (2, 2), (2.5, 2)], [0, 1, 0, 2]),
        ([(0, 9), (0, 9), (0, 9)], [0, 1, 2]),
        ([(0, 0), (0, 0), (1, 1), (2, 1)], [0, 0, 0, 0]),
        ([(0, 9), (1, 1), (2, 1), (3, 1)], [0, 1, 1, 1]),
    ],
)
def test_nothing_overlaps_in_a_lane(each: list[tuple[float, float]], found: list[int]) -> None:
    assert lanes(stretches(*each)) == found


def test_there_is_a_band_for_every_test_and_each_has_its_own() -> None:
    first, second, third = bands(timelines.usual())
    assert (len(first.ticks), len(first.blocks), len(first.requests)) == (1, 0, 0)
    assert (len(second.ticks), len(second.blocks)) == (1, 1)
    assert [len(second.side(side)) for side in Side] == [1, 2]
    assert (third.ticks, third.blocks, third.requests) == ((), (), ())
    assert [band.end_s for band in (first, second, third)] == [0.2, 0.6, 0.0]


def test_a_band_ends_with_what_lasts_longest() -> None:
    report = timelines.busy()
    assert bands(report)[0].end_s == 399 / 50 + 20 + 399


def test_blocks_come_in_the_order_of_time() -> None:
    late, early = replace(samples.BLOCK, start_s=5.0), replace(samples.BLOCK, start_s=1.0)
    (band,) = bands(samples.a_report(samples.a_test("test_at_once", blocks=(late, early))))
    assert band.blocks == (early, late)


def test_a_test_without_a_span_has_the_clock_of_the_run() -> None:
    (band,) = bands(samples.a_report(samples.a_test("test_body")))
    assert band.span == Span(test="test_body", clock="real", end_s=0.0)
