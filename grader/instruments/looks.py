"""The observer's looks, asked about stretches of time."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.instruments.observer import EVERY_S, Seen
from grader.instruments.system_calls import CLONES, FROM_PIPE, GIL, RUNNING, is_a_poll

EVERY_NS = round(EVERY_S * 1e9)
_TOGETHER_NS = 3 * EVERY_NS
_BUSY_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A stretch in which every look found the thread away from its selector.

    `waited_ns`: in system calls other than polls and the interpreter's lock, by its looks; `noise_ns`: the part of it
    that the machine may explain. `cpu_ns`: executed.
    """

    start_ns: int
    end_ns: int
    waited_ns: int
    noise_ns: int
    cpu_ns: int
    where: Counter[str]


def looks_within(seen: Sequence[Seen], start_ns: int, end_ns: int) -> Counter[str]:
    """Count by place the looks between two instants."""
    counts: Counter[str] = Counter()
    for each in seen:
        if each.end_ns < start_ns or each.start_ns > end_ns:
            continue
        length_ns = each.end_ns - each.start_ns
        overlap_ns = min(each.end_ns, end_ns) - max(each.start_ns, start_ns)
        counts[each.where] += max(1, round(each.count * overlap_ns / length_ns)) if length_ns else 1
    return counts


def others_delay_ns(seen: Sequence[Seen], start_ns: int, end_ns: int, *, for_gil: bool) -> int:
    """Give how long those were kept from a processor for whom this thread waited: other threads, or children.

    Whoever has the interpreter's lock (`for_gil`), or is to release another one, is one of the process's threads; so
    this much of the wait may be the machine's doing.
    """
    waits = (
        each for each in seen if _is_for_others(each, for_gil) and start_ns <= each.end_ns and each.start_ns <= end_ns
    )
    # A wait may have begun before the stretch: more than what lies inside is not its part.
    return sum(min(each.others_delay_ns, _inside_ns(each, start_ns, end_ns)) for each in waits)


def _inside_ns(seen: Seen, start_ns: int, end_ns: int) -> int:
    return min(seen.end_ns, end_ns) - max(seen.start_ns, start_ns) + EVERY_NS


def _is_for_others(seen: Seen, for_gil: bool) -> bool:
    if for_gil:
        return seen.where == GIL
    return seen.where.startswith("futex") or seen.where in CLONES or seen.where in (FROM_PIPE, "wait4", "waitid")


def length_ns(seen: Seen) -> int:
    """Estimate how long the thread was there: one look stands for the time between two."""
    return seen.end_ns - seen.start_ns + EVERY_NS


def surely_waited_ns(seen: Sequence[Seen], start_ns: int, end_ns: int) -> int:
    """Give how long the thread waited between two instants at the least, in calls other than polls and the lock's.

    Its looks prove it, and no counter of the kernel speaks against it. An observer that the machine stopped as well did
    not look meanwhile.
    """
    waits = (each for each in seen if _is_a_wait(each) and start_ns <= each.start_ns and each.end_ns <= end_ns)
    between = ((min(each.end_ns - each.start_ns, (each.count - 1) * EVERY_NS), each) for each in waits)
    return sum(max(0, between_ns - each.cpu_ns - each.run_delay_ns) for between_ns, each in between)


def _is_a_wait(seen: Seen) -> bool:
    return seen.where not in (RUNNING, GIL, "") and not is_a_poll(seen.where)


def stretches_away(
    seen: Sequence[Seen], is_idle: Callable[[Seen], bool], *, across_busy_polls: bool = False
) -> list[Away]:
    """Give the stretches between two looks that found the thread in its selector, or idle in another way.

    A thread that computed all the time until it was seen in a selector is not idle there: with `across_busy_polls` such
    a look ends no stretch.
    """
    groups: list[list[Seen]] = [[]]
    before_ns = 0
    for each in seen:
        is_busy = across_busy_polls and each.cpu_ns >= _BUSY_SHARE * (each.end_ns - before_ns)
        before_ns = each.end_ns
        if (is_a_poll(each.where) and not is_busy) or is_idle(each):
            groups.append([])
        else:
            if groups[-1] and each.start_ns - groups[-1][-1].end_ns > _TOGETHER_NS:
                groups.append([])  # nobody looked in between
            groups[-1].append(each)
    return [_away(group) for group in groups if group]


def _away(group: Sequence[Seen]) -> Away:
    where: Counter[str] = Counter()
    for each in group:
        where[each.where] += each.count
    waits = [each for each in group if _is_a_wait(each)]
    return Away(
        start_ns=group[0].start_ns,
        end_ns=group[-1].end_ns,
        waited_ns=sum(length_ns(each) for each in waits),
        noise_ns=others_delay_ns(group, group[0].start_ns, group[-1].end_ns, for_gil=False),
        cpu_ns=sum(each.cpu_ns for each in group),
        where=where,
    )
