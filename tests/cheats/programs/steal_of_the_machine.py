# shape: call
# cause: sleep
"""Sleeps, and lets the machine's file say that a hypervisor took the time."""

import asyncio
import os
import time


async def f():
    began, read = time.perf_counter_ns(), os.pread

    def forged(file, size, offset):
        text = read(file, size, offset)
        if text.startswith(b"cpu "):
            fields = text.split(b"\n", 1)[0].split()
            fields[8] = b"%d" % (int(fields[8]) + (time.perf_counter_ns() - began) // 10_000_000)
            return b" ".join(fields) + b"\n"
        return text

    os.pread = forged
    await asyncio.sleep(0)
    time.sleep(0.4)  # BLAME
