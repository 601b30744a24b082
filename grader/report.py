"""What was concluded about one submission: frozen values without presentation.

The field names are the contract of `--format json`; units are in the names, all times in seconds.
"""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from grader.instruments.cause import Cause

__all__ = [
    "Block",
    "Cause",
    "Environment",
    "Exchange",
    "Isolation",
    "Loop",
    "Measurement",
    "Message",
    "OwnFile",
    "Report",
    "Side",
    "Span",
    "Stretch",
    "Submission",
    "TestResult",
    "Text",
    "Verdict",
    "share_points",
]

Text = Mapping[str, str]
"""A text per language: {"en": ..., "zh": ...}."""


class Verdict(enum.StrEnum):
    """The nine verdicts, in the order in which a run takes the first that one of its tests has."""

    GRADER_ERROR = "grader-error"
    INVALID = "invalid"
    OVER_LIMIT = "over-limit"
    CRASHED = "crashed"
    BLOCKED = "blocked"
    TIMED_OUT = "timed-out"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"
    PASSED = "passed"

    @property
    def exit_code(self) -> int:
        """0 passed, 1 not passed, 3 not the learner's doing."""
        match self:
            case Verdict.PASSED:
                return 0
            case Verdict.GRADER_ERROR | Verdict.INCONCLUSIVE:
                return 3
            case _:
                return 1

    @property
    def is_nobodys_fault(self) -> bool:
        """True where the learner gets no points and loses none: they are null."""
        return self.exit_code == 3

    @staticmethod
    def first(verdicts: Iterable["Verdict"]) -> "Verdict":
        """Give the one that decides; a run without any test is our fault, never a pass."""
        return min(verdicts, key=list(Verdict).index, default=Verdict.GRADER_ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A sentence as a code of the message catalogue and its values; `verbatim` carries a text as it is."""

    code: str
    values: dict[str, str | int | float] = field(default_factory=dict)

    @classmethod
    def verbatim(cls, text: str) -> "Message":
        """Carry a text that needs no translation: an assertion's values, an exception's own words."""
        return cls(code="verbatim", values={"text": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One stretch over the limit. `start_s` is on the test's clock; `line` is in the learner's file, or None.

    `thread`: whose line it is, where that is not the loop's thread.
    """

    test: str
    start_s: float
    duration_s: float
    limit_s: float
    cause: Cause
    call: str | None = None
    path: str | None = None
    line: int | None = None
    function: str | None = None
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One tick of the loop that is worth drawing: when it began on the test's clock, and how long it was."""

    test: str
    start_s: float
    duration_s: float


class Side(enum.StrEnum):
    """Who answers a request: the submission's own server, or the one that it talks to."""

    SERVED = "served"
    UPSTREAM = "upstream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request under way, on the test's clock; `code` is the answer's status, None where no answer came."""

    test: str
    side: Side
    method: str
    path: str
    code: int | None
    start_s: float
    duration_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How long one test took on its clock, and from when on its loop was measured (None: never).

    `turns` counts all turns of the loop, of which only those worth drawing are kept.
    """

    test: str
    clock: str
    end_s: float
    measured_from_s: float | None = None
    turns: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TestResult:
    """What one hidden test said. `points` is None where nobody can tell; `line` is the learner's."""

    __test__ = False  # the name starts with Test, and pytest is not to collect it

    name: str
    title: Text
    verdict: Verdict
    points: int | None
    max_points: int
    duration_s: float
    message: Message | None = None
    output: str = ""
    line: int | None = None
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFile:
    """One more file of the learner: `name` is its place beside the submission, `path` is in the learner's words."""

    name: str
    path: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """The learner's file as it was read: `path` as the learner gave it, and the text that was graded.

    `problem` says why there is nothing to grade; the verdict is then `invalid`.
    """

    path: str
    sha256: str
    source: str
    problem: Message | None = None
    files: tuple[OwnFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """How the submission's loops fared, over all tests. A latency is how long one tick held everything else back."""

    longest_block_s: float = 0.0
    latency_p50_s: float = 0.0
    latency_p99_s: float = 0.0
    busy_s: float = 0.0
    timeline: tuple[Stretch, ...] = ()
    requests: tuple[Exchange, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """With what was measured: the clock, the counters that this machine has, re-runs, and their reasons.

    `cpu_scale`: by how much a slow machine stretched the limit for processor time; `wakeup_delay_s`: how late it woke a
    sleeping thread, at worst, when the judge began; `missing`: what it does not tell, so that more is inconclusive.
    """

    clock: str
    counters: tuple[str, ...] = ()
    retries: int = 0
    noise: tuple[str, ...] = ()
    cpu_scale: float = 1.0
    wakeup_delay_s: float = 0.0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Isolation:
    """Which layers stood between the submission and the machine, and which this machine or version lacks."""

    layers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Where it was graded."""

    python: str
    tornado: str
    platform: str
    cpus: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One grading. The verdict and the points follow from the tests; nothing is stored twice."""

    kata: str
    kata_digest: str
    title: Text
    submission: Submission
    tests: tuple[TestResult, ...]
    loop: Loop
    measurement: Measurement
    isolation: Isolation
    environment: Environment
    started_at: str
    duration_s: float

    @property
    def verdict(self) -> Verdict:
        """The first of the nine that a test has."""
        return Verdict.first(test.verdict for test in self.tests)

    @property
    def points(self) -> int | None:
        """The sum of the tests' points, or None where the verdict is nobody's fault."""
        if self.verdict.is_nobodys_fault:
            return None
        return sum(test.points or 0 for test in self.tests)

    @property
    def max_points(self) -> int:
        """What a pass would give."""
        return sum(test.max_points for test in self.tests)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks, the longest first."""
        return tuple(sorted((b for t in self.tests for b in t.blocks), key=lambda b: -b.duration_s))


def share_points(points: int, weights: list[int]) -> list[int]:
    """Split `points` in whole numbers in proportion to `weights`, by largest remainder; ties go to the earlier.

    The sum is exactly `points` (a grade book that adds up must not lose one to rounding).
    """
    total = sum(weights)
    if total <= 0:
        return [0] * len(weights)
    shares = [points * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(points * weights[i] % total))
    for i in by_remainder[: points - sum(shares)]:
        shares[i] += 1
    return shares
