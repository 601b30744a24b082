"""Numbers of the system calls that the sandbox makes or refuses, for the machines on which it works.

From Linux's tables for x86-64 and for the generic one that aarch64 uses. What a machine does not have is missing.
"""

import platform
from typing import Final

# From 424 on all machines count alike.
_EVERYWHERE: Final = {
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
    "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433,
    "pidfd_open": 434, "clone3": 435, "pidfd_getfd": 438, "process_madvise": 440, "mount_setattr": 442,
    "quotactl_fd": 443, "landlock_create_ruleset": 444, "landlock_add_rule": 445, "landlock_restrict_self": 446,
    "memfd_secret": 447, "process_mrelease": 448, "lsm_set_self_attr": 460, "open_tree_attr": 467,
}  # fmt: skip
_X86_64: Final = {
    "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312,
    "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161, "unshare": 272, "setns": 308, "clone": 56,
    "keyctl": 250, "add_key": 248, "request_key": 249, "bpf": 321, "perf_event_open": 298, "userfaultfd": 323,
    "kexec_load": 246, "kexec_file_load": 320, "init_module": 175, "finit_module": 313, "delete_module": 176,
    "reboot": 169, "swapon": 167, "swapoff": 168, "settimeofday": 164, "clock_settime": 227, "adjtimex": 159,
    "clock_adjtime": 305, "quotactl": 179, "name_to_handle_at": 303, "open_by_handle_at": 304, "personality": 135,
    "acct": 163, "sethostname": 170, "setdomainname": 171, "vhangup": 153, "syslog": 103, "iopl": 172, "ioperm": 173,
    "modify_ldt": 154, "uselib": 134, "nfsservctl": 180, "lookup_dcookie": 212, "fanotify_init": 300,
    "memfd_create": 319, "shmget": 29, "msgget": 68, "semget": 64, "mq_open": 240,
    "socket": 41, "ioctl": 16, "prctl": 157, "kill": 62, "tkill": 200, "tgkill": 234, "rt_sigqueueinfo": 129,
    "rt_tgsigqueueinfo": 297, "prlimit64": 302, "sched_setaffinity": 203, "sched_setscheduler": 144,
    "sched_setparam": 142, "sched_setattr": 314, "setpriority": 141, "ioprio_set": 251, "migrate_pages": 256,
    "move_pages": 279, "seccomp": 317, "capget": 125, "capset": 126,
}  # fmt: skip
_AARCH64: Final = {
    "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272,
    "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "unshare": 97, "setns": 268, "clone": 220,
    "keyctl": 219, "add_key": 217, "request_key": 218, "bpf": 280, "perf_event_open": 241, "userfaultfd": 282,
    "kexec_load": 104, "kexec_file_load": 294, "init_module": 105, "finit_module": 273, "delete_module": 106,
    "reboot": 142, "swapon": 224, "swapoff": 225, "settimeofday": 170, "clock_settime": 112, "adjtimex": 171,
    "clock_adjtime": 266, "quotactl": 60, "name_to_handle_at": 264, "open_by_handle_at": 265, "personality": 92,
    "acct": 89, "sethostname": 161, "setdomainname": 162, "vhangup": 58, "syslog": 116,
    "nfsservctl": 42, "lookup_dcookie": 18, "fanotify_init": 262,
    "memfd_create": 279, "shmget": 194, "msgget": 186, "semget": 190, "mq_open": 180,
    "socket": 198, "ioctl": 29, "prctl": 167, "kill": 129, "tkill": 130, "tgkill": 131, "rt_sigqueueinfo": 138,
    "rt_tgsigqueueinfo": 240, "prlimit64": 261, "sched_setaffinity": 122, "sched_setscheduler": 119,
    "sched_setparam": 118, "sched_setattr": 274, "setpriority": 140, "ioprio_set": 30, "migrate_pages": 238,
    "move_pages": 239, "seccomp": 277, "capget": 90, "capset": 91,
}  # fmt: skip
_TABLES: Final = {"x86_64": _X86_64 | _EVERYWHERE, "aarch64": _AARCH64 | _EVERYWHERE}

MACHINES: Final = frozenset(_TABLES)
"""Machines, as platform.machine() calls them, on which the sandbox works."""


def numbers(machine: str = platform.machine()) -> dict[str, int]:
    """Give the numbers by name; none for a machine that is not known."""
    return _TABLES.get(machine, {})
