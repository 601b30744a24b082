"""What stands, in a hidden test, for the submission and for the objects that live in its process.

Everything is awaited. What cannot work across a process says so instead of giving a wrong answer: comparing, testing
for truth, iterating or counting a remote object, and a call that nobody awaited.
"""

import inspect
from collections.abc import AsyncIterator, Callable, Coroutine, Generator
from pathlib import Path
from typing import Any

from grader.judge.peer import Peer
from grader.judge.strict import MisuseError, Strict
from grader.wire.faults import SubmissionError
from grader.wire.messages import THE_SUBMISSION


class UndefinedError(AttributeError):
    """The submission does not define the name that a test uses."""


class Call(Strict, Coroutine[Any, Any, Any]):
    """A call of something in the submission: a coroutine, which starts when it is awaited or made a task.

    Of an asynchronous generator it is used with `async for`, and closed with `await call.aclose()`.
    """

    def __init__(self, name: str, start: Callable[[], Coroutine[Any, Any, Any]], calls: "Calls") -> None:
        """Nothing happens yet."""
        self._name = name
        self._start = start
        self._running: Coroutine[Any, Any, Any] | None = None
        self._steps: RemoteIterator | None = None
        self._place = _place_of_test()
        calls.append(self)

    @property
    def was_started(self) -> bool:
        """Tell whether anybody awaited it."""
        return self._running is not None or self._steps is not None

    @property
    def forgotten(self) -> str:
        """Say what is wrong with a call that was never started."""
        return f"{self._name}(…) was called at {self._place}, but never awaited: write `await {self._name}(…)`"

    def _advice(self, what: str) -> str:
        return f"you cannot {what} the call {self._name}(…) itself: write `await {self._name}(…)`, and use its result"

    def __repr__(self) -> str:
        """Show what is called."""
        return f"<call of {self._name}; await it>"

    def send(self, value: Any) -> Any:
        """Go on (the event loop does this)."""
        return self._begun().send(value)

    def throw(self, *error: Any) -> Any:
        """Raise inside (the event loop does this)."""
        return self._begun().throw(*error)

    def close(self) -> None:
        """Give up."""
        if self._running is not None:
            self._running.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        """Call, and wait for the result."""
        return self._begun().__await__()

    def __aiter__(self) -> "RemoteIterator":
        """Iterate over what the call gives."""
        if self._steps is None:
            self._steps = RemoteIterator(self._start, self._name)
        return self._steps

    async def __anext__(self) -> Any:
        """Take one step."""
        return await self.__aiter__().__anext__()

    async def aclose(self) -> None:
        """Close the generator over there; its `finally` runs."""
        await self.__aiter__().aclose()

    async def asend(self, value: Any) -> Any:
        """Send a value into the generator over there."""
        return await self.__aiter__().asend(value)

    async def __aenter__(self) -> Any:
        """Enter the asynchronous context that the call gives."""
        self._entered = await self._begun()
        return await self._entered.__aenter__()

    async def __aexit__(self, *error: object) -> Any:
        """Leave it."""
        return await self._entered.__aexit__(*error)

    def _begun(self) -> Coroutine[Any, Any, Any]:
        if self._running is None:
            self._running = self._start()
        return self._running


Calls = list[Call]


class RemoteIterator(AsyncIterator[Any]):
    """An asynchronous iterator that lives in the submission. Leaving it early wants an explicit `aclose`."""

    def __init__(self, start: Callable[[], Coroutine[Any, Any, Any]], name: str) -> None:
        """Nothing is called before the first step."""
        self._start = start
        self._name = name
        self._remote: Remote | None = None

    async def __anext__(self) -> Any:
        """Take one step."""
        remote = await self._opened()
        return await remote._peer.call(remote.__submission_number__, "__anext__", (), {})

    async def aclose(self) -> None:
        """Close it; an iterator that was never begun has nothing to close."""
        if self._remote is not None:
            await self._remote._peer.call(self._remote.__submission_number__, "aclose", (), {})

    async def asend(self, value: Any) -> Any:
        """Send a value into it."""
        remote = await self._opened()
        return await remote._peer.call(remote.__submission_number__, "asend", (value,), {})

    async def _opened(self) -> "Remote":
        if self._remote is None:
            thing = await self._start()
            if not isinstance(thing, Remote):
                raise SubmissionError(f"{self._name}(…) gave {thing!r:.200}, not something to iterate over")
            opened = await thing._peer.call(thing.__submission_number__, "__aiter__", (), {})
            self._remote = opened if isinstance(opened, Remote) else thing
        return self._remote


