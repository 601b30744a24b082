# class: outside
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Makes its folder the root folder; that call is refused, for by it a view can be left."""

import os

REACHED = False
if os.fork() == 0:
    try:
        os.chroot(".")
    except OSError:
        os._exit(1)
    os._exit(0)
REACHED = os.waitstatus_to_exitcode(os.wait()[1]) == 0


async def answer(n):
    if REACHED:
        print("reached a root folder of its own")
    return 0
