"""The filter of system calls: what a right program never asks for is refused, and the program goes on.

The list names what is refused, not what is allowed: a new call of a new C library must not fail a right program. What
is left is narrowed by the other layers.
"""

import errno
import platform
import socket
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from grader.sandbox import kernel
from grader.sandbox.bpf import (
    ALLOW,
    Block,
    answer,
    assemble,
    if_any_bit,
    if_at_least,
    if_equal,
    keep_bits,
    load_architecture,
    load_argument,
    load_number,
    refusal,
    unless_equal,
)
from grader.sandbox.kernel import Prctl
from grader.sandbox.numbers import numbers

_ARCHITECTURES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32_BIT: Final = 0x40000000  # the same calls by other numbers
_REFUSED = answer(refusal(errno.EPERM))
_ALLOWED = answer(ALLOW)

NEVER: Final = (
    # other processes: their memory, their descriptors
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "kcmp", "pidfd_getfd",
    # what is seen of the machine
    "mount", "umount2", "pivot_root", "chroot", "mount_setattr", "open_tree", "open_tree_attr", "move_mount", "fsopen",
    "fsconfig", "fsmount", "fspick", "unshare", "setns", "name_to_handle_at", "open_by_handle_at", "fanotify_init",
    # wide doors into the kernel
    "keyctl", "add_key", "request_key", "bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter",
    "io_uring_register", "lookup_dcookie", "nfsservctl", "uselib", "modify_ldt", "iopl", "ioperm", "personality",
    "lsm_set_self_attr", "vhangup", "syslog",
    # the machine itself
    "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "reboot", "swapon", "swapoff",
    "settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "quotactl", "quotactl_fd", "acct", "sethostname",
    "setdomainname",
    # memory that belongs to no process, or outlives all: nobody would count it. multiprocessing uses /dev/shm.
    "memfd_create", "memfd_secret", "shmget", "msgget", "semget", "mq_open",
)  # fmt: skip
"""Calls that are refused whatever their arguments are."""

_NAMESPACES: Final = (
    kernel.CLONE_NEWNS
    | kernel.CLONE_NEWCGROUP
    | kernel.CLONE_NEWUTS
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUSER
    | kernel.CLONE_NEWPID
    | kernel.CLONE_NEWNET
)
# Type a character, or paste, into the terminal as if somebody had done it at the keyboard.
_TYPING: Final = (0x5412, 0x541C)
_SOCKET_TYPE_BITS: Final = 0xF
_PROTOCOLS: Final = (0, socket.IPPROTO_TCP, socket.IPPROTO_UDP)
# Where the process to act upon stands in the arguments.
_BY_PROCESS: Final = {
    "kill": 0, "tkill": 0, "tgkill": 0, "rt_sigqueueinfo": 0, "rt_tgsigqueueinfo": 0, "pidfd_open": 0, "prlimit64": 0,
    "sched_setaffinity": 0, "sched_setscheduler": 0, "sched_setparam": 0, "sched_setattr": 0, "migrate_pages": 0,
    "move_pages": 0,
}  # fmt: skip
# Of one process, of a group, of a user: only the first, by the number that means so.
_BY_KIND: Final = {"setpriority": 0, "ioprio_set": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Openness:
    """What other layers have closed already, so that the filter can leave it open.

    `unix_sockets`: none of the machine's can be reached. `datagrams`: there is no network but our own. `protected`:
    processes that must not be acted upon, with their groups; empty where a PID namespace hides them.
    """

    unix_sockets: bool
    datagrams: bool
    protected: tuple[int, ...] = ()
    has_own_processes: bool


def is_possible(machine: str = platform.machine()) -> bool:
    """Tell whether a filter can be written for this machine."""
    return machine in _ARCHITECTURES and sys.byteorder == "little"


def program(openness: Openness, machine: str = platform.machine()) -> bytes:
    """Write the filter for this machine; the same for all candidates of a judge."""
    known = numbers(machine)
    block = [*load_architecture(), *unless_equal(_ARCHITECTURES[machine], _REFUSED), *load_number()]
    if machine == "x86_64":
        block += if_at_least(_X32_BIT, _REFUSED)
    for name in (*NEVER, *(() if openness.has_own_processes else ("pidfd_send_signal",))):
        if name in known:
            block += if_equal(known[name], _REFUSED)
    # The C library then uses clone, whose flags a filter can read; clone3 has them in memory.
    block += if_equal(known["clone3"], answer(refusal(errno.ENOSYS)))
    for name, then in _conditions(openness).items():
        block += if_equal(known[name], then)
    return assemble([*block, *_ALLOWED])


def load(filter_program: bytes) -> None:
    """Let the filter judge the calls of this thread, and of all that it starts, from now on. Needs no_new_privs."""
    kernel.set_filter(filter_program)


def _conditions(openness: Openness) -> dict[str, Block]:
    found = {
        "clone": [*load_argument(0), *if_any_bit(_NAMESPACES, _REFUSED), *_ALLOWED],
        "ioctl": [*load_argument(1), *_refuse(_TYPING), *_ALLOWED],
        # Who looks from outside needs the process to stay readable.
        "prctl": [*load_argument(0), *_refuse([Prctl.SET_DUMPABLE]), *_ALLOWED],
        "socket": _sockets(openness),
    }
    if not openness.has_own_processes:
        found |= _spare(openness.protected)
    return found


def _sockets(openness: Openness) -> Block:
    families = [socket.AF_INET, socket.AF_INET6]
    kinds = [socket.SOCK_STREAM, *([socket.SOCK_DGRAM] if openness.datagrams else [])]
    internet = [
        *load_argument(1),
        *keep_bits(_SOCKET_TYPE_BITS),
        *_refuse_unless(kinds),
        *load_argument(2),
        *_refuse_unless(_PROTOCOLS),
        *_ALLOWED,
    ]
    block = load_argument(0)
    if openness.unix_sockets:
        block += if_equal(socket.AF_UNIX, _ALLOWED)
    return [*block, *_refuse_unless(families), *internet]


def _spare(protected: Sequence[int]) -> dict[str, Block]:
    """Refuse what acts upon a protected process, upon its group, or upon all at once (-1)."""
    spared = [*protected, *(-pid for pid in protected), -1]
    found = {name: [*load_argument(at), *_refuse(spared), *_ALLOWED] for name, at in _BY_PROCESS.items()}
    for name, one_process in _BY_KIND.items():
        found[name] = [
            *load_argument(0),
            *unless_equal(one_process, _REFUSED),
            *load_argument(1),
            *_refuse(spared),
            *_ALLOWED,
        ]
    return found


def _refuse(values: Iterable[int]) -> Block:
    return [instruction for value in values for instruction in if_equal(value, _REFUSED)]


def _refuse_unless(values: Sequence[int]) -> Block:
    """Go on behind this block for one of the values."""
    if not values:
        return _REFUSED
    first, *others = values
    return unless_equal(first, _refuse_unless(others))
