"""A candidate shut in: how it comes from the process that it is forked from to the first line of its life."""

import os
import signal
import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.candidate.life import live
from grader.candidate.start import Start
from grader.sandbox import keeper, kernel
from grader.sandbox.confinement import Confinement
from grader.sandbox.limits import Bounds
from grader.sandbox.plan import LayerName

ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}


@dataclass(frozen=True, slots=True)
class Ends:
    """The descriptors of a candidate: its socket to the judge, and where its output, its stacks and its state go."""

    wire: int
    output: int
    stacks: int
    status: int


def fork_confined(confinement: Confinement, start: Start, ends: Ends, close_others: Callable[[], None]) -> int:
    """Fork a candidate, and before it its keeper where there is one; give the process id of what was forked.

    For the process in the middle, which then has to end, or to wait. `close_others` closes in the candidate what it
    has no business with. What goes wrong is told to the judge through `ends.status`.
    """
    try:
        confinement.enter_namespaces()
    except OSError as error:
        keeper.say_failed(ends.status, error)
        raise
    pid = os.fork()
    if pid:
        return pid
    try:
        _be_first(confinement, start, ends, close_others)
    finally:
        os._exit(1)


def _be_first(confinement: Confinement, start: Start, ends: Ends, close_others: Callable[[], None]) -> None:
    def candidate() -> None:
        be_candidate(confinement, start, ends, close_others)

    if confinement.plan.has(LayerName.PID_NAMESPACE):
        keeper.keep(ends.status, lambda: confinement.build_view(Path(start.folder)), candidate)
    candidate()


def be_candidate(confinement: Confinement, start: Start, ends: Ends, close_others: Callable[[], None]) -> None:
    """Put all layers on, and live; never returns."""
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(ends.output, 1)
        os.dup2(ends.output, 2)
        os.close(ends.output)
        close_others()
        for descriptor in (ends.wire, ends.stacks):
            os.set_inheritable(descriptor, False)  # a program that the submission starts has no business with them
        os.environ.update(private_places(start))
        tempfile.tempdir = None  # the host has asked for one, and what it was told is remembered
        # The judge is hidden, and whatever is forked from it; the observer outside has to see this one.
        kernel.prctl(kernel.Prctl.SET_DUMPABLE, 1)
        confinement.confine(Path(start.folder), start.packages, _bounds(start))
        keeper.say_ready(ends.status)
    except BaseException as error:
        keeper.say_failed(ends.status, error)
        raise
    live(socket.socket(fileno=ends.wire), ends.stacks, start)


def private_places(start: Start) -> dict[str, str]:
    """Give the variables that keep a candidate's files in its own folder."""
    return {"HOME": start.folder, "TMPDIR": start.folder}


def _bounds(start: Start) -> Bounds:
    return Bounds(
        cpu_s=start.cpu_s,
        memory_mb=start.memory_mb,
        file_mb=start.file_mb,
        open_files=start.open_files,
        tasks=start.tasks,
    )
