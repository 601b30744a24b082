"""The few system calls of the sandbox that Python does not have, each of them raising OSError.

Numbers of calls come from `numbers`; flags are those of Linux's headers.
"""

import ctypes
import enum
import errno
import os
import struct
from collections.abc import Iterable
from functools import cache
from typing import Final

from grader.sandbox.numbers import numbers

CLONE_NEWNS: Final = 0x00020000
CLONE_NEWCGROUP: Final = 0x02000000
CLONE_NEWUTS: Final = 0x04000000
CLONE_NEWIPC: Final = 0x08000000
CLONE_NEWUSER: Final = 0x10000000
CLONE_NEWPID: Final = 0x20000000
CLONE_NEWNET: Final = 0x40000000

MNT_DETACH: Final = 2
AT_FDCWD: Final = -100
_AT_RECURSIVE: Final = 0x8000
_MOUNT_ATTR = struct.Struct("=QQQQ")
_CAPABILITY_HEADER = struct.pack("=Ii", 0x20080522, 0)  # version 3: two words for each set; of this thread
_CAPABILITY_SETS = struct.Struct("=6I")


class Mount(enum.IntFlag):
    """Flags of mount(2)."""

    NOSUID = 2
    NODEV = 4
    NOEXEC = 8
    BIND = 0x1000
    MOVE = 0x2000
    RECURSIVE = 0x4000
    PRIVATE = 1 << 18


class MountAttribute(enum.IntFlag):
    """Attributes of mount_setattr(2)."""

    READ_ONLY = 1
    NOSUID = 2
    NODEV = 4
    NOEXEC = 8


class Prctl(enum.IntEnum):
    """Operations of prctl(2)."""

    GET_DUMPABLE = 3
    SET_DUMPABLE = 4
    CAPBSET_DROP = 24
    SET_NO_NEW_PRIVS = 38
    CAP_AMBIENT = 47


class Capability(enum.IntEnum):
    """Those that decide which way the sandbox goes."""

    SETGID = 6
    SETUID = 7
    SYS_ADMIN = 21


def unshare(flags: int) -> None:
    """Leave the namespaces of the parent."""
    _call("unshare", flags)


def mount(source: str | None, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """Mount, bind, move or change a mount, by the flags."""
    arguments = [None if each is None else os.fsencode(each) for each in (source, target, kind, options)]
    _call("mount", arguments[0], arguments[1], arguments[2], flags, arguments[3], about=target)


def unmount(target: str) -> None:
    """Take a mount out of the tree; it ends when nobody uses it any more."""
    _call("umount2", os.fsencode(target), MNT_DETACH)


def pivot_root(new: str, old: str) -> None:
    """Make `new` the root, and hang the old root to `old`."""
    _call("pivot_root", os.fsencode(new), os.fsencode(old))


def set_mount_attributes(target: str, attributes: int, *, recursive: bool) -> None:
    """Add attributes to a mount, and to those below. Others stay, which a remount in a user namespace cannot do."""
    words = _MOUNT_ATTR.pack(attributes, 0, 0, 0)
    flags = _AT_RECURSIVE if recursive else 0
    _call("mount_setattr", AT_FDCWD, os.fsencode(target), flags, words, len(words))


def prctl(operation: Prctl, argument: int = 0, second: int = 0) -> int:
    """Change or ask something of this process."""
    return _call("prctl", int(operation), argument, second, 0, 0)


def landlock_version() -> int:
    """Give the version of Landlock's interface."""
    return _call("landlock_create_ruleset", None, 0, 1)


def landlock_create(attributes: bytes) -> int:
    """Make a set of rules; the descriptor is the caller's to close."""
    return _call("landlock_create_ruleset", attributes, len(attributes), 0)


def landlock_add(ruleset: int, kind: int, rules: Iterable[bytes]) -> None:
    """Add rules of one kind to a set."""
    number, add = numbers().get("landlock_add_rule", -1), _quick_syscall()
    for rule in rules:
        if add(number, ruleset, kind, rule, 0):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), "landlock_add_rule")


def landlock_restrict(ruleset: int, flags: int) -> None:
    """Live by these rules from now on, with everything that is started from here."""
    _call("landlock_restrict_self", ruleset, flags)


def set_filter(program: bytes, operation: int = 1, flags: int = 0) -> None:
    """Load a BPF program of eight bytes an instruction as the filter of this thread's system calls."""
    instructions = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(instructions))
    _call("seccomp", operation, flags, header)


def effective_capabilities() -> int:
    """Give the capabilities that this thread may use, in its user namespace, as a mask."""
    sets = ctypes.create_string_buffer(_CAPABILITY_SETS.size)
    _call("capget", _CAPABILITY_HEADER, sets)
    words = _CAPABILITY_SETS.unpack(sets.raw)
    return int(words[0] | words[3] << 32)


def drop_bounding_set() -> None:
    """Let no program that is started from here bring capabilities back."""
    for capability in range(64):
        try:
            prctl(Prctl.CAPBSET_DROP, capability)
        except OSError as error:
            # EINVAL: beyond the last one of this kernel. EPERM: nobody here has any, and no_new_privs is to come.
            if error.errno not in (errno.EINVAL, errno.EPERM):
                raise
            return


def clear_capabilities() -> None:
    """Give all capabilities of this thread up."""
    _call("capset", _CAPABILITY_HEADER, _CAPABILITY_SETS.pack(*[0] * 6))


def _call(name: str, *arguments: int | bytes | ctypes.Array[ctypes.c_char] | None, about: str = "") -> int:
    number = numbers().get(name)
    if number is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), name)
    # Every register is 64 bits wide: an int would be handed over with an upper half that nobody has set.
    wide = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    result: int = _syscall()(ctypes.c_long(number), *wide)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), about or name)
    return result


@cache
def _syscall() -> "ctypes._NamedFuncPointer":
    function = ctypes.CDLL(None, use_errno=True).syscall
    function.restype = ctypes.c_long
    return function


@cache
def _quick_syscall() -> "ctypes._NamedFuncPointer":
    """Give syscall(2) for hundreds of calls in a row, whose arguments are always of the same kinds."""
    function = ctypes.CDLL(None, use_errno=True).syscall
    function.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_long, ctypes.c_char_p, ctypes.c_long]
    function.restype = ctypes.c_long
    return function
