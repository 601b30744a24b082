"""The monitor on a program of one's own: what held its loops, and that nothing is left of the watch."""

import asyncio
import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tornado.ioloop import IOLoop

from grader import instruments
from grader.instruments import Block, Cause, Certainty, LoopMonitor, Watch, WatchError

FOLDERS = [Path(__file__).parent]


def watching(on_block: Callable[[Block], None] | None = None) -> Watch:
    return LoopMonitor.watching(limit_s=0.05, folders=FOLDERS, on_block=on_block)


def line_of(mark: str) -> int:
    lines = Path(__file__).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.endswith(f"# {mark}"))


async def sleeper() -> None:
    time.sleep(0.2)  # SLEEPS


def told(blocks: tuple[Block, ...]) -> list[tuple[Cause, str | None, int | None]]:
    return [(block.cause, block.call, block.line) for block in blocks]


SLEPT = (Cause.SLEEP, "time.sleep", line_of("SLEEPS"))


def test_a_block_is_told_with_all_that_is_known() -> None:
    with watching() as watch:
        asyncio.run(sleeper())
    (block,) = watch.blocks
    assert told(watch.blocks) == [SLEPT]
    assert (block.path, block.function, block.certainty) == (__file__, "sleeper", Certainty.SURE)
    assert (block.limit_s, watch.doubtful) == (0.05, ())
    assert block.start_s > 0
    assert block.duration_s > 0.1


def test_a_loop_of_tornado_is_watched() -> None:
    with watching() as watch:
        IOLoop(make_current=False).run_sync(sleeper)
    assert told(watch.blocks) == [SLEPT]


def test_a_calculation_is_told_by_its_line() -> None:
    async def calculate() -> None:
        sum(number * number % 7 for number in range(6_000_000))  # CALCULATES

    with watching() as watch:
        asyncio.run(calculate())
    assert told(watch.blocks) == [(Cause.CPU, None, line_of("CALCULATES"))]


def test_an_asynchronous_program_has_no_blocks() -> None:
    with watching() as watch:
        asyncio.run(asyncio.sleep(0.2))
    assert watch.blocks == ()


def test_short_sleeps_add_up() -> None:
    async def naps() -> None:
        for _ in range(40):
            time.sleep(0.004)  # NAPS
            await asyncio.sleep(0)

    with watching() as watch:
        asyncio.run(naps())
    assert told(watch.blocks)[0] == (Cause.SLEEP, "time.sleep", line_of("NAPS"))


def test_within_a_running_loop_the_tick_that_is_going_on_counts_from_there() -> None:
    async def main() -> Watch:
        with watching() as watch:
            time.sleep(0.2)  # FIRST
            await asyncio.sleep(0)
            time.sleep(0.2)  # SECOND
        time.sleep(0.2)
        return watch

    watch = asyncio.run(main())
    assert [block.line for block in watch.blocks] == [line_of("FIRST"), line_of("SECOND")]


def test_in_a_thread_it_leaves_the_signal_alone() -> None:
    watches: list[Watch] = []

    def run() -> None:
        with watching() as watch:
            assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
            asyncio.run(sleeper())
        watches.append(watch)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert told(watches[0].blocks) == [SLEPT]


def test_a_loop_made_before_is_watched_when_it_runs() -> None:
    loop = asyncio.new_event_loop()
    with watching() as watch:
        loop.run_until_complete(sleeper())
        loop.run_until_complete(sleeper())
    loop.close()
    assert told(watch.blocks) == [SLEPT, SLEPT]


def test_a_loop_that_is_refused_inside_of_itself_stays_watched() -> None:
    async def main() -> None:
        with pytest.raises(RuntimeError, match="already running"):
            asyncio.get_running_loop().run_forever()
        await sleeper()

    with watching() as watch:
        asyncio.run(main())
    assert told(watch.blocks) == [SLEPT]


def test_a_tick_of_another_thread_that_does_not_end_is_told_at_the_end() -> None:
    entered, release = threading.Event(), threading.Event()

    async def hold() -> None:
        entered.set()
        release.wait()  # HOLDS

    thread = threading.Thread(target=lambda: asyncio.run(hold()))
    with watching() as watch:
        thread.start()
        entered.wait()
        asyncio.run(asyncio.sleep(0.2))
    before = watch.blocks
    release.set()
    thread.join()
    assert told(before) == [(Cause.LOCK, "threading.Event.wait", line_of("HOLDS"))]
    assert watch.blocks == before


def state() -> tuple[object, ...]:
    handler, timer = signal.getsignal(signal.SIGPROF), signal.getitimer(signal.ITIMER_PROF)
    return time.sleep, asyncio.BaseEventLoop.run_forever, os.execv, os.execve, handler, timer


