"""Watches one thread from another process: in which system call the kernel has it, every few milliseconds.

It shares neither the interpreter's lock nor the memory with what it watches, so nothing that happens there can stop it
or change what it sees. It knows no Python lines; those are the monitor's to tell.
"""

import contextlib
import os
import select
import socket
import struct
import time
from typing import NamedTuple

import msgspec

from grader.instruments.account import Count
from grader.instruments.proc_files import open_file, read_once, read_open
from grader.instruments.system_calls import (
    ANOTHER_POLL,
    CLONES,
    ENDLESS_POLL,
    FROM_PIPE,
    FROM_SOCKET,
    GIL,
    RUNNING,
    arguments_of,
    is_a_poll,
    name_of,
)

EVERY_S = 0.004
_FOR_CHILDREN = CLONES | {FROM_PIPE, "wait4", "waitid"}
_KEPT_FROM_ALL_NS = 20_000_000  # Python code gives the lock up after 5 ms
_LONG_WAIT_NS = 120_000_000
_LENGTH = struct.Struct(">I")
_KEPT = 20_000
_FDINFO_BYTES = 1 << 16


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """Watch thread `thread` of process `pid`; `gil`: the address of its interpreter's lock, 0 if unknown.

    `ask`: the signal that makes the process tell the stacks of its threads, for when one of them keeps the lock, and
    `ask_one`: that for the stack of the thread that takes it; 0 for none. `socket`: the inode of one that
    the loop listens to, so a poll that does not is no loop's; 0 where every poll may be.
    """

    pid: int
    thread: int
    gil: int
    ask: int = 0
    ask_one: int = 0
    socket: int = 0


