"""Made-up ticks and findings for the tests of the rule. The limit is 50 ms; all figures are milliseconds."""

from typing import Any

from grader.instruments.account import Place, Sample, Tick
from grader.instruments.cause import Cause
from grader.instruments.rule import Certainty, Finding

MS = 1_000_000
LIMIT_NS = 50 * MS
LINE = Place(path="/s.py", line=7, function="fetch")
OTHER = Place(path="/s.py", line=9, function="other")
CALLER = Place(path="/s.py", line=1, function="main")


def sample(place: Place, call: str | None, system_call: str | None, count: int = 1) -> Sample:
    return Sample(places=(place, CALLER), call=call, system_call=system_call, count=count)


def tick(wall: float, cpu: float = 0, *, delay: float = 0, switches: int = 1, start: float = 0, **more: Any) -> Tick:
    times = {name: round(more.pop(name, 0) * MS) for name in ("steal", "others_cpu", "slept")}
    return Tick(
        start_ns=round(start * MS),
        wall_ns=round(wall * MS),
        cpu_ns=round(cpu * MS),
        run_delay_ns=round(delay * MS),
        voluntary_switches=switches,
        **{f"{name}_ns": value for name, value in times.items()},
        **more,
    )


RUNNING = sample(LINE, None, "running", 5)
SLEEPING = sample(OTHER, "time.sleep", "clock_nanosleep", 5)
FOR_THE_LOCK = sample(LINE, None, "futex with a time-out", 5)
LOCK_CALL = sample(LINE, "threading.Lock.acquire", "futex with a time-out", 5)


def finding(held: float, cause: Cause, certainty: Certainty, call: str | None = None, *places: Place) -> Finding:
    return Finding(start_ns=0, held_ns=round(held * MS), cause=cause, certainty=certainty, call=call, places=places)


SURE, CLOSE, UNSURE = Certainty.SURE, Certainty.CLOSE, Certainty.UNSURE
