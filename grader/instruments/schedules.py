"""Where a loop was told to call something that is no code of anybody's: a built-in function has no line of its own.

`loop.call_later(5, time.sleep, 60)` holds the loop with none of one's own lines on the stack. To blame is the line
that asked for it.
"""

import asyncio
import functools
import sys
import weakref
from collections.abc import Callable
from types import FrameType, FunctionType, MethodType
from typing import Any

from grader.instruments.account import Place
from grader.instruments.call_site import own_stack

_RUN = asyncio.Handle._run.__code__
_METHODS = ("call_soon", "call_at", "call_soon_threadsafe")


class Schedules:
    """The lines that scheduled bare functions on a loop. `is_own` tells one's own files by name."""

    def __init__(self, is_own: Callable[[str], bool]) -> None:
        """Know nothing yet."""
        self._is_own = is_own
        self._places: weakref.WeakKeyDictionary[asyncio.Handle, tuple[Place, ...]] = weakref.WeakKeyDictionary()

    def note(self, loop: asyncio.AbstractEventLoop) -> None:
        """Note what is scheduled on `loop` from now on."""
        for name, position in zip(_METHODS, (0, 1, 0), strict=True):
            setattr(loop, name, self._noting(getattr(loop, name), position))

    def places(self, frame: FrameType | None) -> tuple[Place, ...]:
        """Give the lines that scheduled what a stack without any line of one's own is executing."""
        while frame is not None and frame.f_code is not _RUN:
            frame = frame.f_back
        handle = frame.f_locals.get("self") if frame is not None else None
        return self._places.get(handle, ()) if isinstance(handle, asyncio.Handle) else ()

    def _noting(self, schedule: Callable[..., asyncio.Handle], position: int) -> Callable[..., asyncio.Handle]:
        @functools.wraps(schedule)
        def noting(*args: Any, **kwargs: Any) -> asyncio.Handle:
            handle = schedule(*args, **kwargs)
            if any(_is_bare(each) for each in _callbacks(args[position:])):
                places, _ = own_stack(sys._getframe(1), self._is_own)
                if places:
                    self._places[handle] = places
            return handle

        return noting


def _callbacks(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give what will be called: the callback, and what Tornado wraps for a callback of its own."""
    return args[:1] + tuple(each for each in args[1:] if isinstance(each, functools.partial))


def _is_bare(callback: object) -> bool:
    while isinstance(callback, functools.partial):
        callback = callback.func
    if isinstance(callback, FunctionType):
        return callback.__module__ == "time"  # one that stands in for a built-in function bears its name
    return not isinstance(callback, MethodType)
