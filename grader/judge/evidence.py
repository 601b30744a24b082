"""What held a candidate's loop, from all witnesses: its own account, the virtual clock, and the observer outside.

The candidate's monitor explains; the judge's observation decides. A submission may have taken the instruments of its
own process away, or speak in their place: a stall that only the outside saw is a block, without a line. So is one that
the account knows and explains by what the kernel's counters outside do not show.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from grader.instruments.account import Account, Tick
from grader.instruments.calibration import Calibration
from grader.instruments.cause import Cause, cause_of_wait
from grader.instruments.looks import Away, stretches_away, surely_waited_ns
from grader.instruments.observer import Observation, Seen
from grader.instruments.rule import Certainty, Finding, findings, slept, starved
from grader.instruments.system_calls import ENDLESS_POLL, GIL, RUNNING
from grader.judge.clock import Clock
from grader.judge.partner import Partner

_KNOWN_SHARE = 0.5
# What a turn of the loop costs outside of its tick: to look into the selector, and in virtual time to ask who rests.
_LOOK_NS, _VIRTUAL_LOOK_NS = 50_000, 300_000
_TURN_NS = 10_000  # and what the shortest one takes in all
_MOST_LOOPS = 16  # loops in threads count their time in one account
_SPARE_NS = 100_000_000  # the account begins before the first look, and ends after the last
_CPU_FACTOR = 4
# Encoding and decoding is in no account: 0.3 µs a byte for a list of small numbers, and twice that on a bad day.
_WIRE_BYTE_NS = 600
_MOST_WIRE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """From which length on a loop is held: by waiting, and by processor time, which a slow machine needs more of.

    `has_run_delay`: whether this machine counts for how long a thread is kept from a processor.
    """

    limit_ns: int
    cpu_limit_ns: int
    has_run_delay: bool

    @classmethod
    def of(cls, limit_ns: int, machine: Calibration) -> "Bounds":
        """Give the bounds for a limit on this machine."""
        cpu_limit_ns = round(limit_ns * machine.cpu_scale)
        return cls(limit_ns=limit_ns, cpu_limit_ns=cpu_limit_ns, has_run_delay=machine.has_run_delay)


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """All that was said and seen of one candidate's loop. `partner`: None in real time.

    `excused_ns`: stretches of real time in which its thread waited for the judge. `wire_bytes`: how much it said and
    was told. `is_answered_by_another`: the last answer came while the kernel kept the loop's thread asleep.
    """

    account: Account
    observation: Observation
    partner: Partner | None
    excused_ns: Sequence[tuple[int, int]]
    wire_bytes: int = 0
    is_answered_by_another: bool = False


def gathered(witnesses: Witnesses, clock: Clock, bounds: Bounds) -> tuple[Finding, ...]:
    """Give all that held the loop, in the order of time; instants are those of the test's clock."""
    account, partner = witnesses.account, witnesses.partner
    seen: Sequence[Seen] = witnesses.observation.seen
    # What held the loop for virtual time held it for a moment in real time, too, while the judge looked: not one's own.
    waits = partner.held_really_ns if partner is not None else []
    reduced = _without(account, waits)
    if not bounds.has_run_delay:
        reduced, seen = _without_run_delay(reduced, seen)
    real = [
        *findings(
            reduced,
            bounds.limit_ns,
            seen=seen,
            cpu_limit_ns=bounds.cpu_limit_ns,
            has_run_delay=bounds.has_run_delay,
        )
    ]
    if (
        partner is None
        and (hog := starved(account, bounds.limit_ns, seen))
        and Cause.GIL not in {f.cause for f in real}
    ):
        real.append(hog)  # in virtual time the loop asks again and again whether its threads rest
    outside = [*_only_outside(witnesses, [*waits, *witnesses.excused_ns], bounds)]
    real = [*(each for each in real if not any(_contradicts(each, other) for other in outside)), *outside]
    if partner is None and Cause.SLEEP not in {f.cause for f in real}:
        untold = [each for each in seen if not any(_is_told(each, finding) for finding in real)]
        real += [sleeps] if (sleeps := slept(untold, bounds.limit_ns)) else []
    if witnesses.is_answered_by_another and seen and not real:
        real.append(_absence(seen))
    virtual = partner.findings(bounds.limit_ns) if partner is not None else ()
    found = [*virtual, *(on_clock(finding, clock) for finding in real)]
    return tuple(sorted(found, key=lambda each: each.start_ns))


