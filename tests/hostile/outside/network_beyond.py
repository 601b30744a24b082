# class: outside
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Connects to an address that is reserved for examples, once; it is refused at once, for there is no way out."""

import errno
import socket

OUTCOME = 0
with socket.socket() as away:
    away.settimeout(0.3)
    OUTCOME = errno.ETIMEDOUT
    try:
        away.connect(("192.0.2.1", 9))
    except TimeoutError:
        OUTCOME = errno.ETIMEDOUT
    except OSError as error:
        OUTCOME = error.errno


async def answer(n):
    if OUTCOME not in (errno.ENETUNREACH, errno.EPERM, errno.EACCES):
        print("reached the network:", OUTCOME)
    return 0
