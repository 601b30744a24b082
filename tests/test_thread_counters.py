"""The kernel's counters of a thread, read on this machine."""

import itertools
import os
import threading
import time
from pathlib import Path

import pytest

from grader.instruments import thread_counters
from grader.instruments.system_calls import name_of
from grader.instruments.thread_counters import Reading, StealCounter, SystemCallReader, ThreadCounters


def spent(work: "threading.Event | float") -> Reading:
    """Give what a wait for an event that nobody sets, or so many seconds of calculating, cost this thread."""
    counters = ThreadCounters()
    before = counters.read()
    if isinstance(work, threading.Event):
        work.wait(0.05)
    else:
        end = time.thread_time() + work
        while time.thread_time() < end:
            pass
    after = counters.read()
    counters.close()
    return Reading(*(a - b for a, b in zip(after, before, strict=True)))


def test_calculating_is_processor_time_and_no_more_than_the_wall() -> None:
    cost = spent(0.05)
    assert 50_000_000 <= cost.cpu_ns <= cost.wall_ns + 1_000_000


def test_waiting_is_a_voluntary_switch_and_hardly_processor_time() -> None:
    cost = spent(threading.Event())
    assert cost.switches >= 1
    assert cost.cpu_ns < cost.wall_ns / 2


def test_what_other_threads_calculate_is_told_apart() -> None:
    counters = ThreadCounters()
    before = counters.read()
    thread = threading.Thread(target=spent, args=(0.05,))
    thread.start()
    thread.join()
    after = counters.read()
    assert after.others_cpu_ns - before.others_cpu_ns >= 50_000_000
    assert after.cpu_ns - before.cpu_ns < 50_000_000
    counters.close()


def test_counters_never_go_back() -> None:
    counters = ThreadCounters()
    readings = [counters.read() for _ in range(200)]
    assert all(a.wall_ns <= b.wall_ns and a.cpu_ns <= b.cpu_ns for a, b in itertools.pairwise(readings))
    assert all(a.run_delay_ns <= b.run_delay_ns and a.switches <= b.switches for a, b in itertools.pairwise(readings))
    counters.close()


def test_a_kernel_without_schedstat_is_said_to_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_counters, "_open", lambda path: None)
    counters = ThreadCounters()
    assert counters.names == ("wall", "thread_cpu", "voluntary_switches")
    assert counters.read().run_delay_ns == 0
    counters.close()
    assert StealCounter().read_ns() == 0
    reader = SystemCallReader(threading.get_native_id())
    assert reader.read() is None
    reader.close()


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="this kernel keeps no run delay")
def test_a_kernel_with_schedstat_is_said_to_have_it() -> None:
    counters = ThreadCounters()
    assert counters.names == ("wall", "thread_cpu", "run_delay", "voluntary_switches")
    counters.close()


def test_descriptors_are_given_back() -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    counters, reader = ThreadCounters(), SystemCallReader(threading.get_native_id())
    for each in (counters, reader):
        each.close()
        each.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert reader.read() is None


def test_stolen_time_is_read_from_the_eighth_field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stat = tmp_path / "stat"
    stat.write_text("cpu  1 2 3 4 5 6 7 80 9 10\ncpu0 0 0 0 0 0 0 0 0 0 0\n")
    monkeypatch.setattr(thread_counters, "_open", lambda path: os.open(stat, os.O_RDONLY))
    assert StealCounter().read_ns() == 80 * 1_000_000_000 // os.sysconf("SC_CLK_TCK")


@pytest.mark.skipif(not Path("/proc/self/syscall").exists(), reason="this kernel does not show system calls")
def test_a_waiting_thread_is_seen_in_its_system_call_until_it_is_gone() -> None:
    ready, done, native = threading.Event(), threading.Lock(), list[int]()
    done.acquire()

    def wait() -> None:
        native.append(threading.get_native_id())
        ready.set()
        done.acquire()

    thread = threading.Thread(target=wait)
    thread.start()
    ready.wait()
    reader = SystemCallReader(native[0])
    while name_of(reader.read()) != "futex":
        pass
    done.release()
    thread.join()
    while reader.read() is not None:
        pass
    reader.close()
