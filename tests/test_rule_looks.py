"""The rule with looks from outside, on made-up values: the limit is 50 ms, all figures are ms, a look stands for four."""

from typing import Any

import msgspec
import pytest
from rule_values import (
    CALLER,
    CLOSE,
    FOR_THE_LOCK,
    LIMIT_NS,
    LINE,
    LOCK_CALL,
    MS,
    OTHER,
    RUNNING,
    SLEEPING,
    SURE,
    UNSURE,
    finding,
    sample,
    tick,
)

from grader.instruments.account import Account, Sample, Tick
from grader.instruments.cause import Cause
from grader.instruments.observer import Seen
from grader.instruments.rule import Certainty, Finding, findings, starved
from grader.instruments.system_calls import FROM_PIPE, GIL, TIMED_FUTEX


def seen(where: str, start: int, end: int, **times: int) -> Seen:
    more = {f"{name}_ns": value * MS for name, value in times.items()}
    return Seen(where=where, start_ns=start * MS, end_ns=end * MS, count=(end - start) // 4 + 1, **more)


def found_with(tick: Tick, *looks: Seen, **more: Any) -> tuple[Finding, ...]:
    return findings(Account(ticks=(tick,), **more), LIMIT_NS, seen=looks)


STARVED = tick(200, 5, samples=(FOR_THE_LOCK,))
WAITED = tick(104, 4, samples=(LOCK_CALL,))
CALL = "threading.Lock.acquire"

LOOKS: dict[str, tuple[Tick, tuple[Seen, ...], Finding | None]] = {
    "looks at the interpreter lock": (STARVED, (seen(GIL, 0, 200),), finding(195, Cause.GIL, SURE, None, LINE, CALLER)),
    "looks at another lock, whatever other threads compute": (
        msgspec.structs.replace(STARVED, others_cpu_ns=190 * MS),
        (seen(TIMED_FUTEX, 0, 200),),
        finding(195, Cause.LOCK, SURE, None, LINE, CALLER),
    ),
    "more looks at the interpreter lock than at another wait": (
        tick(200, samples=(SLEEPING,)),
        (seen(GIL, 0, 116), seen("clock_nanosleep", 120, 196)),
        finding(120, Cause.GIL, SURE, "time.sleep", OTHER, CALLER),
    ),
    "more looks at another wait than at the interpreter lock": (
        tick(200, samples=(SLEEPING,)),
        (seen(GIL, 0, 76), seen("clock_nanosleep", 80, 196)),
        finding(120, Cause.SLEEP, SURE, "time.sleep", OTHER, CALLER),
    ),
    "looks that found it running or in its selector do not count": (
        STARVED,
        (seen(GIL, 0, 0), seen("running", 4, 100), seen("epoll_wait", 104, 196)),
        finding(195, Cause.GIL, SURE, None, LINE, CALLER),
    ),
    "the interpreter lock for just half of the limit": (
        tick(50, 25),
        (seen(GIL, 0, 50),),
        finding(25, Cause.GIL, CLOSE),
    ),
    "the interpreter lock for just the limit": (tick(60, 10), (seen(GIL, 0, 60),), finding(50, Cause.GIL, SURE)),
    "the interpreter lock for less than half of the limit": (tick(50, 20, delay=6), (seen(GIL, 0, 50),), None),
    "whoever had the interpreter lock got no processor": (STARVED, (seen(GIL, 0, 196, others_delay=180),), None),
    "whoever had the interpreter lock got no processor for a part": (
        STARVED,
        (seen(GIL, 0, 196, others_delay=150),),
        finding(45, Cause.GIL, CLOSE, None, LINE, CALLER),
    ),
    "a lock whose holder got no processor": (
        WAITED,
        (seen(TIMED_FUTEX, 0, 100, others_delay=51),),
        finding(100, Cause.LOCK, UNSURE, CALL, LINE, CALLER),
    ),
    "a lock whose holder got a processor for long enough": (
        WAITED,
        (seen(TIMED_FUTEX, 0, 100, others_delay=50),),
        finding(100, Cause.LOCK, SURE, CALL, LINE, CALLER),
    ),
    "a sleep while others got no processor": (
        tick(104, 4, samples=(SLEEPING,)),
        (seen("clock_nanosleep", 0, 100, others_delay=100),),
        finding(100, Cause.SLEEP, SURE, "time.sleep", OTHER, CALLER),
    ),
    "a mixture whose wait may be the machine's": (
        tick(60, 25, samples=(RUNNING,)),
        (seen("futex", 0, 60, others_delay=30),),
        finding(60, Cause.LOCK, UNSURE, None, LINE, CALLER),
    ),
    "a mixture whose wait is only in part the machine's": (
        tick(60, 25, samples=(RUNNING,)),
        (seen("futex", 0, 60, others_delay=29),),
        finding(60, Cause.LOCK, SURE, None, LINE, CALLER),
    ),
    "a wait that only the looks can name": (tick(80), (seen("recvfrom", 0, 80),), finding(80, Cause.NETWORK, SURE)),
    "the place with the most looks names it": (
        tick(100),
        (seen("futex", 0, 20), seen("wait4", 24, 96)),
        finding(100, Cause.PROCESS, SURE),
    ),
    "the call that was seen knows better than the looks": (
        tick(80, samples=(sample(LINE, "subprocess.run", "poll"),)),
        (seen("poll", 0, 80),),
        finding(80, Cause.PROCESS, SURE, "subprocess.run", LINE, CALLER),
    ),
    "a stream that is read is a file, unless the looks saw a pipe": (
        tick(80, samples=(sample(LINE, "io.BufferedReader.read", "read"),)),
        (seen(FROM_PIPE, 0, 80),),
        finding(80, Cause.PROCESS, SURE, "io.BufferedReader.read", LINE, CALLER),
    ),
    "looks at another time say nothing": (
        WAITED,
        (seen(GIL, 200, 400),),
        finding(100, Cause.LOCK, SURE, CALL, LINE, CALLER),
    ),
}


@pytest.mark.parametrize("name", LOOKS)
def test_one_tick_and_what_was_seen_of_it_from_outside(name: str) -> None:
    told, looks, expected = LOOKS[name]
    assert found_with(told, *looks) == ((expected,) if expected else ())


@pytest.mark.parametrize(
    ("delay", "at", "cpu", "certainty"),
    [(25, 490, 149, UNSURE), (24, 490, 149, SURE), (25, 0, 149, SURE), (25, 490, 150, SURE), (25, 1000, 149, SURE)],
)
def test_computing_soon_after_the_machine_kept_the_loop_waiting_is_doubted(
    delay: int, at: int, cpu: int, certainty: Certainty
) -> None:
    (found,) = found_with(tick(cpu, cpu, switches=0, start=1000), seen("running", at, at + 20, run_delay=delay))
    assert (found.cause, found.certainty) == (Cause.CPU, certainty)


def test_a_wait_soon_after_the_machine_kept_the_loop_waiting_is_not_doubted() -> None:
    (found,) = found_with(tick(80, start=1000), seen("running", 900, 920, run_delay=500))
    assert found.certainty is SURE


HOG = Sample(places=(OTHER,), call="json.loads", system_call="running", count=90, thread="worker")
LESS = Sample(places=(LINE,), call=None, system_call="running", count=50, thread="another")
BUSY = {"others_cpu": 100}


def test_who_had_the_interpreter_lock_is_named_and_not_who_waited_for_it() -> None:
    (found,) = found_with(STARVED, seen(GIL, 0, 200), hogs=(HOG, LESS))
    assert (found.places, found.call, found.thread) == ((OTHER,), "json.loads", "worker")
    (found,) = found_with(WAITED, seen("futex", 0, 100), hogs=(HOG, LESS))
    assert (found.places, found.call, found.thread) == ((LINE, CALLER), CALL, None)


def test_a_slow_machine_has_a_higher_limit_for_processor_time_alone() -> None:
    account = Account(ticks=(tick(70, 70, switches=0), tick(80, start=100), tick(210, 210, switches=0, start=200)))
    found = findings(account, LIMIT_NS, cpu_limit_ns=2 * LIMIT_NS)
    assert [(each.cause, each.certainty) for each in found] == [(Cause.OTHER, SURE), (Cause.CPU, SURE)]


def starved_by(*looks: Seen, hogs: tuple[Sample, ...] = ()) -> Finding | None:
    return starved(Account(hogs=hogs), LIMIT_NS, looks)


def short_waits(count: int, every: int, **times: int) -> list[Seen]:
    return [seen(GIL, every * number, every * number + 1, **times) for number in range(count)]


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        (short_waits(10, 100, **BUSY), finding(50, Cause.GIL, SURE)),
        (short_waits(5, 100, **BUSY), finding(25, Cause.GIL, CLOSE)),
        (short_waits(4, 100, **BUSY), None),
        (short_waits(100, 251, **BUSY), None),
        (short_waits(10, 100, others_cpu=1), None),
        (short_waits(10, 100, **BUSY, others_delay=3), None),
        ([seen("futex", 0, 900, **BUSY)], None),
        ([], None),
    ],
)
def test_many_short_waits_for_the_interpreter_lock_count_within_one_second(
    looks: list[Seen], expected: Finding | None
) -> None:
    assert starved_by(*looks) == expected


