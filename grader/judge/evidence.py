"""What held a candidate's loop, from all witnesses: its own account, the virtual clock, and the look from outside."""

from dataclasses import replace

from grader.instruments.account import Account
from grader.instruments.rule import Finding, findings
from grader.judge.clock import Clock
from grader.judge.partner import Partner


def gathered(account: Account, partner: Partner | None, clock: Clock, limit_ns: int) -> tuple[Finding, ...]:
    """Give all that held the loop for `limit_ns`, in the order of time; instants are those of the test's clock."""
    real = findings(account, limit_ns)
    if partner is None:
        return tuple(on_clock(finding, clock) for finding in real)
    # A call that held the loop in virtual time held it for a moment in real time, too: one block, not two.
    waits = partner.held_really_ns
    stretches = [(each.start_ns, each.start_ns + each.held_ns) for each in real]
    apart = [f for f, own in zip(real, stretches, strict=True) if not any(_overlap(own, wait) for wait in waits)]
    found = [
        *partner.findings(limit_ns),
        *(on_clock(finding, clock) for finding in apart),
        *partner.silences.findings(account, [*waits, *stretches], limit_ns),
    ]
    return tuple(sorted(found, key=lambda each: each.start_ns))


def on_clock(finding: Finding, clock: Clock) -> Finding:
    """Give the finding with its instant on the test's clock instead of the machine's."""
    return replace(finding, start_ns=clock.ns_at(finding.start_ns))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
