"""The rule that tells a held loop from a busy machine.

Per tick: off = 0 where the thread never slept, else wall - cpu - run_delay - steal; gil = the share of off that was
spent waiting for the interpreter lock; wait = off - gil. Then, with the limit T:

    cpu >= T and cpu >= wait             held by cpu; between T and 2T only a second look decides
    gil >= T and gil > wait              held by another thread's Python
    wait >= T                            held, cause by what it waited in
    wait + cpu >= T, wait > 5 ms         held, cause the larger part
    short sleeps, together >= 2T in 1 s  held by sleep
    wall >= T and cpu + wait >= T/2      nobody can tell: look again, and never fail for it

What the counters leave to neither is the machine's doing.
"""

import enum
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from grader.instruments.account import Account, Place, Sample, Tick
from grader.instruments.cause import Cause, cause_of_call, cause_of_wait
from grader.instruments.system_calls import RUNNING, TIMED_FUTEX

_MIXED_WAIT_NS = 5_000_000
_SHORT_SLEEPS_WINDOW_NS = 1_000_000_000


_Key = TypeVar("_Key", bound=Hashable)


class Certainty(enum.Enum):
    """How sure the rule is of a finding."""

    SURE = "sure"
    CLOSE = "close"  # processor time between T and 2T: run again, the majority decides
    UNSURE = "unsure"  # the machine was too busy to tell: run again, never a fail


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One stretch that held a loop, or may have. `places`: one's own lines, the deepest first."""

    start_ns: int
    held_ns: int
    cause: Cause
    certainty: Certainty
    call: str | None = None
    places: tuple[Place, ...] = ()


def findings(account: Account, limit_ns: int) -> tuple[Finding, ...]:
    """Apply the rule to every tick of `account`, in the order of time."""
    single = [found for tick in account.ticks if (found := assess(tick, limit_ns))]
    held = {found.start_ns for found in single}
    short = [tick for tick in account.ticks if tick.start_ns not in held]
    return tuple(sorted([*single, *_short_sleeps(short, limit_ns)], key=lambda found: found.start_ns))


def assess(tick: Tick, limit_ns: int) -> Finding | None:
    """Apply the rule to one tick; None where it held nothing up."""
    if tick.wall_ns < limit_ns:
        return None
    wait_ns, gil_ns = _split(tick)
    return _held(tick, wait_ns, gil_ns, limit_ns) or _unclear(tick, wait_ns, limit_ns)


def _held(tick: Tick, wait_ns: int, gil_ns: int, limit_ns: int) -> Finding | None:
    if tick.cpu_ns >= limit_ns and tick.cpu_ns >= wait_ns:
        certainty = Certainty.SURE if tick.cpu_ns >= 2 * limit_ns else Certainty.CLOSE
        return _finding(tick, tick.cpu_ns, Cause.CPU, certainty)
    if gil_ns >= limit_ns and gil_ns > wait_ns:
        return _finding(tick, gil_ns, Cause.GIL, Certainty.SURE)
    if wait_ns >= limit_ns:
        return _finding(_without_lock(tick) if gil_ns else tick, wait_ns, None, Certainty.SURE)
    if wait_ns + tick.cpu_ns >= limit_ns and wait_ns > _MIXED_WAIT_NS and not gil_ns:
        return _finding(tick, wait_ns + tick.cpu_ns, Cause.CPU if tick.cpu_ns > wait_ns else None, Certainty.SURE)
    return None


def _unclear(tick: Tick, wait_ns: int, limit_ns: int) -> Finding | None:
    if tick.cpu_ns + wait_ns >= limit_ns / 2:
        return _finding(tick, tick.wall_ns, Cause.CPU if tick.cpu_ns > wait_ns else None, Certainty.UNSURE)
    return None


def _split(tick: Tick) -> tuple[int, int]:
    """Give (wait, gil) in nanoseconds: what the thread slept in a call, and what it slept for the lock.

    Seen from inside the process, a wait for the interpreter lock is a futex with a time-out while other threads of
    the process are at work. An observer outside replaces this guess by the lock's address.
    """
    if not tick.voluntary_switches:
        return 0, 0
    off_ns = max(0, tick.wall_ns - tick.cpu_ns - tick.run_delay_ns - tick.steal_ns)
    waiting = [s for s in tick.samples if s.system_call not in (RUNNING, None)]
    if not waiting or tick.others_cpu_ns < off_ns / 2:
        return off_ns, 0
    for_the_lock = sum(s.count for s in waiting if _is_for_the_lock(s))
    gil_ns = round(off_ns * for_the_lock / sum(s.count for s in waiting))
    return off_ns - gil_ns, gil_ns


def _is_for_the_lock(sample: Sample) -> bool:
    return sample.system_call == TIMED_FUTEX and cause_of_call(sample.call) is not Cause.LOCK


def _without_lock(tick: Tick) -> Tick:
    return msgspec.structs.replace(tick, samples=tuple(s for s in tick.samples if not _is_for_the_lock(s)))


def _finding(tick: Tick, held_ns: int, cause: Cause | None, certainty: Certainty) -> Finding:
    samples = _telling(tick.samples, running=cause is Cause.CPU)
    places = _most(samples, lambda s: s.places) or ()
    there = [s for s in samples if s.places == places]
    call = _most(there, lambda s: s.call)
    system_call = _most([s for s in there if s.system_call != RUNNING], lambda s: s.system_call)
    return Finding(
        start_ns=tick.start_ns,
        held_ns=held_ns,
        cause=cause or cause_of_wait(call, system_call),
        certainty=certainty,
        call=call,
        places=places,
    )


def _telling(samples: Sequence[Sample], *, running: bool) -> list[Sample]:
    """Give the samples that tell the line: seen running for processor time, else seen waiting, with a line if any."""
    named = [s for s in samples if s.places]
    fitting = [s for s in named if (s.system_call == RUNNING) is running]
    return fitting or named


def _most(samples: Iterable[Sample], key: Callable[[Sample], _Key]) -> _Key | None:
    counts: Counter[_Key] = Counter()
    for sample in samples:
        counts[key(sample)] += sample.count
    return counts.most_common(1)[0][0] if counts else None


def _short_sleeps(ticks: Sequence[Tick], limit_ns: int) -> Iterator[Finding]:
    """Find stretches of at most one second in which short sleeps add up to twice the limit."""
    window: deque[Tick] = deque()
    for tick in ticks:
        if not tick.slept_ns:
            continue
        window.append(tick)
        while tick.start_ns - window[0].start_ns > _SHORT_SLEEPS_WINDOW_NS:
            window.popleft()
        if sum(each.slept_ns for each in window) >= 2 * limit_ns:
            yield _short_sleep(tuple(window))
            window.clear()


def _short_sleep(ticks: tuple[Tick, ...]) -> Finding:
    slept = [s for tick in ticks for s in tick.sleeps]
    places = _most(slept, lambda s: s.places) or ()
    return Finding(
        start_ns=ticks[0].start_ns,
        held_ns=sum(tick.slept_ns for tick in ticks),
        cause=Cause.SLEEP,
        certainty=Certainty.SURE,
        call="time.sleep",
        places=places,
    )
