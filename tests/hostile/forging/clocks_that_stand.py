# class: forging
# shape: answer
# verdict: blocked
# code: judge.only-outside | none
"""Makes all clocks of Python stand still, then holds the loop; the kernel's counters are read from outside as well."""

import time

sleep = time.sleep
stands_ns = time.perf_counter_ns()
time.perf_counter_ns = time.monotonic_ns = time.thread_time_ns = lambda: stands_ns
time.perf_counter = time.monotonic = time.thread_time = lambda: stands_ns / 1e9


async def answer(n):
    sleep(0.15)
    return n * 2 + 1
