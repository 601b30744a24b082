"""All witnesses of one loop together, on made-up values. All figures are milliseconds; the limit is 50, or 60 of cpu."""

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from grader.instruments.account import Account, Place, Sample, Tick
from grader.instruments.calibration import Calibration
from grader.instruments.cause import Cause
from grader.instruments.observer import Observation, Seen
from grader.instruments.rule import Certainty, Finding
from grader.instruments.system_calls import ENDLESS_POLL, GIL, RUNNING
from grader.judge.clock import Clock
from grader.judge.evidence import Bounds, Witnesses, gathered
from grader.judge.partner import Partner

MS = 1_000_000
BEGAN = 1_000
BOUNDS = Bounds(limit_ns=50 * MS, cpu_limit_ns=60 * MS, has_run_delay=True)
LINE = Place(path="/s.py", line=7, function="fetch")
SLEEPING = Sample(places=(LINE,), call="time.sleep", system_call="clock_nanosleep", count=9)
SURE, CLOSE, UNSURE = Certainty.SURE, Certainty.CLOSE, Certainty.UNSURE


def tick(start: int, wall: int, cpu: int = 0, run_delay: int = 0) -> Tick:
    return Tick(
        start_ns=(BEGAN + start) * MS,
        wall_ns=wall * MS,
        cpu_ns=cpu * MS,
        run_delay_ns=run_delay * MS,
        voluntary_switches=1,
        samples=(SLEEPING,),
    )


def seen(where: str, start: int, end: int, **times: int) -> Seen:
    return Seen(
        where=where,
        start_ns=(BEGAN + start) * MS,
        end_ns=(BEGAN + end) * MS,
        count=(end - start) // 4 + 1,
        **{f"{name}_ns": value * MS for name, value in times.items()},
    )


class FakePartner:
    """A candidate in virtual time of which the judge knows this much."""

    def __init__(self, blocks: Sequence[Finding] = (), held_really: Sequence[tuple[int, int]] = ()) -> None:
        self.held_really_ns = [((BEGAN + start) * MS, (BEGAN + end) * MS) for start, end in held_really]
        self._blocks = tuple(blocks)

    def findings(self, limit_ns: int) -> tuple[Finding, ...]:
        assert limit_ns == BOUNDS.limit_ns
        return self._blocks


def told(
    *looks: Seen,
    ticks: Sequence[Tick] = (),
    partner: FakePartner | None = None,
    excused: Sequence[tuple[int, int]] = (),
    bounds: Bounds = BOUNDS,
    **account: Any,
) -> tuple[Finding, ...]:
    witnesses = Witnesses(
        account=Account(ticks=tuple(ticks), **account),
        observation=Observation(seen=looks),
        partner=cast(Partner, partner) if partner is not None else None,
        excused_ns=[((BEGAN + start) * MS, (BEGAN + end) * MS) for start, end in excused],
    )
    clock = cast(Clock, SimpleNamespace(ns_at=lambda really_ns: really_ns - BEGAN * MS))
    return gathered(witnesses, clock, bounds)


def outside(start: int, held: int, cause: Cause, certainty: Certainty) -> Finding:
    return Finding(start_ns=start * MS, held_ns=held * MS, cause=cause, certainty=certainty, is_only_outside=True)


def test_what_the_account_explains_is_told_once_with_its_line() -> None:
    assert told(seen("clock_nanosleep", 2, 198), ticks=[tick(0, 200)]) == (
        Finding(start_ns=0, held_ns=200 * MS, cause=Cause.SLEEP, certainty=SURE, call="time.sleep", places=(LINE,)),
    )


def test_an_account_that_knows_of_less_than_half_of_a_stretch_does_not_explain_it() -> None:
    looks = seen("clock_nanosleep", 0, 98)
    assert told(looks, ticks=[tick(0, 48)]) == (outside(0, 102, Cause.SLEEP, SURE),)
    assert told(looks, ticks=[tick(0, 49)]) == ()