def test_all_is_given_back_also_after_an_exception() -> None:
    before, loop = state(), asyncio.new_event_loop()
    attributes = set(vars(loop._selector))  # type: ignore[attr-defined]

    def fail() -> None:
        with watching():
            assert len(set(state()) & set(before)) == 0
            loop.run_until_complete(asyncio.sleep(0))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert state() == before
    assert set(vars(loop._selector)) == attributes  # type: ignore[attr-defined]
    loop.close()


def test_a_sleep_that_was_replaced_before_is_still_the_one_that_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    monkeypatch.setattr(time, "sleep", asked.append)
    with watching():
        time.sleep(60)
    assert asked == [60]


def test_many_watches_leave_no_descriptor_open() -> None:
    def watch() -> int:
        with watching():
            asyncio.run(asyncio.sleep(0))
        for thread in threading.enumerate():
            if thread.name == "loop watchdog":  # it may have a file open while it ends
                thread.join()
        return len(list(Path("/proc/self/fd").iterdir()))

    first = watch()
    assert [watch() for _ in range(5)] == [first] * 5


def test_each_block_is_handed_over_on_the_loop_s_own_thread() -> None:
    handed: list[tuple[Block, int]] = []
    with watching(lambda block: handed.append((block, threading.get_ident()))) as watch:
        asyncio.run(sleeper())
        assert [block for block, _ in handed] == list(watch.blocks)
    assert {thread for _, thread in handed} == {threading.get_ident()}


def test_a_call_back_that_fails_is_logged_and_ends_no_loop(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> str:
        await sleeper()
        await asyncio.sleep(0)
        return "went on"

    def fail(_: Block) -> None:
        raise KeyError("mine")

    with caplog.at_level(logging.ERROR), watching(fail):
        assert asyncio.run(main()) == "went on"
    (record,) = caplog.records
    assert (record.getMessage(), record.name) == ("on_block failed", "grader.instruments.watch")
    assert record.exc_info is not None
    assert repr(record.exc_info[1]) == "KeyError('mine')"


def test_two_watches_at_once_are_refused() -> None:
    with watching() as watch:
        with pytest.raises(WatchError) as refused, watching():
            pass
        asyncio.run(sleeper())
    assert str(refused.value) == (
        "another watch is on in this process (`with LoopMonitor.watching()`, or `pytest --block-limit`): leave that "
        "one first, or use it for this code as well; it sees every loop"
    )
    assert told(watch.blocks) == [SLEPT]


def test_a_watch_is_used_once() -> None:
    with watching() as watch:
        pass
    with pytest.raises(WatchError) as refused, watch:
        pass
    assert str(refused.value) == "this watch was used before: call LoopMonitor.watching() again for another one"
    with watching():
        pass


@pytest.mark.parametrize("limit_s", [0, -1, float("nan")])
def test_a_limit_is_more_than_nothing(limit_s: float) -> None:
    with pytest.raises(ValueError, match=f"^limit_s must be more than 0 seconds, not {re.escape(repr(limit_s))}$"):
        LoopMonitor.watching(limit_s=limit_s)


def test_another_limit_counts_from_there_on_and_what_is_taken_is_gone() -> None:
    with watching() as watch:
        watch.use_limit(60)
        asyncio.run(sleeper())
        watch.use_limit(0.05)
        assert watch.take() == ()
        asyncio.run(sleeper())
        assert told(watch.take()) == [SLEPT]
    assert watch.blocks == ()


def test_a_process_that_is_forked_off_tells_nothing() -> None:
    program = """
import asyncio, os, time
from grader.instruments import LoopMonitor

async def main():
    time.sleep(0.2)

with LoopMonitor.watching() as watch:
    child = os.fork()
    asyncio.run(main())
if child:
    os.waitpid(child, 0)
who = "parent" if child else "child"
# On a busy machine the parent may have doubtful ones besides.
print(who, {str(block.cause) for block in watch.blocks}, len(watch.doubtful) if not child else "", flush=True)
os._exit(0)
"""
    argv = [sys.executable, "-W", "ignore", "-c", program]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "child set() 0\nparent {'sleep'} \n"


def test_what_is_exported_is_there_and_nothing_is_imported_before_it_is_asked_for() -> None:
    assert [name for name in instruments.__all__ if not hasattr(instruments, name)] == []
    with pytest.raises(AttributeError, match=r"^module 'grader\.instruments' has no attribute 'nothing'$"):
        _ = instruments.nothing
    program = "import sys, grader.instruments; print(*[name for name in sys.modules if name.startswith('grader.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "grader.instruments\n"
