"""What held a candidate's loop, from all witnesses: its own account, the virtual clock, and the look from outside."""

import bisect
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from grader.instruments.account import Account
from grader.instruments.rule import Finding, findings
from grader.judge.clock import Clock
from grader.judge.partner import Partner


def gathered(account: Account, partner: Partner | None, clock: Clock, limit_ns: int) -> tuple[Finding, ...]:
    """Give all that held the loop for `limit_ns`, in the order of time; instants are those of the test's clock."""
    if partner is None:
        return tuple(on_clock(finding, clock) for finding in findings(account, limit_ns))
    virtual = partner.findings(limit_ns)
    # What held the loop for virtual time held it for a moment in real time, too, while the judge looked: not one's own.
    waits = partner.held_really_ns
    real = findings(_without(account, waits), limit_ns)
    known = [*waits, *((each.start_ns, each.start_ns + each.held_ns) for each in real)]
    unknown = partner.silences.findings(account, known, limit_ns)
    found = [*virtual, *(on_clock(finding, clock) for finding in real), *unknown]
    return tuple(sorted(found, key=lambda each: each.start_ns))


def on_clock(finding: Finding, clock: Clock) -> Finding:
    """Give the finding with its instant on the test's clock instead of the machine's."""
    return replace(finding, start_ns=clock.ns_at(finding.start_ns))


def _without(account: Account, waits: Sequence[tuple[int, int]]) -> Account:
    """Take these stretches out of the ticks that they were in."""
    starts = [tick.start_ns for tick in account.ticks]  # in the order of time
    out_ns = [0] * len(starts)
    for begin_ns, end_ns in waits:
        number = bisect.bisect_right(starts, end_ns) - 1
        if number >= 0:
            out_ns[number] += end_ns - max(begin_ns, starts[number])
    ticks = [
        msgspec.structs.replace(tick, wall_ns=max(tick.cpu_ns, tick.wall_ns - out)) if out else tick
        for tick, out in zip(account.ticks, out_ns, strict=True)
    ]
    return msgspec.structs.replace(account, ticks=tuple(ticks))
