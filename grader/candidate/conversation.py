"""The candidate's half of the conversation with the judge: questions out, answers in, from any thread."""

import asyncio
import contextlib
import itertools
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from grader.candidate.judge_objects import number_of, stand_in
from grader.instruments.loop_monitor import LoopMonitor
from grader.wire.channel import Channel, ChannelClosedError, ProtocolError
from grader.wire.faults import StandIns, unpack
from grader.wire.messages import (
    Call,
    Cancel,
    Finish,
    Message,
    Now,
    Raised,
    Read,
    Returned,
    ToCandidate,
    Turn,
    decode_message,
    encode_message,
    to_candidate,
)
from grader.wire.values import decode, encode


class Conversation:
    """Sends and receives messages on the candidate's loop; keeps the objects that only travel as references."""

    def __init__(self, channel: Channel, loop: asyncio.AbstractEventLoop, monitor: LoopMonitor) -> None:
        """Take over the channel; nothing is read before `listen`."""
        self._channel = channel
        self._loop = loop
        self._monitor = monitor
        self._thread = threading.get_ident()
        self._ids = itertools.count(1)
        self._numbers = itertools.count(1)
        self.objects: dict[int, object] = {}
        self._futures: dict[int, asyncio.Future[Returned | Raised]] = {}
        self._awaited_now: dict[int, Returned | Raised | None] = {}
        self._held_back: deque[ToCandidate] = deque()
        self._stand_ins = StandIns()
        self._judge_objects: dict[int, Any] = {}
        self._numbers_of: dict[int, int] = {}
        self._is_busy = False
        self.on_time: Callable[[Turn | Now], None] = lambda _: None
        self.seen = 0  # how many messages came, those of the clock not counted

    def listen(self, on_request: Callable[[ToCandidate], None]) -> None:
        """Hand every request of the judge to `on_request`, on the loop."""
        self._on_request = on_request
        self._loop.add_reader(self._channel.fileno(), self._read)

    def fileno(self) -> int:
        """Give the channel's descriptor."""
        return self._channel.fileno()

    def first(self) -> ToCandidate:
        """Wait for one message, before the loop runs."""
        self._take_until(lambda: bool(self._held_back))
        return self._held_back.popleft()

    def pump(self, until: Callable[[], bool] | None = None) -> None:
        """Take what has come, or wait `until` it is enough; requests are handed over by the loop."""
        if until is None:
            self._take(wait=False)
        else:
            self._take_until(until)
        if self._held_back:
            self._loop.call_soon(self._hand_over)

    @property
    def is_busy(self) -> bool:
        """Tell, to a signal's handler, whether the thread that it interrupted is in the middle of a message."""
        return self._is_busy

    def send(self, message: Message) -> None:
        """Send one message. Raises FrameTooLargeError; a judge that is gone ends this process."""
        with self._in_the_middle():
            try:
                self._channel.send(encode_message(message))
            except ChannelClosedError:
                os._exit(0)

    def encode(self, value: object) -> Any:
        """Give the travelling form of `value`."""
        return encode(value, self._refer)

    def decode(self, data: Any) -> Any:
        """Give the value of a travelling form."""
        return decode(data, self._resolve)

    async def ask(self, on: int, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a method of an object in the judge; from a loop of its own, the question goes over the first one."""
        if asyncio.get_running_loop() is not self._loop:
            there = asyncio.run_coroutine_threadsafe(self.ask(on, name, args, kwargs), self._loop)
            return await asyncio.wrap_future(there)
        question = self._question(on, name, args, kwargs, waits=False)
        future = self._futures[question.id] = self._loop.create_future()
        self.send(question)
        try:
            return self._value(await asyncio.shield(future))
        except asyncio.CancelledError:
            if future.done():
                raise
            self.send(Cancel(id=question.id))
            return self._value(await future)  # as with a coroutine of one's own: the callee decides

    def ask_and_wait(self, on: int, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a method of an object in the judge; the calling thread stands still, and is not blamed for it."""
        if threading.get_ident() != self._thread:
            return asyncio.run_coroutine_threadsafe(self.ask(on, name, args, kwargs), self._loop).result()
        with self._monitor.left_out():
            return self._wait_for(self._question(on, name, args, kwargs, waits=True))

    def read_and_wait(self, on: int, name: str) -> Any:
        """Read an attribute of an object in the judge."""
        if threading.get_ident() != self._thread:
            return asyncio.run_coroutine_threadsafe(self._read_there(on, name), self._loop).result()
        with self._monitor.left_out():
            return self._wait_for(Read(id=next(self._ids), on=on, name=name, waits=True))

    async def _read_there(self, on: int, name: str) -> Any:
        return self.read_and_wait(on, name)

    def _question(self, on: int, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], *, waits: bool) -> Call:
        return Call(
            id=next(self._ids),
            on=on,
            name=name,
            args=[self.encode(arg) for arg in args],
            kwargs={key: self.encode(value) for key, value in kwargs.items()},
            waits=waits,
        )

    def _wait_for(self, question: Call | Read) -> Any:
        self._awaited_now[question.id] = None
        self.send(question)
        self.pump(until=lambda: self._awaited_now[question.id] is not None)
        answer = self._awaited_now.pop(question.id)
        assert answer is not None  # noqa: S101 -- it was waited for
        return self._value(answer)

    def _read(self) -> None:
        with self._monitor.left_out():
            self._take(wait=False)
            self._hand_over()

    def _take(self, *, wait: bool) -> None:
        with self._in_the_middle():
            for frame in self._frames(wait=wait):
                self._sort(decode_message(frame, to_candidate))

    def _take_until(self, is_enough: Callable[[], bool]) -> None:
        # From the question to the wait: what a signal's handler took in between would be waited for for ever.
        with self._in_the_middle():
            while not is_enough():
                self._take(wait=True)

    @contextlib.contextmanager
    def _in_the_middle(self) -> Iterator[None]:
        if threading.get_ident() != self._thread:
            yield
            return
        around, self._is_busy = self._is_busy, True
        try:
            yield
        finally:
            self._is_busy = around

    def _sort(self, message: ToCandidate) -> None:
        if isinstance(message, Turn | Now):
            self.on_time(message)
            return
        self.seen += 1
        if isinstance(message, Finish) and not self._awaited_now:
            self._on_request(message)  # the measurement ends here, whatever the loop would do next
        elif isinstance(message, Returned | Raised):
            if message.id in self._awaited_now:
                self._awaited_now[message.id] = message
            elif (future := self._futures.pop(message.id, None)) and not future.done():
                future.set_result(message)
        else:
            self._held_back.append(message)

    def _hand_over(self) -> None:
        with self._monitor.left_out():
            while self._held_back:
                self._on_request(self._held_back.popleft())

    def _frames(self, *, wait: bool) -> list[bytes]:
        try:
            return list(self._channel.receive(wait=wait))
        except (ChannelClosedError, ProtocolError):
            os._exit(0)

    def _value(self, answer: Returned | Raised) -> Any:
        if isinstance(answer, Raised):
            error = unpack(answer.fault, self._stand_ins)
            if type(error).__name__ == "StopAsyncIteration":
                raise StopAsyncIteration
            raise error
        return self.decode(answer.value)

    def _refer(self, value: object) -> dict[str, Any]:
        number = number_of(value)
        if number is not None:
            return {"ref": "yours", "number": number}
        number = self._numbers_of.setdefault(id(value), next(self._numbers))
        self.objects[number] = value  # kept, so that its id stays its own
        return {"ref": "mine", "number": number, "label": f"{type(value).__module__}.{type(value).__qualname__}"[:200]}

    def _resolve(self, data: dict[str, Any]) -> object:
        if data["ref"] == "yours":
            return self.objects[data["number"]]
        number = data["number"]
        # The same object twice is the same stand-in: it may be a key, or be removed from a list.
        if number not in self._judge_objects:
            self._judge_objects[number] = stand_in(self, number, data["label"], data["shape"])
        return self._judge_objects[number]
