"""Whoever computes the rest of the minute correctly and then waits for it as in a script.

Tempting, because all starts are exact. Between two runs the loop's thread sleeps for 53 seconds, and with it
everybody else in the program.
"""

import time


async def every_minute(job):
    while True:
        start_s = time.monotonic()
        await job()
        time.sleep(max(0, 60 - (time.monotonic() - start_s)))  # BLAME
