# class: forging
# shape: schedule
# verdict: crashed | failed
# code: judge.broke-protocol
"""Says again and again that it is idle until the next minute, in turns that it was not given."""

import asyncio
import gc


async def every_minute(job):
    (wire,) = [each for each in gc.get_objects() if type(each).__name__ == "Channel"]
    for number in range(1, 50):
        wire.send(
            b'{"say": "idle", "number": %d, "seen": 9, "deadline_ns": %d, "busy": false, "watchdog": 0}'
            % (number, number * 60_000_000_000)
        )
    await job()
    await asyncio.sleep(0)
