"""The rule that tells a held loop from a busy machine.

Per tick: off = 0 where the thread never slept, else wall - cpu - run_delay - steal; gil = the share of off that was
spent waiting for the interpreter lock; wait = off - gil. Then, with the limit T:

    cpu >= T and cpu >= wait             held by cpu; between T and 2T only a second look decides
    gil >= T/2 and gil > wait            held by another thread's Python (also summed over 1 s, with the waits on the
                                         way out of the selector); below T a second look decides
    wait >= T                            held, cause by what it waited in
    wait + cpu >= T, wait > 5 ms         held, cause the larger part
    short sleeps, together >= 2T in 1 s  held by sleep
    wall >= T and cpu + wait >= T/2      nobody can tell: look again, and never fail for it

What the counters leave to neither is the machine's doing.
"""

import enum
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import msgspec

from grader.instruments.account import Account, Place, Sample, Tick
from grader.instruments.blame import blamed
from grader.instruments.cause import Cause, cause_of_call, cause_of_wait
from grader.instruments.looks import EVERY_NS, length_ns, looks_within, others_delay_ns
from grader.instruments.observer import Seen
from grader.instruments.system_calls import GIL, RUNNING, TIMED_FUTEX, is_a_poll

_MIXED_WAIT_NS = 5_000_000
_CATCHING_UP_NS = 500_000_000
_WINDOW_NS = 1_000_000_000


