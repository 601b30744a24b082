"""What is under way between TCP sockets of this machine, asked of real ones."""

import os
import select
import socket
from collections.abc import Callable, Iterator

import pytest

from grader.instruments.loopback import confirm_what_came, under_way

Pair = tuple[socket.socket, socket.socket]
MANY = 30
LOOKS = 500


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Give both ends of a connection; what one end says is not held back for the next."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        here = socket.create_connection(server.getsockname())
        there, _ = server.accept()
    with here, there:
        for end in (here, there):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield here, there


def until(condition: Callable[[], bool]) -> None:
    """Look until it is so; the time-out of all tests is the deadline."""
    while not condition():
        pass


def is_under_way(*ends: socket.socket) -> bool:
    return under_way([end.fileno() for end in ends])


def say(sender: socket.socket, receiver: socket.socket) -> None:
    """Send a few bytes and read them on the other side, which owes their acknowledgement from then on."""
    sender.sendall(b"hello")
    assert receiver.recv(100) == b"hello"


def converse(here: socket.socket, there: socket.socket) -> None:
    """Talk until both ends take this for a conversation, in which they delay what they have to acknowledge."""
    for _ in range(MANY):
        say(here, there)
        say(there, here)


def fill(sender: socket.socket) -> int:
    """Send as much as is taken; give how many bytes that were."""
    sender.setblocking(False)
    sent = 0
    while True:
        try:
            sent += sender.send(bytes(1 << 16))
        except BlockingIOError:
            return sent


def fill_window(sender: socket.socket) -> int:
    """Send until no more is taken although all that went out is confirmed; give how many bytes that were."""
    sent = 0
    while more := fill(sender):
        sent += more
        until(lambda: not is_under_way(sender))
    return sent


def test_nothing_is_under_way_between_ends_that_said_nothing(pair: Pair) -> None:
    assert not is_under_way(*pair)


def test_nothing_is_under_way_without_descriptors() -> None:
    assert not under_way([])
    confirm_what_came([])


def test_bytes_are_under_way_until_the_other_end_confirms_them(pair: Pair) -> None:
    here, there = pair

    def seen() -> bool:
        converse(here, there)
        return is_under_way(there)

    until(seen)
    until(lambda: not is_under_way(there))
    assert not is_under_way(here, there)


def test_only_the_side_that_sent_has_bytes_under_way(pair: Pair) -> None:
    here, there = pair
    confirm_what_came([here.fileno(), there.fileno()])
    until(lambda: not is_under_way(*pair))
    for _ in range(MANY):
        say(here, there)
        assert not is_under_way(there)


def test_who_read_and_confirms_lets_nothing_be_under_way(pair: Pair) -> None:
    here, there = pair
    delivered = 0
    for _ in range(MANY):
        converse(here, there)
        confirm_what_came([here.fileno()])
        # A busy kernel delivers the confirmation a little later itself, but long before a delayed one would come.
        delivered += any(not is_under_way(there) for _ in range(LOOKS))
    assert delivered > MANY / 2


def test_bytes_that_arrived_and_were_not_read_are_no_longer_under_way(pair: Pair) -> None:
    here, there = pair
    here.sendall(b"hello")
    until(lambda: not is_under_way(here))
    assert there.recv(100) == b"hello"


def test_what_a_full_window_holds_back_does_not_count(pair: Pair) -> None:
    here, there = pair
    sent = fill_window(here)
    assert not any(is_under_way(here) for _ in range(LOOKS))
    with pytest.raises(BlockingIOError):
        here.send(b"more")
    read = 0
    while read < sent:
        read += len(there.recv(1 << 16))
    assert read == sent


def test_one_descriptor_among_others_is_enough(pair: Pair) -> None:
    here, there = pair

    def seen() -> bool:
        converse(here, there)
        return is_under_way(here, there)

    until(seen)


def test_sockets_that_only_listen_are_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        assert not is_under_way(server)
        confirm_what_came([server.fileno()])
        server.accept()[0].close()


def test_a_socket_that_is_not_connected_is_passed_over() -> None:
    with socket.socket() as alone:
        assert not is_under_way(alone)
        confirm_what_came([alone.fileno()])


def test_unix_sockets_are_passed_over_though_their_peer_did_not_read() -> None:
    here, there = socket.socketpair()
    with here, there:
        here.sendall(b"hello")
        confirm_what_came([here.fileno(), there.fileno()])
        assert not is_under_way(here, there)
        assert there.recv(100) == b"hello"


def test_what_is_no_stream_of_bytes_is_passed_over() -> None:
    source, sink = os.pipe()
    try:
        os.write(sink, b"hello")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams, select.epoll() as poll:
            descriptors = [source, sink, datagrams.fileno(), poll.fileno()]
            confirm_what_came(descriptors)
            assert not under_way(descriptors)
    finally:
        os.close(source)
        os.close(sink)


def test_closed_descriptors_are_passed_over_and_those_after_them_are_not(pair: Pair) -> None:
    here, there = pair
    with socket.socket() as closed:
        descriptor = closed.fileno()
    confirm_what_came([descriptor, here.fileno()])
    assert not under_way([descriptor])

    def seen() -> bool:
        converse(here, there)
        return under_way([descriptor, there.fileno()])

    until(seen)


def test_a_connection_that_the_peer_closed_or_broke_has_nothing_under_way(pair: Pair) -> None:
    here, there = pair
    here.sendall(b"never read")
    there.close()  # with bytes unread: a reset
    assert select.select([here], [], [])[0] == [here]
    confirm_what_came([here.fileno()])
    assert not is_under_way(here)


@pytest.mark.parametrize("blocks", [True, False])
def test_a_descriptor_stays_open_and_usable_after_it_confirmed(pair: Pair, blocks: bool) -> None:
    here, there = pair
    there.setblocking(blocks)
    for _ in range(MANY):
        confirm_what_came([here.fileno(), there.fileno()])
    assert os.get_blocking(there.fileno()) is blocks
    assert there.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
    here.sendall(b"hello")
    assert select.select([there], [], [])[0] == [there]
    assert there.recv(100) == b"hello"
    say(there, here)


def test_confirming_does_not_read_what_came(pair: Pair) -> None:
    here, there = pair
    here.sendall(b"hello")
    select.select([there], [], [])
    confirm_what_came([there.fileno()])
    assert there.recv(100) == b"hello"
