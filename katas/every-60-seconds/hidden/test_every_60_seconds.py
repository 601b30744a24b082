"""every_minute starts its job once a minute, measured from start to start, one run at a time, until it is cancelled."""

import asyncio

import pytest

TOLERANCE_S = 0.01


def in_seconds(times_s):
    """Write times down for a reader."""
    return ", ".join(f"{time_s:g}" for time_s in times_s) + " s" if times_s else "never"


def are(times_s, expected_s):
    """Tell whether two rows of times are the same."""
    return times_s == pytest.approx(expected_s, abs=TOLERANCE_S)


def check_starts(job, expected_s, what):
    """Fail with both rows of times unless `job` started at `expected_s` and at no other time."""
    if not are(job.starts_s, expected_s):
        pytest.fail(f"{what}\nexpected starts: {in_seconds(expected_s)}\nreal starts:     {in_seconds(job.starts_s)}")


def begin(submission, *jobs):
    """Run every_minute for each of `jobs`, all at the same time, beside the test."""
    return [asyncio.create_task(submission.every_minute(job)) for job in jobs]


async def go_on(clock, running, until_s):
    """Wait until the clock shows `until_s`; an every_minute that ends by itself fails the test."""
    await clock.until(until_s)
    for task in running:
        if task.done():
            task.result()
            pytest.fail("every_minute returned, though nobody had cancelled it; it should go on for ever")


async def cancel(clock, running):
    """Cancel, and fail unless all end at this very moment."""
    for task in running:
        task.cancel()
    await clock.advance(0)
    if not all(task.done() for task in running):
        pytest.fail(f"every_minute was cancelled at {clock.time():g} s, but did not end: something catches the cancel")


@pytest.mark.points(4)
async def test_ten_minutes_without_drift(submission, clock):
    """A job of 7 s starts at 0, 60 … 540 s, and in the tenth minute it is as punctual as in the first."""
    job = clock.job(lasts_s=7)
    await go_on(clock, begin(submission, job), until_s=590)
    assert job.starts_s, "the job never started: within ten minutes it should have been called ten times"
    if not are(job.starts_s, [60 * n for n in range(10)]):
        pytest.fail(
            f"a job of 7 s should start ten times in ten minutes, every 60 s; its starts ({len(job.starts_s)}):\n\n"
            + job.table(every_s=60)
        )


@pytest.mark.points(2)
async def test_minutes_count_from_the_first_start(submission, clock):
    """Called at 25 s on the clock, it starts its job at 25, 85, 145 s."""
    await clock.until(25)
    job = clock.job(lasts_s=7)
    await go_on(clock, begin(submission, job), until_s=250)
    check_starts(job, [25, 85, 145, 205], "every_minute was called when the clock showed 25 s, with a job of 7 s")


@pytest.mark.points(3)
async def test_long_runs_follow_one_another(submission, clock):
    """Runs of 70 s start at 0, 70, 140 s: each lasts as long as it needs, and the next begins when it has ended."""
    job = clock.job(lasts_s=70)
    await go_on(clock, begin(submission, job), until_s=200)
    if job.most_at_once > 1:
        pytest.fail(
            f"{job.most_at_once} runs of a job of 70 s were under way at the same time; it started at "
            f"{in_seconds(job.starts_s)}. The next run should begin when the last one has ended"
        )
    check_starts(job, [0, 70, 140], "a job of 70 s: each run should be followed at once by the next")
    if not are(job.ends_s, [70, 140]):
        pytest.fail(
            "a job of 70 s: each run should be left to finish\n"
            f"expected ends: 70, 140 s\nreal ends:     {in_seconds(job.ends_s)}"
        )


@pytest.mark.points(3)
async def test_minutes_count_from_a_late_start(submission, clock):
    """After a first run of 70 s (130 s) come starts at 70, 130, 190 s (130, 190, 250 s): 60 s from start to start."""
    long, longer = clock.job(lasts_s=[70, 7]), clock.job(lasts_s=[130, 7])
    await go_on(clock, begin(submission, long, longer), until_s=300)
    check_starts(long, [0, 70, 130, 190, 250], "the first run lasts 70 s, all others 7 s")
    check_starts(longer, [0, 130, 190, 250], "the first run lasts 130 s, all others 7 s")


@pytest.mark.points(1)
async def test_cancel_ends_the_wait(submission, clock):
    """Cancelled at 90 s, between two runs, it ends there and then, and the job never starts again."""
    job = clock.job(lasts_s=7)
    running = begin(submission, job)
    await go_on(clock, running, until_s=90)
    await cancel(clock, running)
    await clock.until(400)
    check_starts(job, [0, 60], "every_minute was cancelled at 90 s, between two runs of 7 s")


@pytest.mark.points(2)
async def test_cancel_ends_the_run(submission, clock):
    """Cancelled at 70 s, during a run, it ends there and then, and so does the run."""
    job = clock.job(lasts_s=30)
    running = begin(submission, job)
    await go_on(clock, running, until_s=70)
    await cancel(clock, running)
    await clock.until(400)
    check_starts(job, [0, 60], "every_minute was cancelled at 70 s, during its second run of 30 s")
    if not are(job.ends_s, [30, 70]):
        pytest.fail(
            "every_minute was cancelled at 70 s, during its second run of 30 s: that run should end then as well\n"
            f"expected ends: 30, 70 s\nreal ends:     {in_seconds(job.ends_s)}"
        )
