"""Under which conditions the judges of one host work: found out once, before any of them is there."""

import os
from dataclasses import dataclass

import msgspec

from grader.instruments.calibration import Calibration, calibrated
from grader.judge.host_options import HostOptions
from grader.sandbox.plan import Plan
from grader.sandbox.survey import survey

_PIECE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """`machine`: what this one was found to be. `plan`: how candidates are shut in. `can_fork`: or they are spawned.

    `protected`: processes above the judge, which no candidate may act upon.
    """

    machine: Calibration
    plan: Plan
    can_fork: bool
    protected: tuple[int, ...]


class Inquiry:
    """Finds the conditions out in a process of its own, while this one goes on importing."""

    def __init__(self, options: HostOptions) -> None:
        """Begin."""
        self._options = options
        self._answer, theirs = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            _answer(options, theirs)
        os.close(theirs)

    def conditions(self) -> Conditions:
        """Wait for the answer. Raises RuntimeError where there is none."""
        with os.fdopen(self._answer, "rb") as pipe:
            text = pipe.read(_PIECE_BYTES)
        os.waitpid(self._child, 0)
        if not text:
            raise RuntimeError("nothing could be found out about this machine")
        machine, plan = msgspec.json.decode(text, type=tuple[Calibration, Plan])
        if self._options.without_run_delay:
            machine = msgspec.structs.replace(machine, has_run_delay=False)
        protected = (os.getpid(), os.getppid())
        return Conditions(machine=machine, plan=plan, can_fork=not self._options.spawn, protected=protected)


def _answer(options: HostOptions, pipe: int) -> None:
    try:
        os.write(pipe, msgspec.json.encode((calibrated(), survey(options.isolation))))
    finally:
        os._exit(0)
