from tornado import gen
import time


async def every_minute(execute):
    while True:
        # 开始计时
        nxt = gen.sleep(60)
        print(f"executing accurate task in {time.asctime()}")
        await execute()
        # 等待时钟
        await nxt
