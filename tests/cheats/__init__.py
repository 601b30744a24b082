"""A corpus of small programs that hold the loop and hide it: from the clocks, the monitor, or whoever answers.

A program is a file in `programs/`, of the form of tests/blocking. `# cause: …` says by what it holds the loop, or
`# verdict: …` what else is true of it. `# BLAME` marks the line where that can still be told, else `# line: none` says
that it need not be, and neither need the cause: whoever takes the clocks away may take that, too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from blocking import Outcome, Program

from grader.report import Cause, Verdict

__all__ = ["CHEATS", "Cheat"]

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Cheat:
    """One program, and what is true of it."""

    program: Program
    verdict: Verdict
    needs_line: bool

    @property
    def name(self) -> str:
        """Name the program by its file."""
        return self.program.path.stem

    @property
    def expected(self) -> Outcome:
        """Give the truth, with the line where it can be told."""
        (path, line), *_ = (*self.program.blamed, (None, None))
        return Outcome(verdict=self.verdict, cause=self.program.cause, path=path, line=line)

    def as_far_as_told(self, said: Outcome) -> Outcome:
        """Give what was said, without the line and the cause where they need not be told."""
        if self.needs_line or said.cause is None:
            return said
        return replace(said, path=None, line=None, cause=self.program.cause)


def _cheats() -> Iterator[Cheat]:
    for path in sorted(_HERE.glob("programs/*.py")):
        labels = dict(re.findall(r"^# (\w+): (.+)$", path.read_text("utf-8").partition('"""')[0], re.MULTILINE))
        cause = Cause(labels["cause"]) if "cause" in labels else None
        yield Cheat(
            program=Program(path=path, shape=labels["shape"], cause=cause, spends_cpu=False, files=(), packages=()),
            verdict=Verdict(labels.get("verdict", Verdict.BLOCKED)),
            needs_line=labels.get("line") != "none",
        )


CHEATS = tuple(_cheats())
