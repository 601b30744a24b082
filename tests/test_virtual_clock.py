"""The corners of virtual time: what moves the clock, what stops it, who is told what, and who cannot forge it."""

from pathlib import Path

import pytest
from small_katas import graded, only, said

from grader.grading import JudgeHost
from grader.report import Report, TestResult, Verdict

CALL = "async def test_it(submission, clock):\n    await submission.f()\n    assert clock.time() == {time_s}\n"
NEVER = """
async def test_it(submission, upstream, clock):
    upstream.never("/")
    assert (await submission.f(upstream.url("/")), clock.time()) == ("TimeoutError", 0)
"""
MINUTES = """
import asyncio

async def test_it(submission, clock):
    job = clock.job()
    task = asyncio.create_task(submission.f(job))
    await clock.until(300)
    task.cancel()
    assert job.starts_s == [60 * number for number in range(6)], job.table(every_s=60)
"""
HIDE = """
import asyncio, ctypes, gc, time
from grader.instruments.loop_monitor import LoopMonitor

def hide():
    for each in gc.get_objects():
        if type(each) is LoopMonitor:
            each.measuring = False
            each.stop()
"""


def on_virtual_time(
    host: JudgeHost, folder: Path, source: str, hidden: str = CALL.format(time_s=0), limit_s: float = 4
) -> Report:
    return graded(host, folder, source, hidden, more=f"clock: virtual\nlimits: {{test_s: {limit_s}}}\n")


def blocked(report: Report) -> tuple[Verdict, str, int | None]:
    """Give the verdict, and the cause and the line of the one block."""
    (block,) = report.blocks
    return report.verdict, block.cause, block.line


PASSES = {
    "a task that the import began": (
        """
        import asyncio

        seen = []

        async def every_second():
            while True:
                seen.append(asyncio.get_running_loop().time())
                await asyncio.sleep(1)

        task = asyncio.get_event_loop_policy().get_event_loop().create_task(every_second())

        async def f():
            await asyncio.sleep(3.5)
            assert seen == [0, 1, 2, 3], seen
        """,
        CALL.format(time_s=3.5),
    ),
    "a loop that ran at import, in real time": (
        "import asyncio\nasyncio.run(asyncio.sleep(0.01))\nasync def f(): await asyncio.sleep(3)\n",
        CALL.format(time_s=3),
    ),
    "a call-back that waits, called without await": (
        "import time\nasync def f(call_back): return [call_back(1), call_back(2), time.monotonic()]\n",
        """
        import asyncio

        async def test_it(submission, clock):
            async def later(value):
                await asyncio.sleep(2)
                return value
            assert (await submission.f(lambda value: later(value)), clock.time()) == ([1, 2, 4.0], 4)
        """,
    ),
    "a call-back from a thread": (
        "import asyncio\nasync def f(call_back): return await asyncio.to_thread(call_back, 1)\n",
        "async def test_it(submission, clock):\n    assert (await submission.f(lambda v: v), clock.time()) == (1, 0)\n",
    ),
    "more output than a pipe holds": (
        "async def f():\n    for _ in range(100): print('x' * 1000)\n",
        CALL.format(time_s=0),
    ),
    "a value of nearly a mebibyte": (
        "async def f(): return 'x' * 900_000\n",
        "async def test_it(submission):\n    assert len(await submission.f()) == 900_000\n",
    ),
    "a pool of processes that sleep really": (
        """
        import asyncio, time
        from concurrent.futures import ProcessPoolExecutor

        async def f():
            with ProcessPoolExecutor(1) as pool:
                await asyncio.get_running_loop().run_in_executor(pool, time.sleep, 0.05)
        """,
        CALL.format(time_s=0),
    ),
    "a socket's time-out in a thread, which is real": (
        """
        import asyncio, urllib.request

        async def f(url):
            try:
                await asyncio.to_thread(lambda: urllib.request.urlopen(url, timeout=1.1).read())
            except Exception as error:
                return type(error).__name__
        """,
        NEVER,
    ),
    "computing in a thread": (
        "import asyncio\nasync def f(): await asyncio.to_thread(lambda: sum(i * i for i in range(2_000_000)))\n",
        CALL.format(time_s=0),
    ),
    "many short turns of the loop": (
        "import asyncio\nasync def f():\n    for _ in range(200):\n        sum(range(20_000))\n        await asyncio.sleep(0)\n",
        CALL.format(time_s=0),
    ),
    "a year in one step": (
        "import asyncio\nasync def f(): await asyncio.sleep(365 * 86400)\n",
        CALL.format(time_s=365 * 86400),
    ),
    "a bad argument of time.sleep": (
        """
        import time

        async def f():
            for bad, kind in ((-1, ValueError), (float("nan"), ValueError), ("x", TypeError), (None, TypeError)):
                try:
                    time.sleep(bad)
                except kind:
                    continue
                raise AssertionError(bad)
        """,
        CALL.format(time_s=0),
    ),
    "a test without a submission": (
        "async def f(): ...\n",
        "import asyncio\nasync def test_it(clock):\n    await asyncio.sleep(50)\n    assert clock.time() == 50\n",
    ),
    "a plain test": ("async def f(): ...\n", "def test_it(submission, clock):\n    assert clock.time() == 0\n"),
    "everything that is due at an instant": (
        """
        import asyncio

        async def f(job):
            for _ in range(3):
                await asyncio.sleep(10)
                await job()
                await job()
        """,
        """
        import asyncio

        async def test_it(submission, clock):
            job = clock.job()
            task = asyncio.create_task(submission.f(job))
            await asyncio.sleep(10)
            assert job.starts_s == []  # at a tie the test comes first
            await clock.advance(0)
            assert job.starts_s == [10, 10]
            await clock.advance(10)
            assert job.starts_s == [10, 10, 20, 20]
            await clock.until(30)
            assert job.most_at_once == 1 and len(job.starts_s) == 6
            await task
        """,
    ),
}


