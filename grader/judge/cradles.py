"""Where candidates come from: a nursery that forks them, or, where fork is not to be had, a spawn of each."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import msgspec

from grader.candidate import nursery
from grader.candidate.start import Start
from grader.judge.candidate_process import CandidateProcess
from grader.wire.channel import socket_pair

_PATIENCE_S = 20.0


class _Ends:
    """The socket and the two pipes of a candidate that is about to be made: our ends, and those that it will have."""

    def __init__(self) -> None:
        self._sock, self.wire = socket_pair()
        self._output, self.output = os.pipe()
        self._stacks, self.stacks = os.pipe()

    def process(self, pid: int, popen: "subprocess.Popen[bytes] | None" = None) -> CandidateProcess:
        """Give our ends to the candidate's handle; its own are its alone."""
        return CandidateProcess(pid, self._sock, self._output, self._stacks, popen)

    def close_theirs(self) -> None:
        """Close here what the candidate has."""
        self.wire.close()
        os.close(self.output)
        os.close(self.stacks)


class Cradle(Protocol):
    """Makes candidates."""

    def candidate(self, start: Start) -> CandidateProcess:
        """Make a candidate that waits for its first message."""

    def close(self) -> None:
        """Make no more."""


class Nursery:
    """Forks candidates from a warm process. Made before the judge reads the kata: what is not there cannot leak."""

    def __init__(self) -> None:
        """Fork the nursery off this process."""
        ours, theirs = socket_pair()
        self.pid = os.fork()
        if self.pid == 0:
            nursery.serve(theirs)
        theirs.close()
        ours.settimeout(_PATIENCE_S)
        self._control = ours

    def candidate(self, start: Start) -> CandidateProcess:
        """Fork a candidate; it is a child of this process."""
        ends = _Ends()
        theirs = [ends.wire.fileno(), ends.output, ends.stacks]
        socket.send_fds(self._control, [msgspec.json.encode(start)], theirs)
        ends.close_theirs()
        answer = b""
        # Counted, not searched for the mark: a process id may have its byte in it.
        while len(answer) < nursery.PID.size + 1:
            piece = self._control.recv(nursery.PID.size + 1 - len(answer))
            if not piece:
                raise NurseryGoneError("the nursery has ended")
            answer += piece
        return ends.process(nursery.PID.unpack(answer[: nursery.PID.size])[0])

    def close(self) -> None:
        """End the nursery."""
        self._control.close()


class Spawner:
    """Starts every candidate as a new interpreter: slower, and for systems where fork is not safe."""

    def candidate(self, start: Start) -> CandidateProcess:
        """Spawn a candidate; it is a child of this process."""
        ends = _Ends()
        argv = [sys.executable, "-I", "-B", "-m", "grader.candidate", msgspec.json.encode(start).decode()]
        popen = subprocess.Popen(
            [*argv, str(ends.wire.fileno()), str(ends.stacks)],
            stdin=subprocess.DEVNULL,
            stdout=ends.output,
            stderr=ends.output,
            pass_fds=(ends.wire.fileno(), ends.stacks),
            cwd=start.folder,
            env=nursery.ENVIRONMENT | nursery.private_places(start),
            start_new_session=True,
        )
        ends.close_theirs()
        return ends.process(popen.pid, popen)

    def close(self) -> None:
        """Nothing waits for more."""


class NurseryGoneError(RuntimeError):
    """The process that forks candidates is no longer there."""


def private_folder(parent: Path, name: str, files: dict[str, str]) -> Path:
    """Make a folder of its own for one candidate, with its own copies of the learner's files."""
    folder = parent / name
    folder.mkdir(mode=0o700)
    for relative, text in files.items():
        path = folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    return folder
