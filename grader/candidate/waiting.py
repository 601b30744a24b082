"""Tells what a loop's tasks wait for: the learner's line of each."""

import asyncio
import gc
from collections.abc import Callable, Iterator
from typing import Any

from tornado.gen import Runner

from grader.instruments.account import Place
from grader.wire.messages import Waiting

_KEPT = 20
_DEPTH = 100


def waiting_tasks(loop: asyncio.AbstractEventLoop, is_own: Callable[[str], bool]) -> tuple[Waiting, ...]:
    """Give what waits on `loop` in the learner's code, in the order of their lines: tasks and decorated coroutines."""
    roots: list[tuple[str, object]] = [(task.get_name(), task.get_coro()) for task in asyncio.all_tasks(loop)]
    # No task stands behind a decorated coroutine, and nothing lists them but the collector.
    roots += [("", each.gen) for each in gc.get_objects() if type(each) is Runner and not each.finished]
    found = {place.line: (name, place) for name, root in roots if (place := _deepest(root, is_own))}
    return tuple(Waiting(task=name, place=place) for _, (name, place) in sorted(found.items())[:_KEPT])


def _deepest(root: object, is_own: Callable[[str], bool]) -> Place | None:
    place = None
    for frame in _frames(root):
        if is_own(frame.f_code.co_filename):
            place = Place(path=frame.f_code.co_filename, line=frame.f_lineno, function=frame.f_code.co_qualname)
    return place


def _frames(awaitable: Any) -> Iterator[Any]:
    """Follow what awaits what, from the outside in: coroutines, generators and asynchronous generators."""
    for _ in range(_DEPTH):
        for kind, inner in (("cr", "await"), ("gi", "yieldfrom"), ("ag", "await")):
            if (frame := getattr(awaitable, f"{kind}_frame", None)) is not None:
                yield frame
                awaitable = getattr(awaitable, f"{kind}_{inner}", None)
                break
        else:
            return
