"""What held a candidate's loop, from all witnesses: its own account, the virtual clock, and the observer outside.

The candidate's monitor explains; the judge's observation decides. A submission may have taken the instruments of its
own process away, or speak in their place: a stall that only the outside saw is a block, without a line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from grader.instruments.account import Account
from grader.instruments.calibration import Calibration
from grader.instruments.cause import Cause, cause_of_wait
from grader.instruments.looks import Away, stretches_away
from grader.instruments.observer import Observation, Seen
from grader.instruments.rule import Certainty, Finding, findings, starved
from grader.instruments.system_calls import ENDLESS_POLL, GIL, RUNNING
from grader.judge.clock import Clock
from grader.judge.partner import Partner

_KNOWN_SHARE = 0.5
# What a turn of the loop costs outside of its tick: to look into the selector, and in virtual time to ask who rests.
_LOOK_NS, _VIRTUAL_LOOK_NS = 50_000, 300_000
_CPU_FACTOR = 4  # encoding and decoding messages is in no account, and takes processor time as well


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

    `excused_ns`: stretches of real time in which its thread waited for the judge.
    """

    account: Account
    observation: Observation
    partner: Partner | None
    excused_ns: Sequence[tuple[int, int]]


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
    known = [*waits, *((tick.start_ns, tick.start_ns + tick.wall_ns) for tick in account.ticks)]
    real += _only_outside(witnesses, [*known, *witnesses.excused_ns], bounds)
    virtual = partner.findings(bounds.limit_ns) if partner is not None else ()
    found = [*virtual, *(on_clock(finding, clock) for finding in real)]
    return tuple(sorted(found, key=lambda each: each.start_ns))


def on_clock(finding: Finding, clock: Clock) -> Finding:
    """Give the finding with its instant on the test's clock instead of the machine's."""
    return replace(finding, start_ns=clock.ns_at(finding.start_ns))


def _only_outside(witnesses: Witnesses, known_ns: Sequence[tuple[int, int]], bounds: Bounds) -> Iterator[Finding]:
    """Give what held the thread and is missing in the candidate's account."""
    account, is_virtual = witnesses.account, witnesses.partner is not None
    busy_ns = account.busy_ns + account.ticks_count * (_VIRTUAL_LOOK_NS if is_virtual else _LOOK_NS)
    for away in stretches_away(witnesses.observation.seen, lambda each: _asks_the_judge(each, witnesses)):
        length_ns = away.end_ns - away.start_ns
        if length_ns < bounds.limit_ns or _overlap(away, known_ns) >= _KNOWN_SHARE * length_ns:
            continue
        if away.waited_ns >= bounds.limit_ns:
            sure = away.waited_ns - away.noise_ns >= bounds.limit_ns
            yield _finding(away, away.waited_ns, None, Certainty.SURE if sure else Certainty.UNSURE)
        elif away.cpu_ns >= _CPU_FACTOR * bounds.cpu_limit_ns and busy_ns < away.cpu_ns / 2:
            yield _finding(away, away.cpu_ns, Cause.CPU, Certainty.CLOSE)


def _asks_the_judge(seen: Seen, witnesses: Witnesses) -> bool:
    """Tell whether the thread waits for the judge: for its turn, or for the answer of a call-back."""
    if seen.where != ENDLESS_POLL:
        return False
    excused = any(start <= seen.end_ns and seen.start_ns <= end for start, end in witnesses.excused_ns)
    return excused or witnesses.partner is not None


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
