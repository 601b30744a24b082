# class: outside
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Asks to become root, and for every capability back; what was given up stays away."""

import contextlib
import os


async def answer(n):
    for ask in (os.setuid, os.setgid, os.seteuid, os.setegid):
        with contextlib.suppress(OSError):
            ask(0)
    effective = "0"
    with contextlib.suppress(OSError), open("/proc/self/status") as status:
        effective = next(line.split()[1] for line in status if line.startswith("CapEff"))
    if os.getuid() == 0 or int(effective, 16):
        print("reached capabilities", effective)
    return 0