class Remote(Strict):
    """Something that lives in the submission's process: `await it.name` reads, `await it.name(…)` calls."""

    def __init__(self, peer: Peer, number: int, label: str, calls: Calls, name: str = "") -> None:
        """Keep the number under which the candidate knows it."""
        self.__submission_number__ = number
        self._peer = peer
        self._label = label
        self._calls = calls
        self._name = name or label.rpartition(".")[2]

    def _advice(self, what: str) -> str:
        return (
            f"you cannot {what} {self!r}: it lives in the submission's process, and only plain values "
            "(None, bool, int, float, str, bytes, list, tuple, dict) come over"
        )

    def __repr__(self) -> str:
        """Say what and where it is."""
        return f"<{self._label} object in the submission>"

    def __getattr__(self, name: str) -> "RemoteName":
        """Name something of it; nothing is read yet."""
        if name.startswith("_"):
            raise AttributeError(name)
        return RemoteName(self, name)

    def __call__(self, *args: Any, **kwargs: Any) -> Call:
        """Call it."""
        return Call(self._name, lambda: self._peer.call(self.__submission_number__, "", args, kwargs), self._calls)

    def __aiter__(self) -> RemoteIterator:
        """Iterate over it."""

        async def itself() -> Remote:
            return self

        return RemoteIterator(itself, self._name)

    async def aclose(self) -> Any:
        """Close a generator."""
        return await self._peer.call(self.__submission_number__, "aclose", (), {})

    async def __aenter__(self) -> Any:
        """Enter it."""
        return await self._peer.call(self.__submission_number__, "__aenter__", (), {})

    async def __aexit__(self, *_error: object) -> Any:
        """Leave it; an exception of the test is not told to it."""
        return await self._peer.call(self.__submission_number__, "__aexit__", (None, None, None), {})


class RemoteName(Strict):
    """A name of something remote, not yet read: await it for its value, call it for its result."""

    def __init__(self, remote: Remote, name: str) -> None:
        """Nothing is read yet."""
        self._remote = remote
        self._name = name

    def _advice(self, what: str) -> str:
        return f"you cannot {what} {self._full_name}: it has not been read; write `await {self._full_name}`"

    @property
    def _full_name(self) -> str:
        return f"{self._remote._name}.{self._name}"

    def __repr__(self) -> str:
        """Say how to get at it."""
        return f"<{self._full_name} in the submission; await or call it>"

    @property
    def kind(self) -> str:
        """Tell what it is: "coroutine", "generator coroutine", "function", "class", … (names of the module only)."""
        if not isinstance(self._remote, Submission):
            raise MisuseError(f"only names of the submission itself have a kind; {self._full_name} is not one")
        return self._remote._kind(self._name)

    def __call__(self, *args: Any, **kwargs: Any) -> Call:
        """Call it."""
        remote = self._remote
        if isinstance(remote, Submission):
            remote._kind(self._name)
        number, name = remote.__submission_number__, self._name
        return Call(self._full_name, lambda: remote._peer.call(number, name, args, kwargs), remote._calls)

    def __await__(self) -> Generator[Any, Any, Any]:
        """Read it."""
        remote = self._remote
        return remote._peer.read(remote.__submission_number__, self._name).__await__()


class Submission(Remote):
    """The learner's module."""

    def __init__(self, peer: Peer, calls: Calls) -> None:
        """Stand for the module that `peer` has loaded."""
        super().__init__(peer, THE_SUBMISSION, "module", calls, "submission")

    def error(self, name: str) -> type[BaseException]:
        """Give the exception class `name` that the learner defines, for `pytest.raises`. Raises UndefinedError."""
        loaded = self._peer.loaded
        classes = loaded.errors.get(name) if loaded else None
        if classes is None:
            raise UndefinedError(f"the submission defines no exception class {name!r}")
        return self._peer.stand_ins.get(classes)

    def _kind(self, name: str) -> str:
        kinds = self._peer.loaded.kinds if self._peer.loaded else {}
        if name not in kinds:
            raise UndefinedError(f"the submission does not define {name!r}")
        return kinds[name]


class Probe(Remote):
    """The author's probe.py, which runs beside the submission."""

    def __init__(self, peer: Peer, number: int, calls: Calls) -> None:
        """Stand for the loaded module."""
        super().__init__(peer, number, "module", calls, "probe")


def _place_of_test() -> str:
    """Find the line outside this package that made the call."""
    frame = inspect.currentframe()
    while frame is not None and frame.f_globals.get("__name__", "").startswith("grader."):
        frame = frame.f_back
    return f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}" if frame else "?"


__all__ = ["Call", "Calls", "MisuseError", "Probe", "Remote", "Submission", "UndefinedError"]
