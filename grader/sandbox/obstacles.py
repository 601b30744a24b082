"""Why a layer of isolation cannot be put on: what the kernel's errno, and its switches, say about it."""

import errno
from pathlib import Path


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


def _is(path: Path, value: str) -> bool:
    return _read(path).strip() == value


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
