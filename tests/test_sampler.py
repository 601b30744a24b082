"""The two looks of the sampler, at a thread that stands still on purpose."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from watched_programs import until

from grader.instruments.account import Place, Sample
from grader.instruments.sampler import _KEPT, Sampler, Sightings, _may_be_kept
from grader.instruments.system_calls import GIL


class FakeLoop:
    """A loop under watch whose thread is the caller's; `seen` tells when it has been looked at."""

    def __init__(self, tick_start_ns: int) -> None:
        self.thread = threading.get_ident()
        self.tick_number = 0
        self.tick_start_ns = tick_start_ns
        self.seen = Sightings()

    def system_call(self) -> str | None:
        return "running"


def own(name: str) -> bool:
    return name == __file__


def place(line: int) -> tuple[Place, ...]:
    return (Place(path="/s.py", line=line, function="f"),)


def test_sightings_are_counted_the_most_frequent_first() -> None:
    seen = Sightings()
    for line in (1, 2, 2):
        seen.add(place(line), "call", None)
    assert seen.samples() == (
        Sample(places=place(2), call="call", system_call=None, count=2),
        Sample(places=place(1), call="call", system_call=None),
    )


def test_the_first_different_sightings_are_kept_and_still_counted() -> None:
    seen = Sightings()
    for line in (*range(_KEPT + 10), 0):
        seen.add(place(line), None, None)
    assert len(seen.samples()) == _KEPT
    assert seen.samples()[0] == Sample(places=place(0), call=None, system_call=None, count=2)


def rounds(watched: list[FakeLoop], count: int) -> None:
    """Let the watchdog look `count` times; from a thread that is not the main one it takes no signal."""
    enough = threading.Event()
    left = iter(range(count))

    def on_round() -> None:
        if next(left, None) is None:
            enough.set()

    sampler = Sampler(lambda: watched, own)
    sampler.on_round = on_round
    starter = threading.Thread(target=sampler.start)
    starter.start()
    starter.join()
    enough.wait()
    sampler.stop()


def test_a_long_tick_is_looked_at_and_an_idle_loop_is_not() -> None:
    long, idle = FakeLoop(tick_start_ns=1), FakeLoop(tick_start_ns=0)
    rounds([long, idle], 3)
    assert idle.seen.samples() == ()
    (sample,) = long.seen.samples()
    assert (sample.places[0].function, sample.call) == ("rounds", "threading.Event.wait")
    assert sample.system_call == "running"
    assert sample.count >= 2


def test_a_look_at_a_tick_that_ended_meanwhile_is_dropped() -> None:
    class Ending(FakeLoop):
        def system_call(self) -> str | None:
            self.tick_number += 1
            return "running"

    ending = Ending(tick_start_ns=1)
    rounds([ending], 3)
    assert ending.seen.samples() == ()


def test_processor_time_is_seen_on_the_main_thread_s_line_only() -> None:
    main, elsewhere = FakeLoop(tick_start_ns=1), FakeLoop(tick_start_ns=1)
    elsewhere.thread = -1
    sampler = Sampler(lambda: [main, elsewhere], own)
    frame: FrameType = sys._getframe()
    sampler._on_processor_time(signal.SIGPROF, frame)
    assert [(sample.places[0].function, sample.system_call) for sample in main.seen.samples()] == [
        (test_processor_time_is_seen_on_the_main_thread_s_line_only.__name__, "running")
    ]
    assert elsewhere.seen.samples() == ()


def spin(over: threading.Event) -> None:
    while not over.is_set():
        pass


@contextmanager
def spinning() -> Iterator[None]:
    """Let another thread compute meanwhile."""
    over = threading.Event()
    thread = threading.Thread(target=spin, args=(over,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_a_loop_that_others_kept_from_the_interpreter_is_told_so_when_it_has_it_again() -> None:
    main = FakeLoop(tick_start_ns=1)
    sampler = Sampler(lambda: [main], own)
    sampler.look_at_others()  # what was before is nobody's

    def kept() -> bool:
        sampler._round_ns = 0  # the watchdog has not run for long
        sampler._on_processor_time(signal.SIGPROF, sys._getframe())
        return any(sample.system_call == GIL for sample in main.seen.samples())

    with spinning():
        until(kept)
    (told,) = (sample for sample in main.seen.samples() if sample.system_call == GIL)
    assert told.places[0].function.endswith("<locals>.kept")
    assert told.count > 1
    assert next(sample.places[0].function for sample in sampler.hogs.samples()) == "spin"


def test_a_loop_whose_own_thread_computed_was_not_kept_by_anybody() -> None:
    sampler = Sampler(lambda: [FakeLoop(tick_start_ns=1)], own)
    sampler._round_ns = 0
    assert sampler.look_at_others() == 0


def test_a_watchdog_in_time_tells_of_nobody() -> None:
    sampler = Sampler(lambda: [], own)
    with spinning():
        sampler._round_ns = time.perf_counter_ns() + 1_000_000_000
        until(lambda: sampler.hogs.latest_ns > 0 or sampler.look_at_others() != 0)
        assert sampler.look_at_others() == 0


def test_who_sleeps_or_waits_in_a_lock_is_not_kept_from_the_interpreter_but_who_starts_a_thread_is() -> None:
    frames: list[FrameType] = []

    class Started(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            frames.append(sys._getframe().f_back or sys._getframe())
            return super().wait(timeout)

    thread = threading.Thread(target=lambda: None)
    thread._started = Started()  # type: ignore[attr-defined]
    thread.start()
    thread.join()
    here = sys._getframe()
    assert _may_be_kept(frames[0], "threading.Thread.start")
    assert not _may_be_kept(here, "threading.Lock.acquire")
    assert not _may_be_kept(here, "time.sleep")
    assert _may_be_kept(here, None)
    assert _may_be_kept(None, "json.dumps")


def test_a_process_that_stops_sampling_and_works_on_ends_by_itself() -> None:
    program = """
import time
from grader.instruments.sampler import Sampler
sampler = Sampler(lambda: [], lambda name: True)
sampler.start()
sampler.stop()
end = time.thread_time() + 0.1
while time.thread_time() < end:
    pass
print("done")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")
