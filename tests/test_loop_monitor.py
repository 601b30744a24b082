"""The loop monitor on real programs: each kind of holding is found with its line, each near miss is not.

A program marks the line that is to blame by `# HOLDS`. The limit is 50 ms; what holds, holds for much longer.
"""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from grader.instruments import loop_monitor
from grader.instruments.account import Account
from grader.instruments.cause import Cause
from grader.instruments.rule import Certainty, findings

LIMIT_NS = 50_000_000

RUNNER = """
import sys
from pathlib import Path
import msgspec
from grader.instruments.loop_monitor import LoopMonitor

own = sys.argv[1]
monitor = LoopMonitor(lambda name: name == own)
monitor.watch_new_loops()
monitor.note_sleeps()
program = {"__name__": "own", "monitor": monitor}
exec(compile(Path(own).read_text(), own, "exec"), program)
monitor.start()
program["run"]()
monitor.stop()
sys.stdout.buffer.write(msgspec.json.encode(monitor.account()))
"""

START = """
import asyncio, concurrent.futures, hashlib, queue, socket, subprocess, sys, threading, time, urllib.request

def run():
    asyncio.run(main())

def later(function, *args):
    threading.Timer(0.2, function, args).start()

def spin(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:  # SPINS
        pass
"""


def watch(tmp_path: Path, program: str) -> Account:
    """Run the program under a monitor in a process of its own."""
    own = tmp_path / "own.py"
    own.write_text(START + program)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUNNER, str(own)], capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return msgspec.json.decode(done.stdout, type=Account)


def sure(tmp_path: Path, program: str) -> set[tuple[Cause, str | None, int | None]]:
    """Give cause, call and line of all that certainly held a loop."""
    return {
        (found.cause, found.call, found.places[0].line if found.places else None)
        for found in findings(watch(tmp_path, program), LIMIT_NS)
        if found.certainty is Certainty.SURE
    }


def marked(program: str, mark: str = "# HOLDS") -> int:
    return next(number for number, line in enumerate((START + program).splitlines(), 1) if line.endswith(mark))


HOLD = {
    "a sleep": (
        Cause.SLEEP,
        "time.sleep",
        """
async def main():
    time.sleep(0.2)  # HOLDS
""",
    ),
    "a sleep in a plain callback": (
        Cause.SLEEP,
        "time.sleep",
        """
def callback():
    time.sleep(0.2)  # HOLDS

async def main():
    asyncio.get_running_loop().call_soon(callback)
    await asyncio.sleep(0.01)
""",
    ),
    "a sleep imported by name before it was noted": (
        Cause.SLEEP,
        "time.sleep",
        """
from time import sleep as rest

async def main():
    rest(0.2)  # HOLDS
""",
    ),
    "many short sleeps together": (
        Cause.SLEEP,
        "time.sleep",
        """
async def main():
    for _ in range(60):
        time.sleep(0.004)  # HOLDS
        await asyncio.sleep(0)
""",
    ),
    "very many very short sleeps": (
        Cause.SLEEP,
        "time.sleep",
        """
async def main():
    for _ in range(600):
        time.sleep(0.0003)  # HOLDS
        await asyncio.sleep(0)
""",
    ),
    "a read from a socket": (
        Cause.NETWORK,
        "socket.socket.recv",
        """
async def main():
    ours, theirs = socket.socketpair()
    later(theirs.send, b"x")
    with ours, theirs:
        ours.recv(1)  # HOLDS
""",
    ),
    "a page fetched by urllib": (
        Cause.NETWORK,
        "urllib.request.urlopen",
        """
def answer(listener):
    connection = listener.accept()[0]
    connection.recv(10_000)
    connection.sendall(b"HTTP/1.0 200 OK\\r\\n\\r\\nhello")
    connection.close()

async def main():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        later(answer, listener)
        url = "http://127.0.0.1:%d/" % listener.getsockname()[1]
        urllib.request.urlopen(url).close()  # HOLDS
""",
    ),
    "a lock": (
        Cause.LOCK,
        "threading.Lock.acquire",
        """
async def main():
    lock = threading.Lock()
    lock.acquire()
    later(lock.release)
    lock.acquire()  # HOLDS
""",
    ),
    "a lock with a time-out": (
        Cause.LOCK,
        "threading.Lock.acquire",
        """
async def main():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire(timeout=0.2)  # HOLDS
""",
    ),
    "a lock in a with statement": (
        Cause.LOCK,
        None,
        """
async def main():
    lock = threading.Lock()
    lock.acquire()
    later(lock.release)
    with lock:  # HOLDS
        pass
""",
    ),
    "an event": (
        Cause.LOCK,
        "threading.Event.wait",
        """
async def main():
    threading.Event().wait(0.2)  # HOLDS
""",
    ),
    "a queue": (
        Cause.LOCK,
        "queue.Queue.get",
        """
async def main():
    items = queue.Queue()
    later(items.put, 1)
    items.get()  # HOLDS
""",
    ),
    "a simple queue, which is C": (
        Cause.LOCK,
        "queue.SimpleQueue.get",
        """
async def main():
    items = queue.SimpleQueue()
    later(items.put, 1)
    items.get()  # HOLDS
""",
    ),
    "a future of a pool": (
        Cause.LOCK,
        "concurrent.futures.Future.result",
        """
async def main():
    with concurrent.futures.ThreadPoolExecutor() as pool:
        pool.submit(time.sleep, 0.2).result()  # HOLDS
""",
    ),
    "a child process": (
        Cause.PROCESS,
        "subprocess.run",
        """
async def main():
    subprocess.run(["sleep", "0.2"])  # HOLDS
""",
    ),
    "a loop that calculates": (
        Cause.CPU,
        None,
        """
async def main():
    sum(number * number % 7 for number in range(6_000_000))  # HOLDS
""",
    ),
    "a C call without the interpreter lock": (
        Cause.CPU,
        "hashlib.pbkdf2_hmac",
        """
async def main():
    hashlib.pbkdf2_hmac("sha256", b"word", b"salt", 1_000_000)  # HOLDS
""",
    ),
    "a sleep on a loop in another thread": (
        Cause.SLEEP,
        "time.sleep",
        """
async def main():
    time.sleep(0.2)  # HOLDS

def run():
    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    thread.join()
""",
    ),
    "a C call on a loop in another thread": (
        Cause.CPU,
        "hashlib.pbkdf2_hmac",
        """
async def main():
    hashlib.pbkdf2_hmac("sha256", b"word", b"salt", 1_000_000)  # HOLDS

def run():
    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    thread.join()
""",
    ),
    "a sleep on the second of two loops": (
        Cause.SLEEP,
        "time.sleep",
        """
async def rest():
    await asyncio.sleep(0)

async def main():
    time.sleep(0.2)  # HOLDS

def run():
    for _ in range(20):
        asyncio.run(rest())
    asyncio.run(main())
""",
    ),
}


