"""The judge's observer: a process of its own that watches the candidate's loop from outside."""

import contextlib
import os
import signal
import socket

from grader.instruments.observer import Observation, ObserverGoneError, Order, observation, observe, order
from grader.wire.channel import socket_pair

_PATIENCE_S = 3.0
_CONTROL = 3
_MOST_DESCRIPTORS = 4096


class Lookout:
    """Forks the observer; made before the judge reads the kata, so that nothing of that is in it."""

    def __init__(self) -> None:
        """Fork it off this process."""
        ours, theirs = socket_pair()
        self.pid = os.fork()
        if self.pid == 0:
            _be_observer(theirs)
        theirs.close()
        ours.settimeout(_PATIENCE_S)
        self._control: socket.socket | None = ours
        self.is_watching = False

    def watch(self, pid: int, gil: int, ask: int, *, ask_one: int = 0, socket: int = 0) -> None:
        """Begin to watch the main thread of process `pid`; `gil` is the address of its interpreter's lock.

        `ask` and `ask_one` are the signals that make it tell its stacks; `socket` is the inode of one that its loop
        listens to.
        """
        if self._control is not None:
            with contextlib.suppress(OSError):
                order(self._control, Order(pid=pid, thread=pid, gil=gil, ask=ask, ask_one=ask_one, socket=socket))
                self.is_watching = True

    def report(self) -> Observation:
        """End the watch and give what was seen; nothing where nothing was watched, or the observer has ended."""
        if self._control is None or not self.is_watching:
            return Observation()
        self.is_watching = False
        try:
            return observation(self._control)
        except (OSError, ObserverGoneError):
            self.close()
            return Observation()

    def close(self) -> None:
        """End the observer."""
        if self._control is not None:
            self._control.close()
            self._control = None


def _be_observer(theirs: socket.socket) -> None:
    try:
        os.dup2(theirs.fileno(), _CONTROL)
        os.closerange(_CONTROL + 1, _MOST_DESCRIPTORS)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with contextlib.suppress(OSError):
            os.nice(-5)  # where it is allowed: on a busy machine a late look is a lost one
        observe(socket.socket(fileno=_CONTROL))
    finally:
        os._exit(0)
