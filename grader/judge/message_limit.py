"""How large the messages may be that carry values between a test and the submission."""

from typing import NoReturn

import msgspec

from grader.judge.test_objects import TestObjects
from grader.wire.channel import FRAME_LIMIT_BYTES, FrameTooLargeError
from grader.wire.faults import pack
from grader.wire.messages import Call, Message, Raised, Returned, Serve, ToJudge
from grader.wire.values import CannotTravelError

_WITH_VALUES = (Call, Returned, Serve)


class MessageTooLargeError(CannotTravelError):
    """What a test was to hand to the submission, as arguments or as an answer, is over the kata's limit."""

    def __init__(self, size_bytes: int, limit_bytes: int) -> None:
        """Say both sizes: the writer of a test needs to know by how much."""
        super().__init__(f"the message has {size_bytes:,} bytes; {limit_bytes:,} can travel at once")
        self.size_bytes = size_bytes


class MessageLimit:
    """The kata's limit, up to what the wire allows. What the judge and the candidate say on their own has none of it.

    An exception has none either: it is cut to what fits (see wire.faults).
    """

    def __init__(self, limit_bytes: int) -> None:
        """Keep the limit."""
        self._limit_bytes = min(limit_bytes, FRAME_LIMIT_BYTES)

    def check(self, message: Message, size_bytes: int) -> None:
        """Raise MessageTooLargeError for what must not be sent."""
        if self._is_over(message, size_bytes):
            raise MessageTooLargeError(size_bytes, self._limit_bytes)

    def accepted(self, message: ToJudge, size_bytes: int, objects: TestObjects) -> ToJudge:
        """Give the message that came. Where it is too large, an error stands in its place: a call becomes one of that.

        So it is answered in its turn, like all calls, and the submission's line is known.
        """
        if not self._is_over(message, size_bytes):
            return message
        error = FrameTooLargeError(size_bytes, self._limit_bytes)
        match message:
            case Returned():
                return Raised(id=message.id, fault=pack(error, lambda _: ([], None)))
            case Call():
                number = objects.refer(_Raises(error))["number"]
                return msgspec.structs.replace(message, on=number, name="", args=[], kwargs={})
        return message

    def _is_over(self, message: Message, size_bytes: int) -> bool:
        return isinstance(message, _WITH_VALUES) and size_bytes > self._limit_bytes


class _Raises:
    """Raises an error when it is called."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __call__(self) -> NoReturn:
        raise self._error
