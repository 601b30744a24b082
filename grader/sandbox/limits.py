"""The kernel's own limits for a candidate: the backstop behind what the judge counts.

The judge counts memory, processes and threads of the whole tree and says so in a verdict of its own; what is set here
is wider, and stops what would be too fast for it.
"""

import resource
from dataclasses import dataclass
from typing import Final

_MEBIBYTE: Final = 1 << 20
_ADDRESS_FACTOR: Final = 8
_LEAST_ADDRESS_BYTES: Final = 4 << 30  # 512 MB of address space were used up by 14 threads
_CPU_GRACE_S: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much a candidate may use. `tasks`: processes and threads together, counted over all candidates of a judge."""

    cpu_s: int
    memory_mb: int
    file_mb: int
    open_files: int
    tasks: int


def address_space_bytes(memory_mb: int) -> int:
    """Give the address space for a candidate that may keep this much memory."""
    return max(_ADDRESS_FACTOR * memory_mb * _MEBIBYTE, _LEAST_ADDRESS_BYTES)


def limit(bounds: Bounds, *, counts_tasks: bool) -> None:
    """Lower the limits of this process, and of all that it starts.

    `counts_tasks`: the kernel counts processes for each user id, so only where nobody else has the candidate's.
    """
    lower(resource.RLIMIT_CORE, 0)
    # The soft limit sends a signal of its own, which tells; SIGKILL at the hard one tells nothing.
    lower(resource.RLIMIT_CPU, bounds.cpu_s, grace=_CPU_GRACE_S)
    lower(resource.RLIMIT_FSIZE, bounds.file_mb * _MEBIBYTE)
    lower(resource.RLIMIT_NOFILE, bounds.open_files)
    lower(resource.RLIMIT_AS, address_space_bytes(bounds.memory_mb))
    if counts_tasks:
        lower(resource.RLIMIT_NPROC, bounds.tasks)


def lower(kind: int, value: int, grace: int = 0) -> None:
    """Set a soft limit, and a hard one above it by `grace`; neither is ever raised."""
    _, hard = resource.getrlimit(kind)
    most = value + grace if hard == resource.RLIM_INFINITY else min(value + grace, hard)
    resource.setrlimit(kind, (min(value, most), most))
