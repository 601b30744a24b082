"""No program of the corpus of cheats gets a pass, and where the truth can still be told, it is.

After that, the same on made-up values: an account that contradicts what the outside saw. All figures are milliseconds;
the limit is 50, or 60 of cpu.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from blocking import graded, kata_of, outcome_of
from cheats import CHEATS, Cheat

from grader.grading import JudgeHost
from grader.instruments.account import Account, Tick
from grader.instruments.observer import Observation, Seen
from grader.instruments.rule import Certainty, Finding
from grader.instruments.system_calls import GIL, RUNNING, TIME_ALONE
from grader.judge.clock import Clock
from grader.judge.evidence import Bounds, Witnesses, gathered
from grader.judge.partner import Partner
from grader.report import Cause, Verdict


@pytest.mark.parametrize("cheat", CHEATS, ids=lambda cheat: cheat.name)
def test_no_cheat_gets_a_pass(cheat: Cheat, host: JudgeHost, tmp_path: Path) -> None:
    kata = kata_of(cheat.program, tmp_path)
    report = graded(cheat.program, kata, host)
    if cheat.program.cause is Cause.GIL and cheat.as_far_as_told(outcome_of(report)) != cheat.expected:
        # Who keeps the interpreter is seen by looks of a thread that needs it as well: all of them may come too late.
        report = graded(cheat.program, kata, host)
    assert cheat.as_far_as_told(outcome_of(report)) == cheat.expected, (cheat.program.reason, report.tests)


@pytest.mark.parametrize("cheat", CHEATS, ids=lambda cheat: cheat.name)
def test_each_cheat_is_labelled(cheat: Cheat) -> None:
    assert cheat.program.reason.count("\n") == 0
    assert cheat.program.reason.endswith(".")
    assert cheat.verdict is not Verdict.PASSED
    assert (cheat.program.cause is not None) is (cheat.verdict is Verdict.BLOCKED)
    assert len(cheat.program.blamed) == (cheat.needs_line and cheat.verdict is Verdict.BLOCKED)


def test_the_corpus_of_cheats_is_large_enough() -> None:
    causes = Counter(cheat.program.cause for cheat in CHEATS)
    assert len(CHEATS) >= 45
    assert {Cause.SLEEP, Cause.NETWORK, Cause.FILE, Cause.LOCK, Cause.PROCESS, Cause.CPU, Cause.GIL} <= set(causes)


# --- an account against what was seen

MS = 1_000_000
BOUNDS = Bounds(limit_ns=50 * MS, cpu_limit_ns=60 * MS, has_run_delay=True)


def tick(start: int, wall: int, *, cpu: int = 0, delay: int = 0, steal: int = 0, switches: int = 1) -> Tick:
    return Tick(
        start_ns=start * MS,
        wall_ns=wall * MS,
        cpu_ns=cpu * MS,
        run_delay_ns=delay * MS,
        steal_ns=steal * MS,
        voluntary_switches=switches,
    )


def seen(where: str, start: int, end: int, **times: float) -> Seen:
    more = {f"{name}_ns": round(value * MS) for name, value in times.items()}
    return Seen(where=where, start_ns=start * MS, end_ns=end * MS, count=(end - start) // 4 + 1, **more)


def told(
    *looks: Seen,
    ticks: Sequence[Tick] = (),
    partner: object = None,
    excused: Sequence[tuple[int, int]] = (),
    bounds: Bounds = BOUNDS,
    is_answered_by_another: bool = False,
    **account: Any,
) -> list[tuple[Cause, int, Certainty]]:
    witnesses = Witnesses(
        account=Account(ticks=tuple(ticks), **account),
        observation=Observation(seen=looks),
        partner=cast(Partner, partner),
        excused_ns=[(start * MS, end * MS) for start, end in excused],
        is_answered_by_another=is_answered_by_another,
    )
    clock = cast(Clock, SimpleNamespace(ns_at=lambda really_ns: really_ns))
    found: tuple[Finding, ...] = gathered(witnesses, clock, bounds)
    return [(each.cause, each.held_ns // MS, each.certainty) for each in found if each.is_only_outside]


VIRTUAL = SimpleNamespace(held_really_ns=[], findings=lambda limit_ns: ())
EXCUSES = {
    "the machine had no processor": tick(0, 200, delay=200),
    "a hypervisor took it": tick(0, 200, steal=200),
    "it computed, and not for long": tick(0, 49, cpu=49),
    "it never slept": tick(0, 200, switches=0),
}


@pytest.mark.parametrize("excuse", EXCUSES.values(), ids=EXCUSES)
def test_a_wait_that_the_account_explains_by_what_was_not_seen_is_a_block(excuse: Tick) -> None:
    assert told(seen("recvfrom", 0, 200), ticks=[excuse]) == [(Cause.NETWORK, 204, told_as(excuse))]


def told_as(excuse: Tick) -> Certainty:
    """Say how sure: what the account does not mention at all needs no second attempt, and nobody else counts steal."""
    if excuse.steal_ns:
        return Certainty.UNSURE
    return Certainty.CLOSE if excuse.wall_ns >= 100 * MS else Certainty.SURE


def test_a_contradiction_that_is_smaller_than_the_limit_is_noise() -> None:
    looks = seen("recvfrom", 0, 100)
    assert told(looks, ticks=[tick(0, 100, delay=50)]) == [(Cause.NETWORK, 104, Certainty.CLOSE)]
    assert told(looks, ticks=[tick(0, 100, delay=49)]) == []


def test_what_the_machine_may_explain_contradicts_nothing() -> None:
    ticks = [tick(0, 200, delay=200)]
    assert told(seen("futex", 0, 200, run_delay=151), ticks=ticks) == []
    assert told(seen("futex", 0, 200, cpu=151), ticks=ticks) == []
    assert told(seen("futex", 0, 200, others_delay=151), ticks=ticks) == []
    assert told(seen("futex", 0, 200, others_delay=150), ticks=ticks) == [(Cause.LOCK, 204, Certainty.CLOSE)]


def test_an_observer_that_did_not_look_proves_nothing() -> None:
    look = replace_count(seen("futex", 0, 200), 13)
    assert told(look, ticks=[tick(0, 200, steal=200)]) == []
    assert told(replace_count(look, 14), ticks=[tick(0, 200, steal=200)]) != []


def replace_count(look: Seen, count: int) -> Seen:
    return Seen(where=look.where, start_ns=look.start_ns, end_ns=look.end_ns, count=count)


def test_where_nobody_counts_delays_the_account_cannot_either() -> None:
    blind = replace(BOUNDS, has_run_delay=False)
    assert told(seen("recvfrom", 0, 200), ticks=[tick(0, 200, delay=200)], bounds=blind) == []  # the rule told it


@pytest.mark.parametrize("account", [{"busy_ns": 10**16}, {"ticks_count": 10**9}, {"ticks": [tick(0, 300, delay=300)]}])
def test_computing_that_the_account_talks_away_is_a_block(account: dict[str, Any]) -> None:
    assert told(seen(RUNNING, 0, 300, cpu=290), **account) == [(Cause.CPU, 290, Certainty.CLOSE)]


def test_computing_in_quick_turns_is_nothing() -> None:
    assert told(seen(RUNNING, 0, 300, cpu=290), busy_ns=280 * MS, ticks_count=1_000) == []


def test_computing_is_not_interrupted_by_looks_into_a_selector() -> None:
    looks = [each for at in range(0, 300, 20) for each in polling(at, cpu=20)]
    assert told(*looks) == [(Cause.CPU, 300, Certainty.CLOSE)]
    assert told(*looks, busy_ns=200 * MS) == []
    assert told(*looks, partner=VIRTUAL) == []
    assert told(*(each for at in range(0, 300, 20) for each in polling(at, cpu=8))) == []


def polling(at: int, cpu: float) -> tuple[Seen, Seen]:
    return seen(RUNNING, at, at + 12, cpu=cpu * 0.8), seen("epoll_wait", at + 16, at + 16, cpu=cpu * 0.2)


def test_a_wait_that_the_kernel_saw_computing_is_told_as_computing() -> None:
    looks = seen(RUNNING, 0, 296, cpu=290), seen(GIL, 300, 304), seen("epoll_wait", 308, 320)
    claims = tick(0, 300)
    witnesses = Witnesses(
        account=Account(ticks=(claims,)), observation=Observation(seen=looks), partner=None, excused_ns=()
    )
    found = gathered(witnesses, cast(Clock, SimpleNamespace(ns_at=lambda ns: ns)), BOUNDS)
    assert [(each.cause, each.is_only_outside) for each in found] == [(Cause.CPU, True)]


# --- sleeps that add up


@pytest.mark.parametrize("where", ["clock_nanosleep", TIME_ALONE, "rt_sigtimedwait"])
def test_sleeps_that_add_up_are_seen_from_outside(where: str) -> None:
    sleeps = [seen(where, at, at + 28) for at in range(0, 400, 100)]
    pieces = [tick(at, 32) for at in range(0, 400, 100)]
    assert told(*sleeps[:3], ticks=pieces) == []
    assert told(*sleeps, ticks=pieces) == [(Cause.SLEEP, 128, Certainty.CLOSE)]
    assert told(*sleeps, ticks=pieces, partner=VIRTUAL) == []


def test_sleeps_in_a_block_that_is_told_are_part_of_it() -> None:
    sleeps = [seen("clock_nanosleep", at, at + 28) for at in range(0, 400, 40)]
    assert told(*sleeps, ticks=[tick(0, 400)]) == []  # SQLite waits for a file by sleeping again and again


def test_sleeps_within_more_than_a_second_do_not_add_up() -> None:
    assert told(*(seen("clock_nanosleep", at, at + 28) for at in range(0, 3000, 340))) == []
    assert told(*(seen("clock_nanosleep", at, at + 28) for at in range(0, 3000, 330))) != []


def test_waits_for_something_do_not_add_up() -> None:
    assert told(*(seen("fdatasync", at, at + 28) for at in range(0, 400, 100))) == []


# --- a thread that did not answer


def test_a_loop_for_which_somebody_else_answered_was_held_all_the_time() -> None:
    looks = seen("epoll_wait", 0, 380), seen(RUNNING, 384, 384), seen("epoll_wait", 388, 400)
    assert told(*looks) == []
    assert told(*looks, is_answered_by_another=True) == [(Cause.OTHER, 400, Certainty.SURE)]
    assert told(is_answered_by_another=True) == []
