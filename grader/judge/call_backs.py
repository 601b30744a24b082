"""Answers what the submission asks of a test's objects: calls of their methods, reads of their attributes."""

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any

from grader.judge.references import References
from grader.judge.test_objects import TestObjects
from grader.judge.test_time import WrongClockError
from grader.wire.channel import ProtocolError
from grader.wire.faults import pack
from grader.wire.messages import Call, Message, Raised, Read, Returned
from grader.wire.values import decode, encode

_MOST_AT_ONCE = 10_000  # each costs the judge's memory, and its end costs time


class CallBacks:
    """The calls of one candidate into the judge. One that fails by an assertion fails the test, swallowed or not."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        send: Callable[[Message], None],
        objects: TestObjects,
        references: References,
    ) -> None:
        """Serve on `loop`; answers leave by `send`."""
        self._loop = loop
        self._send = send
        self._objects = objects
        self._references = references
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self.failed: list[BaseException] = []
        self.excused_ns: list[tuple[int, int]] = []  # real time in which a thread of the candidate stood still
        self._waited_for = 0  # calls for which a thread of the candidate stands still

    def call(self, message: Call) -> None:
        """Begin to answer a call. Raises ProtocolError for what was not handed over."""
        target = self._objects.method(message.on, message.name)
        if len(self._tasks) >= _MOST_AT_ONCE:
            raise ProtocolError("more calls at once than a test can have use for")
        args = [decode(arg, self._references.resolve) for arg in message.args]
        kwargs = {name: decode(value, self._references.resolve) for name, value in message.kwargs.items()}
        self._waited_for += message.waits
        began_ns = time.perf_counter_ns()
        task = self._tasks[message.id] = self._loop.create_task(self._run(message, target, args, kwargs))
        task.add_done_callback(lambda _: self._ended(message, began_ns))

    def read(self, message: Read) -> None:
        """Answer a read. Raises ProtocolError for an object that was not handed over."""
        self._objects.get(message.on)
        try:
            value = self._objects.attribute(message.on, message.name)
            self._answer(message.id, value)
        except Exception as error:  # noqa: BLE001 -- a property of the test may raise anything
            self._send_fault(message.id, error)

    def is_waited_for(self) -> bool:
        """Tell whether the candidate's loop stands still until a call is answered."""
        return self._waited_for > 0

    def cancel(self, call: int) -> None:
        """Cancel a call; whether it obeys is its own business."""
        if task := self._tasks.get(call):
            task.cancel()

    def close(self) -> None:
        """Nobody waits for an answer any more."""
        for task in self._tasks.values():
            task.cancel()

    async def _run(self, message: Call, target: Any, args: list[Any], kwargs: dict[str, Any]) -> None:
        try:
            result = target(*args, **kwargs)
            if inspect.isawaitable(result):
                result = await result
            self._answer(message.id, result)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001 -- it belongs to whoever called
            self._send_fault(message.id, error)

    def _ended(self, message: Call, began_ns: int) -> None:
        self._tasks.pop(message.id, None)
        self._waited_for -= message.waits
        if message.waits:
            self.excused_ns.append((began_ns, time.perf_counter_ns()))

    def _answer(self, request: int, value: object) -> None:
        self._send(Returned(id=request, value=encode(value, self._references.refer)))

    def _send_fault(self, request: int, error: BaseException) -> None:
        if isinstance(error, AssertionError | WrongClockError) or type(error).__module__.startswith("_pytest"):
            self.failed.append(error)
        self._send(Raised(id=request, fault=pack(error, lambda _: ([], None))))
