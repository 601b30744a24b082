"""A job once a minute, on Tornado's own timer."""


async def every_minute(job, stop, jitter=0):
    """Let a PeriodicCallback call `job()` every minute until the event `stop` is set, then stop it and return."""
    raise NotImplementedError("every_minute is yours to write")