@pytest.mark.parametrize("name", HOLD)
def test_what_holds_the_loop_is_found_with_its_cause_its_call_and_its_line(tmp_path: Path, name: str) -> None:
    cause, call, program = HOLD[name]
    assert sure(tmp_path, program) == {(cause, call, marked(program))}


NEAR_MISSES = {
    "an asynchronous sleep": """
async def main():
    await asyncio.sleep(0.2)
""",
    "a sleep in an executor": """
async def main():
    await asyncio.get_running_loop().run_in_executor(None, time.sleep, 0.2)
""",
    "a sleep in a thread": """
async def main():
    await asyncio.to_thread(time.sleep, 0.2)
""",
    "ten milliseconds of calculation": """
async def main():
    for _ in range(5):
        spin(0.010)
        await asyncio.sleep(0)
""",
    "a few short sleeps": """
async def main():
    for _ in range(10):
        time.sleep(0.004)
        await asyncio.sleep(0)
""",
    "an asynchronous lock and queue": """
async def main():
    lock, items = asyncio.Lock(), asyncio.Queue()
    loop = asyncio.get_running_loop()
    async with lock:
        loop.call_later(0.2, items.put_nowait, 1)
        await items.get()
""",
    "an asynchronous child process": """
async def main():
    process = await asyncio.create_subprocess_exec("sleep", "0.2")
    await process.wait()
""",
    "an asynchronous read": """
async def main():
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    later(theirs.send, b"x")
    with ours, theirs:
        await asyncio.get_running_loop().sock_recv(ours, 1)
""",
    "a future awaited": """
async def main():
    with concurrent.futures.ThreadPoolExecutor() as pool:
        await asyncio.wrap_future(pool.submit(time.sleep, 0.2))
""",
    "a C call in a thread": """
async def main():
    await asyncio.to_thread(hashlib.pbkdf2_hmac, "sha256", b"word", b"salt", 1_000_000)
""",
    "a sleep before the loop runs": """
async def main():
    await asyncio.sleep(0)

def run():
    loop = asyncio.new_event_loop()
    loop.run_until_complete(main())
    time.sleep(0.2)
    loop.run_until_complete(main())
    time.sleep(0.2)
    loop.close()
""",
    "a sleep that is left out, within another thing that is": """
async def main():
    time.sleep(0.02)
    with monitor.left_out():
        with monitor.left_out():
            time.sleep(0.1)
        time.sleep(0.1)
""",
    "a sleep that is left out": """
async def main():
    with monitor.left_out():
        time.sleep(0.2)
""",
}


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_what_does_not_hold_the_loop_is_not_found(tmp_path: Path, name: str) -> None:
    assert sure(tmp_path, NEAR_MISSES[name]) == set()