def on_clock(finding: Finding, clock: Clock) -> Finding:
    """Give the finding with its instant on the test's clock instead of the machine's."""
    return replace(finding, start_ns=clock.ns_at(finding.start_ns))


def _only_outside(witnesses: Witnesses, excused_ns: Sequence[tuple[int, int]], bounds: Bounds) -> list[Finding]:
    """Give what held the thread and is missing in the candidate's account, or contradicts it."""
    waits = [*_waits_outside(witnesses, excused_ns, bounds)]
    is_real = witnesses.partner is None  # in virtual time the selector is looked into to ask who rests
    for away in _stretches(witnesses, across_busy_polls=is_real):
        if _covers(excused_ns, away) or any(away.start_ns <= wait.start_ns <= away.end_ns for wait in waits):
            continue
        own_ns = away.cpu_ns - min(witnesses.wire_bytes, _MOST_WIRE_BYTES) * _WIRE_BYTE_NS
        if own_ns >= _CPU_FACTOR * bounds.cpu_limit_ns and _told_cpu_ns(away, witnesses) < away.cpu_ns / 2:
            waits.append(_finding(away, own_ns, Cause.CPU, Certainty.CLOSE))
    return waits


def _waits_outside(witnesses: Witnesses, excused_ns: Sequence[tuple[int, int]], bounds: Bounds) -> Iterator[Finding]:
    for away in _stretches(witnesses):
        if away.end_ns - away.start_ns < bounds.limit_ns or away.waited_ns < bounds.limit_ns:
            continue
        if certainty := _certainty_of_wait(away, witnesses, excused_ns, bounds):
            yield _finding(away, away.waited_ns, None, certainty)


def _certainty_of_wait(
    away: Away, witnesses: Witnesses, excused_ns: Sequence[tuple[int, int]], bounds: Bounds
) -> Certainty | None:
    """Say how sure it is that the account keeps this wait back; None where it tells of it."""
    ticks = witnesses.account.ticks
    if not _covers([*excused_ns, *((tick.start_ns, tick.start_ns + tick.wall_ns) for tick in ticks)], away):
        return Certainty.SURE if away.waited_ns - away.noise_ns >= bounds.limit_ns else Certainty.UNSURE
    if _covers(excused_ns, away):
        return None
    # It was in a tick; but what that says of its counters is only the candidate's word.
    surely_ns = surely_waited_ns(witnesses.observation.seen, away.start_ns, away.end_ns)
    most_ns = surely_ns - away.noise_ns - _overlap(away, excused_ns) - bounds.limit_ns
    if _told_wait_ns(away, witnesses.account, bounds, is_stolen=True) <= most_ns:
        return Certainty.CLOSE
    # Nobody outside counts what a hypervisor took.
    return Certainty.UNSURE if _told_wait_ns(away, witnesses.account, bounds, is_stolen=False) <= most_ns else None


def _stretches(witnesses: Witnesses, *, across_busy_polls: bool = False) -> list[Away]:
    return stretches_away(
        witnesses.observation.seen, lambda each: _asks_the_judge(each, witnesses), across_busy_polls=across_busy_polls
    )


def _covers(stretches_ns: Sequence[tuple[int, int]], away: Away) -> bool:
    return _overlap(away, stretches_ns) >= _KNOWN_SHARE * (away.end_ns - away.start_ns)


def _told_wait_ns(away: Away, account: Account, bounds: Bounds, *, is_stolen: bool) -> int:
    """Give how long the ticks say that the thread slept in this stretch; with `is_stolen`, or that others took it."""
    told_ns = 0
    for tick in account.ticks:
        delay_ns = tick.run_delay_ns if bounds.has_run_delay else 0
        steal_ns = 0 if is_stolen else tick.steal_ns
        slept_ns = tick.wall_ns - tick.cpu_ns - delay_ns - steal_ns if tick.voluntary_switches else 0
        told_ns += max(0, min(slept_ns, _within_ns(away, tick)))
    return told_ns


