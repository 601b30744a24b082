"""Threads that sleep until an instant, woken by hand."""

import os
import queue
import threading
from collections.abc import Callable

import pytest

from grader.candidate.sleepers import Sleepers
from grader.instruments.rest import rests, system_call_line


class Bedroom:
    """Sleepers, what they told, and threads that note when they wake."""

    def __init__(self) -> None:
        self.told: queue.Queue[int | None] = queue.Queue()
        self.woken: queue.Queue[str] = queue.Queue()
        self.sleepers = Sleepers(self.told.put)

    def put_to_sleep(self, name: str, until_ns: int) -> threading.Thread:
        """Give the thread once it has said until when it sleeps."""

        def sleep() -> None:
            self.sleepers.sleep(until_ns)
            self.woken.put(name)

        thread = threading.Thread(target=sleep, daemon=True)
        thread.start()
        self.told_last = self.told.get()
        return thread

    def wake_all(self, now_ns: int) -> list[str]:
        """Wake one after the other; give their names in that order."""
        names = []
        while self.sleepers.wake_next(now_ns):
            names.append(self.woken.get())
        return names

    def all_told(self) -> list[int | None]:
        return [self.told.get_nowait() for _ in range(self.told.qsize())]


@pytest.fixture
def bedroom() -> Bedroom:
    return Bedroom()


def until(condition: Callable[[], bool]) -> None:
    """Look until it is so; the time-out of all tests is the deadline."""
    while not condition():
        os.sched_yield()


def test_where_nobody_sleeps_nobody_wakes_and_nothing_is_told(bedroom: Bedroom) -> None:
    assert not bedroom.sleepers.wake_next(1 << 60)
    assert bedroom.all_told() == []


def test_a_thread_sleeps_until_its_instant_and_not_for_less(bedroom: Bedroom) -> None:
    thread = bedroom.put_to_sleep("a", 30)
    assert bedroom.told_last == 30
    assert not bedroom.sleepers.wake_next(29)
    assert thread.is_alive()
    assert bedroom.sleepers.wake_next(30)
    thread.join()
    assert bedroom.all_told() == [None]


def test_an_instant_that_is_over_wakes_as_well(bedroom: Bedroom) -> None:
    bedroom.put_to_sleep("a", 30)
    assert bedroom.wake_all(1000) == ["a"]


def test_the_first_instant_is_told_whenever_who_sleeps_has_changed(bedroom: Bedroom) -> None:
    told = []
    for name, until_ns in (("a", 30), ("b", 10), ("c", 20)):
        bedroom.put_to_sleep(name, until_ns)
        told.append(bedroom.told_last)
    assert told == [30, 10, 10]
    assert bedroom.wake_all(20) == ["b", "c"]
    assert bedroom.all_told() == [20, 30]
    assert bedroom.wake_all(30) == ["a"]
    assert bedroom.all_told() == [None]


def test_one_at_a_time_is_woken_the_earliest_first(bedroom: Bedroom) -> None:
    threads = {name: bedroom.put_to_sleep(name, until_ns) for name, until_ns in (("a", 30), ("b", 10), ("c", 20))}
    assert bedroom.sleepers.wake_next(100)
    threads["b"].join()
    assert threads["a"].is_alive()
    assert threads["c"].is_alive()
    assert bedroom.woken.get() == "b"
    assert bedroom.wake_all(100) == ["c", "a"]


def test_at_one_instant_the_older_thread_wakes_first_whichever_went_to_sleep_first(bedroom: Bedroom) -> None:
    may_sleep = {name: threading.Event() for name in ("a", "b")}
    ids: queue.Queue[tuple[int, str]] = queue.Queue()

    def sleep(name: str) -> None:
        ids.put((threading.get_native_id(), name))
        may_sleep[name].wait()
        bedroom.sleepers.sleep(10)
        bedroom.woken.put(name)

    for name in may_sleep:
        threading.Thread(target=sleep, args=(name,), daemon=True).start()
    older, younger = (name for _, name in sorted(ids.get() for _ in may_sleep))
    for name in (younger, older):
        may_sleep[name].set()
        assert bedroom.told.get() == 10
    assert bedroom.wake_all(10) == [older, younger]


def test_a_thread_that_sleeps_rests_to_the_kernel(bedroom: Bedroom) -> None:
    thread = bedroom.put_to_sleep("a", 10)
    until(lambda: rests(system_call_line(os.getpid(), thread.native_id or 0)))
    assert bedroom.wake_all(10) == ["a"]


def test_a_thread_that_wakes_can_sleep_again(bedroom: Bedroom) -> None:
    def sleep_twice() -> None:
        bedroom.sleepers.sleep(10)
        bedroom.sleepers.sleep(20)
        bedroom.woken.put("a")

    threading.Thread(target=sleep_twice, daemon=True).start()
    assert bedroom.told.get() == 10
    assert bedroom.sleepers.wake_next(10)
    assert [bedroom.told.get(), bedroom.told.get()] == [None, 20]
    assert not bedroom.sleepers.wake_next(10)
    assert bedroom.wake_all(20) == ["a"]


def test_an_alarm_goes_off_at_its_instant_while_its_block_runs(bedroom: Bedroom) -> None:
    rung: list[str] = []
    with bedroom.sleepers.alarm(10, lambda: rung.append("rung")):
        assert not bedroom.sleepers.wake_next(9)
        assert rung == []
        assert bedroom.sleepers.wake_next(10)
        assert rung == ["rung"]
        assert not bedroom.sleepers.wake_next(10)
    assert bedroom.all_told() == [10, None]


def test_an_alarm_does_not_go_off_after_its_block(bedroom: Bedroom) -> None:
    rung: list[str] = []
    with bedroom.sleepers.alarm(10, lambda: rung.append("rung")):
        pass
    assert not bedroom.sleepers.wake_next(10)
    assert (rung, bedroom.all_told()) == ([], [10, None])


def test_a_block_that_fails_takes_its_alarm_back(bedroom: Bedroom) -> None:
    with pytest.raises(ZeroDivisionError), bedroom.sleepers.alarm(10, print):
        _ = 1 / 0
    assert not bedroom.sleepers.wake_next(10)
    assert bedroom.all_told() == [10, None]


def test_alarms_of_one_thread_at_one_instant_go_off_in_the_order_in_which_they_were_set(bedroom: Bedroom) -> None:
    rung: list[int] = []
    alarm = bedroom.sleepers.alarm
    with alarm(10, lambda: rung.append(1)), alarm(10, lambda: rung.append(2)), alarm(10, lambda: rung.append(3)):
        while bedroom.sleepers.wake_next(10):
            pass
    assert rung == [1, 2, 3]


def test_an_alarm_that_is_taken_back_leaves_the_others_in_their_order(bedroom: Bedroom) -> None:
    for until_ns in (40, 20):
        bedroom.put_to_sleep(str(until_ns), until_ns)
    with bedroom.sleepers.alarm(10, print):
        assert bedroom.told.get() == 10
    assert bedroom.all_told() == [20]
    assert bedroom.wake_all(100) == ["20", "40"]
