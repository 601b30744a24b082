"""Rest, as the kernel tells it: of a thread by its line in /proc, and of real processes that do one thing each."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from grader.instruments import rest
from grader.instruments.rest import at_rest, rests, system_call_line, times_scheduled, waits_for_ever
from grader.instruments.system_calls import name_of

LOOKS = 200
NO_TIMEOUT = 0
TIMEOUT = 0x7FFE0000
FOREVER_MS = 0xFFFFFFFF
FOREVER_LONG = 0xFFFFFFFFFFFFFFFF
WAIT, WAKE, LOCK_PI, WAIT_BITSET, PRIVATE, CLOCK_REALTIME = 0, 1, 6, 9, 128, 256


def line(number: int, *arguments: int) -> str:
    six = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    return " ".join([str(number), *(f"0x{each:x}" for each in (*six, 0x7FFF0000, 0x7F0000))])


RESTING = {
    "read": line(0, 3),
    "recvfrom": line(45, 3),
    "recvmsg": line(47, 3),
    "accept": line(43, 3),
    "accept4": line(288, 3),
    "wait4": line(61, 99),
    "waitid": line(247, 1),
    "pause": line(34),
    "futex of one process": line(202, 1, WAIT_BITSET | PRIVATE, 0, NO_TIMEOUT),
    "futex with bits": line(202, 1, WAIT_BITSET | PRIVATE | CLOCK_REALTIME, 0, NO_TIMEOUT, 0, FOREVER_MS),
    "select": line(23, 4, 1, 2, 3, NO_TIMEOUT),
    "pselect6": line(270, 4, 1, 2, 3, NO_TIMEOUT, 9),
    "ppoll": line(271, 1, 1, NO_TIMEOUT, 9),
    "epoll_pwait2": line(441, 4, 1, 2, NO_TIMEOUT, 9),
    "rt_sigtimedwait": line(128, 1, 2, NO_TIMEOUT, 8),
    "poll": line(7, 1, 1, FOREVER_MS),
    "poll in 64 bits": line(7, 1, 1, FOREVER_LONG),
    "poll of a second": line(7, 1, 1, 1000),
    "epoll_wait": line(232, 4, 1, 2, FOREVER_MS),
    "epoll_wait in 64 bits": line(232, 4, 1, 2, FOREVER_LONG),
    "epoll_pwait": line(281, 4, 1, 2, FOREVER_MS),
}
AT_WORK = {
    "running": "running",
    "in no system call": "-1 0x7fff0000 0x7f0000",
    "nothing told": "",
    "too little told": "0 0x3",
    "write": line(1, 3),
    "pread64 of a file": line(17, 3),
    "openat": line(257, 3),
    "connect": line(42, 3),
    "sendto": line(44, 3),
    "flock": line(73, 3),
    "fsync": line(74, 3),
    "nanosleep": line(35, TIMEOUT),
    "clock_nanosleep": line(230, 0, 0, TIMEOUT),
    "a call without a name": line(999),
    "futex with a time-out": line(202, 1, WAIT_BITSET | PRIVATE, 0, TIMEOUT),
    "mutex inside of C code": line(202, 1, WAIT | PRIVATE, 0, NO_TIMEOUT),
    "futex that wakes": line(202, 1, WAKE | PRIVATE, 0, NO_TIMEOUT),
    "futex that inherits priority": line(202, 1, LOCK_PI | PRIVATE, 0, NO_TIMEOUT),
    "select with a time-out": line(23, 4, 1, 2, 3, TIMEOUT),
    "pselect6 with a time-out": line(270, 4, 1, 2, 3, TIMEOUT),
    "ppoll with a time-out": line(271, 1, 1, TIMEOUT),
    "epoll_pwait2 with a time-out": line(441, 4, 1, 2, TIMEOUT),
    "rt_sigtimedwait with a time-out": line(128, 1, 2, TIMEOUT),
    "poll of less than a second": line(7, 1, 1, 999),
    "poll that only looks": line(7, 1, 1, 0),
    "epoll_wait of a minute": line(232, 4, 1, 2, 60_000),
    "epoll_wait that only looks": line(232, 4, 1, 2, 0),
    "epoll_pwait of a minute": line(281, 4, 1, 2, 60_000),
}


@pytest.fixture
def x86_64(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the numbers above as that machine's, wherever the tests run."""
    monkeypatch.setattr(rest, "name_of", partial(name_of, machine="x86_64"))


@pytest.mark.usefixtures("x86_64")
@pytest.mark.parametrize("name", RESTING)
def test_a_wait_that_only_others_can_end_is_rest(name: str) -> None:
    assert rests(RESTING[name])


@pytest.mark.usefixtures("x86_64")
@pytest.mark.parametrize("name", AT_WORK)
def test_what_ends_by_itself_is_work(name: str) -> None:
    assert not rests(AT_WORK[name])


# --- real processes

Start = Callable[[str], int]
HERE = "\nos.write(1, b'!')\n"
SPIN = "\nwhile True: pass\n"
READ = "\nos.read(0, 1)\n"
BESIDE = "\nthreading.Thread(target={}, daemon=True).start()\n"


@pytest.fixture
def start() -> Iterator[Start]:
    """Run programs up to HERE, with a pipe as input that nobody writes to; end them and their children."""
    with ExitStack() as ends:

        def begin(program: str) -> int:
            program = program if HERE in program else HERE + program
            argv = [sys.executable, "-c", f"import os, socket, subprocess, sys, threading, time\n{program}"]
            pipe = subprocess.PIPE
            child = ends.enter_context(subprocess.Popen(argv, stdin=pipe, stdout=pipe, start_new_session=True))
            ends.callback(os.killpg, child.pid, signal.SIGKILL)
            assert child.stdout is not None
            assert child.stdout.read(1) == b"!"
            return child.pid

        yield begin


