"""Lets a process read a virtual clock where it reads the time: `time`, `datetime` and Tornado's IOLoop.

Standard modules that took their clock at import (threading, queue, selectors) keep the real one, and so does other
plumbing that waits for processes and sockets: these wait for things that happen in real time.
"""

import ctypes
import datetime
import functools
import gc
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from tornado.ioloop import IOLoop

from grader.instruments.virtual_loop import VirtualLoop, VirtualTime

EPOCH_S = 1 << 30
"""time.time() at virtual zero, 2004-01-10 13:37:04 UTC: floats there still tell 0.24 µs, and whole seconds exactly."""

_NS = 1_000_000_000
_REAL_IOLOOP_TIME = IOLoop.time
_PLUMBING = (
    "asyncio.base_events",
    "concurrent.futures._base",
    "concurrent.futures.process",
    "faulthandler",
    "grader",
    "multiprocessing",
    "queue",
    "selectors",
    "socket",
    "socketserver",
    "ssl",
    "subprocess",
    "threading",
)
_WAITS_FOR_PROCESSES = ("multiprocessing", "subprocess")

Sleep = Callable[[float], None]


def let_ioloops_follow() -> None:
    """Let IOLoop.time, which is time.time otherwise, follow the virtual loop that it wraps."""

    @functools.wraps(_REAL_IOLOOP_TIME)
    def time_of(loop: Any) -> float:
        inner = getattr(loop, "asyncio_loop", None)
        return EPOCH_S + inner.time() if isinstance(inner, VirtualLoop) else _REAL_IOLOOP_TIME(loop)

    IOLoop.time = time_of  # type: ignore[assignment, method-assign]


def follow(now: VirtualTime, sleep: Sleep) -> None:
    """Let this process read `now` from here on, and sleep by `sleep`, for its life; its children live in real time."""
    names = _Names(now)
    names.clock("time", lambda: EPOCH_S + now.ns / _NS)
    names.clock("time_ns", lambda: EPOCH_S * _NS + now.ns)
    for name in ("monotonic", "perf_counter"):
        names.clock(name, lambda: now.ns / _NS)
        names.clock(f"{name}_ns", lambda: now.ns)
    names.sleep(sleep)
    names.calendar()
    names.dates()
    let_ioloops_follow()


class _Names:
    """Replaces names in the modules `time` and `datetime`."""

    def __init__(self, now: VirtualTime) -> None:
        self._now = now
        self._process = os.getpid()

    def clock(self, name: str, virtual: Callable[[], Any]) -> None:
        real = getattr(time, name)

        @functools.wraps(real)
        def read() -> Any:
            return virtual() if self._is_virtual_for(_PLUMBING) else real()

        setattr(time, name, read)

    def sleep(self, virtual: Sleep) -> None:
        real = time.sleep

        @functools.wraps(real)
        def sleep(seconds: float, /) -> None:
            if self._is_virtual_for(_WAITS_FOR_PROCESSES):
                virtual(seconds)
            else:
                real(seconds)

        time.sleep = sleep  # type: ignore[assignment]

    def calendar(self) -> None:
        """Let the functions that mean "now" without an argument mean the virtual now."""
        for name in ("localtime", "gmtime", "ctime"):
            self._of_seconds(name)
        local = time.localtime

        def of_now(real: Callable[..., str], *before: Any) -> str:
            return real(*before, local(self._seconds())) if self._is_virtual_here else real(*before)

        asctime, strftime = time.asctime, time.strftime
        time.asctime = lambda *t: asctime(*t) if t else of_now(asctime)
        time.strftime = lambda form, *t: strftime(form, *t) if t else of_now(strftime, form)

    def _of_seconds(self, name: str) -> None:
        real = getattr(time, name)

        @functools.wraps(real)
        def of(seconds: float | None = None, /) -> Any:
            return real(self._seconds() if seconds is None and self._is_virtual_here else seconds)

        setattr(time, name, of)

    def dates(self) -> None:
        """Let datetime.now and utcnow know the virtual now; `today` asks time.time by itself.

        The methods of the class change, and not the class: one of another identity could be pickled, encoded or handed
        to a database no more, and whoever imported it before would keep the real one.
        """
        real_now = vars(datetime.datetime)["now"]

        def now(cls: type[datetime.datetime], tz: datetime.tzinfo | None = None) -> Any:
            return cls.fromtimestamp(self._seconds(), tz) if self._is_virtual_here else real_now.__get__(None, cls)(tz)

        def utcnow(cls: type[datetime.datetime]) -> datetime.datetime:
            return cls.now(datetime.UTC).replace(tzinfo=None)

        _set_class_method(datetime.datetime, now)
        _set_class_method(datetime.datetime, utcnow)

    @property
    def _is_virtual_here(self) -> bool:
        # A child that was forked off has nobody who would move its clock.
        return os.getpid() == self._process

    def _is_virtual_for(self, plumbing: tuple[str, ...]) -> bool:
        try:
            caller = sys._getframe(2).f_globals.get("__name__", "")
        except ValueError:  # C code calls it, with no Python above: a thread that was started on it
            caller = ""
        return self._is_virtual_here and not _belongs_to(caller, plumbing)

    def _seconds(self) -> float:
        return EPOCH_S + self._now.ns / _NS


def _set_class_method(cls: type, function: Callable[..., Any]) -> None:
    """Give a class that is written in C another class method; only the interpreter itself may do that by assignment."""
    (namespace,) = gc.get_referents(vars(cls))
    namespace[function.__name__] = classmethod(function)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(cls))


@functools.lru_cache(maxsize=256)
def _belongs_to(module: str, plumbing: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in plumbing)
