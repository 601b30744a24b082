"""A corpus of small programs, each labelled with the truth: does it hold the loop, by what, and in which line?

A program is a file in `blocks/` or `right/`: a submission of one of four small katas. What is to be known of it stands in
it: comments `# shape: …` and `# cause: …` before a docstring that says why it blocks or not, `# BLAME` on the line that
the report must name, `# spends: cpu` where a right program computes for 10 to 40 ms in a callback, `# files: …` and
`# packages: …` where the kata's spec needs them.
"""

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from small_katas import small_kata

from grader.grading import JudgeHost, grade
from grader.kata import Kata, load_kata
from grader.report import Cause, Report, Verdict
from grader.submission import read_submission

__all__ = ["PROGRAMS", "Outcome", "Program", "graded", "kata_of", "outcome_of"]

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    provides: str
    hidden: str


_SHAPES = {
    "call": _Shape(
        provides="f",
        hidden="""
            async def test_the_call_ends(submission):
                '''A function without arguments is awaited.'''
                await submission.f()
        """,
    ),
    "fetch": _Shape(
        provides="f",
        hidden="""
            async def test_the_call_ends(submission, upstream):
                '''A function is awaited that asks a slow server.'''
                upstream.reply("/slow", body=b"hi", delay_s=0.2)
                await submission.f(upstream.url("/slow"))
        """,
    ),
    "app": _Shape(
        provides="make_app",
        hidden="""
            async def test_the_page_comes(server):
                '''A page of the application is fetched.'''
                assert (await server.fetch("/")).body
        """,
    ),
    "chat": _Shape(
        provides="make_app",
        hidden="""
            async def test_the_message_is_answered(server):
                '''A message is sent through a WebSocket of the application, and answered.'''
                socket = await server.websocket("/chat")
                await socket.write_message("hello")
                assert await socket.read_message()
        """,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a report says, as far as the corpus knows the truth; `path` and `line` are of the longest block."""

    verdict: Verdict
    cause: Cause | None = None
    path: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One program. `files` are others that belong to it, by their paths relative to its folder."""

    path: Path
    shape: str
    cause: Cause | None
    spends_cpu: bool
    files: tuple[str, ...]
    packages: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name the program by its folder and file."""
        return f"{self.path.parent.name}-{self.path.stem}"

    @property
    def blocks(self) -> bool:
        """Tell whether the program holds the loop."""
        return self.path.parent.name == "blocks"

    @property
    def reason(self) -> str:
        """Give what the program says of itself."""
        return ast.get_docstring(ast.parse(self.path.read_text("utf-8"))) or ""

    @property
    def blamed(self) -> tuple[tuple[str, int], ...]:
        """Give the lines marked `# BLAME`, each with its file."""
        return tuple(
            (name, number)
            for name in (self.path.name, *self.files)
            for number, line in enumerate((self.path.parent / name).read_text("utf-8").splitlines(), 1)
            if line.endswith("# BLAME")
        )

    @property
    def expected(self) -> Outcome:
        """Give the truth."""
        if not self.blocks:
            return Outcome(verdict=Verdict.PASSED)
        ((path, line),) = self.blamed
        return Outcome(verdict=Verdict.BLOCKED, cause=self.cause, path=path, line=line)


def _programs() -> Iterator[Program]:
    for path in sorted([*_HERE.glob("blocks/*.py"), *_HERE.glob("right/*.py")]):
        labels = dict(re.findall(r"^# (\w+): (.+)$", path.read_text("utf-8").partition('"""')[0], re.MULTILINE))
        yield Program(
            path=path,
            shape=labels["shape"],
            cause=Cause(labels["cause"]) if "cause" in labels else None,
            spends_cpu=labels.get("spends") == "cpu",
            files=tuple(labels.get("files", "").split()),
            packages=tuple(labels.get("packages", "").split()),
        )


PROGRAMS = tuple(_programs())


def kata_of(program: Program, folder: Path) -> Kata:
    """Write the kata that `program` is a submission of into an empty folder below `folder`, and load it."""
    shape = _SHAPES[program.shape]
    own = folder / program.name
    own.mkdir()
    more = f"files: [{', '.join(program.files)}]\npackages: [{', '.join(program.packages)}]\n"
    stub = f"def {shape.provides}(): ...\n"
    hidden = textwrap.dedent(shape.hidden)
    return load_kata(small_kata(own, hidden, provides=shape.provides, more=more, stub=stub), "corpus")


def graded(program: Program, kata: Kata, host: JudgeHost) -> Report:
    """Grade `program` once."""
    return grade(kata, read_submission(program.path, program.path.name, program.files), host)


def outcome_of(report: Report) -> Outcome:
    """Give what the report says: of several blocks, the longest is the one that counts."""
    longest = report.blocks[0] if report.blocks else None
    if longest is None:
        return Outcome(verdict=report.verdict)
    return Outcome(verdict=report.verdict, cause=longest.cause, path=longest.path, line=longest.line)