def test_the_worst_second_of_a_starved_loop_is_told_with_its_hog() -> None:
    found = starved_by(
        seen(GIL, 0, 20, **BUSY), seen(GIL, 2000, 2076, **BUSY), seen(GIL, 4000, 4020, **BUSY), hogs=(HOG,)
    )
    assert found is not None
    assert (found.start_ns, found.held_ns, found.certainty) == (2000 * MS, 80 * MS, SURE)
    assert (found.places, found.call, found.thread) == ((OTHER,), "json.loads", "worker")


# --- where nobody counts how long a thread was kept from a processor


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ((), finding(200, Cause.OTHER, CLOSE)),
        ((seen("recvfrom", 0, 196),), finding(200, Cause.NETWORK, SURE)),
        ((seen("recvfrom", 0, 96), seen("running", 100, 196)), finding(100, Cause.NETWORK, SURE)),
        ((seen("recvfrom", 0, 24), seen("running", 28, 196)), finding(200, Cause.NETWORK, UNSURE)),
        ((seen("recvfrom", 0, 20), seen("running", 24, 196)), None),
        ((seen(GIL, 0, 96), seen("running", 100, 196)), finding(100, Cause.GIL, SURE)),
    ],
)
def test_without_a_run_delay_the_share_of_the_looks_that_found_it_waiting_tells(
    looks: tuple[Seen, ...], expected: Finding | None
) -> None:
    found = findings(Account(ticks=(tick(200),)), LIMIT_NS, seen=looks, has_run_delay=False)
    assert found == ((expected,) if expected else ())
