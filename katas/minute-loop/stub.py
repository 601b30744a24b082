"""A job that is done again and again, with a minute's sleep in between."""


async def minute_loop(job):
    """Await `job()`, sleep 60 s, and begin again, until cancelled."""
    raise NotImplementedError("minute_loop is yours to write")


def start_of_run(n, job_s):
    """Return the second at which run `n` starts (run 0 starts at 0), if every run lasts `job_s` seconds."""
    raise NotImplementedError("start_of_run is yours to write")


def runs_per_day(job_s):
    """Return how many runs start within the 86400 seconds of a day."""
    raise NotImplementedError("runs_per_day is yours to write")
