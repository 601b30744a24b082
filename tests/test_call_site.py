"""The name of what a line was calling, from frames and from the source."""

import hashlib
import linecache
import queue
import socket
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from grader.instruments.account import Place
from grader.instruments.call_site import own_stack, public_name

OWN = "<own program>"


class StoppedError(Exception):
    pass


def is_own(name: str) -> bool:
    return name == OWN


def calls_seen(source: str, **names: Any) -> list[str]:
    """Give the calls to C functions that a program makes, each as the look from outside names it."""
    seen: list[str] = []

    def profile(frame: FrameType, event: str, _: object) -> None:
        if event == "c_call" and is_own(frame.f_code.co_filename):
            seen.append(str(own_stack(frame, is_own)[1]))

    linecache.cache[OWN] = (len(source), None, source.splitlines(keepends=True), OWN)
    code = compile(source, OWN, "exec")
    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        exec(code, {"__name__": "own", **names})
    finally:
        sys.setprofile(before)
    return seen


@pytest.mark.parametrize(
    ("line", "call"),
    [
        ("time.sleep(0)", "time.sleep"),
        ("rest(0)", "time.sleep"),
        ("lock.acquire()", "threading.Lock.acquire"),
        ("items.put(1)", "queue.SimpleQueue.put"),
        ("sock.fileno()", "socket.socket.fileno"),
        ("hashlib.pbkdf2_hmac('sha256', b'', b'', 1)", "hashlib.pbkdf2_hmac"),
        ("sum([1, 2])", "sum"),
        ("'é' + str(len('äöü')) ; word = 'ü', rest(0)", "time.sleep"),
        ("rest(\n    0\n)", "time.sleep"),
        ("box['rest'](0)", None),
        ("(lambda: rest)()(0)", None),
        ("thing.lock.acquire()", "threading.Lock.acquire"),
        ("thing.items.put(1)", "queue.SimpleQueue.put"),
        ("thing.hidden.put(1)", "thing.hidden.put"),
        ("(thing.items).put(1)", "queue.SimpleQueue.put"),
        ("sorted([2, 1])", "sorted"),
        ("os.getpid()", "os.getpid"),
    ],
)
def test_a_c_function_is_named_as_people_know_it(line: str, call: str | None) -> None:
    names: dict[str, Any] = {
        "time": time,
        "rest": time.sleep,
        "hashlib": hashlib,
        "os": __import__("os"),
        "lock": threading.Lock(),
        "items": queue.SimpleQueue(),
        "box": {"rest": time.sleep},
    }
    hidden = property(lambda self: self.items)
    names["thing"] = type("Thing", (), {"__module__": "own", "lock": threading.Lock(), "hidden": hidden})()
    names["thing"].items = queue.SimpleQueue()
    with socket.socket() as sock:
        seen = calls_seen(line, sock=sock, **names)
    assert seen[-1] == str(call)


def nothing_of_its_own_runs() -> None:
    raise AssertionError("the learner's code ran while the grader looked at it")


class Trap(type):
    def __getattribute__(cls, name: str) -> Any:
        if name in ("__qualname__", "__module__"):
            nothing_of_its_own_runs()
        return super().__getattribute__(name)


class Tricky(metaclass=Trap):
    act = staticmethod(len)

    def __getattr__(self, name: str) -> Any:
        nothing_of_its_own_runs()


def test_looking_at_a_call_runs_nothing_of_the_learner_s() -> None:
    source = "thing.act([])\nkind.act([])"
    seen = calls_seen(source, thing=Tricky(), kind=Tricky)
    assert seen == [f"{__name__}.Tricky.act", "len"]


def frames_of(function: Callable[[], object]) -> FrameType:
    """Give the frame that `function` hands to `StoppedError`."""
    with pytest.raises(StoppedError) as caught:
        function()
    frame = caught.value.args[0]
    assert isinstance(frame, FrameType)
    return frame


def library() -> None:
    raise StoppedError(sys._getframe())


def test_own_lines_come_deepest_first_and_the_library_below_them_is_named() -> None:
    source = "def inner():\n    library()\n\ndef outer():\n    inner()\n\nouter()\n"
    frame = frames_of(lambda: exec(compile(source, OWN, "exec"), {"__name__": "own", "library": library}))
    assert own_stack(frame, is_own) == (
        (
            Place(path=OWN, line=2, function="inner"),
            Place(path=OWN, line=5, function="outer"),
            Place(path=OWN, line=7, function="<module>"),
        ),
        f"{__name__}.library",
    )


def test_a_stack_without_own_lines_has_no_places_and_no_call() -> None:
    assert own_stack(frames_of(library), is_own) == ((), None)
    assert own_stack(None, is_own) == ((), None)


def test_only_the_deepest_twelve_lines_are_kept() -> None:
    source = "def down(n):\n    down(n - 1) if n else library()\n\ndown(50)\n"
    frame = frames_of(lambda: exec(compile(source, OWN, "exec"), {"library": library}))
    assert own_stack(frame, is_own)[0] == (Place(path=OWN, line=2, function="down"),) * 12


def test_a_program_without_source_still_has_its_lines() -> None:
    linecache.cache.pop(OWN, None)
    frame = stop_in_c("\n\nnext(numbers)")
    assert own_stack(frame, is_own) == ((Place(path=OWN, line=3, function="<module>"),), None)


def stop_in_c(source: str) -> FrameType:
    found: list[FrameType] = []

    class Numbers:
        def __next__(self) -> None:
            frame = sys._getframe(1)
            found.append(frame)

        def __iter__(self) -> "Numbers":
            return self

    exec(compile(source, OWN, "exec"), {"numbers": Numbers()})
    return found[0]


@pytest.mark.parametrize(
    ("module", "qualified", "name"),
    [
        ("_thread", "lock.acquire", "threading.Lock.acquire"),
        ("_thread", "RLock.acquire", "threading.RLock.acquire"),
        ("_hashlib", "pbkdf2_hmac", "hashlib.pbkdf2_hmac"),
        ("_queue", "SimpleQueue.get", "queue.SimpleQueue.get"),
        ("bcrypt._bcrypt", "hashpw", "bcrypt.hashpw"),
        ("concurrent.futures._base", "Future.result", "concurrent.futures.Future.result"),
        ("builtins", "sum", "sum"),
        ("_io", "open", "io.open"),
        ("posix", "system", "os.system"),
        ("subprocess", "Popen.__init__", "subprocess.Popen.__init__"),
        ("__main__", "work", "__main__.work"),
        ("own", "outer.<locals>.inner", "own.outer.inner"),
        (None, "f", "f"),
    ],
)
def test_a_function_has_the_name_that_people_know(module: str | None, qualified: str, name: str) -> None:
    assert public_name(module, qualified) == name
