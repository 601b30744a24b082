"""The judge's end of the conversation with one candidate."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import Callable
from typing import Any

from grader.instruments.virtual_loop import VirtualTime
from grader.judge.call_backs import CallBacks
from grader.judge.candidate_process import CandidateProcess, Exit
from grader.judge.job import Limits
from grader.judge.message_limit import MessageLimit
from grader.judge.partner import Partner
from grader.judge.printed import Printed
from grader.judge.questions import CandidateGoneError, Questions, forget
from grader.judge.references import References
from grader.judge.test_objects import TestObjects
from grader.wire.channel import Channel, ChannelClosedError, ProtocolError
from grader.wire.faults import Fault, StandIns, origin, unpack
from grader.wire.messages import (
    Call,
    Cancel,
    Ending,
    Load,
    Loaded,
    Message,
    OfTheClock,
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
from grader.wire.values import decode, encode

_KIBIBYTE = 1024


class Peer:
    """Talks to one candidate on the judge's loop, and keeps what it prints and how it ends."""

    def __init__(
        self,
        process: CandidateProcess,
        loop: asyncio.AbstractEventLoop,
        limits: Limits,
        make_remote: "Callable[[Peer, int, str], object]",
    ) -> None:
        """Begin to listen; over `limits.output_kb` of output the candidate is ended.

        `make_remote` makes what stands for object `number` of the submission.
        """
        self.process = process
        self._loop = loop
        self._channel = Channel(process.sock)
        self._ids = itertools.count(1)
        self._questions = Questions(loop)
        self._message_limit = MessageLimit(limits.message_kb * _KIBIBYTE)
        self.test_objects = TestObjects()
        self._references = References(self.test_objects, lambda number, label: make_remote(self, number, label))
        self.call_backs = CallBacks(loop, self._send, self.test_objects, self._references)
        self.stand_ins = StandIns()
        self.printed = Printed(process.output, limits.output_kb * _KIBIBYTE)
        self.is_ending = False  # it is about to be ended, for what it printed
        self.broke_protocol = False
        self.killed_by_judge = False
        self.ending: Fault | None = None
        self.loaded: Loaded | None = None
        self.silent_since_ns: int | None = None  # when the first word was sent that it has not reacted to
        self.last_failure: BaseException | None = None
        self.wire_bytes = 0  # said and heard
        self.over: asyncio.Future[None] = loop.create_future()  # done when its end was noticed
        self.partner: Partner | None = None  # the candidate in virtual time; None in real time
        # What to do when there is something to read, by descriptor.
        self.readers: dict[int, Callable[[], None]] = {
            self._channel.fileno(): self._read,
            process.output: self._drain,
            process.pidfd: self._on_exit,
        }
        for descriptor, read in self.readers.items():
            loop.add_reader(descriptor, read)

    def join(self, now: VirtualTime) -> Partner:
        """Take part in the virtual time `now`; gives the candidate as a partner in it."""
        awaits_judge = self.call_backs.is_waited_for
        self.partner = Partner(self.process, now, self._send_time, lambda: self.is_over, awaits_judge)
        return self.partner

    @property
    def is_over(self) -> bool:
        """Tell whether the candidate has ended, or is about to be ended."""
        return self.exit is not None or self.is_ending

    @property
    def exit(self) -> Exit | None:
        """How the process ended, or None while it lives."""
        return self.process.exit

    async def request(self, message: Any, answers: tuple[type[Message], ...] = (Returned, Raised)) -> Any:
        """Send a request and wait for its answer; a cancelled wait cancels the callee.

        Raises what the submission raised, or CandidateGoneError.
        """
        future = self._questions.ask(message.id, answers)
        self._send(message)
        try:
            answer = await asyncio.shield(future)
        except asyncio.CancelledError:
            if not future.done():
                future.add_done_callback(forget)
                with contextlib.suppress(CandidateGoneError):  # then there is nothing left to cancel
                    self._send(Cancel(id=message.id))
            raise
        return self._value(answer)

    async def load(self, module: str, path: str) -> Loaded:
        """Let the candidate execute a file as a module."""
        loaded: Loaded = await self.request(Load(id=next(self._ids), module=module, path=path), (Loaded, Raised))
        return loaded

    async def call(self, on: int, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call something in the submission and wait for its result."""
        return await self.request(Call(id=next(self._ids), on=on, name=name, **self._encoded(args, kwargs)))

    async def read(self, on: int, name: str) -> Any:
        """Read an attribute of something in the submission."""
        return await self.request(Read(id=next(self._ids), on=on, name=name))

    async def serve(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> int:
        """Let the candidate make and serve its application; gives the port."""
        encoded = self._encoded(args, kwargs)
        port = await self.request(Serve(id=next(self._ids), **encoded))
        if type(port) is not int or not 0 < port < 1 << 16:
            self._distrust()
            raise CandidateGoneError
        return port

    async def stock(self, kind: type[TakeStock] | type[Any] = TakeStock) -> Stock:
        """Ask for a stock (or, with Finish, for the last one)."""
        stock: Stock = await self.request(kind(id=next(self._ids)), (Stock,))
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
        for descriptor in tuple(self.readers):
            self._leave(descriptor)
        self.call_backs.close()
        self.process.close()

    # --- what arrives

    def _read(self) -> None:
        try:
            for frame in self._channel.receive():
                self.wire_bytes += len(frame)
                self.silent_since_ns = None
                message = decode_message(frame, to_judge)
                self._on_message(self._message_limit.accepted(message, len(frame), self.test_objects))
        except ChannelClosedError:
            self._leave(self._channel.fileno())
        except CandidateGoneError:
            return  # it asked, and did not wait for the answer
        except (ProtocolError, RecursionError, KeyError, TypeError, ValueError, AttributeError):
            self._distrust()

    def _distrust(self) -> None:
        self.broke_protocol = True
        self.kill()

    def _on_message(self, message: ToJudge) -> None:
        if isinstance(message, OfTheClock):
            if self.partner is None:
                raise ProtocolError("word of a clock that nobody shares")
            self.partner.on_message(message)
            return
        if self.partner is not None:
            self.partner.on_other()
        match message:
            case Returned() | Raised() | Loaded() | Stock():
                self._questions.settle(message)
            case Ending():
                self.ending = message.fault
            case Cancel():
                self.call_backs.cancel(message.id)
            case Call():
                self.call_backs.call(message)
            case Read():
                self.call_backs.read(message)

    def _value(self, answer: Any) -> Any:
        if isinstance(answer, Raised):
            error = unpack(answer.fault, self.stand_ins)
            self.last_failure = error
            if (where := origin(error)) and where.name == "StopAsyncIteration":
                raise StopAsyncIteration
            raise error
        if isinstance(answer, Returned):
            try:
                return decode(answer.value, self._references.resolve)
            except ProtocolError:
                self._distrust()
                raise CandidateGoneError from None
        return answer

    def _drain(self) -> None:
        if not self.printed.read():
            self._leave(self.process.output)
        elif self.printed.is_too_much and not self.is_ending:
            self.is_ending = True
            self._loop.call_soon(self.kill)

    def _on_exit(self) -> None:
        self._leave(self.process.pidfd)
        self._read()  # what it said last was said before it ended
        self._drain()
        self.process.reap()
        self._gone()

    def _leave(self, descriptor: int) -> None:
        self.readers.pop(descriptor, None)
        self._loop.remove_reader(descriptor)

    def _gone(self) -> None:
        if not self.over.done():
            self.over.set_result(None)
        self._questions.give_up()

    # --- what leaves

    def _send_time(self, message: Message) -> None:
        with contextlib.suppress(CandidateGoneError):  # its end will be noticed
            self._write(message)

    def _send(self, message: Message) -> None:
        self._write(message)
        if self.partner is not None:
            self.partner.expected += 1

    def _write(self, message: Message) -> None:
        if self.exit is not None:
            raise CandidateGoneError
        self.silent_since_ns = self.silent_since_ns or time.perf_counter_ns()
        frame = encode_message(message)
        self.wire_bytes += len(frame)
        self._message_limit.check(message, len(frame))
        try:
            self._channel.send(frame)
        except ChannelClosedError:
            raise CandidateGoneError from None

    def _encoded(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        by_name = {name: encode(value, self._references.refer) for name, value in kwargs.items()}
        return {"args": [encode(arg, self._references.refer) for arg in args], "kwargs": by_name}