class Seen(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """The thread was in `where` at `count` looks in a row; the instants are of the first look and of the last.

    `cpu_ns`, `run_delay_ns`: what the kernel counted from the look before the first to the last: executed, and runnable
    but without a processor. `others_cpu_ns`: the same of the process's other threads, a watchdog's included.
    `others_delay_ns`: how long they were kept from a processor, and in calls that wait for a child its children; up to
    the look after the last, for the kernel counts a delay when it is over.
    """

    where: str
    start_ns: Count
    end_ns: Count
    count: Count
    cpu_ns: Count = 0
    run_delay_ns: Count = 0
    others_cpu_ns: Count = 0
    others_delay_ns: Count = 0


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """All that was seen, in the order of time. `worst_gap_ns`: the longest time without a look."""

    seen: tuple[Seen, ...] = ()
    looks: Count = 0
    worst_gap_ns: Count = 0


class _Counters(NamedTuple):
    cpu_ns: int
    run_delay_ns: int
    others_cpu_ns: int
    others_delay_ns: int


def observe(control: socket.socket) -> None:
    """Serve until the other end closes: an Order begins a watch, an empty message ends it and is answered."""
    try:
        while True:
            watch = _Watch(msgspec.json.decode(_receive(control), type=Order))
            watch.until(control)
            _receive(control)
            _send(control, msgspec.json.encode(watch.observation()))
    except ObserverGoneError:
        return


def order(control: socket.socket, order: Order) -> None:
    """Let the observer at the other end watch. Raises OSError."""
    _send(control, msgspec.json.encode(order))


def observation(control: socket.socket) -> Observation:
    """End the watch and get what was seen. Raises OSError or ObserverGoneError."""
    _send(control, b"")
    return msgspec.json.decode(_receive(control), type=Observation)


class ObserverGoneError(Exception):
    """The other end has closed."""


def _send(control: socket.socket, message: bytes) -> None:
    control.sendall(_LENGTH.pack(len(message)) + message)


def _receive(control: socket.socket) -> bytes:
    return _exactly(control, _LENGTH.unpack(_exactly(control, _LENGTH.size))[0])


def _exactly(control: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = control.recv(size - len(data))
        if not piece:
            raise ObserverGoneError
        data += piece
    return data


class _Watch:
    """One thread under watch."""

    def __init__(self, order: Order) -> None:
        self._order = order
        base = f"/proc/{order.pid}/task"
        self._tasks = base
        self._call = open_file(f"{base}/{order.thread}/syscall")
        self._schedule = open_file(f"{base}/{order.thread}/schedstat")
        self._seen: list[Seen] = []
        self._looks = self._worst_gap_ns = 0
        self._last_ns = time.perf_counter_ns()
        self._where = ""
        self._has_asked = False
        self._listens: dict[int, bool] = {}
        self._children_before: dict[str, int] = {}
        self._children_ns = 0
        self._start_ns = self._end_ns = self._count = 0
        self._before = self._after = self._counters()

    def until(self, control: socket.socket) -> None:
        """Look again and again until there is something to read on `control`, or the thread is gone."""
        poll = select.poll()
        poll.register(control, select.POLLIN)
        # poll counts whole milliseconds; a look takes some microseconds.
        while not poll.poll(EVERY_S * 1000) and self._look():
            pass
        poll.poll()

    def observation(self) -> Observation:
        """Give all, and the descriptors back."""
        self._end_run(self._after.others_delay_ns)
        for descriptor in (self._call, self._schedule):
            if descriptor is not None:
                os.close(descriptor)
        return Observation(seen=tuple(self._seen), looks=self._looks, worst_gap_ns=self._worst_gap_ns)

    def _look(self) -> bool:
        line = read_open(self._call)
        now_ns = time.perf_counter_ns()
        if line is None:
            return False
        self._looks += 1
        self._worst_gap_ns = max(self._worst_gap_ns, now_ns - self._last_ns)
        self._last_ns = now_ns
        where = name_of(line, gil=self._order.gil) or ""
        if where == "read":
            where = self._read_from(line)
        elif is_a_poll(where) and self._order.socket and not self._is_the_loops(arguments_of(line)[0]):
            where = ANOTHER_POLL
        counters = self._counters()
        if where != self._where:
            self._end_run(counters.others_delay_ns)
            self._where, self._start_ns, self._count = where, now_ns, 0
            self._children_before = self._delays_of_children() if where in _FOR_CHILDREN else {}
        self._end_ns = now_ns
        self._count += 1
        self._after = counters
        if where in _FOR_CHILDREN:
            before = self._children_before
            # One that has ended is missing here, so the most that was seen counts.
            delay_ns = sum(now - before.get(pid, 0) for pid, now in self._delays_of_children().items())
            self._children_ns = max(self._children_ns, delay_ns)
        ask = self._order.ask if where == GIL else self._order.ask_one
        if now_ns - self._start_ns > _ask_after_ns(where) and ask and not self._has_asked:
            self._has_asked = True
            with contextlib.suppress(OSError):
                os.kill(self._order.pid, ask)
        return True

    def _read_from(self, line: str) -> str:
        """Tell what a read reads from: a pipe's other end is another process, as a rule."""
        try:
            target = os.readlink(f"/proc/{self._order.pid}/fd/{arguments_of(line)[0]}")  # noqa: PTH115 -- at every look
        except OSError:
            return "read"
        kinds = (("pipe:", FROM_PIPE), ("socket:", FROM_SOCKET))
        return next((name for start, name in kinds if target.startswith(start)), "read")

    def _is_the_loops(self, descriptor: int) -> bool:
        """Tell whether the selector that is waited in listens to the socket, too: so does the loop's own alone."""
        if descriptor not in self._listens:
            watched = read_once(f"/proc/{self._order.pid}/fdinfo/{descriptor}", _FDINFO_BYTES)
            self._listens[descriptor] = watched is None or f"ino:{self._order.socket:x} " in watched
        return self._listens[descriptor]

    def _end_run(self, others_delay_ns: int) -> None:
        ended = self._after._replace(others_delay_ns=others_delay_ns)
        if self._count and len(self._seen) < _KEPT:
            spent = (max(0, after - before) for after, before in zip(ended, self._before, strict=True))
            cpu_ns, run_delay_ns, others_cpu_ns, others_delay_ns = spent
            others_delay_ns += self._children_ns
            self._seen.append(
                Seen(
                    where=self._where,
                    start_ns=self._start_ns,
                    end_ns=self._end_ns,
                    count=self._count,
                    cpu_ns=cpu_ns,
                    run_delay_ns=run_delay_ns,
                    others_cpu_ns=others_cpu_ns,
                    others_delay_ns=others_delay_ns,
                )
            )
        self._before, self._count, self._children_ns = ended, 0, 0

    def _counters(self) -> _Counters:
        own = (read_open(self._schedule) or "0 0").split()
        return _Counters(int(own[0]), int(own[1]), *self._of_others())

    def _delays_of_children(self) -> dict[str, int]:
        """Give by process how long each child was kept from a processor."""
        try:
            threads = os.listdir(self._tasks)  # noqa: PTH208 -- see below
        except OSError:
            return {}
        found: dict[str, int] = {}
        for thread in threads:
            for pid in (read_once(f"{self._tasks}/{thread}/children") or "").split():
                found[pid] = int((read_once(f"/proc/{pid}/schedstat") or "0 0").split()[1])
        return found

    def _of_others(self) -> tuple[int, int]:
        cpu_ns = delay_ns = 0
        try:
            names = os.listdir(self._tasks)  # noqa: PTH208 -- hundreds of times a second
        except OSError:
            return 0, 0
        for name in names:
            if int(name) != self._order.thread:
                spent = (read_once(f"{self._tasks}/{name}/schedstat") or "0 0").split()
                cpu_ns += int(spent[0])
                delay_ns += int(spent[1])
        return cpu_ns, delay_ns


def _ask_after_ns(where: str) -> float:
    """Say how long a thread has to be there before its process is asked for its stacks.

    Who keeps the lock so long from others is in C code: no thread inside can look at it, and its frame stands still. A
    wait that is this long holds the loop anyway; if it keeps the lock, nobody inside sees its line.
    """
    if where == GIL:
        return _KEPT_FROM_ALL_NS
    is_at_rest = where in (RUNNING, "", ENDLESS_POLL) or is_a_poll(where)
    return float("inf") if is_at_rest else _LONG_WAIT_NS
