from tornado import gen
import time


async def every_minute(execute):
    while True:
        print(f"executing task in {time.asctime()}")
        await execute()
        await gen.sleep(60)