class Certainty(enum.Enum):
    """How sure the rule is of a finding."""

    SURE = "sure"
    CLOSE = "close"  # processor time between T and 2T: run again, the majority decides
    UNSURE = "unsure"  # the machine was too busy to tell: run again, never a fail


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One stretch that held a loop, or may have. `places`: one's own lines, the deepest first.

    `thread`: whose lines these are, where it is not the loop's thread. `is_only_outside`: the program's own account
    knows nothing of it.
    """

    start_ns: int
    held_ns: int
    cause: Cause
    certainty: Certainty
    call: str | None = None
    places: tuple[Place, ...] = ()
    thread: str | None = None
    is_only_outside: bool = False


def findings(
    account: Account,
    limit_ns: int,
    *,
    seen: Sequence[Seen] = (),
    cpu_limit_ns: int | None = None,
    has_run_delay: bool = True,
) -> tuple[Finding, ...]:
    """Apply the rule to every tick of `account`, in the order of time.

    `seen` is what an observer outside saw of the loop's thread; `cpu_limit_ns` is the limit for processor time on a
    slow machine. Without `has_run_delay` nobody counts how long a thread was kept from a processor: then the share of
    the looks that found it waiting tells, and where there are none a second attempt has to agree.
    """
    limits = _Limits(limit_ns, cpu_limit_ns or limit_ns, has_run_delay)
    own = [_assess(tick, limits, seen) for tick in account.ticks]
    single = [_with_hog(found, account) for found in own if found]
    held = {found.start_ns for found in single}
    short = [tick for tick in account.ticks if tick.start_ns not in held]
    return tuple(sorted([*single, *_short_sleeps(short, limit_ns)], key=lambda found: found.start_ns))


def assess(tick: Tick, limit_ns: int) -> Finding | None:
    """Apply the rule to one tick by itself; None where it held nothing up."""
    return _assess(tick, _Limits(limit_ns, limit_ns), ())


class _Limits(NamedTuple):
    """From which length on a tick is too long, whatever made it so and by processor time; and what is counted here."""

    any_ns: int
    cpu_ns: int
    has_run_delay: bool = True


class _Parts(NamedTuple):
    """How a tick was spent while its thread slept. `noise_ns`: the part of `wait_ns` that the machine may explain."""

    wait_ns: int
    gil_ns: int
    noise_ns: int = 0


def _assess(tick: Tick, limits: _Limits, seen: Sequence[Seen]) -> Finding | None:
    if tick.wall_ns < limits.any_ns:
        return None
    looks = _waits(tick, seen)
    parts = _split(tick, seen, looks, has_run_delay=limits.has_run_delay)
    found = _held(tick, parts, limits, looks) or _unclear(tick, parts, limits, looks)
    return _doubted(found, limits, seen) if found is not None and found.cause is Cause.CPU else found


def _held(tick: Tick, parts: _Parts, limits: _Limits, looks: Counter[str]) -> Finding | None:
    wait_ns, gil_ns, noise_ns = parts
    if tick.cpu_ns >= limits.cpu_ns and tick.cpu_ns >= wait_ns:
        certainty = Certainty.SURE if tick.cpu_ns >= 2 * limits.cpu_ns else Certainty.CLOSE
        return _finding(tick, tick.cpu_ns, Cause.CPU, certainty, looks)
    if gil_ns >= limits.any_ns / 2 and gil_ns > wait_ns:
        return _finding(tick, gil_ns, Cause.GIL, Certainty.SURE if gil_ns >= limits.any_ns else Certainty.CLOSE, looks)
    if wait_ns >= limits.any_ns:
        certainty = Certainty.SURE if wait_ns - noise_ns >= limits.any_ns else Certainty.UNSURE
        if certainty is Certainty.SURE and not looks and not limits.has_run_delay:
            certainty = Certainty.CLOSE
        return _finding(_without_lock(tick) if gil_ns else tick, wait_ns, None, certainty, looks)
    if wait_ns + tick.cpu_ns >= limits.any_ns and wait_ns - noise_ns > _MIXED_WAIT_NS and not gil_ns:
        cause = Cause.CPU if tick.cpu_ns > wait_ns else None
        return _finding(tick, wait_ns + tick.cpu_ns, cause, Certainty.SURE, looks)
    return None


def _unclear(tick: Tick, parts: _Parts, limits: _Limits, looks: Counter[str]) -> Finding | None:
    # On a slow machine the same work takes more processor time: here it counts as on any other.
    cpu_ns = round(tick.cpu_ns * limits.any_ns / limits.cpu_ns)
    if tick.wall_ns - tick.cpu_ns + cpu_ns >= limits.any_ns and cpu_ns + parts.wait_ns >= limits.any_ns / 2:
        cause = Cause.CPU if tick.cpu_ns > parts.wait_ns else None
        return _finding(tick, tick.wall_ns, cause, Certainty.UNSURE, looks)
    return None


def _doubted(found: Finding, limits: _Limits, seen: Sequence[Seen]) -> Finding:
    """Doubt a tick that computed not very long, soon after the machine kept the loop waiting for a processor.

    Timers that were to come one after the other come together then, and their work is in one tick.
    """
    before = (
        each for each in seen if found.start_ns - _CATCHING_UP_NS < each.end_ns and each.start_ns < found.start_ns
    )
    if found.held_ns < 3 * limits.cpu_ns and sum(each.run_delay_ns for each in before) >= limits.any_ns / 2:
        return replace(found, certainty=Certainty.UNSURE)
    return found


def _split(tick: Tick, seen: Sequence[Seen], looks: Counter[str], *, has_run_delay: bool) -> _Parts:
    """Tell what the thread slept in calls from what it slept for the interpreter's lock.

    The looks from outside decide. Without any, and without the lock's address, a wait for it is guessed: a futex with a
    time-out while other threads of the process are at work.
    """
    if not tick.voluntary_switches:
        return _Parts(0, 0)
    off_ns = max(0, tick.wall_ns - tick.cpu_ns - tick.run_delay_ns - tick.steal_ns)
    if looks:
        end_ns = tick.start_ns + tick.wall_ns
        if not has_run_delay:
            share = looks.total() / looks_within(seen, tick.start_ns, end_ns).total()
            off_ns = min(off_ns, round(tick.wall_ns * share))
        gil_ns = round(off_ns * looks[GIL] / looks.total())
        noise_ns, hold_ns = (others_delay_ns(seen, tick.start_ns, end_ns, for_gil=gil) for gil in (False, True))
        return _Parts(off_ns - gil_ns, max(0, gil_ns - hold_ns), noise_ns)
    waiting = [s for s in tick.samples if s.system_call not in (RUNNING, None)]
    # The sampler says GIL only where others were at work; those may have lacked a processor, too.
    is_told = any(sample.system_call == GIL for sample in waiting)
    if not waiting or (tick.others_cpu_ns < off_ns / 2 and not is_told):
        return _Parts(off_ns, 0)
    for_the_lock = sum(s.count for s in waiting if _is_for_the_lock(s))
    gil_ns = round(off_ns * for_the_lock / sum(s.count for s in waiting))
    return _Parts(off_ns - gil_ns, gil_ns)


def _waits(tick: Tick, seen: Sequence[Seen]) -> Counter[str]:
    """Count by place the looks from outside that found the thread waiting in this tick."""
    looks = looks_within(seen, tick.start_ns, tick.start_ns + tick.wall_ns)
    waits = Counter(
        {where: count for where, count in looks.items() if where not in (RUNNING, "") and not is_a_poll(where)}
    )
    # Who starts a thread waits in a lock until that one runs: the sampler tells when the interpreter is what it lacks.
    told = [sample for sample in tick.samples if sample.system_call not in (RUNNING, None)]
    if 2 * sum(s.count for s in told if s.system_call == GIL) > sum(s.count for s in told) and "futex" in waits:
        waits[GIL] += waits.pop("futex")
    return waits


def _is_for_the_lock(sample: Sample) -> bool:
    if sample.system_call == GIL:
        return True
    return sample.system_call == TIMED_FUTEX and cause_of_call(sample.call) is not Cause.LOCK


def starved(account: Account, limit_ns: int, seen: Sequence[Seen]) -> Finding | None:
    """Tell whether the loop waited for the interpreter's lock too often, in its ticks and between them.

    A loop that wakes up cannot leave its selector before it has the lock, so these waits are in no tick. They count
    together within one second, from half the limit on.
    """
    window: deque[Seen] = deque()
    worst_ns, start_ns = 0, 0
    for each in seen:
        # Without another thread at work nobody competes but the watchdog, whose looks are short.
        if each.where != GIL or each.others_cpu_ns < length_ns(each) / 4:
            continue
        window.append(each)
        while each.start_ns - window[0].start_ns > _WINDOW_NS:
            window.popleft()
        waited_ns = sum(length_ns(w) - min(w.others_delay_ns, length_ns(w)) for w in window)
        if waited_ns > worst_ns:
            worst_ns, start_ns = waited_ns, window[0].start_ns
    if worst_ns < limit_ns / 2:
        return None
    certainty = Certainty.SURE if worst_ns >= limit_ns else Certainty.CLOSE
    return _with_hog(Finding(start_ns=start_ns, held_ns=worst_ns, cause=Cause.GIL, certainty=certainty), account)


def slept(seen: Sequence[Seen], limit_ns: int) -> Finding | None:
    """Tell whether the thread slept too often, whatever the account says: a loop waits for time in its selector alone.

    This is the rule for sleeps that add up; but looks only estimate them, so it takes half a limit more, and a second
    attempt has to agree.
    """
    window: deque[Seen] = deque()
    for each in seen:
        if cause_of_wait(None, each.where) is not Cause.SLEEP:
            continue
        window.append(each)
        while each.start_ns - window[0].start_ns > _WINDOW_NS:
            window.popleft()
        # Of two looks far apart, each may have found a sleep of its own.
        slept_ns = sum(min(length_ns(sleep), sleep.count * EVERY_NS) for sleep in window)
        if slept_ns >= 2.5 * limit_ns:
            start_ns = window[0].start_ns
            certainty = Certainty.CLOSE
            return Finding(
                start_ns=start_ns, held_ns=slept_ns, cause=Cause.SLEEP, certainty=certainty, is_only_outside=True
            )
    return None


def _with_hog(finding: Finding, account: Account) -> Finding:
    """Name the line that had the interpreter's lock, not the one that waited for it."""
    if finding.cause is not Cause.GIL or not account.hogs:
        return finding
    hog = account.hogs[0]
    return replace(finding, call=hog.call, places=hog.places, thread=hog.thread)


