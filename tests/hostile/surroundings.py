"""What lies around a grading that hostile submissions would like to get at, and a look at what they left there.

A home, a neighbour's file, listeners on loopback and on Unix sockets, each with a secret of its own; a folder that
anybody may write to. Nothing of it is protected by its mode: only the grader stands before it.
"""

import contextlib
import ctypes
import os
import secrets
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.processes import descendants

_PLACES = ("test", "home", "neighbour", "reference", "socket", "abstract", "port", "ports")
_SEGMENT = 0x0A7A0001
"""The key of the System V segment that a program of the corpus makes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What can be left behind: processes below this one, its descriptors and the host's, and entries of folders."""

    processes: tuple[int, ...]
    own_descriptors: int
    host_descriptors: int
    entries: tuple[str, ...]
    segments: int


class Surroundings:
    """A folder in the temporary one, listeners, and the words that stand for them in the programs' texts."""

    def __init__(self, folder: Path) -> None:
        """Build in the empty `folder`."""
        self.secrets = {place: f"secret-of-the-{place}-{secrets.token_hex(16)}" for place in _PLACES}
        self.name = f"grader-hostile-{secrets.token_hex(8)}"
        self.folder = folder
        self.home = folder / self.secrets["home"]  # the path itself is the secret: who knows HOME has it
        self.places = folder / "places"
        self.outside = folder / "outside"
        self._neighbour = folder / "neighbour" / "solution.py"
        for each in (self.home, self.places, self.outside, self._neighbour.parent):
            each.mkdir()
            each.chmod(0o777)
        self._neighbour.write_text(f"SECRET = {self.secrets['neighbour']!r}\n", encoding="utf-8")
        (self.outside / "kept.txt").write_text("kept", encoding="utf-8")
        self._listeners = (
            _listener(socket.AF_INET, ("127.0.0.1", 0)),
            _listener_of_ipv6(),
            _listener(socket.AF_UNIX, str(folder / "socket")),
            _listener(socket.AF_UNIX, f"\0{self.name}"),
        )
        (folder / "socket").chmod(0o777)
        for listener, place in zip(self._listeners, ("port", "ports", "socket", "abstract"), strict=True):
            threading.Thread(target=_tell, args=(listener, self.secrets[place]), daemon=True).start()

    def filled(self, text: str, kata: Path) -> str:
        """Put what there is in place of the words in a program's text."""
        words = {
            "kata": kata,
            "neighbour": self._neighbour,
            "outside": self.outside,
            "socket": self.folder / "socket",
            "name": self.name,
            "port": self._listeners[0].getsockname()[1],
            "port6": self._listeners[1].getsockname()[1],
        }
        for word, value in words.items():
            text = text.replace(f"@{word}@", str(value))
        return text

    def traces(self, host: int) -> Traces:
        """Look what there is now; `host` is the process that grades."""
        shared = (Path(place) / self.name for place in ("/tmp", "/dev/shm", "/var/tmp", self.home))
        entries = [*self.places.iterdir(), *self.outside.iterdir(), *filter(Path.exists, shared)]
        return Traces(
            processes=tuple(sorted(descendants(os.getpid()))),
            own_descriptors=_descriptors("self"),
            host_descriptors=_descriptors(host),
            entries=tuple(sorted(str(entry.relative_to("/")) for entry in entries)),
            segments=_segments().count(str(_SEGMENT)),
        )

    def clear(self) -> None:
        """Remove what a program left, so that the next one begins as this one did."""
        for place in ("/tmp", "/dev/shm", "/var/tmp", self.home, self.places):
            (Path(place) / self.name).unlink(missing_ok=True)
        for each in self.outside.iterdir():
            if each.name != "kept.txt":
                each.unlink()
        libc = ctypes.CDLL(None)
        while (segment := libc.shmget(_SEGMENT, 0, 0)) >= 0:
            libc.shmctl(segment, 0, None)

    def close(self) -> None:
        """Stop listening."""
        for listener in self._listeners:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()


@contextlib.contextmanager
def surroundings() -> Iterator[Surroundings]:
    """Build surroundings that every user may enter, and take them down again."""
    # Not pytest's own temporary folder: that is shut to others by its mode, which would protect it.
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    folder.chmod(0o755)
    built = Surroundings(folder)
    try:
        yield built
    finally:
        built.clear()
        built.close()
        shutil.rmtree(folder)


def _descriptors(pid: int | str) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def _segments() -> list[str]:
    return [line.split()[0] for line in Path("/proc/sysvipc/shm").read_text("ascii").splitlines()]


def _listener(family: int, address: object) -> socket.socket:
    listener = socket.socket(family)
    listener.bind(address)  # type: ignore[arg-type]
    listener.listen()
    return listener


def _listener_of_ipv6() -> socket.socket:
    try:
        return _listener(socket.AF_INET6, ("::1", 0))
    except OSError:  # no IPv6 on this machine: then nobody can be reached by it, which is what is to be shown
        return _listener(socket.AF_INET, ("127.0.0.1", 0))


def _tell(listener: socket.socket, secret: str) -> None:
    with contextlib.suppress(OSError):  # it was closed
        while True:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                connection.sendall(secret.encode())
