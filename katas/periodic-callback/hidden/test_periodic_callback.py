"""every_minute calls its job on a PeriodicCallback: 60, 120 … s, skipping what it missed, until it is told to stop."""

import asyncio
import itertools

import pytest

TOLERANCE_S = 0.01


def in_seconds(times_s):
    """Write times down for a reader, twenty of them at most."""
    written = [f"{time_s:.5g}" for time_s in times_s[:20]] + ["…"] * (len(times_s) > 20)
    return ", ".join(written) + " s" if times_s else "never"


def are(times_s, expected_s):
    """Tell whether two rows of times are the same."""
    return times_s == pytest.approx(expected_s, abs=TOLERANCE_S)


def check_starts(starts_s, expected_s, what):
    """Fail with both rows of times unless they are the same."""
    if not are(starts_s, expected_s):
        pytest.fail(f"{what}\nexpected starts: {in_seconds(expected_s)}\nreal starts:     {in_seconds(starts_s)}")


async def begin(submission, clock, job, stop, **options):
    """Run every_minute beside the test for two seconds, in which neither a run nor a return is due."""
    starts_s = []

    async def counted():
        starts_s.append(clock.time())
        return await job()

    running = asyncio.create_task(submission.every_minute(counted, stop, **options))
    await clock.until(2)
    check_running(running)
    if starts_s:
        pytest.fail(f"the first run is due at 60 s, but the job was started at {in_seconds(starts_s)} already")
    return running, starts_s


def check_running(running):
    """Fail if every_minute has ended; an exception that it ended with is the better explanation and is raised."""
    if running.done():
        running.result()
        pytest.fail("every_minute returned before stop was set; it should wait for that event")


async def set_stop(clock, stop, running):
    """Set `stop`, and fail unless every_minute returns at this very moment."""
    check_running(running)
    stop.set()
    await clock.advance(0)
    if not running.done():
        pytest.fail(f"stop was set at {clock.time():g} s, but every_minute did not return at that moment")
    running.result()


@pytest.mark.points(2)
async def test_runs_once_a_minute(submission, clock):
    """Runs of 7 s start at 60, 120 … 300 s: a minute lies between two starts, whatever the work takes."""
    running, starts_s = await begin(submission, clock, clock.job(lasts_s=7), asyncio.Event())
    await clock.until(330)
    check_running(running)
    check_starts(starts_s, [60, 120, 180, 240, 300], "a job of 7 s, once a minute")


@pytest.mark.points(2)
async def test_missed_minutes_are_skipped(submission, clock):
    """Runs of 70 s start at 60, 180, 300 s: each is waited for, and the minute that passes meanwhile is skipped."""
    job = clock.job(lasts_s=70)
    running, starts_s = await begin(submission, clock, job, asyncio.Event())
    await clock.until(350)
    check_running(running)
    if job.most_at_once > 1:
        pytest.fail(
            f"{job.most_at_once} runs of a job of 70 s were under way at the same time; it started at "
            f"{in_seconds(starts_s)}. PeriodicCallback skips a run while it waits for the last one"
        )
    check_starts(starts_s, [60, 180, 300], "a job of 70 s, once a minute, missed minutes skipped")


async def test_a_failed_run_is_not_the_last(submission, clock):
    """The first run raises; the next ones come all the same, at 120 and 180 s."""
    outcomes = [ValueError("this run fails, on purpose")]

    async def fail_once():
        if outcomes:
            raise outcomes.pop()

    running, starts_s = await begin(submission, clock, fail_once, asyncio.Event())
    await clock.until(200)
    check_running(running)
    check_starts(starts_s, [60, 120, 180], "the first run raises a ValueError; the next ones should come all the same")


@pytest.mark.points(2)
async def test_jitter_varies_every_period(submission, clock):
    """With a jitter of 0.5, every period lasts from 45 to 75 s, and no two are alike."""
    running, starts_s = await begin(submission, clock, clock.job(lasts_s=0), asyncio.Event(), jitter=0.5)
    await clock.until(1200)
    check_running(running)
    periods_s = [after_s - before_s for before_s, after_s in itertools.pairwise([0, *starts_s])]
    seen = f"\nstarts: {in_seconds(starts_s)}"
    if len(periods_s) < 1200 // 75 or not all(
        45 - TOLERANCE_S <= period_s <= 75 + TOLERANCE_S for period_s in periods_s
    ):
        pytest.fail(f"with a jitter of 0.5, every period should last from 45 to 75 s{seen}")
    if len({round(period_s, 3) for period_s in periods_s}) < len(periods_s) // 2:
        pytest.fail(f"with a jitter of 0.5, the length of every period should be drawn anew{seen}")


@pytest.mark.points(2)
async def test_stop_ends_the_series(submission, clock):
    """Stopped at 150 s, between two runs, it returns there and then, and no run starts afterwards."""
    stop = asyncio.Event()
    running, starts_s = await begin(submission, clock, clock.job(lasts_s=7), stop)
    await clock.until(150)
    await set_stop(clock, stop, running)
    await clock.until(500)
    check_starts(starts_s, [60, 120], "stop was set at 150 s, after the runs at 60 and 120 s")


async def test_stop_leaves_a_run_alone(submission, clock):
    """Stopped at 80 s, during a run of 30 s, it returns there and then; the run ends by itself, at 90 s."""
    stop = asyncio.Event()
    job = clock.job(lasts_s=30)
    running, starts_s = await begin(submission, clock, job, stop)
    await clock.until(80)
    await set_stop(clock, stop, running)
    await clock.until(500)
    check_starts(starts_s, [60], "stop was set at 80 s, during the run that had started at 60 s")
    if not are(job.ends_s, [90]):
        pytest.fail(
            "stop was set at 80 s, during a run of 30 s that had started at 60 s: it should be left to finish\n"
            f"expected end: 90 s\nreal end:     {in_seconds(job.ends_s)}"
        )
