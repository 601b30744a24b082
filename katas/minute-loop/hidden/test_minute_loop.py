"""minute_loop works, then sleeps; its period is 60 s plus the work, and the learner knows by how much it drifts."""

import asyncio

import pytest


def in_seconds(times_s):
    """Write times down for a reader."""
    return ", ".join(f"{time_s:g}" for time_s in times_s) + " s" if times_s else "never"


def check_starts(job, expected_s, what):
    """Fail with both rows of times unless `job` started at `expected_s` and at no other time."""
    if job.starts_s != pytest.approx(expected_s, abs=0.01):
        pytest.fail(f"{what}\nexpected starts: {in_seconds(expected_s)}\nreal starts:     {in_seconds(job.starts_s)}")


async def begin(submission, clock, job, until_s):
    """Run minute_loop beside the test until the clock shows `until_s`; one that ends by itself fails the test."""
    running = asyncio.create_task(submission.minute_loop(job))
    await clock.until(until_s)
    if running.done():
        running.result()
        pytest.fail("minute_loop returned, though nobody had cancelled it; it should go on for ever")
    return running


async def cancel(running, clock):
    """Cancel minute_loop and fail unless it ends at this very moment."""
    running.cancel()
    await clock.advance(0)
    if not running.done():
        pytest.fail(
            f"minute_loop was cancelled at {clock.time():g} s, but it did not end: something catches the cancel"
        )


@pytest.mark.points(3)
async def test_sixty_seconds_lie_between_two_runs(submission, clock):
    """A job of 7 s starts at 0, 67, 134, 201 s: the pause of 60 s begins when the work is done."""
    job = clock.job(lasts_s=7)
    await begin(submission, clock, job, until_s=250)
    check_starts(job, [0, 67, 134, 201], "a job of 7 s, then a sleep of 60 s, then the job again")


@pytest.mark.points(2)
async def test_a_run_ends_before_the_next(submission, clock):
    """Runs of 0, 30 and 90 s are awaited; the next one starts 60 s after each has ended."""
    job = clock.job(lasts_s=[0, 30, 90, 7])
    await begin(submission, clock, job, until_s=350)
    if job.most_at_once > 1:
        pytest.fail(
            f"{job.most_at_once} runs were under way at the same time: the job is started, but not awaited\n"
            f"starts: {in_seconds(job.starts_s)}"
        )
    check_starts(job, [0, 60, 150, 300], "runs of 0, 30 and 90 s, each followed by a sleep of 60 s")


async def test_cancel_ends_the_pause(submission, clock):
    """Cancelled at 100 s, asleep, the loop ends there and then, and the job never starts again."""
    job = clock.job(lasts_s=7)
    running = await begin(submission, clock, job, until_s=100)
    await cancel(running, clock)
    await clock.until(400)
    check_starts(job, [0, 67], "the loop was cancelled at 100 s, between two runs")


async def test_cancel_ends_the_run(submission, clock):
    """Cancelled at 70 s, at work, the loop ends there and then, and so does the job that is under way."""
    job = clock.job(lasts_s=7)
    running = await begin(submission, clock, job, until_s=70)
    await cancel(running, clock)
    await clock.until(400)
    check_starts(job, [0, 67], "the loop was cancelled at 70 s, during its second run")
    if job.ends_s != pytest.approx([7, 70], abs=0.01):
        pytest.fail(
            "the loop was cancelled at 70 s, during its second run: that run should end then as well\n"
            f"expected ends: 7, 70 s\nreal ends:     {in_seconds(job.ends_s)}"
        )


@pytest.mark.points(2)
async def test_start_of_run(submission):
    """start_of_run knows that every period lasts 60 s plus the work, and counts from 0."""
    for n, job_s, start_s in [
        (0, 7, 0),
        (1, 7, 67),
        (2, 7, 134),
        (3, 0, 180),
        (9, 7, 603),
        (4, 0.5, 242),
        (60, 60, 7200),
    ]:
        told_s = await submission.start_of_run(n, job_s)
        if told_s != pytest.approx(start_s):
            pytest.fail(f"run {n} of a job that lasts {job_s:g} s starts at {start_s} s; start_of_run says {told_s!r}")


async def test_runs_per_day(submission):
    """runs_per_day counts run 0, and leaves out a run that would start when the day is over."""
    for job_s, runs in [(0, 1440), (0.5, 1429), (7, 1290), (12, 1200), (60, 720), (86400, 1)]:
        told = await submission.runs_per_day(job_s)
        if told != runs:
            pytest.fail(f"a job that lasts {job_s:g} s starts {runs} times a day; runs_per_day says {told!r}")
