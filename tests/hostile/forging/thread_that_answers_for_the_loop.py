# class: forging
# shape: answer
# verdict: blocked
# code: judge.only-outside | none
"""Lets a helper thread give the answer at once while the loop sleeps; the loop was held, whoever spoke meanwhile."""

import gc
import threading
import time

numbers = iter(range(2, 100))


async def answer(n):
    (wire,) = [each for each in gc.get_objects() if type(each).__name__ == "Channel"]
    frame = b'{"say": "returned", "id": %d, "value": %d}' % (next(numbers), n * 2 + 1)
    threading.Thread(target=wire.send, args=(frame,)).start()
    time.sleep(0.15)
    return n * 2 + 1
