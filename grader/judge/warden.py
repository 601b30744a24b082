"""The judge's warden: a process of its own that ends a candidate when its tree uses more than the kata allows.

A process and not a thread: neither a hidden test that hangs nor the candidate keeps it from looking, and in virtual
time, where the judge waits until its own threads rest, it would be one that never does.
"""

import contextlib
import gc
import os
import select
import signal
import socket
import time

import msgspec

from grader.judge.frames import read_frame, send_frame
from grader.judge.job import Limits
from grader.judge.tally import Breach, Tally
from grader.wire.channel import socket_pair

_LOOK_EVERY_S = 0.03
_LOOK_AT_LEAST_EVERY_S = 0.25
_SHARE = 20  # a look that takes long (many processes, much memory) is one in so many parts of the time
_PATIENCE_S = 5.0
_CONTROL = 3
_MOST_DESCRIPTORS = 4096


class Watch(msgspec.Struct, frozen=True, kw_only=True, tag="watch"):
    """Watch the candidate `pid`, whose private folder is `folder`; answered by a first Account."""

    pid: int
    folder: str
    limits: Limits


class Report(msgspec.Struct, frozen=True, kw_only=True, tag="report"):
    """Look once more, end the watch and what has left the candidate's tree; answered by the last Account."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What a watch found: the first limit that was crossed, or None."""

    breach: Breach | None = None


_orders = msgspec.json.Decoder(Watch | Report)
_accounts = msgspec.json.Decoder(Account)


class Warden:
    """Forks the warden; made before any hidden test is imported, so that nothing of them is in it."""

    def __init__(self) -> None:
        """Fork it off this process."""
        ours, theirs = socket_pair()
        judge = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            _be_warden(theirs, judge)
        theirs.close()
        ours.settimeout(_PATIENCE_S)
        self._control: socket.socket | None = ours
        self._is_watching = False

    def watch(self, pid: int, folder: str, limits: Limits) -> None:
        """Begin to watch a candidate that has not yet loaded anything; returns after the first look."""
        self._is_watching = self._ask(Watch(pid=pid, folder=folder, limits=limits)) is not None

    def report(self) -> Account | None:
        """End the watch and give what was found; None where nobody watched, or not to the end.

        A limit that was crossed is known here before the candidate dies of it.
        """
        was_watching, self._is_watching = self._is_watching, False
        return self._ask(Report()) if was_watching else None

    def close(self) -> None:
        """End the warden."""
        if self._control is not None:
            self._control.close()
            self._control = None

    def _ask(self, order: Watch | Report) -> Account | None:
        if self._control is None:
            return None
        try:
            send_frame(self._control, order)
            return _accounts.decode(read_frame(self._control))
        except (OSError, EOFError, msgspec.DecodeError):
            self.close()  # whatever it says later would answer an earlier question
            return None


def _be_warden(theirs: socket.socket, judge: int) -> None:
    try:
        os.dup2(theirs.fileno(), _CONTROL)
        os.closerange(_CONTROL + 1, _MOST_DESCRIPTORS)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        gc.freeze()  # what the judge has is never looked through here
        with contextlib.suppress(OSError):
            os.nice(-5)  # where it is allowed: against a fork bomb the first look has to come in time
        keep_watch(socket.socket(fileno=_CONTROL), judge)
    finally:
        os._exit(0)


def keep_watch(control: socket.socket, judge: int) -> None:
    """Obey the orders on `control` until its other end closes; between them, look."""
    post: _Post | None = None
    with contextlib.suppress(EOFError, OSError):
        while True:
            if post is not None and not select.select([control], [], [], post.pause_s)[0]:
                post.look()
                continue
            order = _orders.decode(read_frame(control))
            if isinstance(order, Watch):
                post = _Post(order, judge)
                send_frame(control, Account())
            else:
                account = post.leave() if post is not None else Account()
                post = None
                send_frame(control, account)


class _Post:
    """One watch."""

    def __init__(self, order: Watch, judge: int) -> None:
        """Take the first look."""
        self._tally = Tally(order.pid, judge, order.folder, order.limits)
        self._breach: Breach | None = None
        self.pause_s = _LOOK_EVERY_S

    def look(self) -> None:
        """Look; of what is over a limit, nothing stays alive."""
        began_s = time.perf_counter()
        self._breach = self._breach or self._tally.look()
        if self._breach is not None:
            self._tally.tree.end()
        took_s = time.perf_counter() - began_s
        self.pause_s = min(max(_LOOK_EVERY_S, _SHARE * took_s), _LOOK_AT_LEAST_EVERY_S)

    def leave(self) -> Account:
        """Look for the last time: what was short is in the kernel's accounts."""
        self._breach = self._breach or self._tally.look()
        self._tally.tree.end_orphans()
        self._tally.close()
        return Account(breach=self._breach)
