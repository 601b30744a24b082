"""The calls of time.sleep with which a submission held its loop in virtual time."""

from grader.instruments.account import Account, Place, Sample, Tick
from grader.instruments.rule import Finding, findings
from grader.wire.messages import Asleep

_CALL = "time.sleep"


class LoopSleeps:
    """The sleeps of one candidate's loop, by the turn of its loop in which they were."""

    def __init__(self) -> None:
        """Begin with none."""
        self._ticks: dict[int, list[tuple[int, int, tuple[Place, ...]]]] = {}

    def note(self, message: Asleep, now_ns: int) -> None:
        """Note a sleep that begins now; one that is told again, after a worker was served, is the same."""
        sleeps = self._ticks.setdefault(message.tick, [])
        if not sleeps or sleeps[-1][1] != message.until_ns:
            sleeps.append((now_ns, message.until_ns, message.places))

    def findings(self, limit_ns: int) -> tuple[Finding, ...]:
        """Apply the rule of the loop monitor: long sleeps, and short ones that add up."""
        return findings(Account(ticks=tuple(_tick(sleeps) for sleeps in self._ticks.values())), limit_ns)


def _tick(sleeps: list[tuple[int, int, tuple[Place, ...]]]) -> Tick:
    """Give one tick of the loop with its sleeps: in virtual time it did nothing else."""
    slept_ns = sum(until_ns - since_ns for since_ns, until_ns, _ in sleeps)
    seen = tuple(
        Sample(places=places, call=_CALL, system_call="clock_nanosleep", count=until_ns - since_ns)
        for since_ns, until_ns, places in sleeps
    )
    return Tick(
        start_ns=sleeps[0][0],
        wall_ns=slept_ns,
        cpu_ns=0,
        run_delay_ns=0,
        voluntary_switches=len(sleeps),
        slept_ns=slept_ns,
        samples=seen,
        sleeps=seen,
    )
