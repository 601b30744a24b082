"""What the judge sees from outside while the candidate has its turn and says nothing: the second witness.

The candidate measures its own loop, in real time, and names the line. But it lives in the process that is measured: a
submission may have taken its instruments away. The kernel tells here what the loop's thread did, line or not, and what
it tells counts where the candidate's own account has nothing to say about that time.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.instruments.account import Account
from grader.instruments.cause import Cause
from grader.instruments.rest import processor_ns
from grader.instruments.rule import Certainty, Finding
from grader.instruments.system_calls import RUNNING, name_of

_LOOKS_LEAST = 3
_SLEEPS = frozenset({"nanosleep", "clock_nanosleep", "pause", "rt_sigtimedwait", "select", "pselect6"})
_CPU_FACTOR = 4  # encoding and decoding messages is in no account, and takes processor time as well
_CPU_SHARE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """One turn in which nothing was heard for several looks. `start_ns` is on the virtual clock."""

    start_ns: int
    start_really_ns: int
    end_really_ns: int
    cpu_ns: int
    looks: Counter[str]

    def share(self, names: frozenset[str]) -> float:
        """Give the share of the looks that found the thread in one of these system calls."""
        return sum(self.looks[name] for name in names) / self.looks.total()


class Silences:
    """The silences of one candidate, turn by turn."""

    def __init__(self, pid: int) -> None:
        """Watch the main thread of process `pid`, from the first `begin` on."""
        self._pid = pid
        self._began: tuple[int, int, int] | None = None
        self._looks: Counter[str] = Counter()
        self._kept: list[Silence] = []

    def begin(self, now_ns: int) -> None:
        """Note that its turn begins."""
        self._began = now_ns, time.perf_counter_ns(), processor_ns(self._pid, self._pid)
        self._looks = Counter()

    def saw(self, line: str) -> None:
        """Note one look at the silent thread."""
        self._looks[name_of(line) or ""] += 1

    def end(self) -> None:
        """Note that it was heard of."""
        began, self._began = self._began, None
        if began is None or self._looks.total() < _LOOKS_LEAST:
            return
        now_ns, really_ns, cpu_ns = began
        self._kept.append(
            Silence(
                start_ns=now_ns,
                start_really_ns=really_ns,
                end_really_ns=time.perf_counter_ns(),
                cpu_ns=processor_ns(self._pid, self._pid) - cpu_ns,
                looks=self._looks,
            )
        )

    def findings(self, account: Account, accounted_ns: Sequence[tuple[int, int]], limit_ns: int) -> Iterator[Finding]:
        """Give what held the thread and is missing in the candidate's account.

        `accounted_ns`: stretches of real time that the account explains. Findings begin at virtual instants; their
        length is real.
        """
        for each in self._kept:
            if any(each.start_really_ns < end and start < each.end_really_ns for start, end in accounted_ns):
                continue
            length_ns = each.end_really_ns - each.start_really_ns
            asleep_ns = round(length_ns * each.share(_SLEEPS))
            if asleep_ns >= limit_ns:
                yield _finding(each, asleep_ns, Cause.SLEEP, Certainty.SURE)
            elif (
                each.cpu_ns >= _CPU_FACTOR * limit_ns
                and each.share(frozenset({RUNNING})) >= _CPU_SHARE
                and account.busy_ns < each.cpu_ns / 2
            ):
                yield _finding(each, each.cpu_ns, Cause.CPU, Certainty.CLOSE)


def _finding(silence: Silence, held_ns: int, cause: Cause, certainty: Certainty) -> Finding:
    return Finding(start_ns=silence.start_ns, held_ns=held_ns, cause=cause, certainty=certainty)
