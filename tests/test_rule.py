"""The rule on made-up ticks: every branch, at its edge. The limit is 50 ms; all figures here are milliseconds."""

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

from grader.instruments.account import Account, Place, Sample, Tick
from grader.instruments.cause import Cause
from grader.instruments.rule import Finding, assess, findings

BRANCHES: dict[str, tuple[Tick, Finding | None]] = {
    "a tick under the limit": (tick(49.9, 49.9), None),
    "processor time just at twice the limit": (
        tick(100, 100, switches=0, samples=(RUNNING,)),
        finding(100, Cause.CPU, SURE, None, LINE, CALLER),
    ),
    "processor time just under twice the limit": (
        tick(99.9, 99.9, switches=0, samples=(RUNNING,)),
        finding(99.9, Cause.CPU, CLOSE, None, LINE, CALLER),
    ),
    "processor time just at the limit": (tick(50, 50, switches=0), finding(50, Cause.CPU, CLOSE)),
    "processor time as long as the wait": (
        tick(120, 60, samples=(RUNNING, SLEEPING)),
        finding(60, Cause.CPU, CLOSE, None, LINE, CALLER),
    ),
    "a wait longer than the processor time": (
        tick(121, 60, samples=(RUNNING, SLEEPING)),
        finding(61, Cause.SLEEP, SURE, "time.sleep", OTHER, CALLER),
    ),
    "a wait just at the limit": (
        tick(51, 1, samples=(SLEEPING,)),
        finding(50, Cause.SLEEP, SURE, "time.sleep", OTHER, CALLER),
    ),
    "a wait that nobody saw": (tick(80), finding(80, Cause.OTHER, SURE)),
    "a mixture with more waiting": (
        tick(60, 25, samples=(RUNNING, SLEEPING)),
        finding(60, Cause.SLEEP, SURE, "time.sleep", OTHER, CALLER),
    ),
    "a mixture with more calculating": (
        tick(60, 35, samples=(RUNNING, SLEEPING)),
        finding(60, Cause.CPU, SURE, None, LINE, CALLER),
    ),
    "calculating with hardly a wait, which may be noise": (
        tick(60, 47, delay=8, samples=(RUNNING,)),
        finding(60, Cause.CPU, UNSURE, None, LINE, CALLER),
    ),
    "a thread that was preempted": (tick(500, 10, delay=490), None),
    "a thread that was preempted and never slept": (tick(500, 10, delay=400, switches=0), None),
    "a machine that was taken away by its hypervisor": (tick(500, 10, steal=480), None),
    "a thread that was preempted while it calculated for half the limit": (
        tick(500, 25, delay=475, samples=(RUNNING,)),
        finding(500, Cause.CPU, UNSURE, None, LINE, CALLER),
    ),
    "a thread that was preempted while it waited for half the limit": (
        tick(500, 0, delay=475, samples=(SLEEPING,)),
        finding(500, Cause.SLEEP, UNSURE, "time.sleep", OTHER, CALLER),
    ),
    "just less than half of the limit is nothing": (tick(500, 10, delay=475.1), None),
    "a wait for the interpreter lock while others calculate": (
        tick(200, 5, others_cpu=190, samples=(FOR_THE_LOCK,)),
        finding(195, Cause.GIL, SURE, None, LINE, CALLER),
    ),
    "a futex with a time-out while nobody else calculates": (
        tick(200, 5, others_cpu=10, samples=(FOR_THE_LOCK,)),
        finding(195, Cause.LOCK, SURE, None, LINE, CALLER),
    ),
    "a lock that is taken with a time-out while others calculate": (
        tick(200, 5, others_cpu=190, samples=(LOCK_CALL,)),
        finding(195, Cause.LOCK, SURE, "threading.Lock.acquire", LINE, CALLER),
    ),
    "half for the interpreter lock and half asleep": (
        tick(200, 0, others_cpu=190, samples=(FOR_THE_LOCK, SLEEPING)),
        finding(100, Cause.SLEEP, SURE, "time.sleep", OTHER, CALLER),
    ),
    "more for the interpreter lock than asleep": (
        tick(220, 0, others_cpu=190, samples=(FOR_THE_LOCK, FOR_THE_LOCK, SLEEPING, RUNNING)),
        finding(220 * 2 / 3, Cause.GIL, SURE, None, LINE, CALLER),
    ),
    "a short wait and a wait for the interpreter lock, each under the limit": (
        tick(80, 0, others_cpu=70, samples=(FOR_THE_LOCK, SLEEPING)),
        finding(80, Cause.LOCK, UNSURE, None, LINE, CALLER),
    ),
}


