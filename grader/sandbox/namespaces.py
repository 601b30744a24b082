"""Namespaces: what a process and its children see as their own, apart from the machine's."""

import os
import platform
import re
import socket

from grader.sandbox import kernel
from grader.sandbox.kernel import Capability, Prctl

_CANDIDATE = kernel.CLONE_NEWPID | kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS
_COUNTS_SINCE = (5, 14)
_HOST_NAME = "localhost"  # one that resolves, where nothing else does


def has_rights() -> bool:
    """Tell whether this process may make namespaces without a user namespace around them."""
    return bool(kernel.effective_capabilities() >> Capability.SYS_ADMIN & 1)


def leave(flags: int) -> None:
    """Leave the parent's namespaces, by way of a user namespace of our own where the rights are missing."""
    if has_rights():
        kernel.unshare(flags)
    else:
        leave_as_user(flags)


def leave_as_user(flags: int) -> None:
    """Leave the parent's namespaces within a new user namespace, in which this user is who it was. One thread only.

    What belongs to a process that is not dumpable belongs to root, the maps of its users too.
    """
    uid, gid = os.geteuid(), os.getegid()
    kernel.prctl(Prctl.SET_DUMPABLE, 1)
    kernel.unshare(kernel.CLONE_NEWUSER | flags)
    _write("/proc/self/setgroups", b"deny")
    _write("/proc/self/uid_map", b"%d %d 1" % (uid, uid))
    _write("/proc/self/gid_map", b"%d %d 1" % (gid, gid))


def enter_for_candidate() -> None:
    """Leave the namespaces of the nursery: the next process that is forked from here is the first of its own.

    For the process in the middle. As root there is no user namespace: the candidate has a user id of its own instead.
    As a user there is one for each candidate, nested in the judge's, so that its count of processes is its own.
    """
    if os.geteuid() == 0:
        kernel.unshare(_CANDIDATE)
    else:
        leave_as_user(_CANDIDATE)
    socket.sethostname(_HOST_NAME)


def counts_by_namespace(release: str = platform.release()) -> bool:
    """Tell whether the kernel counts a user's processes for each user namespace; before 5.14 it was for the machine."""
    found = re.match(r"(\d+)\.(\d+)", release)
    return found is not None and (int(found[1]), int(found[2])) >= _COUNTS_SINCE


def _write(path: str, text: bytes) -> None:
    # Without pathlib, whose text needs a codec, which may lie where this user cannot read.
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text)
    finally:
        os.close(descriptor)
