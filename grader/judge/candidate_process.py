"""One candidate as a process: its descriptors, how it ended, and what the kernel tells about it from outside."""

import contextlib
import os
import select
import signal
import socket
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.candidate.start import INTERRUPT, STACKS_SIGNAL
from grader.instruments.system_calls import name_of
from grader.processes import descendants, kill
from grader.sandbox.keeper import read_end

_STACKS_BYTES = 1 << 16
_KEEPER_ENDS_S = 1.0
_AUTOGROUP_NICE = "-10"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """How a process ended: with an exit code, or by a signal; and the processor time it had used."""

    code: int | None
    signal: int | None
    cpu_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptors:
    """The judge's ends of a candidate's socket and pipes. `status` tells that it is shut in, and how it ended.

    `wire_inode`: that of the socket's other end, by which it is known outside of the candidate, too.
    """

    sock: socket.socket
    output: int
    stacks: int
    status: int
    wire_inode: int

    def close(self) -> None:
        """Give them back."""
        self.sock.close()
        for descriptor in (self.output, self.stacks, self.status):
            os.close(descriptor)


class CandidateProcess:
    """A candidate, with the judge's ends of its socket and pipes.

    `pid` is its process. The judge's own child is that, or its keeper above it, which ends with it.
    """

    def __init__(
        self, pid: int, ends: Descriptors, *, child: int, popen: "subprocess.Popen[bytes] | None" = None
    ) -> None:
        """Take over the descriptors; `popen` belongs to a candidate that was spawned."""
        self.pid = pid
        self.sock = ends.sock
        self.output = ends.output
        self.wire_inode = ends.wire_inode
        self._ends = ends
        self._child = child
        self._popen = popen
        self._outer_threads: dict[int, int] = {}
        self.pidfd = os.pidfd_open(child)
        self.exit: Exit | None = None
        os.set_blocking(ends.output, False)

    def outer_thread(self, inner: int) -> int:
        """Give the kernel's number out here of the thread that calls itself `inner` in its own PID namespace."""
        if self._child == self.pid or not inner:
            return inner
        if inner not in self._outer_threads:
            for task in Path(f"/proc/{self.pid}/task").iterdir():
                with contextlib.suppress(OSError):
                    self._outer_threads[_innermost(task)] = int(task.name)
        return self._outer_threads.get(inner, 0)

    def loop_waits_in(self) -> str | None:
        """Name the system call that the main thread is in ("running": none), or None where nobody can tell."""
        try:
            line = Path(f"/proc/{self.pid}/task/{self.pid}/syscall").read_text("ascii")
        except OSError:
            return None
        return name_of(line)

    def times_scheduled(self) -> int | None:
        """Give how often the main thread got a processor so far; None where it runs, or where nobody tells.

        Between two equal answers it slept all the time: it cannot have said anything meanwhile.
        """
        folder = Path(f"/proc/{self.pid}/task/{self.pid}")
        try:
            count = int((folder / "schedstat").read_text("ascii").split()[2])
            is_asleep = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0] == "S"
        except (OSError, IndexError):
            return None
        return count if count and is_asleep else None

    def favour(self) -> None:
        """Give its session more of the processors than its neighbours have, where that is allowed.

        A callback of 35 ms that is preempted takes longer than the limit, and then nobody can tell it from one that
        watches the clock. Not before it leads a session of its own.
        """
        with contextlib.suppress(OSError):
            Path(f"/proc/{self.pid}/autogroup").write_text(_AUTOGROUP_NICE, "ascii")

    def interrupt(self) -> None:
        """Ask the loop's thread, which lives in virtual time, where it is."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, INTERRUPT)

    def stacks(self, wait_s: float = 0.5) -> str:
        """Ask for the stacks of all threads, once; written by C code, so also when no Python runs any more."""
        self.stacks_told()  # those of an earlier moment are not wanted
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, STACKS_SIGNAL)
        return self.stacks_told(wait_s)

    def stacks_told(self, wait_s: float = 0.0) -> str:
        """Give the stacks that the process told because it was asked; empty where nobody did."""
        text = b""
        # The dump comes in many small writes; it is over when nothing more comes for a moment.
        while len(text) < _STACKS_BYTES and select.select([self._ends.stacks], [], [], 0.05 if text else wait_s)[0]:
            piece = os.read(self._ends.stacks, _STACKS_BYTES)
            if not piece:
                break
            text += piece
        return text.decode("utf-8", "replace")

    def reap(self) -> Exit:
        """Wait for the end (it is near: killed or gone) and keep how it was."""
        if self.exit is None:
            _, status, usage = os.wait4(self._child, 0)
            self.exit = _exit(status, usage.ru_utime + usage.ru_stime)
            if self._child != self.pid:
                # A keeper that was killed itself said nothing; then its candidate was killed with it.
                ended = read_end(self._ends.status)
                killed = Exit(code=None, signal=signal.SIGKILL, cpu_s=self.exit.cpu_s)
                self.exit = killed if ended is None else _exit(ended.status, ended.cpu_s)
            if self._popen is not None:
                self._popen.returncode = 0  # reaped here, so that its processor time is known
        return self.exit

    def end(self) -> Exit:
        """Kill it and everything below it, and wait for it."""
        if self.exit is None:
            below = descendants(self.pid)
            kill(self.pid)
            for pid in below:
                kill(pid)
            if self._child != self.pid and not select.select([self.pidfd], [], [], _KEEPER_ENDS_S)[0]:
                for pid in (self._child, *descendants(self._child)):
                    kill(pid)
        return self.reap()

    def close(self) -> None:
        """Give all descriptors back."""
        self._ends.close()
        os.close(self.pidfd)


def _innermost(task: Path) -> int:
    """Give the number of a thread in the PID namespace that it lives in."""
    lines = (task / "status").read_text("utf-8", "replace").splitlines()
    return next(int(line.split()[-1]) for line in lines if line.startswith("NSpid:"))


def _exit(status: int, cpu_s: float) -> Exit:
    return Exit(
        code=os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
        cpu_s=cpu_s,
    )


def signal_name(number: int) -> str:
    """Give a signal's name."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


StartCandidate = Callable[[Path], CandidateProcess]
