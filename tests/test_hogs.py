"""Who computes beside a loop: real threads of this process, looked at by this one."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from watched_programs import is_in, until

from grader.instruments.account import Place, Sample
from grader.instruments.hogs import _KEPT, _MOST_THREADS, Hogs, _cpu_ns

MS = 1_000_000
LINE = Place(path="/s.py", line=7, function="spin")


def is_own(name: str) -> bool:
    return name == __file__


def spin(over: threading.Event) -> None:
    while not over.is_set():
        pass


def wait(over: threading.Event) -> None:
    over.wait()


@contextmanager
def beside(**threads: Callable[[threading.Event], None]) -> Iterator[dict[str, threading.Thread]]:
    """Let threads of these names do these things meanwhile."""
    over = threading.Event()
    running = {
        name: threading.Thread(target=function, args=(over,), name=name, daemon=True)
        for name, function in threads.items()
    }
    for thread in running.values():
        thread.start()
    try:
        yield running
    finally:
        over.set()
        for thread in running.values():
            thread.join()


def look_until(hogs: Hogs, name: str, loops: set[int]) -> None:
    """Look until that thread was seen; the time-out of all tests is the deadline."""
    while name not in {each.thread for each in hogs.samples()}:
        hogs.look(loops)


def test_a_thread_that_computes_is_seen_with_its_line_and_one_that_waits_is_not() -> None:
    hogs = Hogs(is_own)
    with beside(busy=spin, idle=wait):
        look_until(hogs, "busy", set())
    found = [each for each in hogs.samples() if each.thread in ("busy", "idle")]
    assert {each.thread for each in found} == {"busy"}
    assert {each.places[0].function for each in found} == {"spin"}
    assert {each.system_call for each in found} == {"running"}
    assert all(each.count >= 1 for each in found)


def test_loops_and_the_thread_that_looks_are_left_out() -> None:
    hogs = Hogs(is_own)
    with beside(busy=spin, loop=spin) as threads:
        look_until(hogs, "busy", {threads["loop"].ident or 0})
    assert {each.thread for each in hogs.samples()}.isdisjoint({"loop", threading.current_thread().name})


def test_the_thread_that_looks_is_left_out_however_much_it_computes() -> None:
    hogs = Hogs(is_own)
    with beside(idle=wait):
        hogs.look({0})
        end_s = time.thread_time() + 0.02
        while time.thread_time() < end_s:
            pass
        hogs.look({0})
    assert threading.current_thread().name not in {each.thread for each in hogs.samples()}


def test_what_was_seen_once_is_not_counted_again() -> None:
    hogs, rests = Hogs(is_own), threading.Event()

    def spin_then_wait(over: threading.Event) -> None:
        spin(rests)
        over.wait()

    with beside(busy=spin_then_wait) as threads:
        look_until(hogs, "busy", set())
        rests.set()
        until(lambda: is_in("futex", os.getpid(), threads["busy"].native_id))
        hogs.look(set())
        before = hogs.samples()
        hogs.look(set())
        assert [s for s in hogs.samples() if s.thread == "busy"] == [s for s in before if s.thread == "busy"]


def test_what_the_main_thread_computed_long_ago_is_not_held_against_it() -> None:
    hogs, main = Hogs(is_own), threading.main_thread()
    with beside(busy=spin):
        looker = threading.Thread(target=hogs.look, args=({0},))
        looker.start()
        looker.join()
    assert main.name not in {each.thread for each in hogs.samples()}


def test_a_library_without_a_line_of_ones_own_is_a_hog_too() -> None:
    hogs = Hogs(lambda name: False)
    with beside(busy=spin):
        look_until(hogs, "busy", set())
    (found,) = (each for each in hogs.samples() if each.thread == "busy")
    assert (found.places, found.call) == ((), None)


def test_a_process_of_loops_alone_is_not_looked_into() -> None:
    hogs = Hogs(is_own)
    hogs.look({each.ident or 0 for each in threading.enumerate()})
    assert hogs.samples() == ()


def note(hogs: Hogs, spent_ms: float, *places: Place, thread: str = "worker") -> None:
    hogs._note(places, None, thread, round(spent_ms * MS))


def hog(count: int, *places: Place, thread: str = "worker") -> Sample:
    return Sample(places=places, call=None, system_call="running", count=count, thread=thread)


def test_the_processor_time_of_one_line_in_one_thread_is_added_up_in_milliseconds() -> None:
    hogs = Hogs(is_own)
    note(hogs, 1.6, LINE)
    note(hogs, 1.6, LINE)
    note(hogs, 2, LINE, thread="other")
    assert hogs.samples() == (hog(3, LINE), hog(2, LINE, thread="other"))


def test_lines_of_ones_own_come_before_others() -> None:
    hogs = Hogs(is_own)
    note(hogs, 50)
    note(hogs, 2, LINE)
    assert hogs.samples() == (hog(2, LINE), hog(50))


def test_the_first_different_lines_are_kept_and_the_busiest_of_them_told() -> None:
    hogs = Hogs(is_own)
    for line in (*range(_KEPT + 10), 0, _KEPT + 1):
        note(hogs, 1, Place(path="/s.py", line=line, function="f"))
    told = hogs.samples()
    assert len(told) == _MOST_THREADS
    assert (told[0].places[0].line, told[0].count, told[1].count) == (0, 2, 1)


def test_a_kernel_that_does_not_tell_leaves_nobody_to_blame() -> None:
    assert _cpu_ns(0) == 0


def test_a_look_gives_the_processor_time_of_those_it_looked_at() -> None:
    hogs = Hogs(is_own)
    with beside(busy=spin):
        until(lambda: hogs.look({0}) > 0)
    assert Hogs(is_own).look({each.ident or 0 for each in threading.enumerate()}) == 0


def test_the_calling_thread_is_seen_where_a_signal_interrupted_it() -> None:
    hogs, frame = Hogs(lambda name: name == __file__), sys._getframe()
    with beside(idle=wait):
        hogs.look({0}, frame)
        end_s = time.thread_time() + 0.02
        while time.thread_time() < end_s:
            pass
        hogs.look({0}, frame)
    mine = [each for each in hogs.samples() if each.thread == threading.current_thread().name]
    assert {each.places[0].function for each in mine} == {
        test_the_calling_thread_is_seen_where_a_signal_interrupted_it.__name__
    }


def test_the_latest_are_told_apart_from_what_was_before() -> None:
    hogs = Hogs(is_own)
    note(hogs, 50, LINE)
    then_ns = time.perf_counter_ns()
    note(hogs, 2, LINE, thread="other")
    assert hogs.samples(then_ns) == (hog(2, LINE, thread="other"),)
    assert hogs.samples(time.perf_counter_ns()) == ()
    assert then_ns <= hogs.latest_ns <= time.perf_counter_ns()


def test_the_kernel_counts_every_thread_by_its_number() -> None:
    with beside(busy=spin) as threads:
        until(lambda: _cpu_ns(threads["busy"].native_id or 0) > 0)
    before_ns = time.thread_time_ns()
    assert before_ns <= _cpu_ns(threading.get_native_id()) <= time.thread_time_ns()
