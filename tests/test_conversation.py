"""The candidate's end of the wire, where a signal comes at the worst moment."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator

from grader.candidate.conversation import Conversation
from grader.instruments.loop_monitor import LoopMonitor
from grader.wire.channel import Channel
from grader.wire.messages import Now, Turn, encode_message


@contextlib.contextmanager
def conversation_with(judge: socket.socket) -> Iterator[Conversation]:
    """Give a candidate's conversation whose SIGUSR1 takes what has come, where it may, as in virtual time."""
    loop = asyncio.new_event_loop()
    conversation = Conversation(Channel(judge), loop, LoopMonitor(lambda _: False))
    before = signal.signal(signal.SIGUSR1, lambda *_: None if conversation.is_busy else conversation.pump())
    try:
        yield conversation
    finally:
        signal.signal(signal.SIGUSR1, before)
        loop.close()


def test_a_signal_between_the_question_and_the_wait_takes_nothing_away() -> None:
    ours, theirs = socket.socketpair()
    came: list[Turn | Now] = []

    def has_come() -> bool:
        known = bool(came)
        signal.raise_signal(signal.SIGUSR1)
        return known

    with ours, theirs, conversation_with(theirs) as conversation:
        conversation.on_time = came.append
        Channel(ours).send(encode_message(Turn(number=1, now_ns=0)))
        conversation.pump(until=has_come)
    assert came == [Turn(number=1, now_ns=0)]
