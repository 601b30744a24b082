"""What a loop monitor wrote down: raw counters, no judgement.

All times are whole nanoseconds; instants are on the system's monotonic clock, which all processes share.
"""

from typing import Annotated

import msgspec

Count = Annotated[int, msgspec.Meta(ge=0, lt=1 << 62)]
"""A number that a counter can have: what another process wrote down is checked when it is decoded."""


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a stack: file, line and function as the code itself names them."""

    path: str
    line: int
    function: str


class Sample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the loop's thread was seen doing, `count` times within one tick.

    `places` are one's own lines, the deepest first. `call` is the library function that the deepest of them had
    called. `system_call` is where the kernel had the thread ("running": nowhere); None where nobody can tell.
    """

    places: tuple[Place, ...]
    call: str | None
    system_call: str | None
    count: Count = 1
    thread: str | None = None


class Tick(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One turn of a loop: from the return of its selector to the next look into it.

    `cpu_ns`: executed by the loop's thread. `run_delay_ns`: the thread could have run and got no processor.
    `voluntary_switches`: how often it went to sleep by itself. `steal_ns`: taken from the whole machine by its
    hypervisor. `others_cpu_ns`: executed by the other threads of the process. `slept_ns`: in time.sleep, from the lines
    in `sleeps`.
    What was left out of the measurement is in none of them.
    """

    start_ns: Count
    wall_ns: Count
    cpu_ns: Count
    run_delay_ns: Count
    voluntary_switches: Count
    steal_ns: Count = 0
    others_cpu_ns: Count = 0
    slept_ns: Count = 0
    samples: tuple[Sample, ...] = ()
    sleeps: tuple[Sample, ...] = ()


class Account(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that a monitor saw. `ticks` holds the slow ones only; the other fields count every tick.

    A tick that was still going on when the account was made is in `ticks` too, as long as it was by then. `hogs`: the
    threads that ran Python while a loop's thread waited for the interpreter's lock, the most frequent first.
    """

    start_ns: Count = 0
    elapsed_ns: Count = 0
    ticks_count: Count = 0
    busy_ns: Count = 0
    latency_p50_ns: Count = 0
    latency_p99_ns: Count = 0
    counters: tuple[str, ...] = ()
    ticks: tuple[Tick, ...] = ()
    hogs: tuple[Sample, ...] = ()
