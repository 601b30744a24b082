"""What the boundary hands to every command: the outer world, so that a test can hand in another one."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from grader.kata import Kata
    from grader.report import Report, Submission


class Grader(Protocol):
    """Grades one submission after another."""

    def __call__(self, kata: "Kata", submission: "Submission") -> "Report":
        """Grade one."""


Engine = Callable[[str], AbstractContextManager[Grader]]
"""Takes the isolation that is wanted; starts to warm up when it is entered, at once, and gives the grader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """`lang` is the language wanted; `engine` is what `run` grades with."""

    environ: Mapping[str, str]
    lang: str
    engine: Engine