@pytest.mark.parametrize(
    ("where", "cause"),
    [("clock_nanosleep", Cause.SLEEP), ("recvfrom", Cause.NETWORK), ("futex", Cause.LOCK), ("wait4", Cause.PROCESS)],
)
def test_a_wait_that_only_the_outside_saw_is_sure_and_has_no_line(where: str, cause: Cause) -> None:
    assert told(seen("epoll_wait", 0, 8), seen(where, 12, 112), seen("epoll_wait", 116, 120)) == (
        outside(12, 104, cause, SURE),
    )


def test_the_cause_is_where_it_waited_most() -> None:
    looks = seen("futex", 0, 40), seen(RUNNING, 44, 200), seen("recvfrom", 204, 264), seen(GIL, 268, 500)
    assert told(*looks) == (outside(0, 44 + 64, Cause.NETWORK, SURE),)


def test_a_wait_just_under_the_limit_is_nothing() -> None:
    assert told(seen(RUNNING, 0, 20), seen("clock_nanosleep", 24, 68)) == ()


def test_a_wait_that_the_machine_may_explain_is_unsure() -> None:
    assert told(seen("futex", 0, 100, others_delay=55)) == (outside(0, 104, Cause.LOCK, UNSURE),)
    assert told(seen("futex", 0, 100, others_delay=54)) == (outside(0, 104, Cause.LOCK, SURE),)


def test_nobody_else_explains_a_sleep() -> None:
    assert told(seen("clock_nanosleep", 0, 100, others_delay=100)) == (outside(0, 104, Cause.SLEEP, SURE),)


def test_processor_time_that_only_the_outside_saw_is_close() -> None:
    assert told(seen(RUNNING, 0, 300, cpu=240)) == (outside(0, 240, Cause.CPU, CLOSE),)


def test_processor_time_of_less_than_four_times_the_limit_may_be_anything() -> None:
    assert told(seen(RUNNING, 0, 300, cpu=239)) == ()


def test_processor_time_that_is_in_the_account_is_no_news() -> None:
    assert told(seen(RUNNING, 0, 300, cpu=240), busy_ns=119 * MS) == (outside(0, 240, Cause.CPU, CLOSE),)
    assert told(seen(RUNNING, 0, 300, cpu=240), busy_ns=120 * MS) == ()


def test_what_it_costs_to_look_into_the_selector_is_no_news_either() -> None:
    assert told(seen(RUNNING, 0, 300, cpu=240), ticks_count=2_400) == ()
    assert told(seen(RUNNING, 0, 300, cpu=240), ticks_count=2_399) != ()
    assert told(seen(RUNNING, 0, 300, cpu=240), ticks_count=400, partner=FakePartner()) == ()
    assert told(seen(RUNNING, 0, 300, cpu=240), ticks_count=399, partner=FakePartner()) != ()


def test_a_machine_without_a_run_delay_is_told_so_to_the_rule() -> None:
    blind = replace(BOUNDS, has_run_delay=False)
    (found,) = told(ticks=[tick(0, 200)], bounds=blind)
    assert (found.held_ns, found.certainty) == (200 * MS, CLOSE)
    # A counter that does not count, whatever it shows, explains nothing.
    (found,) = told(seen("clock_nanosleep", 0, 200), ticks=[tick(0, 200, run_delay=200)], bounds=blind)
    assert (found.held_ns, found.certainty) == (200 * MS, SURE)


def test_bounds_know_what_this_machine_counts_and_how_slow_it_is() -> None:
    machine = Calibration(cpu_scale=1.5, wakeup_delay_s=0.0, has_run_delay=False)
    assert Bounds.of(50 * MS, machine) == Bounds(limit_ns=50 * MS, cpu_limit_ns=75 * MS, has_run_delay=False)


# --- the judge's own part


def test_a_wait_for_the_answer_of_a_call_back_is_the_judges() -> None:
    looks = seen(ENDLESS_POLL, 0, 200)
    assert told(looks) == (outside(0, 204, Cause.NETWORK, SURE),)
    assert told(looks, excused=[(0, 200)]) == ()


def test_an_excuse_for_another_time_does_not_count() -> None:
    assert told(seen(ENDLESS_POLL, 0, 200), excused=[(300, 400)]) == (outside(0, 204, Cause.NETWORK, SURE),)


def test_an_excuse_that_covers_half_of_a_stretch_covers_it() -> None:
    looks = seen("futex", 0, 200)
    assert told(looks, excused=[(0, 100)]) == ()
    assert told(looks, excused=[(0, 99)]) == (outside(0, 204, Cause.LOCK, SURE),)


