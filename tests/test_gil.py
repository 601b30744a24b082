"""The address of the interpreter's lock, learnt in processes of their own, and who is seen at it."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from watched_programs import HERE, NEXT, started, until

from grader.instruments import gil
from grader.instruments.rest import system_call_line
from grader.instruments.system_calls import GIL, TIMED_FUTEX, name_of

LOOKS = 200
REST = "0x7fff0000 0x7f0000"
SHOWS_CALLS = pytest.mark.skipif(not Path("/proc/self/syscall").exists(), reason="this kernel shows no system calls")


def told(program: str) -> list[str]:
    """Run the program and give the words that it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


def test_the_address_is_learnt_and_nothing_is_left_of_it() -> None:
    before, after, address = told("""
import os, sys, threading
from grader.instruments.gil import gil_futex

def left():
    try:
        os.waitpid(-1, os.WNOHANG)
        children = "some"
    except ChildProcessError:
        children = "none"
    descriptors = ",".join(os.listdir("/proc/self/fd"))
    return f"{children}|{threading.active_count()}|{descriptors}|{sys.getswitchinterval()}"

sys.setswitchinterval(0.02)
print(left())
address = gil_futex()
print(left())
print(address)
assert gil_futex() == address
""")
    assert after == before
    assert int(address) >= 0


@SHOWS_CALLS
def test_the_place_in_memory_is_where_a_contest_shows_the_lock() -> None:
    place, contested = told("""
from grader.instruments.gil import _contested, gil_place
while not (contested := _contested()): pass
print(gil_place(), contested)
""")
    assert int(place) > 0
    assert name_of(f"202 {int(contested):#x} 0x189 0x0 0x7ffe 0x0 0x0 {REST}", "x86_64", gil=int(place)) == GIL


def test_the_place_is_found_beside_threads_and_the_switch_interval_is_given_back() -> None:
    before, place, after, again = told("""
import sys, threading
from grader.instruments.gil import gil_place
lock = threading.Lock()
lock.acquire()
threading.Thread(target=lock.acquire, daemon=True).start()
sys.setswitchinterval(0.02)
print(sys.getswitchinterval())
print(gil_place.__wrapped__(), sys.getswitchinterval(), gil_place.__wrapped__())
""")
    assert (before, place) == (after, again)
    assert int(place) > 0


def test_memory_without_the_word_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gil, "_own_memory", lambda: iter(()))
    assert gil.gil_place.__wrapped__() == 0


def test_memory_that_cannot_be_read_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sys.getswitchinterval()
    monkeypatch.setattr(gil, "_own_memory", lambda: iter([range(8, 16)]))  # nothing lies there
    assert gil.gil_place.__wrapped__() == 0
    assert sys.getswitchinterval() == before


LEARN = "from grader.instruments.gil import gil_futex as learn\n"
LEARNT = LEARN + "while not (address := learn.__wrapped__()): pass\n"


@SHOWS_CALLS
def test_a_forked_process_has_its_lock_at_the_same_address() -> None:
    ours, childs = told(
        LEARNT
        + """
import os
print(address, flush=True)
child = os.fork()
if not child:
    while not (again := learn.__wrapped__()): pass
    print(again, flush=True)
    os._exit(0)
os.waitpid(child, 0)
"""
    )
    # Which of the lock's parts a thread was seen at may differ.
    assert name_of(f"202 {int(childs):#x} 0x189 0x0 0x7ffe 0x0 0x0 {REST}", "x86_64", gil=int(ours)) == GIL


@SHOWS_CALLS
def test_who_waits_for_the_interpreter_is_seen_at_the_address_and_who_waits_for_a_lock_is_not() -> None:
    program = (
        LEARNT
        + """
def spin():
    while True: pass

def thread(function, *args):
    thread = threading.Thread(target=function, args=args, daemon=True)
    thread.start()
    return thread.native_id

lock = threading.Lock()
lock.acquire()
waiting = thread(lock.acquire), thread(lock.acquire, True, 1000)
"""
        + HERE
        + "print(address, *waiting, flush=True)\n"
        + NEXT
        + "print(thread(spin), flush=True)\nspin()\n"
    )
    with started(program) as running:
        address, *waiting = (int(word) for word in running.line().split())

        def name(thread: int) -> str | None:
            return name_of(system_call_line(running.pid, thread), gil=address)

        until(lambda: [name(thread) for thread in waiting] == ["futex", TIMED_FUTEX])
        running.go_on()
        spinning = int(running.line())
        until(lambda: GIL in (name(spinning), name(running.pid)))
        assert {name(thread) for thread in waiting for _ in range(LOOKS)} == {"futex", TIMED_FUTEX}


@pytest.fixture
def x86_64(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gil, "name_of", partial(name_of, machine="x86_64"))


def shown(folder: Path, *lines: str) -> list[Path]:
    for number, line in enumerate(lines):
        (folder / str(number)).write_text(line)
    return sorted(folder.iterdir())


AT_THE_LOCK = f"202 0x7f10 0x189 0x0 0x7ffe 0x0 0xffffffff {REST}"
NO_TIME_OUT = f"202 0x7f10 0x189 0x0 0x0 0x0 0xffffffff {REST}"


@pytest.mark.usefixtures("x86_64")
def test_the_loser_is_known_by_its_time_out(tmp_path: Path) -> None:
    assert gil._seen(shown(tmp_path, "running", AT_THE_LOCK)) == 0x7F10


@pytest.mark.usefixtures("x86_64")
def test_threads_that_do_not_compete_tell_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gil, "_WITHIN_S", 0.01)
    assert gil._seen(shown(tmp_path, "running", NO_TIME_OUT)) == 0


def test_a_kernel_that_does_not_tell_leaves_it_unknown(tmp_path: Path) -> None:
    assert gil._seen([tmp_path / "syscall"]) == 0
