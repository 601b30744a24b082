"""Landlock: what a process may open, connect to and signal, by rules that it can never take back.

Needs no right and no namespace. What its interface cannot express in an older version is left to the other layers.
"""

import enum
import os
import stat
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.sandbox import kernel

_PATH_RULE: Final = 1
_PORT_RULE: Final = 2
_PATH = struct.Struct("=Qi")
_PORT = struct.Struct("=QQ")
_WORD = struct.Struct("=Q")
_LOG_NOTHING: Final = 1  # a submission that tries a million times must not fill the machine's audit log


class Access(enum.IntFlag):
    """What can be done to files, with the version from which the kernel knows it."""

    EXECUTE = 1 << 0
    WRITE_FILE = 1 << 1
    READ_FILE = 1 << 2
    READ_FOLDER = 1 << 3
    REMOVE_FOLDER = 1 << 4
    REMOVE_FILE = 1 << 5
    MAKE_CHARACTER_DEVICE = 1 << 6
    MAKE_FOLDER = 1 << 7
    MAKE_FILE = 1 << 8
    MAKE_SOCKET = 1 << 9
    MAKE_FIFO = 1 << 10
    MAKE_BLOCK_DEVICE = 1 << 11
    MAKE_LINK = 1 << 12
    REFER = 1 << 13  # 2
    TRUNCATE = 1 << 14  # 3
    USE_DEVICE = 1 << 15  # 5


_SINCE_FIRST: Final = Access(Access.REFER - 1)
_SINCE: Final = ((2, Access.REFER), (3, Access.TRUNCATE), (5, Access.USE_DEVICE))
_OF_FILES: Final = int(Access.EXECUTE | Access.WRITE_FILE | Access.READ_FILE | Access.TRUNCATE | Access.USE_DEVICE)
_PORTS_SINCE: Final = 4
_CONNECT_TCP: Final = 2
_SCOPES_SINCE: Final = 6
_ABSTRACT_SOCKETS: Final = 1
_SIGNALS: Final = 2
_QUIET_SINCE: Final = 7

LIST: Final = Access.READ_FOLDER
READ: Final = Access.EXECUTE | Access.READ_FILE | Access.READ_FOLDER
USE: Final = Access.READ_FILE | Access.WRITE_FILE | Access.TRUNCATE
OWN: Final = _SINCE_FIRST & ~(Access.MAKE_CHARACTER_DEVICE | Access.MAKE_BLOCK_DEVICE) | Access.REFER | Access.TRUNCATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A file, or a folder with everything below it, and what may be done there."""

    path: str
    access: Access


def grants(paths: Iterable[Path], access: Access) -> list[Grant]:
    """Grant the same for several paths."""
    return [Grant(path=str(path), access=access) for path in paths]


class Rules:
    """Rules that many processes will live by, prepared once: to open 250 paths for each of them took 4 to 10 ms.

    Keeps a descriptor for each path until `close`. What is not there, or not to be seen, is passed over.
    """

    def __init__(self, version: int, base: Iterable[Grant], ports: Sequence[int] | None = None) -> None:
        """Open the paths. `ports`: the only TCP ports that may be connected to, on any machine; None for all."""
        self.version = version
        self._handled = int(_handled(version))
        self._ports = ports if version >= _PORTS_SINCE else None
        self._descriptors: list[int] = []
        self._packed: list[bytes] = []
        for grant in base:
            self._add(grant, self._packed, self._descriptors)

    def ruleset(self, further: Iterable[Grant] = ()) -> int:
        """Write the rules, and further ones, into the kernel; the descriptor is the caller's to close."""
        packed, opened = list(self._packed), list[int]()
        made = kernel.landlock_create(self._attributes())
        try:
            for grant in further:
                self._add(grant, packed, opened)
            kernel.landlock_add(made, _PATH_RULE, packed)
            kernel.landlock_add(made, _PORT_RULE, [_PORT.pack(_CONNECT_TCP, port) for port in self._ports or ()])
        except BaseException:
            os.close(made)
            raise
        finally:
            _close(opened)
        return made

    def close(self) -> None:
        """Give the descriptors back."""
        _close(self._descriptors)
        self._descriptors.clear()
        self._packed.clear()

    def _attributes(self) -> bytes:
        words = [self._handled]
        if self.version >= _PORTS_SINCE:
            words.append(0 if self._ports is None else _CONNECT_TCP)
        if self.version >= _SCOPES_SINCE:
            words.append(_ABSTRACT_SOCKETS | _SIGNALS)
        return b"".join(map(_WORD.pack, words))

    def _add(self, grant: Grant, packed: list[bytes], opened: list[int]) -> None:
        try:
            descriptor = os.open(grant.path, os.O_PATH | os.O_CLOEXEC)
        except (FileNotFoundError, PermissionError, NotADirectoryError):
            return
        opened.append(descriptor)
        access = int(grant.access) & self._handled
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            access &= _OF_FILES  # a right that only folders have is an error for a file
        if access:
            packed.append(_PATH.pack(access, descriptor))


def enforce(made: int, version: int) -> None:
    """Live by the rules from now on, and close them. Needs no_new_privs."""
    try:
        kernel.landlock_restrict(made, _LOG_NOTHING if version >= _QUIET_SINCE else 0)
    finally:
        os.close(made)


def scopes_sockets(version: int) -> bool:
    """Tell whether this version keeps a process from abstract Unix sockets outside."""
    return version >= _SCOPES_SINCE


def _handled(version: int) -> Access:
    handled = _SINCE_FIRST
    for since, access in _SINCE:
        if version >= since:
            handled |= access
    return handled


def _close(descriptors: Iterable[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
