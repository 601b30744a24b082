"""A corpus of hostile submissions, each labelled with the truth: what it may get, and what the report says of it.

A program is a file in the folder of its class: a submission of one of the small katas in `katas.py`. What is to be known
of it stands in it: comments `# class: …`, `# shape: …` (the kata), `# verdict: …`, `# code: …` (of the report's message;
"none" where there is none), `# limits: …` where the kata's spec needs them, and `# only: strict` where mode `none` does
not promise it. Several verdicts or codes stand only where the outcome depends on the machine or the Python. The docstring
says in one sentence what the program tries and why it must not work. A program that gets somewhere prints "reached …".

All of them are bounded in time, memory and count, and touch nothing but temporary folders, loopback and their own parent.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.report import Report, Verdict

__all__ = ["CLASSES", "PROGRAMS", "Program", "outcome_of"]

_HERE = Path(__file__).parent
CLASSES = ("leaving", "forging", "reading", "resources", "output", "outside", "folder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One program; `verdicts` and `codes` are those that are right, `limits` a part of kata.yaml."""

    path: Path
    kind: str
    shape: str
    verdicts: frozenset[Verdict]
    codes: frozenset[str | None]
    limits: str
    only_strict: bool

    @property
    def name(self) -> str:
        """Name the program by its folder and file."""
        return f"{self.path.parent.name}-{self.path.stem}"

    @property
    def reason(self) -> str:
        """Give what the program says of itself."""
        return ast.get_docstring(ast.parse(self.path.read_text("utf-8"))) or ""

    @property
    def may_pass(self) -> bool:
        """Tell whether it solves its task honestly, whatever else it does."""
        return Verdict.PASSED in self.verdicts


def _programs() -> Iterator[Program]:
    for path in sorted(_HERE.glob("*/*.py")):
        labels = dict(re.findall(r"^# (\w+): (.+)$", path.read_text("utf-8").partition('"""')[0], re.MULTILINE))
        codes = labels["code"].split(" | ")
        yield Program(
            path=path,
            kind=labels["class"],
            shape=labels["shape"],
            verdicts=frozenset(map(Verdict, labels["verdict"].split(" | "))),
            codes=frozenset(None if code == "none" else code for code in codes),
            limits=labels.get("limits", ""),
            only_strict=labels.get("only") == "strict",
        )


PROGRAMS = tuple(_programs())


def outcome_of(report: Report) -> tuple[Verdict, str | None]:
    """Give the run's verdict, and the code of the message of the first test that has it."""
    deciding = next(test for test in report.tests if test.verdict is report.verdict)
    return report.verdict, deciding.message.code if deciding.message else None
