"""The observer's looks, asked about stretches of time."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.instruments.observer import EVERY_S, Seen
from grader.instruments.system_calls import GIL, RUNNING, is_a_poll

_EVERY_NS = round(EVERY_S * 1e9)
_TOGETHER_NS = 3 * _EVERY_NS


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A stretch in which every look found the thread away from its selector.

    `waited_ns`: in system calls other than polls and the interpreter's lock, by its looks. `cpu_ns`: executed.
    """

    start_ns: int
    end_ns: int
    waited_ns: int
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


def others_delay_ns(seen: Sequence[Seen], start_ns: int, end_ns: int) -> int:
    """Give how long the process's other threads were kept from a processor while this one waited for the interpreter.

    Whoever held its lock was one of them, so this much of the wait is the machine's doing.
    """
    waits = (each for each in seen if each.where == GIL and start_ns <= each.start_ns <= end_ns)
    return sum(min(each.others_delay_ns, length_ns(each)) for each in waits)


def length_ns(seen: Seen) -> int:
    """Estimate how long the thread was there: one look stands for the time between two."""
    return seen.end_ns - seen.start_ns + _EVERY_NS


def stretches_away(seen: Sequence[Seen], is_idle: Callable[[Seen], bool]) -> list[Away]:
    """Give the stretches between two looks that found the thread in its selector, or idle in another way."""
    groups: list[list[Seen]] = [[]]
    for each in seen:
        if is_a_poll(each.where) or is_idle(each):
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
    waits = [each for each in group if each.where not in (RUNNING, GIL, "")]
    return Away(
        start_ns=group[0].start_ns,
        end_ns=group[-1].end_ns,
        waited_ns=sum(length_ns(each) for each in waits),
        cpu_ns=sum(each.cpu_ns for each in group),
        where=where,
    )
