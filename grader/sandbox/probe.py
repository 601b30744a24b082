"""Asks the kernel which layers of isolation it offers, without changing anything for this process."""

import ctypes
import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CLONE_NEWNS = 0x00020000
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWPID = 0x20000000
_CLONE_NEWNET = 0x40000000
# One number on every architecture since Linux 5.13, where Landlock came.
_SYS_LANDLOCK_CREATE_RULESET = 444
_LANDLOCK_CREATE_RULESET_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer: whether it is there, a word on it for experts, and the code of what stands in the way."""

    name: str
    is_offered: bool
    detail: str = ""
    obstacle: str | None = None


def probe_layers(root: Path = Path("/")) -> tuple[Layer, ...]:
    """Ask for every layer. `root` is where proc and sys are looked for."""
    return (
        _user_namespaces(root),
        _landlock(),
        _seccomp(root),
        _rlimits(),
        _pidfd(),
        _cgroup_memory(root),
    )


def namespace_obstacle(error: int, root: Path = Path("/")) -> str:
    """Say why the kernel refused a user namespace with this errno: the switch that is off, as far as one is known."""
    if _is(root / "proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1") and error in (
        errno.EPERM,
        errno.EACCES,
    ):
        return "apparmor"
    if _is(root / "proc/sys/kernel/unprivileged_userns_clone", "0"):
        return "unprivileged-off"
    if _is(root / "proc/sys/user/max_user_namespaces", "0") or error == errno.ENOSPC:
        return "none-allowed"
    return "kernel" if error in (errno.ENOSYS, errno.EINVAL) else "refused"


def landlock_obstacle(error: int) -> str:
    """Say why the kernel has no Landlock for this errno."""
    return "switched-off" if error == errno.EOPNOTSUPP else "kernel"


def _user_namespaces(root: Path) -> Layer:
    error = _try_in_child()
    if error == 0:
        return Layer(name="namespaces", is_offered=True)
    obstacle = namespace_obstacle(error, root)
    return Layer(name="namespaces", is_offered=False, detail=os.strerror(error), obstacle=obstacle)


def _try_in_child() -> int:
    """Make the namespaces in a child that ends at once; give its errno, 0 where it worked."""
    libc = ctypes.CDLL(None, use_errno=True)
    child = os.fork()
    if child == 0:
        # AppArmor lets the user namespace be made and takes its rights away: only the second step tells.
        failed = libc.unshare(_CLONE_NEWUSER) or libc.unshare(_CLONE_NEWPID | _CLONE_NEWNET | _CLONE_NEWNS)
        os._exit(ctypes.get_errno() if failed else 0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _landlock() -> Layer:
    libc = ctypes.CDLL(None, use_errno=True)
    # With this flag and no attributes the call makes nothing and answers with the version of its interface.
    version = libc.syscall(_SYS_LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), _LANDLOCK_CREATE_RULESET_VERSION)
    if version > 0:
        return Layer(name="landlock", is_offered=True, detail=f"ABI {version}")
    return Layer(name="landlock", is_offered=False, obstacle=landlock_obstacle(ctypes.get_errno()))


def _seccomp(root: Path) -> Layer:
    actions = _read(root / "proc/sys/kernel/seccomp/actions_avail").split()
    is_offered = "errno" in actions and "kill_process" in actions
    return Layer(name="seccomp", is_offered=is_offered, obstacle=None if is_offered else "kernel")


def _rlimits() -> Layer:
    try:
        import resource  # noqa: PLC0415 -- exists on Unix alone, and its absence is the answer
    except ImportError:
        return Layer(name="rlimits", is_offered=False, obstacle="kernel")
    is_offered = all(hasattr(resource, name) for name in ("prlimit", "RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE"))
    return Layer(name="rlimits", is_offered=is_offered, obstacle=None if is_offered else "kernel")


def _pidfd() -> Layer:
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return Layer(name="pidfd", is_offered=False, obstacle="kernel")
    return Layer(name="pidfd", is_offered=True)


def _cgroup_memory(root: Path) -> Layer:
    for folder in _own_cgroup(root):
        if "memory" not in _read(folder / "cgroup.controllers").split():
            break
        if os.access(folder, os.W_OK):
            return Layer(name="cgroup-memory", is_offered=True, detail=str(folder))
        return Layer(name="cgroup-memory", is_offered=False, detail=str(folder), obstacle="not-delegated")
    return Layer(name="cgroup-memory", is_offered=False, obstacle="no-version-2")


def _own_cgroup(root: Path) -> Iterator[Path]:
    for line in _read(root / "proc/self/cgroup").splitlines():
        if line.startswith("0::"):
            yield root / "sys/fs/cgroup" / line.removeprefix("0::").lstrip("/")


def _is(path: Path, value: str) -> bool:
    return _read(path).strip() == value


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
