# class: reading
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Opens files of the machine, and reads none: its password hashes, its log, its disks; none is there for it."""

import contextlib
import os

PLACES = ("/etc/shadow", "/etc/sudoers", "/dev/kmsg", "/dev/mem", "/proc/kcore", "/var/log", "/root", "/dev/vda")


async def answer(n):
    for place in PLACES:
        with contextlib.suppress(OSError):
            os.close(os.open(place, os.O_RDONLY | os.O_NONBLOCK))
            print("reached", place)
    return 0
