"""The observer, a real process, that watches other real processes through the judge's lookout."""

import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from watched_programs import HERE, NEXT, SPIN, Program, is_in, let_look, started, until

from grader.instruments.observer import _KEPT_FROM_ALL_NS, Observation, Order, Seen, observation, order
from grader.instruments.system_calls import ENDLESS_POLL, FROM_PIPE, FROM_SOCKET, GIL, RUNNING, TIMED_FUTEX
from grader.judge.lookout import Lookout

pytestmark = pytest.mark.skipif(not Path("/proc/self/syscall").exists(), reason="this kernel shows no system calls")

NEVER = signal.SIGUSR1  # ends a program that knows nothing of it
NO_GIL = 0


@pytest.fixture
def lookout() -> Iterator[Lookout]:
    lookout = Lookout()
    yield lookout
    lookout.close()
    os.waitpid(lookout.pid, 0)


def watched(lookout: Lookout, program: Program) -> Observation:
    """Watch a program that has come to what it does for ever."""
    lookout.watch(program.pid, NO_GIL, 0)
    let_look(lookout.pid)
    return lookout.report()


def counts(seen: tuple[Seen, ...]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for each in seen:
        counted[each.where] += each.count
    return counted


FOR_EVER = {
    "clock_nanosleep": "time.sleep(1000)",
    "futex": "lock = threading.Lock(); lock.acquire(); lock.acquire()",
    TIMED_FUTEX: "lock = threading.Lock(); lock.acquire(); lock.acquire(timeout=1000)",
    FROM_PIPE: "os.read(0, 1)",
    FROM_SOCKET: "ends = socket.socketpair(); os.read(ends[0].fileno(), 1)",
    "recvfrom": "ends = socket.socketpair(); ends[0].recv(1)",
    "epoll_wait": "asyncio.run(asyncio.Event().wait())",
    "read": "os.read(os.eventfd(0), 8)",
    "wait4": "os.waitpid(subprocess.Popen(['cat'], stdin=subprocess.PIPE).pid, 0)",
}


@pytest.mark.parametrize("where", FOR_EVER)
def test_a_process_that_waits_is_seen_in_one_place_at_every_look(where: str, lookout: Lookout) -> None:
    with started(HERE + FOR_EVER[where]) as program:
        until(lambda: is_in(where.removesuffix(" from a pipe").removesuffix(" from a socket"), program.pid))
        found = watched(lookout, program)
    assert [(each.where, each.count, each.cpu_ns, each.run_delay_ns) for each in found.seen] == [
        (where, found.looks, 0, 0)
    ]


def test_a_process_that_computes_is_seen_running_and_its_processor_time_is_counted(lookout: Lookout) -> None:
    with started(HERE + SPIN) as program:
        until(lambda: watched(lookout, program).seen[0].cpu_ns > 0)
        found = watched(lookout, program)
    (seen,) = found.seen
    assert (seen.where, seen.count) == (RUNNING, found.looks)
    assert (seen.others_cpu_ns, seen.others_delay_ns) == (0, 0)


def test_looks_at_the_same_place_are_one_run_and_a_new_place_begins_another(lookout: Lookout) -> None:
    with started(HERE + NEXT + "asyncio.run(asyncio.Event().wait())") as program:
        until(lambda: is_in("read", program.pid))
        lookout.watch(program.pid, NO_GIL, 0)
        let_look(lookout.pid)
        program.go_on()
        until(lambda: is_in("epoll_wait", program.pid))
        let_look(lookout.pid)
        found = lookout.report()
    assert (found.seen[0].where, found.seen[-1].where) == (FROM_PIPE, "epoll_wait")
    assert all(before.where != after.where for before, after in pairwise(found.seen))
    assert all(each.start_ns <= each.end_ns for each in found.seen)
    assert all(before.end_ns < after.start_ns for before, after in pairwise(found.seen))
    assert sum(each.count for each in found.seen) == found.looks
    assert found.worst_gap_ns >= max(after.start_ns - before.end_ns for before, after in pairwise(found.seen))


def test_each_run_has_its_own_processor_time(lookout: Lookout) -> None:
    compute = "end = time.thread_time() + 0.05\nwhile time.thread_time() < end: pass\n"
    with started(HERE + NEXT + compute + FOR_EVER["epoll_wait"]) as program:
        lookout.watch(program.pid, NO_GIL, 0)
        let_look(lookout.pid)
        program.go_on()
        until(lambda: is_in("epoll_wait", program.pid))
        let_look(lookout.pid)
        found = lookout.report()
    assert found.seen[-1].where == "epoll_wait"
    assert found.seen[-1].cpu_ns < max(each.cpu_ns for each in found.seen if each.where == RUNNING)


def test_what_the_other_threads_compute_is_told(lookout: Lookout) -> None:
    beside = "threading.Thread(target={}, daemon=True).start()\n"
    spin = "def spin():\n    while True: pass\n"
    waits, spins = beside.format("threading.Event().wait"), beside.format("spin")
    with started(spin + waits + spins + HERE + "time.sleep(1000)") as crowded:
        until(lambda: is_in("clock_nanosleep", crowded.pid))
        until(lambda: watched(lookout, crowded).seen[0].others_cpu_ns > 0)
    with started(waits + waits + HERE + SPIN) as alone_at_work:
        until(lambda: watched(lookout, alone_at_work).seen[0].others_cpu_ns == 0)


def test_how_long_a_lone_thread_got_no_processor_is_told_of_the_wait_for_it(lookout: Lookout) -> None:
    program_text = """
processor = min(os.sched_getaffinity(0))
over = threading.Event()
def work(seconds):
    os.sched_setaffinity(0, {processor})
    while time.thread_time() < seconds: pass
def work_and_tell():
    work(0.03)
    over.set()
for _ in range(3):
    if not os.fork():
        work(0.1)
        os._exit(0)
threading.Thread(target=work_and_tell).start()
over.wait()
"""
    with started(HERE + NEXT + program_text + FOR_EVER["epoll_wait"]) as program:
        lookout.watch(program.pid, NO_GIL, 0)
        program.go_on()
        until(lambda: is_in("epoll_wait", program.pid))
        let_look(lookout.pid)
        found = lookout.report()
    waited = [each for each in found.seen if each.where.startswith("futex")]
    assert sum(each.others_delay_ns for each in waited) > 0, found


def test_a_child_that_is_waited_for_and_gets_no_processor_is_told(lookout: Lookout) -> None:
    # Two children on one processor keep each other from it, whatever else the machine does.
    children = (
        "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\nfor _ in range(2):\n    if not os.fork():\n        "
    )
    with started(children + SPIN + HERE + "os.waitpid(-1, 0)") as program:
        until(lambda: is_in("wait4", program.pid))
        until(lambda: watched(lookout, program).seen[0].others_delay_ns > 0)
        (seen,) = watched(lookout, program).seen
    assert (seen.where, seen.run_delay_ns) == ("wait4", 0)


def test_a_process_that_ends_is_told_up_to_its_end(lookout: Lookout) -> None:
    with started(HERE + NEXT) as program:
        until(lambda: is_in("read", program.pid))
        lookout.watch(program.pid, NO_GIL, 0)
        let_look(lookout.pid)
        program.go_on()
        assert program.wait() == 0
        until(lambda: is_in(ENDLESS_POLL, lookout.pid))  # nothing is left to look at
        found = lookout.report()
    assert found.seen[0].where == FROM_PIPE
    assert sum(each.count for each in found.seen) == found.looks


def test_a_process_that_had_ended_before_gives_no_look(lookout: Lookout) -> None:
    with started(HERE) as program:
        program.wait()
        lookout.watch(program.pid, NO_GIL, 0)
        assert lookout.report() == Observation()


def test_a_second_watch_knows_nothing_of_the_first(lookout: Lookout) -> None:
    sleeps, reads = FOR_EVER["clock_nanosleep"], FOR_EVER[FROM_PIPE]
    with started(HERE + sleeps) as first, started(HERE + reads) as second:
        until(lambda: is_in("clock_nanosleep", first.pid) and is_in("read", second.pid))
        one, two = watched(lookout, first), watched(lookout, second)
    assert set(counts(one.seen)) == {"clock_nanosleep"}
    assert set(counts(two.seen)) == {FROM_PIPE}
    assert two.seen[0].start_ns > one.seen[-1].end_ns
    assert sum(each.count for each in two.seen) == two.looks


def test_no_descriptor_is_left_of_a_watch(lookout: Lookout) -> None:
    def descriptors() -> list[str]:
        return sorted(each.name for each in Path(f"/proc/{lookout.pid}/fd").iterdir())

    with started(HERE + FOR_EVER["clock_nanosleep"]) as program:
        watched(lookout, program)
        before = descriptors()
        watched(lookout, program)
    assert descriptors() == before == ["0", "1", "2", "3"]


# --- the interpreter's lock

HOLDS_THE_LOCK = """
import re
from grader.instruments.gil import gil_futex
while not (address := gil_futex.__wrapped__()): pass
print(address, flush=True)
threading.Thread(target=re.match, args=("(a|a)*b", "a" * 100), daemon=True).start()
while True: pass
"""


def test_who_waits_long_for_the_interpreter_is_seen_so_and_its_process_is_asked_for_its_stacks(
    lookout: Lookout,
) -> None:
    with started(HERE + NEXT + HOLDS_THE_LOCK) as program:
        program.go_on()
        address = int(program.line())
        lookout.watch(program.pid, address, NEVER)
        assert program.wait() == -NEVER
        assert GIL in counts(lookout.report().seen)


def test_without_a_signal_nobody_is_asked(lookout: Lookout) -> None:
    with started(HERE + NEXT + HOLDS_THE_LOCK) as program:
        program.go_on()
        address = int(program.line())

        def kept_from_it_ns() -> int:
            lookout.watch(program.pid, address, 0)
            let_look(lookout.pid)
            return max((each.end_ns - each.start_ns for each in lookout.report().seen if each.where == GIL), default=0)

        until(lambda: kept_from_it_ns() > _KEPT_FROM_ALL_NS)
        until(lambda: is_in(GIL, program.pid, gil=address))


def test_an_observer_watches_any_thread_that_it_is_told_to() -> None:
    ours, theirs = socket.socketpair()
    serve = "import socket, sys\nfrom grader.instruments.observer import observe\nobserve(socket.socket(fileno=int(sys.argv[1])))"
    argv = [sys.executable, "-c", serve, str(theirs.fileno())]
    wait = "thread = threading.Thread(target=threading.Event().wait, daemon=True)\nthread.start()\n"
    with (
        started(wait + HERE + "print(thread.native_id, flush=True)\ntime.sleep(1000)") as program,
        subprocess.Popen(argv, pass_fds=[theirs.fileno()]) as observer,
    ):
        theirs.close()
        thread = int(program.line())
        until(lambda: is_in("futex", program.pid, thread))
        found = Observation()
        while not found.looks:  # it has to start first
            order(ours, Order(pid=program.pid, thread=thread, gil=NO_GIL))
            let_look(observer.pid)
            found = observation(ours)
        ours.close()
        assert observer.wait() == 0
    assert set(counts(found.seen)) == {"futex"}
