"""A small assembler for the classic BPF programs that judge system calls.

A program is a row of blocks. A block that is about one call is passed over for every other, and ends by itself else, so
no jump is longer than its block, and what the accumulator holds between two blocks is always the call's number.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

ALLOW: Final = 0x7FFF0000
_ERRNO: Final = 0x00050000

_LOAD: Final = 0x20  # ld [k]
_AND: Final = 0x54
_EQUAL: Final = 0x15
_AT_LEAST: Final = 0x35
_ANY_BIT: Final = 0x45
_RETURN: Final = 0x06
_INSTRUCTION = struct.Struct("=HBBI")
_NUMBER_AT: Final = 0
_ARCHITECTURE_AT: Final = 4
_ARGUMENTS_AT: Final = 16  # after the address of the instruction; eight bytes each, the lower half first


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: what it does, how many to pass over if it is true and if it is not, and its constant."""

    code: int
    if_true: int
    if_false: int
    value: int


Block = list[Instruction]


def assemble(instructions: Iterable[Instruction]) -> bytes:
    """Give the bytes that the kernel takes."""
    return b"".join(_INSTRUCTION.pack(i.code, i.if_true, i.if_false, i.value) for i in instructions)


def refusal(error: int) -> int:
    """Give the answer that makes a call fail with this errno."""
    return _ERRNO | error


def answer(result: int) -> Block:
    """End here."""
    return [Instruction(_RETURN, 0, 0, result)]


def load_number() -> Block:
    """Look at the call's number."""
    return [Instruction(_LOAD, 0, 0, _NUMBER_AT)]


def load_architecture() -> Block:
    """Look at which calling convention was used."""
    return [Instruction(_LOAD, 0, 0, _ARCHITECTURE_AT)]


def load_argument(position: int) -> Block:
    """Look at the lower half of an argument: all that the kernel reads of an int."""
    return [Instruction(_LOAD, 0, 0, _ARGUMENTS_AT + 8 * position)]


def keep_bits(mask: int) -> Block:
    """Forget the other bits of what is looked at."""
    return [Instruction(_AND, 0, 0, mask)]


def if_equal(value: int, then: Block) -> Block:
    """Do `then` for this value, else go on behind it."""
    return [Instruction(_EQUAL, 0, len(then), value & 0xFFFFFFFF), *then]


def unless_equal(value: int, then: Block) -> Block:
    """Do `then` for any other value, else go on behind it."""
    return [Instruction(_EQUAL, len(then), 0, value & 0xFFFFFFFF), *then]


def if_at_least(value: int, then: Block) -> Block:
    """Do `then` from this value on, else go on behind it."""
    return [Instruction(_AT_LEAST, 0, len(then), value), *then]


def if_any_bit(mask: int, then: Block) -> Block:
    """Do `then` where one of these bits is set, else go on behind it."""
    return [Instruction(_ANY_BIT, 0, len(then), mask), *then]
