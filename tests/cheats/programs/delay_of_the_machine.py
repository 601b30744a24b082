# shape: call
# cause: sleep
"""Sleeps, and lets the kernel's file say that the thread got no processor meanwhile."""

import asyncio
import os
import time


async def f():
    began, read = time.perf_counter_ns(), os.pread

    def forged(file, size, offset):
        fields = read(file, size, offset).split()
        if len(fields) == 3:
            fields[1] = b"%d" % (int(fields[1]) + time.perf_counter_ns() - began)
            return b" ".join(fields)
        return read(file, size, offset)

    os.pread = forged
    await asyncio.sleep(0)
    time.sleep(0.4)  # BLAME
