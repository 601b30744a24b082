"""The two looks of the sampler, at a thread that stands still on purpose."""

import signal
import subprocess
import sys
import threading
from types import FrameType

from grader.instruments.account import Place, Sample
from grader.instruments.sampler import _KEPT, Sampler, Sightings


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
