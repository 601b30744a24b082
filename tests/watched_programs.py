"""Small programs that run as real processes and stand still, or go on when they are told to, until a test is done."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from grader.instruments.rest import system_call_line, times_scheduled
from grader.instruments.system_calls import name_of

IMPORTS = "import asyncio, os, select, socket, subprocess, sys, threading, time\n"
HERE = "os.write(1, b'!')\n"
NEXT = "os.read(0, 1)\n"
SPIN = "while True: pass\n"
TIMES = 10


class Program:
    """A program that has come to its first HERE."""

    def __init__(self, child: "subprocess.Popen[bytes]") -> None:
        self._child = child
        self.pid = child.pid
        self.come()

    def go_on(self) -> None:
        """Let it pass its NEXT."""
        assert self._child.stdin is not None
        os.write(self._child.stdin.fileno(), b"!")

    def come(self) -> None:
        """Wait until it comes to a HERE."""
        assert self._child.stdout is not None
        assert self._child.stdout.read(1) == b"!"

    def line(self) -> bytes:
        """Read what it prints up to the end of a line."""
        assert self._child.stdout is not None
        return self._child.stdout.readline()

    def wait(self) -> int:
        """Wait until nothing is left of it; give its exit status."""
        return self._child.wait()


@contextmanager
def started(program: str) -> Iterator[Program]:
    """Run `program`, with a pipe as input that only `go_on` writes to; end it and its children."""
    pipe = subprocess.PIPE
    argv = [sys.executable, "-c", IMPORTS + program]
    with subprocess.Popen(argv, stdin=pipe, stdout=pipe, start_new_session=True) as child:
        try:
            yield Program(child)
        finally:
            if child.returncode is None:
                os.killpg(child.pid, signal.SIGKILL)


def until(condition: Callable[[], bool]) -> None:
    """Look until it is so; the time-out of all tests is the deadline."""
    while not condition():
        time.sleep(0.001)  # so that the child gets a processor


def is_in(call: str, pid: int, thread: int | None = None, gil: int = 0) -> bool:
    return name_of(system_call_line(pid, thread or pid), gil=gil) == call


def let_look(observer: int) -> None:
    """Wait until the observer has had a processor some times: about once for each look."""
    before = int(times_scheduled(observer, observer))
    until(lambda: int(times_scheduled(observer, observer)) >= before + TIMES)
