"""A warm process that forks a judge for each grading; what a judge leaves behind, it clears away.

It imports what judges need, then waits on a socket. It never reads a job itself: the judge that it forks does. A judge
is never used twice (a second pytest.main in one process was seen to run a stale module). When the other end of the
socket closes, be it in the middle of a grading, everything below this process dies and its folder goes.
"""

import contextlib
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path

from grader.judge.conditions import Conditions
from grader.judge.frames import send_frame
from grader.judge.job import Ended
from grader.judge.judging import judge
from grader.processes import adopt_orphans, end_all

_SAID_BYTES = 8192


def serve(sock: socket.socket, conditions: Conditions) -> None:
    """Fork judges for the jobs on `sock` until its other end closes."""
    adopt_orphans()
    while sock.recv(1, socket.MSG_PEEK):
        folder = Path(tempfile.mkdtemp(prefix="grader-"))
        try:
            status, said, caller_left = _one_grading(sock, folder, conditions)
        finally:
            end_all()
            shutil.rmtree(folder, ignore_errors=True)
        if caller_left:
            return
        with contextlib.suppress(OSError):
            send_frame(sock, Ended(status=status, said=said))


def _one_grading(sock: socket.socket, folder: Path, conditions: Conditions) -> tuple[int, str, bool]:
    with tempfile.TemporaryFile() as errors:
        pid = os.fork()
        if pid == 0:
            _be_judge(sock, folder, conditions, errors.fileno())
        caller_left = _wait(pid, sock)
        if caller_left:
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        errors.seek(0, os.SEEK_END)
        errors.seek(max(0, errors.tell() - _SAID_BYTES))
        return status, errors.read().decode("utf-8", "replace"), caller_left


def _wait(pid: int, sock: socket.socket) -> bool:
    """Wait until the judge has ended; tells whether the caller went away first."""
    pidfd = os.pidfd_open(pid)
    try:
        poll = select.poll()
        poll.register(pidfd, select.POLLIN)
        poll.register(sock, select.POLLRDHUP | select.POLLHUP)
        return all(descriptor != pidfd for descriptor, _ in poll.poll())
    finally:
        os.close(pidfd)


def _be_judge(sock: socket.socket, folder: Path, conditions: Conditions, errors: int) -> None:
    status = 70
    try:
        os.dup2(errors, 1)
        os.dup2(errors, 2)
        sys.stdout = os.fdopen(1, "w", buffering=1, closefd=False)
        sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
        judge(sock, folder, conditions)
        status = 0
    except BaseException:  # noqa: BLE001 -- a forked child must never go on as its parent
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)
