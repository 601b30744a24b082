"""A warm process that forks candidates: Tornado is imported, nothing secret is there.

It is forked off by the judge before that reads the kata. A request is one message with a Start and four descriptors
(wire, output, stacks, status); the answer is the process id of the candidate, or of its keeper where there is one. Each
is forked twice, so that it becomes a child of the judge: the judge alone waits for it, and hears from the kernel how it
ended.
"""

import contextlib
import ctypes
import gc
import importlib
import os
import signal
import socket
import struct
import sys
from pathlib import Path

import msgspec

from grader.candidate.confined import ENVIRONMENT, Ends, fork_confined
from grader.candidate.setting import Setting
from grader.candidate.start import Start
from grader.instruments.gil import gil_futex
from grader.sandbox import keeper
from grader.sandbox.confinement import Confinement

PID = struct.Struct(">i")
REQUEST_BYTES = 1 << 16
_CONTROL = 3
_MOST_DESCRIPTORS = 4096
_STAT_AFTER_NAME = 3  # the number of the first field of /proc/self/stat behind the name in brackets
_ENVIRONMENT_STARTS, _ENVIRONMENT_ENDS = 50, 51

# What a first fetch, a first look-up or a first thread would import while the loop waits for it.
_WARM = (
    "concurrent.futures.thread",
    "concurrent.futures.process",
    "multiprocessing.connection",
    "encodings.idna",
    "stringprep",
    "tornado.simple_httpclient",
    "tornado.httpserver",
    "tornado.netutil",
    "tornado.process",
    "tornado.websocket",
    "tornado.locks",
    "tornado.queues",
    "tornado.locale",
    "tornado.template",
    "tornado.platform.asyncio",
    "http.client",
    "html",
    "json",
    "email.utils",
    "decimal",
    "urllib.request",
    "linecache",
    "sqlite3",
)
_NOT_FOR_CANDIDATES = ("grader.judge", "grader.kata", "grader.spec", "pytest", "_pytest", "pluggy", "pytest_timeout")


def warm_up() -> None:
    """Import what candidates will need, so that each of them has it for free."""
    for name in _WARM:
        importlib.import_module(name)
    gil_futex()  # the address is the same in whatever is forked from here


def serve(control: socket.socket, setting: Setting) -> None:
    """Fork candidates until the judge closes its end; never returns."""
    try:
        _become_nursery(control)
        _serve(socket.socket(fileno=_CONTROL), setting)
    finally:
        os._exit(0)


def _become_nursery(control: socket.socket) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.dup2(control.fileno(), _CONTROL)
    os.closerange(_CONTROL + 1, _MOST_DESCRIPTORS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in list(sys.modules):
        if name.startswith(_NOT_FOR_CANDIDATES):
            del sys.modules[name]
    _forget_environment()
    os.environ.update(ENVIRONMENT)
    gc.collect()
    gc.freeze()  # what is here now is never looked through by a candidate's collector


def _forget_environment() -> None:
    """Clear the variables, and the block that this program was started with: /proc shows it to whoever is forked."""
    os.environ.clear()
    with contextlib.suppress(OSError):  # without /proc, nobody sees it
        fields = Path("/proc/self/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        starts, ends = (int(fields[number - _STAT_AFTER_NAME]) for number in (_ENVIRONMENT_STARTS, _ENVIRONMENT_ENDS))
        ctypes.memset(starts, 0, ends - starts)  # nothing points in there any more


def _serve(control: socket.socket, setting: Setting) -> None:
    try:
        confinement: Confinement | OSError = setting.confinement()
    except OSError as error:
        confinement = error  # said to the judge for each candidate that it wants
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, REQUEST_BYTES, len(Ends.__slots__))
        if not request:
            return
        middle = os.fork()
        if middle == 0:
            _fork_and_leave(control, confinement, request, Ends(*descriptors))
        for descriptor in descriptors:
            os.close(descriptor)
        os.waitpid(middle, 0)
        control.send(b"!")  # the candidate is the judge's child from here on


def _fork_and_leave(control: socket.socket, confinement: Confinement | OSError, request: bytes, ends: Ends) -> None:
    pid = 0  # no candidate; why not, is said on the status pipe
    try:
        if isinstance(confinement, OSError):
            keeper.say_failed(ends.status, confinement)
        else:
            start = msgspec.json.decode(request, type=Start)
            pid = fork_confined(confinement, start, ends, lambda: os.close(_CONTROL))
    finally:
        control.send(PID.pack(pid))
        os._exit(0)