def _told_cpu_ns(away: Away, witnesses: Witnesses) -> int:
    """Give how long the account says that the loop's thread computed in this stretch, at the most."""
    account, is_virtual = witnesses.account, witnesses.partner is not None
    slow_ns = sum(min(tick.cpu_ns, _within_ns(away, tick)) for tick in account.ticks)
    # Where the quick ones were, the account does not say; but they cannot have taken more time than there was.
    quick_ns = max(0, account.busy_ns - sum(tick.wall_ns for tick in account.ticks))
    seen = witnesses.observation.seen
    if quick_ns + account.ticks_count * _TURN_NS > _MOST_LOOPS * (seen[-1].end_ns - seen[0].start_ns + _SPARE_NS):
        return slow_ns
    return slow_ns + quick_ns + account.ticks_count * (_VIRTUAL_LOOK_NS if is_virtual else _LOOK_NS)


def _within_ns(away: Away, tick: Tick) -> int:
    return max(0, min(away.end_ns, tick.start_ns + tick.wall_ns) - max(away.start_ns, tick.start_ns))


def _absence(seen: Sequence[Seen]) -> Finding:
    """Give the whole time as a block: the loop may have been looked at now and then, but not by the loop's thread."""
    held_ns = seen[-1].end_ns - seen[0].start_ns
    return Finding(
        start_ns=seen[0].start_ns, held_ns=held_ns, cause=Cause.OTHER, certainty=Certainty.SURE, is_only_outside=True
    )


def _asks_the_judge(seen: Seen, witnesses: Witnesses) -> bool:
    """Tell whether the thread waits for the judge: for its turn, or for the answer of a call-back."""
    if seen.where != ENDLESS_POLL:
        return False
    excused = any(start <= seen.end_ns and seen.start_ns <= end for start, end in witnesses.excused_ns)
    return excused or witnesses.partner is not None


def _contradicts(said: Finding, outside: Finding) -> bool:
    """Tell whether the account says that the thread waited while the kernel saw it compute: both cannot be."""
    if outside.cause is not Cause.CPU or said.cause is Cause.CPU:
        return False
    begin_ns, end_ns = max(said.start_ns, outside.start_ns), said.start_ns + said.held_ns
    return min(end_ns, outside.start_ns + outside.held_ns) - begin_ns > said.held_ns / 2


def _is_told(seen: Seen, finding: Finding) -> bool:
    if finding.certainty is Certainty.UNSURE:
        return False
    return seen.start_ns <= finding.start_ns + finding.held_ns and finding.start_ns <= seen.end_ns


def _finding(away: Away, held_ns: int, cause: Cause | None, certainty: Certainty) -> Finding:
    waits = [(count, name) for name, count in away.where.items() if name not in (RUNNING, GIL, "")]
    return Finding(
        start_ns=away.start_ns,
        held_ns=held_ns,
        cause=cause or cause_of_wait(None, max(waits)[1]),
        certainty=certainty,
        is_only_outside=True,
    )


def _overlap(away: Away, stretches: Sequence[tuple[int, int]]) -> int:
    """Give how much of a stretch is covered; what covers it twice counts once."""
    covered_ns, last_ns = 0, away.start_ns
    for start_ns, end_ns in sorted(stretches):
        begin_ns, stop_ns = max(start_ns, last_ns), min(end_ns, away.end_ns)
        if stop_ns > begin_ns:
            covered_ns += stop_ns - begin_ns
            last_ns = stop_ns
    return covered_ns


def _without_run_delay(account: Account, seen: Sequence[Seen]) -> tuple[Account, Sequence[Seen]]:
    """Leave out a counter that does not count."""
    ticks = tuple(msgspec.structs.replace(tick, run_delay_ns=0) for tick in account.ticks)
    looks = [msgspec.structs.replace(each, run_delay_ns=0, others_delay_ns=0) for each in seen]
    return msgspec.structs.replace(account, ticks=ticks), looks


def _without(account: Account, waits: Sequence[tuple[int, int]]) -> Account:
    """Take these stretches out of the ticks that they were in."""
    out_ns = [0] * len(account.ticks)
    for begin_ns, end_ns in waits:
        # Of several loops, the one whose tick covers it was held.
        inside = [min(end_ns, t.start_ns + t.wall_ns) - max(begin_ns, t.start_ns) for t in account.ticks]
        if inside and (most := max(inside)) > 0:
            number = inside.index(most)
            out_ns[number] += end_ns - max(begin_ns, account.ticks[number].start_ns)
    ticks = [
        msgspec.structs.replace(tick, wall_ns=max(tick.cpu_ns, tick.wall_ns - out)) if out else tick
        for tick, out in zip(account.ticks, out_ns, strict=True)
    ]
    return msgspec.structs.replace(account, ticks=tuple(ticks))
