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
_WRAPPERS = ("async_generator_asend", "async_generator_athrow", "coroutine_wrapper")


def waiting_tasks(loop: asyncio.AbstractEventLoop, is_own: Callable[[str], bool]) -> tuple[Waiting, ...]:
    """Give what waits on `loop` in the learner's code, in the order of their lines: tasks and decorated coroutines."""
    roots: list[tuple[str, object]] = [(task.get_name(), task.get_coro()) for task in asyncio.all_tasks(loop)]
    # No task stands behind a decorated coroutine, and nothing lists them but the collector.
    runners = (each for each in gc.get_objects() if type(each) is Runner)
    roots += [("", each.gen) for each in runners if getattr(each.io_loop, "asyncio_loop", None) is loop]
    told = sorted(((name, place) for name, root in roots if (place := _deepest(root, is_own))), key=_by_name)
    found = {(place.path, place.line): Waiting(task=name, place=place) for name, place in reversed(told)}
    return tuple(waiting for _, waiting in sorted(found.items(), key=_by_name))[:_KEPT]


def _by_name(row: tuple[Any, object]) -> Any:
    return row[0]


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
            # A step of an asynchronous generator, a coroutine's iterator: the collector alone knows what is inside.
            if type(awaitable).__name__ not in _WRAPPERS:
                return
            inside = gc.get_referents(awaitable)
            awaitable = next((each for each in inside if hasattr(each, "ag_frame") or hasattr(each, "cr_frame")), None)
