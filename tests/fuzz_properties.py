"""What must hold for whatever arrives: on the wire, as kata.yaml, as a submission; and how to make what might.

`tests/test_fuzz.py` runs each property on a few hundred examples, `benchmarks/fuzz.py` for as long as it is told.
"""

import ast
import functools
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parent.parent
KATAS = ROOT / "katas"
NASTY_TEXT = (
    "",
    "\0",
    "\x1b[2J",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\u2028",
    "\x85",
    "\x0c",
    "\r",
    "\t",
    "\U000e0041",
    "\uffff",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """`holds` raises for an example that shows the opposite; it gets what `around` gives, which is made once."""

    name: str
    subject: str
    examples: st.SearchStrategy[Any]
    holds: Callable[[Any, Any], None]
    around: Callable[[], AbstractContextManager[Any]] = nullcontext

    def __str__(self) -> str:
        return f"{self.subject}: {self.name}"


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[bytes], tokens: Sequence[bytes], most_bytes: int) -> bytes:
    """Change a good one in a few places: cut, repeat, overwrite, splice with another, insert what is known to hurt."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 6))):
        begin = draw(st.integers(0, len(data)))
        end = min(len(data), begin + draw(st.sampled_from((0, 1, 2, 5, 20, 200))))
        match draw(st.integers(0, 6)):
            case 0:
                data = data[:begin] + data[end:]
            case 1:
                data = data[:end] + data[begin:end] * draw(st.sampled_from((1, 2, 50))) + data[end:]
            case 2:
                data = data[:begin] + draw(st.binary(max_size=8)) + data[end:]
            case 3:
                other = draw(st.sampled_from(seeds))
                data = data[:begin] + other[draw(st.integers(0, len(other))) :]
            case 4:
                data = data[:begin]
            case _:
                token = draw(st.sampled_from(tokens)) * draw(st.sampled_from((1, 1, 1, 3, 30)))
                data = data[:begin] + token + data[end:]
    return data[:most_bytes]


def tokens(subject: str) -> tuple[bytes, ...]:
    """Give what is known to hurt, from fuzz_tokens/: one a line, as Python writes it, so that all of it can be seen."""
    lines = (ROOT / "tests" / "fuzz_tokens" / f"{subject}.txt").read_text("ascii").splitlines()
    values = [ast.literal_eval(line) for line in lines]
    return tuple(value if isinstance(value, bytes) else value.encode() for value in values)


@functools.cache
def files_of_katas(pattern: str) -> tuple[bytes, ...]:
    """Give the contents of the bundled katas' files that match."""
    return tuple(path.read_bytes() for path in sorted(KATAS.glob(pattern)))


def texts(most: int = 40) -> st.SearchStrategy[str]:
    """Make texts that UTF-8 can hold, often with what is invisible or steers."""
    plain = st.text(st.characters(codec="utf-8"), max_size=most)
    return st.one_of(plain, st.sampled_from(NASTY_TEXT), st.builds("".join, st.lists(st.sampled_from(NASTY_TEXT))))
