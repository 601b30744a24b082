"""What a watch borrows from the process around it: names, and the profiling timer with its signal."""

import contextlib
import functools
import os
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any


@contextlib.contextmanager
def given_back(owner: object, name: str, change: Callable[[], None]) -> Iterator[None]:
    """Let `change` replace an attribute, and give the old one back at the end.

    Where somebody put another one over ours meanwhile, theirs stays: ours passes everything on by then.
    """
    before = getattr(owner, name)
    change()
    ours = getattr(owner, name)
    try:
        yield
    finally:
        if getattr(owner, name) is ours:
            setattr(owner, name, before)


@contextlib.contextmanager
def profiling_timer() -> Iterator[None]:
    """Give ITIMER_PROF and the handler of SIGPROF back at the end; in another thread than the main, nothing is used."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler, timer = signal.getsignal(signal.SIGPROF), signal.getitimer(signal.ITIMER_PROF)
    try:
        with _disarmed_by("execv"), _disarmed_by("execve"):
            yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        # A signal that is still under way is thrown away here; under the default it would end the process.
        signal.signal(signal.SIGPROF, signal.SIG_IGN)
        if handler is not None:  # one that C code installed before Python began cannot be given back
            signal.signal(signal.SIGPROF, handler)
        signal.setitimer(signal.ITIMER_PROF, *timer)


def _disarmed_by(name: str) -> contextlib.AbstractContextManager[None]:
    """Let a function of `os` that starts another program here stop the timer first.

    The timer outlives the old program, the handler does not: the new one, after Tornado's autoreload for instance,
    would be ended by the signal.
    """
    real = getattr(os, name)

    @functools.wraps(real)
    def execute(*args: Any) -> Any:
        timer = signal.setitimer(signal.ITIMER_PROF, 0)
        try:
            return real(*args)
        finally:  # it came back, so it failed
            signal.setitimer(signal.ITIMER_PROF, *timer)

    return given_back(os, name, lambda: setattr(os, name, execute))
