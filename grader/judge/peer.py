"""The judge's end of the conversation with one candidate."""

import asyncio
import inspect
import itertools
import os
import time
from collections.abc import Callable
from typing import Any

from grader.judge.candidate_process import CandidateProcess, Exit
from grader.judge.test_objects import TestObjects
from grader.wire.channel import Channel, ChannelClosedError, FrameTooLargeError, ProtocolError
from grader.wire.faults import Fault, StandIns, origin, pack, unpack
from grader.wire.messages import (
    Call,
    Cancel,
    Ending,
    Load,
    Loaded,
    Message,
    Raised,
    Read,
    Returned,
    Serve,
    Stock,
    TakeStock,
    ToJudge,
    decode_message,
    encode_message,
    to_judge,
)
from grader.wire.values import CannotTravelError, decode, encode

_OUTPUT_PIECE_BYTES = 1 << 16


class CandidateGoneError(Exception):
    """The submission's process has ended, so that it can answer no more."""


class Peer:
    """Talks to one candidate on the judge's loop, and keeps what it prints and how it ends."""

    def __init__(
        self,
        process: CandidateProcess,
        loop: asyncio.AbstractEventLoop,
        output_limit_bytes: int,
        make_remote: "Callable[[Peer, int, str], object]",
    ) -> None:
        """Begin to listen; over `output_limit_bytes` of output the candidate is ended.

        `make_remote` makes what stands for object `number` of the submission.
        """
        self.process = process
        self._make_remote = make_remote
        self._loop = loop
        self._channel = Channel(process.sock)
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._serving: dict[int, asyncio.Task[None]] = {}
        self.test_objects = TestObjects()
        self.stand_ins = StandIns()
        self._output = bytearray()
        self._output_limit_bytes = output_limit_bytes
        self.printed_too_much = False
        self.broke_protocol = False
        self.killed_by_judge = False
        self.ending: Fault | None = None
        self.loaded: Loaded | None = None
        self.silent_since_ns: int | None = None  # when the first word was sent that it has not reacted to
        self.calls_that_wait = 0
        self.failed_call_backs: list[BaseException] = []
        self.last_failure: BaseException | None = None
        loop.add_reader(self._channel.fileno(), self._read)
        loop.add_reader(process.output, self._drain)
        loop.add_reader(process.pidfd, self._on_exit)

    @property
    def exit(self) -> Exit | None:
        """How the process ended, or None while it lives."""
        return self.process.exit

    @property
    def output(self) -> str:
        """What the submission printed, on both of its outputs, as far as it was kept."""
        return self._output.decode("utf-8", "backslashreplace")

    async def request(self, message: Any) -> Any:
        """Send a request and wait for its answer; a cancelled wait cancels the callee.

        Raises what the submission raised, or CandidateGoneError.
        """
        future = self._waiting[message.id] = self._loop.create_future()
        self._send(message)
        try:
            answer = await asyncio.shield(future)
        except asyncio.CancelledError:
            if not future.done():
                self._send(Cancel(id=message.id))
                future.add_done_callback(_forget)
            raise
        return self._value(answer)

    async def load(self, module: str, path: str) -> Loaded:
        """Let the candidate execute a file as a module."""
        loaded: Loaded = await self.request(Load(id=next(self._ids), module=module, path=path))
        return loaded

    async def call(self, on: int, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call something in the submission and wait for its result."""
        return await self.request(
            Call(id=next(self._ids), on=on, name=name, args=self._encoded(args), kwargs=self._encoded_by_name(kwargs))
        )

    async def read(self, on: int, name: str) -> Any:
        """Read an attribute of something in the submission."""
        return await self.request(Read(id=next(self._ids), on=on, name=name))

    async def serve(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Let the candidate make and serve its application; gives the port."""
        return await self.request(
            Serve(id=next(self._ids), args=self._encoded(args), kwargs=self._encoded_by_name(kwargs))
        )

    async def stock(self, kind: type[TakeStock] | type[Any] = TakeStock) -> Stock:
        """Ask for a stock (or, with Finish, for the last one)."""
        stock: Stock = await self.request(kind(id=next(self._ids)))
        return stock

    def kill(self) -> None:
        """End the process because the judge wants to."""
        if self.exit is None:
            self.killed_by_judge = True
            self.process.end()
            self._gone()

    def close(self) -> None:
        """End the process, keep its last output, and give everything back."""
        self.kill()
        self._drain()
        for descriptor in (self._channel.fileno(), self.process.output, self.process.pidfd):
            self._loop.remove_reader(descriptor)
        for task in self._serving.values():
            task.cancel()
        self.process.close()

    def reference(self, value: object) -> dict[str, Any]:
        """Give the reference of a value that does not travel by value."""
        number = getattr(value, "__submission_number__", None)
        if type(number) is int:
            return {"ref": "yours", "number": number}
        return self.test_objects.refer(value)

    def resolve(self, data: dict[str, Any]) -> object:
        """Give the object of a reference that arrived. Raises ProtocolError."""
        if data["ref"] == "yours":
            return self.test_objects.get(data.get("number"))
        number, label = data.get("number"), data.get("label")
        if type(number) is not int or type(label) is not str:
            raise ProtocolError("a reference of no known kind")
        return self._make_remote(self, number, label[:200])

    # --- what arrives

    def _read(self) -> None:
        try:
            for frame in self._channel.receive():
                self.silent_since_ns = None
                self._on_message(decode_message(frame, to_judge))
        except ChannelClosedError:
            self._loop.remove_reader(self._channel.fileno())
        except (ProtocolError, RecursionError, KeyError, TypeError, ValueError, AttributeError):
            self.broke_protocol = True
            self.kill()

    def _on_message(self, message: ToJudge) -> None:
        match message:
            case Returned() | Raised() | Loaded() | Stock():
                future = self._waiting.pop(message.id, None)
                if future is not None and not future.done():
                    future.set_result(message)
            case Ending():
                self.ending = message.fault
            case Cancel():
                if task := self._serving.get(message.id):
                    task.cancel()
            case Call():
                self._serve_call(message)
            case Read():
                self._answer_with(message.id, lambda: self.test_objects.attribute(message.on, message.name))

    def _serve_call(self, message: Call) -> None:
        target = self.test_objects.method(message.on, message.name)
        args = [decode(arg, self.resolve) for arg in message.args]
        kwargs = {name: decode(value, self.resolve) for name, value in message.kwargs.items()}

        async def run() -> None:
            self.calls_that_wait += message.waits
            try:
                result = target(*args, **kwargs)
                if inspect.isawaitable(result):
                    result = await result
                self._send(Returned(id=message.id, value=encode(result, self.reference)))
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:  # noqa: BLE001 -- it belongs to whoever called
                self._send_fault(message.id, error)
            finally:
                self.calls_that_wait -= message.waits

        task = self._serving[message.id] = self._loop.create_task(run())
        task.add_done_callback(lambda _: self._serving.pop(message.id, None))

    def _answer_with(self, request: int, give: Any) -> None:
        try:
            self._send(Returned(id=request, value=encode(give(), self.reference)))
        except (AttributeError, CannotTravelError) as error:
            self._send_fault(request, error)

    def _send_fault(self, request: int, error: BaseException) -> None:
        if isinstance(error, AssertionError) or type(error).__module__.startswith("_pytest"):
            self.failed_call_backs.append(error)  # it fails the test even where the submission swallows it
        self._send(Raised(id=request, fault=pack(error, lambda _: ([], None))))

    def _value(self, answer: Any) -> Any:
        if isinstance(answer, Raised):
            error = unpack(answer.fault, self.stand_ins)
            self.last_failure = error
            if (where := origin(error)) and where.name == "StopAsyncIteration":
                raise StopAsyncIteration
            raise error
        if isinstance(answer, Returned):
            try:
                return decode(answer.value, self.resolve)
            except ProtocolError:
                self.broke_protocol = True
                self.kill()
                raise CandidateGoneError from None
        return answer

    def _drain(self) -> None:
        while True:
            try:
                piece = os.read(self.process.output, _OUTPUT_PIECE_BYTES)
            except BlockingIOError:
                return
            if not piece:
                self._loop.remove_reader(self.process.output)
                return
            room = self._output_limit_bytes - len(self._output)
            self._output += piece[:room]
            if len(piece) > room and not self.printed_too_much:
                self.printed_too_much = True
                self._loop.call_soon(self.kill)
                return

    def _on_exit(self) -> None:
        self._loop.remove_reader(self.process.pidfd)
        self._read()  # what it said last was said before it ended
        self._drain()
        self.process.reap()
        self._gone()

    def _gone(self) -> None:
        for future in list(self._waiting.values()):
            if not future.done():
                future.set_exception(CandidateGoneError())
                future.add_done_callback(_forget)
        self._waiting.clear()

    # --- what leaves

    def _send(self, message: Message) -> None:
        if self.exit is not None:
            raise CandidateGoneError
        self.silent_since_ns = self.silent_since_ns or time.perf_counter_ns()
        try:
            self._channel.send(encode_message(message))
        except ChannelClosedError:
            raise CandidateGoneError from None
        except FrameTooLargeError as error:
            if isinstance(message, Returned):
                self._send_fault(message.id, CannotTravelError(str(error)))
                return
            raise CannotTravelError(str(error)) from None

    def _encoded(self, args: tuple[Any, ...]) -> list[Any]:
        return [encode(arg, self.reference) for arg in args]

    def _encoded_by_name(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        return {name: encode(value, self.reference) for name, value in kwargs.items()}


def _forget(future: "asyncio.Future[Any]") -> None:
    if not future.cancelled():
        future.exception()
