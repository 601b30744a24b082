"""Why a virtual clock does not move any more: nothing will ever happen again, or something never comes to rest."""

import enum
from dataclasses import dataclass

from grader.judge.partner import Partner
from grader.wire.messages import Waiting

_LONG_NS = 100_000_000


class Standing(enum.Enum):
    """Why the clock had not come further when the real time was over. The values are codes of messages."""

    AT_WORK = "judge.still-at-work"  # a thread or a child process worked all the time
    NEVER_IDLE = "judge.never-idle"  # the submission's loop always had something ready
    TOO_MUCH = "judge.too-much-to-do"  # it moved, but there was too much to do on the way


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlock:
    """A clock that has no reason to move: the instant, and who of the submission waits where.

    `is_held`: a call that never ends holds the submission's loop, so nobody else could have gone on.
    """

    at_s: float
    waiting: tuple[Waiting, ...]
    is_held: bool


def standing(partner: Partner | None) -> Standing:
    """Say why the clock of a test with this candidate had not come further."""
    if partner is not None and partner.busy:
        return Standing.AT_WORK
    return Standing.NEVER_IDLE if partner is not None and partner.runs_for_ns > _LONG_NS else Standing.TOO_MUCH
