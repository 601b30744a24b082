"""Where candidates come from: a nursery that forks them, or, where fork is not to be had, a spawn of each."""

import functools
import math
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import msgspec

from grader.candidate import nursery
from grader.candidate.confined import ENVIRONMENT, private_places
from grader.candidate.setting import Setting
from grader.candidate.start import Start
from grader.judge.candidate_process import CandidateProcess, Descriptors
from grader.judge.job import Job
from grader.processes import kill
from grader.sandbox import keeper
from grader.sandbox.identity import Identity, give
from grader.sandbox.packages import paths_of
from grader.sandbox.plan import LayerName
from grader.wire.channel import socket_pair

_package_paths = functools.cache(paths_of)
_PATIENCE_S = 20.0


class _Ends:
    """The socket and the pipes of a candidate that is about to be made: our ends, and those that it will have."""

    def __init__(self) -> None:
        sock, self._wire = socket_pair()
        output, self.output = os.pipe()
        stacks, self._stacks = os.pipe()
        status, self._status = os.pipe()
        inode = os.fstat(self._wire.fileno()).st_ino
        self.ours = Descriptors(sock=sock, output=output, stacks=stacks, status=status, wire_inode=inode)
        self.theirs = (self._wire.fileno(), self.output, self._stacks, self._status)

    def close_theirs(self) -> None:
        """Close here what the candidate has."""
        self._wire.close()
        for descriptor in (self.output, self._stacks, self._status):
            os.close(descriptor)


class Cradle(Protocol):
    """Makes candidates."""

    def candidate(self, start: Start) -> CandidateProcess:
        """Make a candidate that waits for its first message. Raises NotConfinedError."""

    def close(self) -> None:
        """Make no more."""


class Nursery:
    """Forks candidates from a warm process. Made before the judge reads the kata: what is not there cannot leak."""

    def __init__(self, setting: Setting) -> None:
        """Fork the nursery off this process."""
        ours, theirs = socket_pair()
        self._has_keepers = setting.plan.has(LayerName.PID_NAMESPACE)
        self.pid = os.fork()
        if self.pid == 0:
            nursery.serve(theirs, setting)
        theirs.close()
        ours.settimeout(_PATIENCE_S)
        self._control = ours

    def candidate(self, start: Start) -> CandidateProcess:
        """Fork a candidate; it is a child of this process, or its keeper is."""
        ends = _Ends()
        socket.send_fds(self._control, [msgspec.json.encode(start)], ends.theirs)
        ends.close_theirs()
        answer = b""
        # Counted, not searched for the mark: a process id may have its byte in it.
        while len(answer) < nursery.PID.size + 1:
            piece = self._control.recv(nursery.PID.size + 1 - len(answer))
            if not piece:
                ends.ours.close()
                raise NurseryGoneError("the nursery has ended")
            answer += piece
        (pid,) = nursery.PID.unpack(answer[: nursery.PID.size])
        return _confined(ends.ours, pid, 1 if self._has_keepers else 0)

    def close(self) -> None:
        """End the nursery."""
        self._control.close()


class Spawner:
    """Starts every candidate as a new interpreter: slower, and for systems where fork is not safe."""

    def __init__(self, setting: Setting) -> None:
        """Spawn nothing yet."""
        self._setting = setting

    def candidate(self, start: Start) -> CandidateProcess:
        """Spawn a candidate; it is a child of this process, or two steps below one."""
        ends = _Ends()
        words = [msgspec.json.encode(self._setting).decode(), msgspec.json.encode(start).decode()]
        popen = subprocess.Popen(
            [sys.executable, "-I", "-B", "-m", "grader.candidate", *words, *map(str, ends.theirs)],
            stdin=subprocess.DEVNULL,
            stdout=ends.output,
            stderr=ends.output,
            pass_fds=ends.theirs,
            cwd=start.folder,
            env=ENVIRONMENT | private_places(start),
        )
        ends.close_theirs()
        steps = 2 if self._setting.plan.has(LayerName.PID_NAMESPACE) else 0
        return _confined(ends.ours, popen.pid, steps, popen)

    def close(self) -> None:
        """Nothing waits for more."""


def _confined(
    ends: Descriptors, child: int, steps: int, popen: "subprocess.Popen[bytes] | None" = None
) -> CandidateProcess:
    """Wait until a candidate is shut in; it is `steps` below this process's `child`. Raises NotConfinedError."""
    try:
        keeper.wait_ready(ends.status, _PATIENCE_S)
        pid = child
        for _ in range(steps):
            pid = keeper.candidate_of(pid)
    except (keeper.NotConfinedError, ProcessLookupError, FileNotFoundError) as error:
        ends.close()
        if child:
            kill(child)
            os.waitpid(child, 0)
        raise keeper.NotConfinedError(str(error)) from error
    return CandidateProcess(pid, ends, child=child, popen=popen)


class NurseryGoneError(RuntimeError):
    """The process that forks candidates is no longer there."""


def start_of(job: Job, folder: Path, *, is_virtual: bool) -> Start:
    """Give the order for a candidate in its private folder, as the kata's limits and packages want it."""
    limits = job.limits
    return Start(
        folder=str(folder),
        is_virtual=is_virtual,
        packages=_package_paths(job.packages),
        cpu_s=math.ceil(limits.cpu_s),  # for one process, where the warden is too late
        memory_mb=limits.memory_mb,
        file_mb=limits.file_mb,
        open_files=limits.open_files,
        tasks=limits.processes + limits.threads,
    )


def private_folder(parent: Path, name: str, files: dict[str, str], owner: Identity) -> Path:
    """Make a folder of its own for one candidate, with its own copies of the learner's files."""
    folder = parent / name
    folder.mkdir(mode=0o700)
    for relative, text in files.items():
        path = folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    give(folder, owner)
    return folder