def test_what_lies_before_and_after_an_excused_poll_is_not_added_up() -> None:
    looks = seen("futex", 0, 30), seen(ENDLESS_POLL, 34, 70), seen("futex", 74, 104)
    assert told(*looks, excused=[(34, 70)]) == ()
    assert told(*looks) != ()


def test_what_covers_a_stretch_twice_counts_once() -> None:
    assert told(seen("futex", 0, 200), excused=[(0, 60), (10, 60), (-50, 20)]) != ()
    assert told(seen("futex", 0, 200), excused=[(50, 100), (0, 60)]) == ()


# --- virtual time


def test_in_virtual_time_an_endless_poll_is_idle() -> None:
    looks = seen("clock_nanosleep", 0, 40), seen(ENDLESS_POLL, 44, 500), seen("clock_nanosleep", 504, 544)
    assert told(*looks, partner=FakePartner()) == ()
    assert told(*looks) != ()


def test_in_virtual_time_a_real_sleep_holds_the_loop() -> None:
    assert told(seen("clock_nanosleep", 0, 100), partner=FakePartner()) == (outside(0, 104, Cause.SLEEP, SURE),)


def test_what_held_it_while_the_judge_looked_is_taken_out_of_its_tick() -> None:
    assert told(ticks=[tick(0, 200)], partner=FakePartner()) != ()
    assert told(ticks=[tick(0, 200)], partner=FakePartner(held_really=[(20, 180)])) == ()
    (left,) = told(ticks=[tick(0, 200)], partner=FakePartner(held_really=[(20, 30), (40, 60)]))
    assert left.held_ns == 170 * MS
    (left,) = told(ticks=[tick(0, 200)], partner=FakePartner(held_really=[(-100, 100)]))
    assert left.held_ns == 100 * MS


def test_what_was_taken_out_leaves_the_processor_time() -> None:
    (left,) = told(ticks=[tick(0, 200, 190)], partner=FakePartner(held_really=[(-50, 500)]))
    assert (left.held_ns, left.cause) == (190 * MS, Cause.CPU)


def test_what_is_taken_out_comes_from_the_tick_that_it_was_in() -> None:
    found = told(ticks=[tick(0, 100), tick(200, 100)], partner=FakePartner(held_really=[(210, 290)]))
    assert [(each.start_ns, each.held_ns) for each in found] == [(0, 100 * MS)]


def test_what_held_it_while_the_judge_looked_is_no_news_outside() -> None:
    assert told(seen("recvfrom", 0, 200), partner=FakePartner(held_really=[(0, 200)])) == ()


def test_blocks_of_virtual_length_come_first_in_their_order() -> None:
    block = Finding(start_ns=90 * MS, held_ns=3_000 * MS, cause=Cause.SLEEP, certainty=SURE)
    found = told(ticks=[tick(0, 60), tick(100, 60)], partner=FakePartner([block]))
    assert [each.start_ns for each in found] == [0, 90 * MS, 100 * MS]


# --- the interpreter's lock

BUSY = {"cpu": 0, "others_cpu": 20}


def starving() -> list[Seen]:
    return [
        each
        for at in range(0, 400, 40)
        for each in (seen(GIL, at, at + 16, **BUSY), seen("epoll_wait", at + 20, at + 36))
    ]


def test_a_loop_that_starves_between_its_ticks_is_told() -> None:
    assert told(*starving()) == (Finding(start_ns=0, held_ns=200 * MS, cause=Cause.GIL, certainty=SURE),)


def test_in_virtual_time_a_loop_that_starves_is_not_told() -> None:
    assert told(*starving(), partner=FakePartner()) == ()


def test_a_loop_that_starves_in_a_tick_as_well_is_told_once() -> None:
    (found,) = told(*starving(), seen(GIL, 500, 600, **BUSY), ticks=[tick(500, 100)])
    assert (found.start_ns, found.held_ns, found.cause) == (500 * MS, 100 * MS, Cause.GIL)


def test_nothing_said_and_nothing_seen_is_nothing_found() -> None:
    assert told() == ()
    assert told(partner=FakePartner()) == ()
