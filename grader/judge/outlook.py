"""Looks from outside at a candidate whose limit is reached: is its loop held, and on which line?"""

import asyncio
import re
from collections.abc import Callable

from grader.instruments.account import Place
from grader.instruments.cause import Cause, cause_of_wait
from grader.instruments.rule import Certainty, Finding
from grader.instruments.system_calls import RUNNING, is_a_poll
from grader.judge.peer import Peer

# The form of CPython's faulthandler: a line per frame, the deepest first.
_FRAME = re.compile(r'^  File "(?P<path>.+)", line (?P<line>\d+) in (?P<function>.+)$')
_CURRENT = "Current thread"
_OUR_SLEEP = ("instruments/loop_monitor.py", "sleep")


async def held(peer: Peer, is_own: Callable[[str], bool], now_ns: int) -> Finding | None:
    """Tell what holds the loop's thread, or None where that rests in its selector or waits for the judge.

    Two looks, a moment apart: a loop on its way to the selector is not held.
    """
    for _ in range(2):
        where = peer.process.loop_waits_in()
        if is_a_poll(where) or where is None or peer.calls_that_wait or peer.exit is not None:
            return None
        await asyncio.sleep(0.01)
    since_ns = peer.silent_since_ns or now_ns
    places, call = stack_of_main_thread(peer.process.stacks(), is_own)
    return Finding(
        start_ns=since_ns,
        held_ns=now_ns - since_ns,
        cause=Cause.CPU if where == RUNNING else cause_of_wait(call, where),
        certainty=Certainty.SURE,
        call=call,
        places=places,
    )


def stack_of_main_thread(text: str, is_own: Callable[[str], bool]) -> tuple[tuple[Place, ...], str | None]:
    """Give one's own lines of the thread that took the signal, and time.sleep where that is what they called."""
    _, current, stack = text.partition(_CURRENT)
    places: list[Place] = []
    call = None
    for line in (stack if current else text).splitlines():
        if line.startswith("Thread "):
            break
        if not (found := _FRAME.match(line)):
            continue
        if is_own(found["path"]):
            places.append(Place(path=found["path"], line=int(found["line"]), function=found["function"]))
        elif not places and found["path"].endswith(_OUR_SLEEP[0]) and found["function"] == _OUR_SLEEP[1]:
            call = "time.sleep"
    return tuple(places), call
