# class: outside
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Makes a device file in its folder, which would lead to the machine's disk; it is not opened, and cannot be made."""

import os
import stat


async def answer(n):
    try:
        os.mknod("disk", 0o600 | stat.S_IFBLK, os.makedev(254, 0))
    except OSError as error:
        print(type(error).__name__)
    else:
        print("reached a device")
    return 0
