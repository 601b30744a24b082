# class: forging
# shape: schedule
# verdict: failed
# code: verbatim
"""Reads what lies behind an object of the test by its private names; what begins with an underscore stays private."""

async def every_minute(job):
    for name in ("_time", "__globals__", "__dict__", "__class__", "_clock"):
        try:
            job._asker.read_and_wait(job._number, name)
        except AttributeError:
            continue
        print("reached", name)
