"""Looks from outside at a candidate whose limit is reached: is its loop held, and on which line?"""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from grader.instruments.account import Place
from grader.instruments.cause import Cause, cause_of_wait
from grader.instruments.rule import Certainty, Finding
from grader.instruments.system_calls import RUNNING, is_a_poll
from grader.judge.candidate_process import CandidateProcess
from grader.judge.peer import Peer

# The form of CPython's faulthandler: a line per frame, the deepest first.
_FRAME = re.compile(r'^  File "(?P<path>.+)", line (?P<line>\d+) in (?P<function>.+)$')
_CURRENT = "Current thread"
_THREAD = "Thread "
_LOOKS = 9
_BETWEEN_LOOKS_S = 0.005
_OUR_SLEEP = ("instruments/loop_monitor.py", "sleep")


async def held(
    peer: Peer, is_own: Callable[[str], bool], now_ns: int, pause: Callable[[float], Awaitable[None]]
) -> Finding | None:
    """Tell what holds the loop's thread, or None where that rests in its selector or waits for the judge.

    `pause` waits so many real seconds.

    Several looks, a moment apart: a loop on its way to the selector is not held, and a thread that computes is now and
    then seen in a short wait for the interpreter lock.
    """
    looks: list[str] = []
    for _ in range(_LOOKS):
        where = peer.process.loop_waits_in()
        if is_a_poll(where) or where is None or peer.call_backs.is_waited_for() or peer.exit is not None:
            return None
        looks.append(where)
        await pause(_BETWEEN_LOOKS_S)
    since_ns = peer.silent_since_ns or now_ns
    places, call = stack_of_main_thread(peer.process.stacks(), is_own)
    return Finding(
        start_ns=since_ns,
        held_ns=now_ns - since_ns,
        cause=cause_of_looks(looks, call),
        certainty=Certainty.SURE,
        call=call,
        places=places,
    )


def with_lines(
    found: Sequence[Finding], process: CandidateProcess, is_own: Callable[[str], bool]
) -> tuple[Finding, ...]:
    """Name the lines that nobody inside could see, since C code kept the interpreter: the observer asked for them."""
    if all(finding.places and not _needs_hog(finding) for finding in found):
        return tuple(found)
    text = process.stacks_told()
    hog, (own, _) = places_of_others(text, is_own), stack_of_main_thread(text, is_own)
    return tuple(_with_line(finding, hog, own) for finding in found)


def _with_line(finding: Finding, hog: tuple[Place, ...], own: tuple[Place, ...]) -> Finding:
    if _needs_hog(finding):
        return replace(finding, places=hog, call=None) if hog else finding
    return finding if finding.places else replace(finding, places=own)


def _needs_hog(finding: Finding) -> bool:
    return finding.cause is Cause.GIL and (finding.thread is None or not finding.places)


def places_of_others(text: str, is_own: Callable[[str], bool]) -> tuple[Place, ...]:
    """Give one's own lines of the first thread that has any, of those that did not take the signal."""
    before, _, _ = text.partition(_CURRENT)
    for stack in before.split(_THREAD)[1:]:
        found = (_FRAME.match(line) for line in stack.splitlines())
        if places := tuple(_place(each) for each in found if each and is_own(each["path"])):
            return places
    return ()


def _place(found: "re.Match[str]") -> Place:
    return Place(path=found["path"], line=int(found["line"]), function=found["function"])


def cause_of_looks(looks: Sequence[str], call: str | None) -> Cause:
    """Name the cause by where the thread was seen most often."""
    where = Counter(looks).most_common(1)[0][0]
    return Cause.CPU if where == RUNNING else cause_of_wait(call, where)


def stack_of_main_thread(text: str, is_own: Callable[[str], bool]) -> tuple[tuple[Place, ...], str | None]:
    """Give one's own lines of the thread that took the signal, and time.sleep where that is what they called."""
    _, current, stack = text.partition(_CURRENT)
    places: list[Place] = []
    call = None
    for line in (stack if current else text).splitlines():
        if line.startswith(_THREAD):
            break
        if not (found := _FRAME.match(line)):
            continue
        if is_own(found["path"]):
            places.append(_place(found))
        elif not places and found["path"].endswith(_OUR_SLEEP[0]) and found["function"] == _OUR_SLEEP[1]:
            call = "time.sleep"
    return tuple(places), call
