# shape: call
# cause: lock
"""Raises an exception in the watchdog's thread, and waits for a lock."""

import ctypes
import threading
import time


async def f():
    watchdog = next(each for each in threading.enumerate() if "watchdog" in each.name)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(watchdog.ident), ctypes.py_object(SystemExit))
    lock = threading.Lock()
    lock.acquire()
    threading.Timer(0.4, lock.release).start()
    lock.acquire()  # BLAME
