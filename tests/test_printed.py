"""What a submission prints: read from a real pipe, kept up to a limit."""

import os
from collections.abc import Iterator

import pytest

from grader.judge.printed import _KEPT_BYTES, Printed

KIB = 1 << 10
FLOOD = 16 * _KEPT_BYTES


class Pipe:
    """A pipe whose reading end does not block."""

    def __init__(self) -> None:
        self.source, self.sink = os.pipe()
        self.is_open = True
        os.set_blocking(self.source, False)

    def write(self, printed: bytes) -> None:
        assert os.write(self.sink, printed) == len(printed)

    def end(self) -> None:
        if self.is_open:
            self.is_open = False
            os.close(self.sink)


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    pipe = Pipe()
    yield pipe
    pipe.end()
    os.close(pipe.source)


def text(pipe: Pipe, *pieces: bytes, limit_bytes: int = FLOOD) -> str:
    """Give what is kept of the pieces, each of them read before the next one comes."""
    printed = Printed(pipe.source, limit_bytes)
    for piece in pieces:
        pipe.write(piece)
        assert printed.read()
    return printed.text


def test_nothing_printed_is_no_text(pipe: Pipe) -> None:
    printed = Printed(pipe.source, FLOOD)
    assert (printed.text, printed.is_too_much) == ("", False)
    assert printed.read()
    assert printed.text == ""


def test_more_may_come_until_the_pipe_ends(pipe: Pipe) -> None:
    printed = Printed(pipe.source, FLOOD)
    pipe.write(b"one\n")
    assert printed.read()
    pipe.write(b"two\n")
    pipe.end()
    assert not printed.read()
    assert not printed.read()
    assert printed.text == "one\ntwo\n"


def test_a_character_may_come_in_two_pieces(pipe: Pipe) -> None:
    euro = "€".encode()
    assert text(pipe, b"5 " + euro[:1], euro[1:] + b"\n") == "5 €\n"


def test_what_is_no_utf_8_is_shown_as_bytes(pipe: Pipe) -> None:
    assert text(pipe, b"a\xffb\xe2\x82") == "a\\xffb\\xe2\\x82"


def test_of_much_the_last_is_kept(pipe: Pipe) -> None:
    pieces = [bytes([ord("a") + number]) * (32 * KIB) for number in range(20)]
    assert text(pipe, *pieces) == "s" * (32 * KIB) + "t" * (32 * KIB)


def test_what_just_fits_is_kept_whole(pipe: Pipe) -> None:
    assert text(pipe, b"a" * (_KEPT_BYTES - 1), b"b") == "a" * (_KEPT_BYTES - 1) + "b"
    assert _KEPT_BYTES == 64 * KIB


@pytest.mark.parametrize("rest", [b"", b".", b"..", b"..."])
def test_the_cut_does_not_go_through_a_character(pipe: Pipe, rest: bytes) -> None:
    pieces = ["€".encode() * (10 * KIB)] * 3
    kept = text(pipe, *pieces, rest)
    assert set(kept) <= {"€", "."}
    assert _KEPT_BYTES - 3 < len(kept.encode()) <= _KEPT_BYTES


def test_a_text_that_was_not_cut_keeps_a_first_byte_that_begins_no_character(pipe: Pipe) -> None:
    assert text(pipe, b"\x80abc") == "\\x80abc"


def test_as_much_as_the_limit_is_not_too_much(pipe: Pipe) -> None:
    printed = Printed(pipe.source, 10)
    pipe.write(b"12345")
    assert printed.read()
    pipe.write(b"67890")
    assert printed.read()
    assert (printed.text, printed.is_too_much) == ("1234567890", False)


def test_over_the_limit_it_is_too_much_and_the_text_ends_there(pipe: Pipe) -> None:
    printed = Printed(pipe.source, 10)
    pipe.write(b"1234567")
    assert printed.read()
    pipe.write(b"890and more")
    printed.read()
    assert (printed.text, printed.is_too_much) == ("1234567890", True)


def test_one_byte_after_the_limit_is_too_much(pipe: Pipe) -> None:
    printed = Printed(pipe.source, 10)
    for piece in (b"1234567890", b"!"):
        pipe.write(piece)
        printed.read()
    assert (printed.text, printed.is_too_much) == ("1234567890", True)


def test_after_too_much_nothing_more_is_read(pipe: Pipe) -> None:
    printed = Printed(pipe.source, 3)
    pipe.write(b"12345")
    printed.read()
    pipe.write(b"left")
    printed.read()
    assert os.read(pipe.source, 100) == b"left"
    assert printed.text == "123"


def test_half_a_character_at_the_end_of_a_flood_is_left_out(pipe: Pipe) -> None:
    printed = Printed(pipe.source, 4)
    pipe.write("€€€".encode())
    printed.read()
    assert (printed.text, printed.is_too_much) == ("€", True)


def test_bytes_of_no_character_inside_a_flood_are_shown(pipe: Pipe) -> None:
    printed = Printed(pipe.source, 3)
    pipe.write(b"a\xffbc")
    printed.read()
    assert printed.text == "a\\xffb"


def test_a_flood_keeps_its_last_before_the_limit(pipe: Pipe) -> None:
    printed = Printed(pipe.source, 5 * _KEPT_BYTES)
    for number in range(6):
        pipe.write(str(number).encode() * _KEPT_BYTES)
        printed.read()
    assert printed.is_too_much
    assert printed.text == "4" * _KEPT_BYTES