def _without_lock(tick: Tick) -> Tick:
    return msgspec.structs.replace(tick, samples=tuple(s for s in tick.samples if not _is_for_the_lock(s)))


def _finding(tick: Tick, held_ns: int, cause: Cause | None, certainty: Certainty, looks: Counter[str]) -> Finding:
    places, call, system_call = blamed(tick.samples, running=cause is Cause.CPU)
    seen = [(count, where) for where, count in looks.items() if where != GIL]
    return Finding(
        start_ns=tick.start_ns,
        held_ns=held_ns,
        cause=cause or cause_of_wait(call, max(seen)[1] if seen else system_call),
        certainty=certainty,
        call=call,
        places=places,
    )


def _short_sleeps(ticks: Sequence[Tick], limit_ns: int) -> Iterator[Finding]:
    """Find stretches of at most one second in which short sleeps add up to twice the limit."""
    window: deque[Tick] = deque()
    for tick in ticks:
        if not tick.slept_ns:
            continue
        window.append(tick)
        while tick.start_ns - window[0].start_ns > _WINDOW_NS:
            window.popleft()
        if sum(each.slept_ns for each in window) >= 2 * limit_ns:
            yield _short_sleep(tuple(window))
            window.clear()


def _short_sleep(ticks: tuple[Tick, ...]) -> Finding:
    places, _, _ = blamed([s for tick in ticks for s in tick.sleeps], running=False)
    return Finding(
        start_ns=ticks[0].start_ns,
        held_ns=sum(tick.slept_ns for tick in ticks),
        cause=Cause.SLEEP,
        certainty=Certainty.SURE,
        call="time.sleep",
        places=places,
    )