def test_a_calculation_in_a_function_names_the_line_that_calculates_and_its_caller(tmp_path: Path) -> None:
    program = """
async def main():
    spin(0.3)  # CALLS
"""
    (found,) = findings(watch(tmp_path, program), LIMIT_NS)
    assert (found.cause, found.certainty) == (Cause.CPU, Certainty.SURE)
    assert [(place.function, place.line) for place in found.places[:2]] in (
        [("spin", marked(program, "# SPINS")), ("main", marked(program, "# CALLS"))],
        [("spin", marked(program, "# SPINS") + 1), ("main", marked(program, "# CALLS"))],
    )


def test_a_calculation_in_c_that_keeps_the_interpreter_lock_names_its_line(tmp_path: Path) -> None:
    program = """
async def main():
    sum(range(20_000_000))  # HOLDS
"""
    (found,) = findings(watch(tmp_path, program), LIMIT_NS)
    assert (found.cause, found.certainty) == (Cause.CPU, Certainty.SURE)
    assert found.places[0].line == marked(program)


def test_every_tick_is_counted_and_only_slow_ones_are_kept(tmp_path: Path) -> None:
    account = watch(
        tmp_path,
        """
async def main():
    for _ in range(500):
        await asyncio.sleep(0)
    time.sleep(0.005)
""",
    )
    assert account.ticks_count >= 501
    assert 0 < len(account.ticks) < 500
    assert account.busy_ns >= sum(tick.wall_ns for tick in account.ticks)
    assert 0 < account.latency_p50_ns <= account.latency_p99_ns
    assert account.elapsed_ns >= account.busy_ns
    assert account.counters[:2] == ("wall", "thread_cpu")
    assert account.counters[-2:] == ("voluntary_switches", "steal")


def test_a_tick_that_another_thread_is_in_is_in_the_account(tmp_path: Path) -> None:
    program = """
entered, looked = threading.Event(), threading.Event()

def hold():
    entered.set()
    looked.wait()  # HOLDS

async def main():
    hold()

def run():
    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    entered.wait()
    while not any(tick.wall_ns > 100_000_000 for tick in monitor.account().ticks):
        looked.wait(0.02)
"""
    found = findings(watch(tmp_path, program), LIMIT_NS)
    assert [(each.cause, each.call, each.places[0].line) for each in found] == [
        (Cause.LOCK, "threading.Event.wait", marked(program))
    ]


def test_loops_that_were_closed_leave_no_descriptor_open(tmp_path: Path) -> None:
    watch(
        tmp_path,
        """
import os

async def main():
    await asyncio.sleep(0)

def is_kept(descriptor):
    try:
        # On a busy machine the watchdog may have looked at a line, and have its source file open for a moment.
        return not os.readlink(f"/proc/self/fd/{descriptor}").endswith(".py")
    except FileNotFoundError:  # of the listing itself
        return False

def kept():
    return sum(map(is_kept, os.listdir("/proc/self/fd")))

def run():
    asyncio.run(main())
    before = kept()
    for _ in range(50):
        asyncio.run(main())
    assert kept() == before
    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    thread.join()
    assert kept() == before
""",
    )


def test_an_account_of_many_slow_ticks_fits_into_a_message(tmp_path: Path) -> None:
    account = watch(
        tmp_path,
        """
def deep(levels):
    if levels:
        deep(levels - 1)
    else:
        time.sleep(0)

async def main():
    for _ in range(2500):
        deep(20)
        await asyncio.sleep(0)
""",
    )
    assert account.ticks_count >= 2500
    assert 100 < len(account.ticks) < 2000
    assert len(msgspec.json.encode(account)) < 600_000


def test_what_comes_before_the_start_and_after_the_stop_is_not_measured(tmp_path: Path) -> None:
    program = """
async def main():
    monitor.stop()
    time.sleep(0.2)
    await asyncio.sleep(0)
"""
    assert sure(tmp_path, program) == set()


def test_what_the_hypervisor_took_is_read_anew_for_long_ticks_and_every_ten_milliseconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now_ms, readings = 1000, []

    class Steal:
        def read_ns(self) -> int:
            readings.append(now_ms)
            return 7 * len(readings)

    monkeypatch.setattr(loop_monitor, "time", SimpleNamespace(perf_counter_ns=lambda: now_ms * 1_000_000))
    monitor = loop_monitor.LoopMonitor(lambda _: False)
    monkeypatch.setattr(monitor, "_steal", Steal())
    assert monitor.steal_since(0) == 0  # the first reading is what later ones are compared with
    now_ms = 1005
    assert monitor.steal_since(1_001_000_000) == 0
    assert monitor.steal_since(990_000_000) == 7
    now_ms = 1020
    assert monitor.steal_since(1_018_000_000) == 7
    assert readings == [1000, 1005, 1020]
