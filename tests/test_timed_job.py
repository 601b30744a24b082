"""The job that a test hands to a submission: how long it lasts, what it notes, and the table that it prints."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing, suppress

import pytest
from test_virtual_loop import JumpingLoop

from grader.judge.timed_job import TimedJob


@pytest.fixture
def loop() -> Iterator[JumpingLoop]:
    with closing(JumpingLoop()) as loop:
        yield loop


def started(*starts_s: float) -> TimedJob:
    """Give a job that was called at these times, by a clock of its own."""

    async def call(job: TimedJob) -> None:
        for now_s in starts_s:
            clock[0] = now_s
            await job()

    clock = [0.0]
    job = TimedJob(lambda: clock[0], 0, None)
    asyncio.run(call(job))
    return job


def call_in_turn(loop: JumpingLoop, job: Callable[[], Awaitable[object]], times: int) -> list[object]:
    async def main() -> list[object]:
        return [await job() for _ in range(times)]

    return loop.run_until_complete(main())


@pytest.mark.parametrize(
    ("lasts_s", "ends_s"),
    [
        (7, [7, 14, 21, 28]),
        (0.5, [0.5, 1, 1.5, 2]),
        ([70, 7], [70, 77, 84, 91]),
        ((1, 2, 3), [1, 3, 6, 9]),
        ([1, 2, 3, 4, 5], [1, 3, 6, 10]),
        (0, [0, 0, 0, 0]),
    ],
)
def test_each_call_lasts_as_long_as_told_and_the_last_length_repeats(
    loop: JumpingLoop, lasts_s: float | Sequence[float], ends_s: list[float]
) -> None:
    job = TimedJob(loop.time, lasts_s, None)
    call_in_turn(loop, job, 4)
    assert job.starts_s == [0, *ends_s[:-1]]
    assert job.ends_s == ends_s


def test_a_list_that_is_changed_later_changes_no_length(loop: JumpingLoop) -> None:
    lengths_s = [5.0]
    job = TimedJob(loop.time, lengths_s, None)
    lengths_s[0] = 60
    call_in_turn(loop, job, 1)
    assert job.ends_s == [5]


def test_a_call_gives_the_result_whatever_it_is_called_with(loop: JumpingLoop) -> None:
    job = TimedJob(loop.time, 1, "result")
    assert call_in_turn(loop, lambda: job("url", retries=3), 2) == ["result", "result"]


def test_a_job_that_was_never_called_noted_nothing() -> None:
    job = started()
    assert (job.starts_s, job.ends_s, job.most_at_once) == ([], [], 0)
    assert job.lateness_s(every_s=60) == []
    assert job.table(every_s=60) == "run  due  started  late by"


def test_without_any_length_the_author_is_told_what_to_write() -> None:
    with pytest.raises(ValueError) as told:
        TimedJob(lambda: 0, [], None)
    assert str(told.value) == "clock.job needs at least one length: lasts_s=[70, 7], or lasts_s=7"


def test_ends_are_in_the_order_in_which_they_came(loop: JumpingLoop) -> None:
    async def main() -> None:
        await asyncio.gather(job(), job(), job())

    job = TimedJob(loop.time, [3, 1, 2], None)
    loop.run_until_complete(main())
    assert (job.starts_s, job.ends_s, job.most_at_once) == ([0, 0, 0], [1, 2, 3], 3)


def test_calls_one_after_the_other_are_never_two_at_once(loop: JumpingLoop) -> None:
    job = TimedJob(loop.time, 2, None)
    call_in_turn(loop, job, 3)
    assert job.most_at_once == 1


def test_the_most_at_once_stays_when_fewer_are_left(loop: JumpingLoop) -> None:
    async def main() -> None:
        await asyncio.gather(job(), job())
        await job()

    job = TimedJob(loop.time, 2, None)
    loop.run_until_complete(main())
    assert (job.most_at_once, job.ends_s) == (2, [2, 2, 4])


def test_an_end_is_noted_where_the_call_was_cancelled(loop: JumpingLoop) -> None:
    async def main() -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(job(), 10)
        await job()

    job = TimedJob(loop.time, [60, 5], None)
    loop.run_until_complete(main())
    assert (job.starts_s, job.ends_s, job.most_at_once) == ([0, 10], [10, 15], 1)


def test_times_are_in_whole_microseconds() -> None:
    job = started(0.1 + 0.2, 1 / 3)
    assert (job.starts_s, job.ends_s) == ([0.3, 0.333333], [0.3, 0.333333])


def test_lateness_is_counted_from_the_intended_start_of_each_call() -> None:
    assert started(0, 70, 120, 179.5).lateness_s(every_s=60) == [0, 10, 0, -0.5]


def test_the_first_intended_start_can_be_another_instant() -> None:
    assert started(61, 120).lateness_s(every_s=60, first_s=60) == [1, 0]


def test_fractions_do_not_make_a_call_late() -> None:
    job = started(*(number * 0.1 for number in range(100)))
    assert job.lateness_s(every_s=0.1) == [0] * 100


def test_a_table_shows_each_call_when_it_was_due_and_how_late_it_was() -> None:
    assert started(0, 67, 134, 201).table(every_s=60) == (
        "run    due  started  late by\n"
        "  1    0 s      0 s      0 s\n"
        "  2   60 s     67 s      7 s\n"
        "  3  120 s    134 s     14 s\n"
        "  4  180 s    201 s     21 s"
    )


def test_a_table_shows_fractions_long_times_and_calls_that_came_too_early() -> None:
    assert started(86400.25, 86399.5, 86400.5).table(every_s=0.25, first_s=86400) == (
        "run         due     started  late by\n"
        "  1     86400 s  86400.25 s   0.25 s\n"
        "  2  86400.25 s   86399.5 s  -0.75 s\n"
        "  3   86400.5 s   86400.5 s      0 s"
    )
