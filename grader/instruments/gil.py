"""Where threads of this interpreter wait for its lock (the GIL): the address that the kernel shows for such a wait.

With it a wait for the interpreter is told from a wait for a lock of the program's. The address lies in the memory of
the interpreter itself, so a forked process has the same one.

CPython keeps the switch interval in the first word of the lock, before the parts that threads wait for; so the word
that follows `sys.setswitchinterval` is the lock's place. That holds for CPython 3.10 to 3.13, at least. Where no such
word is found, a contest shows the address.
"""

import contextlib
import functools
import os
import sys
import threading
import time
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from grader.instruments.system_calls import TIMED_FUTEX, arguments_of, name_of

_WITHIN_S = 0.25
_SAME_TIMES = 3
_EVERY_S = 0.0003
_SWITCH_S = 0.001  # long enough for the loser to be seen, and short enough for this thread to go on soon
_ADDRESS_BYTES = 8
_WORD_BYTES = 8
_TRIES_US = (1, 2, 3)


@functools.cache
def gil_futex() -> int:
    """Give the address, or 0 where nobody can tell. Call it before the process has threads of its own.

    It forks where `gil_place` does not know.
    """
    return gil_place() or _contested()


@functools.cache
def gil_place() -> int:
    """Give the address, or 0 where the interpreter's memory does not show it; some milliseconds, once, at any time.

    The switch interval is longer by some microseconds meanwhile, for all threads.
    """
    interval_s = sys.getswitchinterval()
    interval_us = round(interval_s * 1e6)
    found: set[int] = set()
    try:
        with open("/proc/self/mem", "rb", buffering=0) as memory:  # noqa: PTH123 -- a buffer would read ahead of the end
            for number, more in enumerate(_TRIES_US):
                value_us = interval_us + more
                sys.setswitchinterval((value_us + 0.5) / 1e6)  # it is cut off to whole microseconds
                word = value_us.to_bytes(_WORD_BYTES, sys.byteorder)
                if number == 0:
                    found = {address for stretch in _own_memory() for address in _places(memory, stretch, word)}
                else:
                    found = {address for address in found if os.pread(memory.fileno(), len(word), address) == word}
    except OSError:
        return 0
    finally:
        sys.setswitchinterval(interval_s)
    return found.pop() if len(found) == 1 else 0


def _own_memory() -> Iterator[range]:
    """Give where the interpreter keeps its variables: what is writable of its program or library, and what follows."""
    program, is_own = os.path.realpath("/proc/self/exe"), False
    for line in Path("/proc/self/maps").read_text("utf-8", "surrogateescape").splitlines():
        place, rights, _, _, _, *names = line.split(maxsplit=5)
        if names:
            is_own = names[0] == program or Path(names[0]).name.startswith("libpython")
        if is_own and rights.startswith("rw"):
            first, end = (int(part, 16) for part in place.split("-"))
            yield range(first, end)
        is_own = is_own and bool(names)  # variables that begin as zero lie right behind, in a stretch without a name


def _places(memory: FileIO, stretch: range, word: bytes) -> Iterator[int]:
    data = os.pread(memory.fileno(), len(stretch), stretch.start)
    at = data.find(word)
    while at >= 0:
        if at % _WORD_BYTES == 0:
            yield stretch.start + at
        at = data.find(word, at + 1)


def _contested() -> int:
    """Let two threads compete for the interpreter, while a child process sees in which call the loser waits.

    A thread of this process would have to take the lock itself to look.
    """
    questions, answers = os.pipe(), os.pipe()
    watcher = os.fork()
    if watcher == 0:
        _watch(os.getppid(), questions[0], answers[1])
    over = threading.Event()
    threads = [threading.Thread(target=_compete, args=(over,), daemon=True) for _ in range(2)]
    interval_s = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_S)
    try:
        for thread in threads:
            thread.start()
        os.write(questions[1], " ".join(str(thread.native_id) for thread in threads).encode())
        return int.from_bytes(os.read(answers[0], _ADDRESS_BYTES), "little")
    finally:
        over.set()
        sys.setswitchinterval(interval_s)
        for thread in threads:
            thread.join()
        os.waitpid(watcher, 0)
        for descriptor in (*questions, *answers):
            os.close(descriptor)


def _compete(over: threading.Event) -> None:
    while not over.is_set():
        pass


def _watch(pid: int, questions: int, answers: int) -> None:
    address = 0
    try:
        threads = os.read(questions, 64).decode().split()
        address = _seen([Path(f"/proc/{pid}/task/{thread}/syscall") for thread in threads])
    finally:
        with contextlib.suppress(OSError):
            os.write(answers, address.to_bytes(_ADDRESS_BYTES, "little"))
        os._exit(0)


def _seen(files: list[Path]) -> int:
    counts: dict[int, int] = {}
    deadline_s = time.monotonic() + _WITHIN_S
    while time.monotonic() < deadline_s:
        for file in files:
            try:
                line = file.read_text("ascii")
            except OSError:
                return 0
            if name_of(line) == TIMED_FUTEX:
                address = arguments_of(line)[0]
                counts[address] = counts.get(address, 0) + 1
                if counts[address] == _SAME_TIMES:
                    return address
        time.sleep(_EVERY_S)
    return 0
