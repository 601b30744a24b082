"""Under which conditions the judges of one host work: found out once, before any of them is there."""

import os
from dataclasses import dataclass

from grader.instruments.calibration import Calibration
from grader.sandbox.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """`machine`: what this one was found to be. `plan`: how candidates are shut in. `can_fork`: or they are spawned.

    `protected`: processes above the judge, which no candidate may act upon.
    """

    machine: Calibration
    plan: Plan
    can_fork: bool
    protected: tuple[int, ...]

    @classmethod
    def of(cls, machine: Calibration, plan: Plan, *, can_fork: bool) -> "Conditions":
        """Give the conditions, as the host."""
        return cls(machine=machine, plan=plan, can_fork=can_fork, protected=(os.getpid(), os.getppid()))
