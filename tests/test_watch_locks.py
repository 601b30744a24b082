"""What a watch tells where other threads compute: who keeps the interpreter, and which locks are sure ones."""

import asyncio
import threading
from pathlib import Path

import pytest
from watched_programs import until

from grader.instruments import Block, Cause, Certainty, LoopMonitor, Watch, loop_monitor
from grader.instruments.account import Tick
from grader.instruments.rule import Finding
from grader.instruments.watch import _doubted

UNKNOWN, KNOWN = 0, 0x7F10


def watching() -> Watch:
    return LoopMonitor.watching(limit_s=0.05, folders=[Path(__file__).parent])


def line_of(mark: str) -> int:
    lines = Path(__file__).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.endswith(f"# {mark}"))


def compute(over: threading.Event) -> None:
    while not over.is_set():
        sum(range(100))  # COMPUTES


async def start_threads() -> None:
    """Start threads beside some that compute: each waits for the interpreter, and the loop for each."""
    over = threading.Event()
    for _ in range(3):
        threading.Thread(target=compute, args=(over,)).start()
    for _ in range(10):
        threading.Thread(target=int).start()
    over.set()
    await asyncio.sleep(0)


def test_a_thread_that_keeps_the_interpreter_is_told_by_its_line() -> None:
    told: list[Block] = []

    def is_told() -> bool:
        with watching() as watch:
            asyncio.run(start_threads())
        told.extend(block for block in watch.blocks if block.cause is Cause.GIL)
        return bool(told)

    until(is_told)  # on a busy machine the threads that compute may get no processor meanwhile
    assert {(block.function, block.line) for block in told} == {("compute", line_of("COMPUTES"))}


def test_where_the_lock_of_the_interpreter_is_unknown_nobody_is_sure_of_another_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loop_monitor, "gil_place", lambda: 0)
    with watching() as watch:
        asyncio.run(start_threads())
    assert [block for block in watch.blocks if block.cause is Cause.LOCK and block.certainty is Certainty.SURE] == []


def held(call: str | None, cause: Cause = Cause.LOCK) -> Finding:
    return Finding(start_ns=1, held_ns=100, cause=cause, certainty=Certainty.SURE, call=call)


def tick(others_cpu_ns: int) -> Tick:
    return Tick(start_ns=1, wall_ns=100, cpu_ns=0, run_delay_ns=0, voluntary_switches=1, others_cpu_ns=others_cpu_ns)


def test_a_lock_is_doubted_where_nobody_names_it_and_others_computed() -> None:
    for call in ("threading.Thread.start", "asyncio.base_events.BaseEventLoop.run_in_executor", None):
        assert _doubted(held(call), tick(60), UNKNOWN).certainty is Certainty.UNSURE
        assert _doubted(held(call), tick(5), UNKNOWN).certainty is Certainty.SURE
        assert _doubted(held(call), None, UNKNOWN).certainty is Certainty.SURE
    assert _doubted(held("threading.Lock.acquire"), tick(60), UNKNOWN).certainty is Certainty.SURE
    assert _doubted(held(None, Cause.NETWORK), tick(60), UNKNOWN).certainty is Certainty.SURE


def test_where_the_lock_of_the_interpreter_is_known_only_the_start_of_a_thread_is_doubted() -> None:
    assert _doubted(held(None), tick(60), KNOWN).certainty is Certainty.SURE
    assert _doubted(held("threading.Thread.start"), tick(60), KNOWN).certainty is Certainty.UNSURE


@pytest.mark.parametrize(("limit_s", "slow_ns"), [(0.05, 5_000_000), (0.005, 5_000_000), (0.002, 2_000_000)])
def test_the_counters_are_read_for_every_tick_that_may_be_over_the_limit(limit_s: float, slow_ns: int) -> None:
    monitor = LoopMonitor(lambda _: True)
    watch = Watch(monitor, limit_s=1)
    watch.use_limit(limit_s)
    assert monitor.slow_ns == slow_ns
