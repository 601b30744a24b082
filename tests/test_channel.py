"""Frames on a real socket pair: whole, in order, and never more than the limit."""

import socket
import struct
import threading
from collections.abc import Iterator

import pytest

from grader.wire import channel as channel_module
from grader.wire.channel import (
    FRAME_LIMIT_BYTES,
    Channel,
    ChannelClosedError,
    FrameTooLargeError,
    ProtocolError,
    socket_pair,
)


@pytest.fixture
def ends() -> Iterator[tuple[Channel, socket.socket]]:
    """A channel, and the bare socket of its peer."""
    ours, theirs = socket_pair()
    with ours, theirs:
        yield Channel(ours), theirs


def frame(payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + payload


def test_frames_arrive_whole_and_in_order(ends: tuple[Channel, socket.socket]) -> None:
    channel, peer = ends
    peer.sendall(frame(b"one") + frame(b"") + frame(b"three"))
    assert list(channel.receive()) == [b"one", b"", b"three"]


def test_what_is_sent_is_length_and_payload(ends: tuple[Channel, socket.socket]) -> None:
    channel, peer = ends
    channel.send(b"hello")
    assert peer.recv(100) == frame(b"hello")


def test_nothing_there_is_no_frame(ends: tuple[Channel, socket.socket]) -> None:
    assert list(ends[0].receive()) == []


def test_a_frame_in_pieces_is_one_frame(ends: tuple[Channel, socket.socket]) -> None:
    channel, peer = ends
    whole = frame(b"in pieces")
    for byte in whole[:-1]:
        peer.sendall(bytes([byte]))
        assert list(channel.receive()) == []
    peer.sendall(whole[-1:])
    assert list(channel.receive()) == [b"in pieces"]


def test_waiting_outlasts_the_first_half_of_a_frame(ends: tuple[Channel, socket.socket]) -> None:
    channel, peer = ends
    peer.sendall(frame(b"late")[:5])
    given: list[bytes] = []
    reader = threading.Thread(target=lambda: given.extend(channel.receive(wait=True)))
    reader.start()
    peer.sendall(frame(b"late")[5:])
    reader.join()
    assert given == [b"late"]


def test_frames_left_from_the_last_time_are_not_waited_for(ends: tuple[Channel, socket.socket]) -> None:
    channel, peer = ends
    peer.sendall(frame(b"one") + frame(b"two"))
    assert next(channel.receive()) == b"one"
    assert list(channel.receive(wait=True)) == [b"two"]


def test_the_largest_frame_travels(ends: tuple[Channel, socket.socket]) -> None:
    channel, peer = ends
    largest = b"x" * FRAME_LIMIT_BYTES
    sender = threading.Thread(target=Channel(peer).send, args=(largest,))
    sender.start()
    assert list(channel.receive(wait=True)) == [largest]
    sender.join()


def test_a_frame_over_the_limit_is_not_sent(ends: tuple[Channel, socket.socket]) -> None:
    channel, peer = ends
    with pytest.raises(FrameTooLargeError) as caught:
        channel.send(b"x" * (FRAME_LIMIT_BYTES + 1))
    assert str(caught.value) == "the message has 1,048,577 bytes; 1,048,576 can travel at once"
    peer.setblocking(False)
    with pytest.raises(BlockingIOError):
        peer.recv(1)


def test_a_frame_over_the_limit_is_refused_by_its_length_alone(ends: tuple[Channel, socket.socket]) -> None:
    channel, peer = ends
    peer.sendall(frame(b"good") + struct.pack(">I", FRAME_LIMIT_BYTES + 1))
    frames = channel.receive()
    assert next(frames) == b"good"
    with pytest.raises(ProtocolError, match=r"^a frame of 1048577 bytes$"):
        next(frames)


def test_the_end_comes_after_the_last_frame(ends: tuple[Channel, socket.socket]) -> None:
    channel, peer = ends
    peer.sendall(frame(b"last"))
    peer.close()
    frames = channel.receive()
    assert next(frames) == b"last"
    with pytest.raises(ChannelClosedError, match=r"^end of stream$"):
        next(frames)


def test_a_truncated_frame_is_an_end_and_no_frame(ends: tuple[Channel, socket.socket]) -> None:
    channel, peer = ends
    peer.sendall(frame(b"never complete")[:-1])
    peer.close()
    with pytest.raises(ChannelClosedError):
        list(channel.receive())


def test_sending_to_a_peer_that_is_gone_raises(ends: tuple[Channel, socket.socket]) -> None:
    channel, peer = ends
    peer.close()
    with pytest.raises(ChannelClosedError):
        channel.send(b"anybody there?")


def test_a_peer_that_does_not_read_is_gone_for_good(
    ends: tuple[Channel, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    channel, peer = ends
    monkeypatch.setattr(channel_module, "_SEND_TIMEOUT_S", 0.0)
    with pytest.raises(ChannelClosedError, match=r"^the peer does not read$"):
        channel.send(b"x" * FRAME_LIMIT_BYTES)
    while peer.recv(1 << 20, socket.MSG_DONTWAIT | socket.MSG_PEEK) and len(peer.recv(1 << 20)) == 1 << 20:
        pass
    # The rest of that frame was never sent: another one would be read as its middle.
    with pytest.raises(ChannelClosedError, match=r"^an earlier frame went out in part only$"):
        channel.send(b"small")


def test_a_peer_that_never_stops_sending_does_not_keep_the_reader(
    ends: tuple[Channel, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    channel, peer = ends
    monkeypatch.setattr(channel_module, "_READ_AT_ONCE_BYTES", 10)
    monkeypatch.setattr(channel_module, "_READ_BYTES", 5)
    given = 0
    peer.sendall(frame(b"a"))
    for _ in channel.receive():
        given += 1
        peer.sendall(frame(b"a"))
    assert given == 2


def test_frames_of_many_threads_do_not_mix(ends: tuple[Channel, socket.socket]) -> None:
    channel, peer = ends
    payloads = [bytes([number]) * 50_000 for number in range(8)]
    senders = [threading.Thread(target=channel.send, args=(payload,)) for payload in payloads]
    for sender in senders:
        sender.start()
    other, given = Channel(peer), list[bytes]()
    while len(given) < len(payloads):
        given += other.receive(wait=True)
    for sender in senders:
        sender.join()
    assert sorted(given) == payloads


def test_a_channel_knows_its_descriptor_until_it_is_closed(ends: tuple[Channel, socket.socket]) -> None:
    channel, _ = ends
    assert channel.fileno() > 0
    channel.close()
    assert channel.fileno() == -1