@pytest.mark.parametrize("name", BRANCHES)
def test_one_tick(name: str) -> None:
    seen, expected = BRANCHES[name]
    assert assess(seen, LIMIT_NS) == expected


def test_the_line_is_the_most_seen_one_of_the_kind_that_counts() -> None:
    seen = (sample(LINE, "f", "running", 9), sample(OTHER, "time.sleep", "clock_nanosleep", 2))
    waiting, calculating = assess(tick(200, 10, samples=seen), LIMIT_NS), assess(tick(200, 190, samples=seen), LIMIT_NS)
    assert waiting is not None
    assert calculating is not None
    assert (waiting.places, waiting.call) == ((OTHER, CALLER), "time.sleep")
    assert (calculating.places, calculating.call) == ((LINE, CALLER), "f")


def test_a_sample_without_a_line_does_not_outvote_one_with_a_line() -> None:
    seen = (Sample(places=(), call=None, system_call="futex", count=50), SLEEPING)
    assert assess(tick(200, samples=seen), LIMIT_NS) == finding(200, Cause.SLEEP, SURE, "time.sleep", OTHER, CALLER)


def short(start: float, slept: float, place: Place = LINE) -> Tick:
    return tick(slept + 1, 1, start=start, slept=slept, sleeps=(sample(place, "time.sleep", None),))


def test_short_sleeps_of_twice_the_limit_within_a_second_are_found() -> None:
    account = Account(ticks=tuple(short(100 * number, 10) for number in range(10)))
    assert findings(account, LIMIT_NS) == (finding(100, Cause.SLEEP, SURE, "time.sleep", LINE, CALLER),)


def test_short_sleeps_of_less_than_twice_the_limit_are_not() -> None:
    account = Account(ticks=tuple(short(100 * number, 9.9) for number in range(10)))
    assert findings(account, LIMIT_NS) == ()


def test_short_sleeps_spread_over_more_than_a_second_are_not() -> None:
    account = Account(ticks=tuple(short(120 * number, 10) for number in range(50)))
    assert findings(account, LIMIT_NS) == ()


def test_each_stretch_of_short_sleeps_is_found_by_itself() -> None:
    account = Account(ticks=tuple(short(50 * number, 10, OTHER if number >= 10 else LINE) for number in range(25)))
    found = findings(account, LIMIT_NS)
    assert [(each.start_ns, each.held_ns, each.places[0]) for each in found] == [
        (0, 100 * MS, LINE),
        (500 * MS, 100 * MS, OTHER),
    ]


def test_a_tick_found_by_itself_is_not_counted_among_the_short_sleeps() -> None:
    long = tick(95, 1, start=5, slept=94, samples=(SLEEPING,), sleeps=(sample(OTHER, "time.sleep", None),))
    found = findings(Account(ticks=(short(0, 10), long, short(200, 10))), LIMIT_NS)
    assert [(each.start_ns, each.held_ns) for each in found] == [(5 * MS, 94 * MS)]


def test_findings_come_in_the_order_of_time() -> None:
    ticks = [*(short(20 * number, 15) for number in range(10)), tick(80, start=100, samples=(SLEEPING,))]
    found = findings(Account(ticks=tuple(sorted(ticks, key=lambda each: each.start_ns))), LIMIT_NS)
    assert [each.start_ns for each in found] == [0, 100 * MS]


def test_nothing_seen_is_nothing_found() -> None:
    assert findings(Account(), LIMIT_NS) == ()
