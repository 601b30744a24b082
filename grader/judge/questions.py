"""The judge's questions to a candidate that wait for their answers."""

import asyncio
from typing import Any

from grader.wire.channel import ProtocolError
from grader.wire.messages import Loaded, Message, Raised, Returned, Stock

_MOST_STRAYS = 1_000  # each answer to nothing takes the judge's time

Answer = Returned | Raised | Loaded | Stock


class CandidateGoneError(Exception):
    """The submission's process has ended, so that it can answer no more."""


class Questions:
    """Each waits under its number for an answer of the right kind."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin without any."""
        self._loop = loop
        self._waiting: dict[int, tuple[asyncio.Future[Any], tuple[type[Message], ...]]] = {}
        self._strays = 0

    def ask(self, number: int, answers: tuple[type[Message], ...]) -> "asyncio.Future[Any]":
        """Give the future of an answer, of which kind it may be."""
        future: asyncio.Future[Any] = self._loop.create_future()
        self._waiting[number] = future, answers
        return future

    def settle(self, answer: Answer) -> None:
        """Give an answer to who waits for it. Raises ProtocolError for one of another kind, or when many are strays."""
        future, answers = self._waiting.get(answer.id, (None, ()))
        if future is None:
            self._strays += 1
            if self._strays > _MOST_STRAYS:
                raise ProtocolError("answers to nothing, again and again")
            return
        if not isinstance(answer, answers):
            raise ProtocolError("an answer of another kind")
        del self._waiting[answer.id]
        if not future.done():
            future.set_result(answer)

    def give_up(self) -> None:
        """Let all that wait know that nobody will answer."""
        for future, _ in list(self._waiting.values()):
            if not future.done():
                future.set_exception(CandidateGoneError())
                future.add_done_callback(forget)
        self._waiting.clear()


def forget(future: "asyncio.Future[Any]") -> None:
    """Ask for a future's exception, so that nobody complains that nobody did."""
    if not future.cancelled():
        future.exception()
