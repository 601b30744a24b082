"""Whoever writes the timer by hand, as in a thread of its own.

Tempting, because it reads like the sentence "every minute until stop is set". It is the loop's thread that sleeps:
for a minute at a time nothing else runs, and nobody notices that stop was set.
"""

import time


async def every_minute(job, stop, jitter=0):
    while not stop.is_set():
        time.sleep(60)  # BLAME
        await job()
