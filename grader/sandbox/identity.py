"""Who a candidate is to the kernel: a user that owns nothing else, without any right of its own."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.sandbox import kernel
from grader.sandbox.kernel import Capability, Prctl

# Above the numbers that people, services, containers and systemd's own ranges get, and below 2**31.
_FIRST_OWN: Final = 2_000_000_000
_NOBODY: Final = 65534


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The user and the group of the candidates of one judge. `is_own`: no other process on the machine has them."""

    uid: int
    gid: int
    is_own: bool


def can_change() -> bool:
    """Tell whether this process may become another user."""
    rights = kernel.effective_capabilities()
    return os.geteuid() == 0 and all(rights >> each & 1 for each in (Capability.SETUID, Capability.SETGID))


def own_identity(number: int, root: Path = Path("/")) -> Identity:
    """Choose who the candidates of a judge are: `number`, its process id, tells them from those of another judge.

    Raises LookupError where nobody but root is mapped. `root` is where proc is looked for.
    """
    for wanted in (_FIRST_OWN + number, _NOBODY):
        if all(_is_mapped(root / f"proc/self/{kind}_map", wanted) for kind in ("uid", "gid")):
            return Identity(uid=wanted, gid=wanted, is_own=wanted != _NOBODY)
    raise LookupError("no user id but root's is mapped in this user namespace")


def same_identity() -> Identity:
    """Give the identity of this process, for candidates that cannot have another."""
    return Identity(uid=os.geteuid(), gid=os.getegid(), is_own=False)


def give(folder: Path, identity: Identity) -> None:
    """Make a candidate the owner of its private folder, where it is not already.

    Before the candidate is there: nobody else may write in the folder yet, and no link in it is followed.
    """
    if identity.uid == os.geteuid():
        return
    folder.parent.chmod(stat.S_IMODE(folder.parent.stat().st_mode) | 0o011)  # to pass through, not to look around
    for _, folders, files, descriptor in os.fwalk(folder):
        for name in (*folders, *files):
            os.chown(name, identity.uid, identity.gid, dir_fd=descriptor, follow_symlinks=False)
        os.fchown(descriptor, identity.uid, identity.gid)


def become(identity: Identity) -> None:
    """Give up every right for good: the user, the groups, the capabilities, and programs that would bring some back.

    The kernel hides what has changed its user; the observer outside has to see it, so it is made visible again.
    """
    kernel.drop_bounding_set()
    if identity.uid != os.geteuid():
        os.setgroups([])
        os.setresgid(identity.gid, identity.gid, identity.gid)
        os.setresuid(identity.uid, identity.uid, identity.uid)
    kernel.clear_capabilities()
    kernel.prctl(Prctl.SET_NO_NEW_PRIVS, 1)
    kernel.prctl(Prctl.SET_DUMPABLE, 1)


def hide_from_others() -> None:
    """Keep other processes of the same user out of this one's memory and descriptors.

    Not before the maps of a user namespace are written: the files in /proc of a hidden process belong to root.
    """
    kernel.prctl(Prctl.SET_DUMPABLE, 0)


def _is_mapped(path: Path, number: int) -> bool:
    try:
        ranges = [tuple(map(int, line.split())) for line in path.read_text("ascii").splitlines()]
    except OSError:
        return False
    return any(first <= number < first + count for first, _, count in ranges)