def until(condition: Callable[[], bool]) -> None:
    """Look until it is so; the time-out of all tests is the deadline."""
    while not condition():
        time.sleep(0.001)  # so that the child gets a processor


def is_in(call: str, pid: int) -> bool:
    return name_of(system_call_line(pid, pid)) == call


def is_ever_at_rest(pid: int) -> bool:
    return any(at_rest(pid) for _ in range(LOOKS))


def threads_of(pid: int) -> list[int]:
    return [int(each.name) for each in Path(f"/proc/{pid}/task").iterdir()]


@pytest.mark.parametrize(
    "program",
    [
        READ,
        "threading.Lock().acquire(); lock = threading.Lock(); lock.acquire(); lock.acquire()",
        "threading.Event().wait()",
        BESIDE.format("threading.Event().wait") + READ,
        "os.waitpid(subprocess.Popen(['cat'], stdin=subprocess.PIPE).pid, 0)",
        "socket.create_server(('127.0.0.1', 0)).accept()",
        "ends = socket.socketpair(); ends[0].settimeout(60); ends[0].recv(1)",
        "import asyncio; asyncio.run(asyncio.Event().wait())",
        "import signal; signal.pause()",
    ],
)
def test_a_process_that_waits_for_others_comes_to_rest(start: Start, program: str) -> None:
    pid = start(program)
    until(lambda: at_rest(pid))


@pytest.mark.parametrize(
    ("program", "call"),
    [
        ("time.sleep(1000)", "clock_nanosleep"),
        ("lock = threading.Lock(); lock.acquire(); lock.acquire(timeout=1000)", "futex with a time-out"),
        ("threading.Event().wait(1000)", "futex with a time-out"),
        ("import asyncio; asyncio.run(asyncio.sleep(1000))", "epoll_wait"),
        ("import select; select.select([0], [], [], 1000)", "select"),
    ],
)
def test_a_process_that_waits_for_the_real_clock_is_at_work(start: Start, program: str, call: str) -> None:
    pid = start(program)
    until(lambda: is_in(call, pid) or (call == "select" and is_in("pselect6", pid)))
    assert not is_ever_at_rest(pid)


PING_PONG = """
there, here = os.pipe(), os.pipe()
def play(source, sink):
    while True:
        os.write(sink, os.read(source, 1))
threading.Thread(target=play, args=(there[0], here[1]), daemon=True).start()
os.write(there[1], b"x")
"""
PING_PONG += HERE + "play(here[0], there[1])"
SPIN_BESIDE = "def spin():\n    while True: pass\n" + BESIDE.format("spin")


@pytest.mark.parametrize(
    "program",
    [
        SPIN,
        SPIN_BESIDE + HERE + READ,
        SPIN_BESIDE + HERE + SPIN,
        PING_PONG,
    ],
    ids=["computing", "computing in a thread", "two that compute in turns", "two that wake each other"],
)
def test_a_process_that_computes_is_at_work(start: Start, program: str) -> None:
    pid = start(program)
    assert not is_ever_at_rest(pid)


def test_a_grandchild_at_work_is_work_of_the_process_unless_children_are_left_out(start: Start) -> None:
    pid = start(f"subprocess.run([sys.executable, '-c', {SPIN!r}])")
    until(lambda: at_rest(pid, children=False))
    assert not is_ever_at_rest(pid)


def test_threads_to_skip_are_not_looked_at(start: Start) -> None:
    pid = start(BESIDE.format("threading.Event().wait") + "time.sleep(1000)")
    until(lambda: is_in("clock_nanosleep", pid))
    (other,) = set(threads_of(pid)) - {pid}
    until(lambda: at_rest(pid, skip={pid}))
    assert not at_rest(pid, skip={other})
    assert at_rest(pid, skip={pid, other})


def test_a_process_looks_at_itself_and_is_at_work_until_it_leaves_out_the_thread_that_looks() -> None:
    program = "import threading\nfrom grader.instruments.rest import at_rest\n"
    program += "print(at_rest(), at_rest(skip=[threading.get_native_id()]))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "False True\n"


def test_a_process_that_is_gone_rests() -> None:
    with subprocess.Popen(["true"]) as gone:
        pass
    assert at_rest(gone.pid)
    assert waits_for_ever(gone.pid)
    assert (system_call_line(gone.pid, gone.pid), times_scheduled(gone.pid, gone.pid)) == ("", "")


def test_a_thread_that_may_not_be_looked_at_is_at_work(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = start(READ)
    until(lambda: at_rest(pid))

    def refuse(path: str) -> str:
        raise PermissionError(path)

    monkeypatch.setattr(rest, "_text", refuse)
    assert not at_rest(pid)
    assert system_call_line(pid, pid) == ""


def test_a_read_that_cannot_be_interrupted_is_one_of_a_disk(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = start(READ)
    until(lambda: at_rest(pid))
    really = rest._text
    monkeypatch.setattr(rest, "_text", lambda path: really(path).replace(") S ", ") D "))
    assert not at_rest(pid)


def test_a_name_that_looks_like_a_state_does_not_make_a_disk_of_a_pipe(start: Start) -> None:
    pid = start("open('/proc/self/comm', 'w').write('x) D (')" + READ)
    until(lambda: at_rest(pid))
    assert Path(f"/proc/{pid}/comm").read_text() == "x) D (\n"


def test_a_long_time_out_of_a_socket_is_rest_but_not_for_ever(start: Start) -> None:
    timed = start("ends = socket.socketpair(); ends[0].settimeout(60); ends[0].recv(1)")
    endless = start(READ)
    until(lambda: at_rest(timed) and at_rest(endless))
    assert not waits_for_ever(timed)
    assert waits_for_ever(endless)
