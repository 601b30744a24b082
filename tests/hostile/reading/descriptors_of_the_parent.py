# class: reading
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Opens what its parent has open, by /proc, without reading it; the keeper has closed everything and shows nothing."""

import contextlib
import os

folder = f"/proc/{os.getppid()}/fd"
with contextlib.suppress(OSError):
    for name in os.listdir(folder)[:100]:
        with contextlib.suppress(OSError):
            os.close(os.open(f"{folder}/{name}", os.O_RDONLY | os.O_NONBLOCK))
            print("reached descriptor", name)


async def answer(n):
    return 0