@pytest.mark.parametrize("name", PASSES)
def test_it_passes(name: str, host: JudgeHost, tmp_path: Path) -> None:
    report = on_virtual_time(host, tmp_path, *PASSES[name])
    assert report.verdict is Verdict.PASSED, only(report)


BLOCKS = {
    "time.sleep at import": ("import time\ntime.sleep(5)\nasync def f(): ...\n", CALL.format(time_s=5), "sleep", 2),
    "a lock with a time-out": (
        "import threading\nlock = threading.Lock()\nlock.acquire()\nasync def f():\n    lock.acquire(timeout=0.2)\n",
        CALL.format(time_s=0),
        "lock",
        5,
    ),
    "a queue with a time-out": (
        "import queue\nasync def f():\n    try:\n        queue.Queue().get(timeout=0.2)\n    except queue.Empty: pass\n",
        CALL.format(time_s=0),
        "lock",
        4,
    ),
    "a child process waited for": (
        "import subprocess\nasync def f():\n    subprocess.run(['sleep', '0.2'])\n",
        CALL.format(time_s=0),
        "process",
        3,
    ),
    "a socket with a time-out": (
        """
        import urllib.request

        async def f(url):
            try:
                urllib.request.urlopen(url, timeout=1.1)
            except Exception as error:
                return type(error).__name__
        """,
        NEVER,
        "network",
        6,
    ),
    "select, which is real": (
        "import select\nasync def f():\n    select.select([], [], [], 0.2)\n",
        CALL.format(time_s=0),
        "sleep",
        3,
    ),
    "the real time.sleep, dug out": (
        "import time\nreal = time.sleep.__wrapped__\nasync def f():\n    real(0.2)\n",
        CALL.format(time_s=0),
        "sleep",
        4,
    ),
    "a real sleep with the instruments taken away": (
        HIDE + "async def f():\n    hide()\n    ctypes.CDLL(None).usleep(300_000)\n",
        CALL.format(time_s=0),
        "sleep",
        None,
    ),
    "a spin with the instruments taken away": (
        HIDE
        + "async def f():\n    hide()\n    end = time.thread_time() + 0.5\n    while time.thread_time() < end: pass\n",
        CALL.format(time_s=0),
        "cpu",
        None,
    ),
    "a sleep that never ends": (
        "import time\nasync def f():\n    while True: time.sleep(3600)\n",
        CALL.format(time_s=0),
        "sleep",
        3,
    ),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_it_is_blocked(name: str, host: JudgeHost, tmp_path: Path) -> None:
    source, hidden, cause, line = BLOCKS[name]
    report = on_virtual_time(host, tmp_path, source, hidden, limit_s=2)
    longest = max(report.blocks, key=lambda block: block.duration_s)
    assert (report.verdict, longest.cause, longest.line) == (Verdict.BLOCKED, cause, line)


ENDS = {
    "an exit": ("import os\nasync def f(): os._exit(3)\n", Verdict.CRASHED, "judge.exit"),
    "an exit at a later instant": (
        "import asyncio, sys\nasync def f():\n    asyncio.get_running_loop().call_later(3, sys.exit)\n    await asyncio.sleep(9)\n",
        Verdict.CRASHED,
        "judge.ended-itself",
    ),
    "an exit at import": ("import sys\nsys.exit(0)\n", Verdict.CRASHED, "judge.ended-itself-at"),
    "a loop inside of a loop": (
        "from tornado.ioloop import IOLoop\nasync def g(): ...\nasync def f(): IOLoop.current().run_sync(g)\n",
        Verdict.CRASHED,
        "judge.loop-stopped",
    ),
    "a syntax error": ("def f(:\n", Verdict.INVALID, "judge.syntax"),
    "an import that never ends": ("while True: pass\n", Verdict.TIMED_OUT, "judge.import-timed-out"),
    "a flood": (
        "async def f():\n    for _ in range(1000): print('x' * 1000)\n",
        Verdict.OVER_LIMIT,
        "judge.too-much-output",
    ),
    "a sleep for ever": (
        "import asyncio\nasync def f(): await asyncio.sleep(float('inf'))\n",
        Verdict.TIMED_OUT,
        "judge.deadlock",
    ),
    "a thread that asks a queue again and again": (
        """
        import asyncio, queue

        waiting = queue.Queue()

        def work():
            while True:
                try:
                    return waiting.get(timeout=0.05)
                except queue.Empty:
                    pass

        async def f():
            done = asyncio.ensure_future(asyncio.to_thread(work))
            await asyncio.sleep(5)
            waiting.put(1)
            await done
        """,
        Verdict.TIMED_OUT,
        "judge.still-at-work",
    ),
    "a clock with too many steps": (
        "import asyncio\nasync def f():\n    while True: await asyncio.sleep(0.001)\n",
        Verdict.TIMED_OUT,
        "judge.too-much-to-do-waiting",
    ),
    "a word out of turn": (
        """
        import asyncio
        from grader.wire.messages import Idle

        async def f():
            talk = asyncio.get_running_loop()._conversation
            for _ in range(3):
                talk.send(Idle(number=1, seen=talk.seen, deadline_ns=0, busy=False, watchdog=1))
        """,
        Verdict.CRASHED,
        "judge.broke-protocol",
    ),
}


@pytest.mark.parametrize("name", ENDS)
def test_it_ends_with_its_reason(name: str, host: JudgeHost, tmp_path: Path) -> None:
    source, verdict, code = ENDS[name]
    report = on_virtual_time(host, tmp_path, source, limit_s=1)
    assert (report.verdict, said(only(report))[0]) == (verdict, code)


def test_a_submission_that_sets_its_own_clock_does_not_move_the_judges(host: JudgeHost, tmp_path: Path) -> None:
    source = """
        import asyncio

        async def f(job):
            loop = asyncio.get_running_loop()
            for minute in range(6):
                loop.now.ns = minute * 60_000_000_000
                await job()
            await asyncio.sleep(1)
        """
    report = on_virtual_time(host, tmp_path, source, MINUTES)
    assert report.verdict is Verdict.FAILED
    assert "   60 s      0 s" in str(said(only(report))[1]["text"])


def test_a_deadlock_names_every_line_that_waits(host: JudgeHost, tmp_path: Path) -> None:
    source = """
        import asyncio

        async def inner(event):
            await event.wait()

        async def f():
            await asyncio.gather(inner(asyncio.Event()), asyncio.Queue().get())
        """
    test = only(on_virtual_time(host, tmp_path, source))
    assert (test.verdict, test.line, said(test)) == (
        Verdict.TIMED_OUT,
        5,
        ("judge.deadlock", {"at_s": "0", "waiting": "  mine.py:5  inner\n  mine.py:8  f"}),
    )


def test_a_deadlock_in_which_only_the_test_waits_says_so(host: JudgeHost, tmp_path: Path) -> None:
    hidden = """
        import asyncio

        async def test_it(submission):
            await submission.f()
            await asyncio.sleep(7)
            await asyncio.Event().wait()
        """
    test = only(on_virtual_time(host, tmp_path, "async def f(): ...\n", hidden))
    assert (test.verdict, said(test)) == (Verdict.TIMED_OUT, ("judge.deadlock-without-tasks", {"at_s": "7"}))


def test_a_timer_does_not_hide_who_waits_for_ever(host: JudgeHost, tmp_path: Path) -> None:
    source = """
        import asyncio

        async def heartbeat():
            while True:
                await asyncio.sleep(3600)

        async def f():
            beating = asyncio.create_task(heartbeat())
            await asyncio.Event().wait()
        """
    test = only(on_virtual_time(host, tmp_path, source, limit_s=0.5))
    code, values = said(test)
    assert (test.verdict, code) == (Verdict.TIMED_OUT, "judge.too-much-to-do-waiting")
    assert values["waiting"] == "  mine.py:6  heartbeat\n  mine.py:10  f"


def test_a_loop_that_is_held_for_ever_says_so(host: JudgeHost, tmp_path: Path) -> None:
    source = "import threading\nasync def f():\n    threading.Event().wait()\n"
    report = on_virtual_time(host, tmp_path, source)
    assert (blocked(report), said(only(report))) == ((Verdict.BLOCKED, "lock", 3), ("judge.held-for-ever", {}))


AUTHORS = {
    "time.sleep": "import time\nasync def test_it(submission):\n    time.sleep(1)\n",
    "a clock taken by its name": "from time import monotonic\ndef test_it(submission):\n    monotonic()\n",
    "a way back": "async def test_it(clock):\n    await clock.until(5)\n    await clock.until(3)\n",
    "time.time in a call-back": (
        "import time\nasync def test_it(submission):\n    await submission.f(lambda: time.time())\n"
    ),
    "moving the real clock": (
        "import pytest\n@pytest.mark.clock('real')\nasync def test_it(clock):\n    await clock.advance(5)\n"
    ),
}


@pytest.mark.parametrize("name", AUTHORS)
def test_the_wrong_kind_of_clock_is_the_authors_mistake(name: str, host: JudgeHost, tmp_path: Path) -> None:
    source = "async def f(call_back):\n    try:\n        call_back()\n    except Exception:\n        pass\n"
    test: TestResult = only(on_virtual_time(host, tmp_path, source, AUTHORS[name]))
    assert (test.verdict, test.points, said(test)[0]) == (Verdict.GRADER_ERROR, None, "judge.wrong-clock")


def test_one_test_may_have_another_clock_than_its_kata(host: JudgeHost, tmp_path: Path) -> None:
    hidden = """
        import asyncio, pytest

        @pytest.mark.clock("virtual")
        async def test_virtual(submission, clock):
            await submission.f(3600)
            assert clock.time() == 3600

        async def test_real(submission, clock):
            await submission.f(0.05)
            assert 0.05 <= clock.time() < 3600
        """
    source = "import asyncio\nasync def f(delay_s): await asyncio.sleep(delay_s)\n"
    assert graded(host, tmp_path, source, hidden).verdict is Verdict.PASSED


def test_a_spawned_candidate_lives_in_virtual_time_as_well(tmp_path: Path) -> None:
    source = "import asyncio, time\nasync def f():\n    await asyncio.to_thread(time.sleep, 3600)\n"
    with JudgeHost(spawn=True) as host:
        assert on_virtual_time(host, tmp_path, source, CALL.format(time_s=3600)).verdict is Verdict.PASSED


def test_a_child_that_ended_and_was_not_waited_for_does_not_stop_the_clock(host: JudgeHost, tmp_path: Path) -> None:
    source = "import asyncio, subprocess\nkept = [subprocess.Popen(['true'])]\nasync def f(): await asyncio.sleep(60)\n"
    assert on_virtual_time(host, tmp_path, source, CALL.format(time_s=60)).verdict is Verdict.PASSED


def test_a_deadlock_is_told_at_the_line_inside_of_an_asynchronous_generator(host: JudgeHost, tmp_path: Path) -> None:
    source = """
        import asyncio

        async def pages():
            yield await asyncio.Event().wait()

        async def f():
            async for page in pages():
                print(page)
        """
    assert said(only(on_virtual_time(host, tmp_path, source)))[1]["waiting"] == "  mine.py:5  pages"


def test_dates_of_virtual_time_are_what_dates_are(host: JudgeHost, tmp_path: Path) -> None:
    source = """
        import asyncio, datetime, pickle, sqlite3

        async def f():
            now = datetime.datetime.now()
            assert type(now) is datetime.datetime and type(now.date()) is type(datetime.date.today()) is datetime.date
            assert pickle.loads(pickle.dumps((now, now.date()))) == (now, now.date())
            assert repr(now.date()) == "datetime.date(2004, 1, 10)", repr(now.date())
        """
    assert on_virtual_time(host, tmp_path, source).verdict is Verdict.PASSED
