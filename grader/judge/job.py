"""What a judge is asked to do, and what it says while it does it."""

import msgspec

from grader.instruments.calibration import Calibration
from grader.report import Exchange, Isolation, Message, Span, TestResult

ATTEMPTS_LIMIT = 4


class SourceFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the learner: its place in the private folder, its text, and its path in the learner's words."""

    name: str
    text: str
    shown_as: str


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The limits of one grading; units are in the names, and `total_s` is for all tests together."""

    block_ms: float
    test_s: float
    total_s: float
    cpu_s: float
    memory_mb: int
    processes: int
    threads: int
    open_files: int
    file_mb: int
    new_files: int
    output_kb: int
    message_kb: int


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One grading. `problem`: the submission cannot be graded for this reason, and only the tests are wanted."""

    kata: str
    hidden: str
    stub: str
    probe: str | None
    provides: tuple[str, ...]
    packages: tuple[str, ...]
    clock: str
    points: int
    titles: dict[str, dict[str, str]]
    limits: Limits
    files: tuple[SourceFile, ...]
    problem: Message | None


class Judged(msgspec.Struct, frozen=True, kw_only=True, tag="judged"):
    """One test is judged. `latencies_ns`: percentile 50 and 99, and busy time, of the loops in that test."""

    result: TestResult
    attempts: int
    counters: tuple[str, ...]
    noise: tuple[str, ...]
    latency_p50_ns: int
    latency_p99_ns: int
    busy_ns: int
    timeline: tuple[tuple[float, float], ...]
    span: Span
    requests: tuple[Exchange, ...]


class Collected(msgspec.Struct, frozen=True, kw_only=True, tag="collected"):
    """The tests that there are, before any of them ran, each as if it had never run."""

    tests: tuple[TestResult, ...]
    isolation: Isolation
    machine: Calibration


class Broken(msgspec.Struct, frozen=True, kw_only=True, tag="broken"):
    """The kata's tests cannot be run: the author's fault or ours."""

    message: Message


class Done(msgspec.Struct, frozen=True, kw_only=True, tag="done"):
    """The judge has said all. `stopped`: tests without a result never ran, for this reason."""

    stopped: TestResult | None = None


class Ended(msgspec.Struct, frozen=True, kw_only=True, tag="ended"):
    """The host: the judge's process has ended, everything below it is dead, its folder is gone."""

    status: int
    said: str


Event = Judged | Collected | Broken | Done | Ended
event_decoder = msgspec.json.Decoder(Event)
job_decoder = msgspec.json.Decoder(Job)
