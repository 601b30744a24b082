"""Grade one submission: the main job, which reads as its steps."""

import contextlib
import datetime
import os
import platform
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

import msgspec
import tornado

from grader.instruments.calibration import Calibration
from grader.judge.frames import read_frame, send_frame
from grader.judge.host_options import HostOptions
from grader.judge.job import (
    ATTEMPTS_LIMIT,
    Broken,
    Collected,
    Done,
    Ended,
    Event,
    Job,
    Judged,
    Limits,
    SourceFile,
    event_decoder,
)
from grader.kata import Kata
from grader.processes import adopt_orphans, descendants, end_all, kill
from grader.report import (
    Environment,
    Isolation,
    Loop,
    Measurement,
    Message,
    Report,
    Stretch,
    Submission,
    TestResult,
    Verdict,
)
from grader.sandbox.plan import Mode

_END_WITHIN_S = 10.0
_SLACK_S = 30.0
_TIMELINE_KEPT = 1000
_LAST_WORDS = 2000


class JudgeHost:
    """A warm process that forks one judge per grading; use it as a context manager.

    Entering returns at once: the process warms up meanwhile. Leaving it, by whatever way, leaves no process and no
    folder behind. It does one grading at a time.
    """

    def __init__(self, *, isolation: str = "auto", spawn: bool = False, without_run_delay: bool = False) -> None:
        """`isolation`: `auto` takes what the machine offers, `strict` refuses to grade without all of it, or `none`.

        With `spawn`, candidates are started as new interpreters instead of forked ones. With `without_run_delay` it
        measures as on a kernel that does not count how long a thread waits for a processor.
        """
        self._options = HostOptions(isolation=Mode(isolation), spawn=spawn, without_run_delay=without_run_delay)
        self.is_between_gradings = True  # False: what is on the socket belongs to a grading that nobody waits for

    def __enter__(self) -> Self:
        """Start the process, isolated: neither the current folder nor PYTHONPATH is searched."""
        self._start()
        return self

    def _start(self) -> None:
        adopt_orphans()
        self.socket, theirs = socket.socketpair()
        argv = [sys.executable, "-I", "-m", "grader.judge", str(theirs.fileno()), self._options.argument()]
        self._process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            cwd="/",
            env=_environment(),
            start_new_session=True,  # out of reach of the terminal's Ctrl-C, and of the terminal
        )
        theirs.close()

    def renew(self) -> None:
        """Begin again with a new process: what the old one still says belongs to a grading that is over."""
        self._end()
        self._start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the socket, on which the host ends everything below it; where it does not, end it ourselves."""
        self._end()

    def _end(self) -> None:
        self.socket.close()
        try:
            self._process.wait(_END_WITHIN_S)
        except subprocess.TimeoutExpired:
            below = descendants(self._process.pid)
            self._process.kill()
            for pid in below:
                kill(pid)
            self._process.wait()
            # Others of this process may have hosts of their own.
            end_all(keep=frozenset(descendants(os.getpid())) - frozenset(below))


@dataclass(slots=True)
class _Proceedings:
    """What the judge has said so far."""

    tests: tuple[TestResult, ...] = ()
    isolation: Isolation = field(default_factory=Isolation)
    machine: Calibration = field(default_factory=Calibration)
    judged: dict[str, Judged] = field(default_factory=dict)
    broken: Message | None = None
    done: Done | None = None
    ended: Ended | None = None

    @property
    def ended_well(self) -> bool:
        """Tell whether the judge said all, so that the next word on the socket belongs to the next grading."""
        return self.done is not None and self.ended is not None and self.ended.status == 0

    def died(self) -> Message:
        """Say that the judge ended early, with its last words."""
        return Message(code="judge.died", values={"said": self.ended.said[-_LAST_WORDS:] if self.ended else ""})

    def note(self, event: Event) -> None:
        match event:
            case Collected():
                self.tests, self.isolation, self.machine = event.tests, event.isolation, event.machine
            case Judged():
                self.judged[event.result.name] = event
            case Broken():
                self.broken = event.message
            case Done():
                self.done = event
            case Ended():
                self.ended = event


def grade(kata: Kata, submission: Submission, host: JudgeHost) -> Report:
    """Grade `submission` by the hidden tests of `kata`.

    Always gives a report: what goes wrong on our side is a verdict, too. KeyboardInterrupt comes through, and leaves
    the end of all processes to the host.
    """
    started_at = datetime.datetime.now(datetime.UTC)
    began_s = time.perf_counter()
    proceedings = _Proceedings()
    if not host.is_between_gradings:
        host.renew()
    host.is_between_gradings = False
    with contextlib.suppress(EOFError, OSError, msgspec.DecodeError):
        host.socket.settimeout(ATTEMPTS_LIMIT * kata.spec.limits.total_s + _SLACK_S)
        send_frame(host.socket, _job(kata, submission))
        while proceedings.ended is None:
            proceedings.note(event_decoder.decode(read_frame(host.socket)))
    host.is_between_gradings = proceedings.ended_well
    judged = list(proceedings.judged.values())
    return Report(
        kata=kata.name,
        kata_digest=kata.digest(),
        title=dict(kata.spec.title),
        submission=submission,
        tests=_results(kata, proceedings),
        loop=_loop(judged),
        measurement=_measurement(kata, judged, proceedings.machine),
        isolation=proceedings.isolation,
        environment=_this_environment(),
        started_at=started_at.isoformat(timespec="milliseconds"),
        duration_s=time.perf_counter() - began_s,
    )


def _job(kata: Kata, submission: Submission) -> Job:
    others = [SourceFile(name=file.name, text=file.source, shown_as=file.path) for file in submission.files]
    entry = SourceFile(name="submission.py", text=submission.source, shown_as=submission.path)
    return Job(
        kata=kata.name,
        hidden=str(kata.hidden_path),
        stub=str(kata.stub_path),
        probe=str(kata.probe_path) if kata.probe_path else None,
        provides=kata.spec.provides,
        packages=kata.spec.packages,
        clock=kata.spec.clock.value,
        points=kata.spec.points,
        titles={name: dict(title) for name, title in kata.spec.tests.items()},
        limits=msgspec.convert(kata.spec.limits, Limits, from_attributes=True),
        files=(entry, *others),
        problem=submission.problem,
    )


def _results(kata: Kata, said: _Proceedings) -> tuple[TestResult, ...]:
    """Give a result for every test: a test that never ran carries the run's verdict."""
    if said.broken is not None or not said.tests:
        message = said.broken or said.died()
        return (_for_the_run(kata, message),)
    stopped = said.done.stopped if said.done else None
    return tuple(
        said.judged[test.name].result if test.name in said.judged else _never_ran(test, stopped, said)
        for test in said.tests
    )


def _never_ran(test: TestResult, stopped: TestResult | None, said: _Proceedings) -> TestResult:
    if stopped is None:
        message = said.died()
        return replace(test, message=message)
    points = None if stopped.verdict.is_nobodys_fault else 0
    return replace(test, verdict=stopped.verdict, points=points, message=stopped.message, line=stopped.line)


def _for_the_run(kata: Kata, message: Message) -> TestResult:
    return TestResult(
        name=kata.name,
        title=dict(kata.spec.title),
        verdict=Verdict.GRADER_ERROR,
        points=None,
        max_points=kata.spec.points,
        duration_s=0.0,
        message=message,
    )


def _loop(judged: list[Judged]) -> Loop:
    stretches = [
        Stretch(test=event.result.name, start_s=start_s, duration_s=duration_s)
        for event in judged
        for start_s, duration_s in event.timeline
    ]
    # The slowest, wherever they were: the first ones would leave the last tests without any.
    told = sorted(sorted(range(len(stretches)), key=lambda number: -stretches[number].duration_s)[:_TIMELINE_KEPT])
    held = [block.duration_s for event in judged for block in event.result.blocks]
    return Loop(
        longest_block_s=max(held or [stretch.duration_s for stretch in stretches], default=0.0),
        latency_p50_s=max((event.latency_p50_ns for event in judged), default=0) / 1e9,
        latency_p99_s=max((event.latency_p99_ns for event in judged), default=0) / 1e9,
        busy_s=sum(event.busy_ns for event in judged) / 1e9,
        timeline=tuple(stretches[number] for number in told),
        requests=tuple(request for event in judged for request in event.requests),
        spans=tuple(event.span for event in judged),
    )


def _measurement(kata: Kata, judged: list[Judged], machine: Calibration) -> Measurement:
    return Measurement(
        clock=kata.spec.clock.value,
        counters=_counters(judged, machine),
        retries=sum(event.attempts - 1 for event in judged),
        noise=tuple(line for event in judged for line in event.noise),
        cpu_scale=machine.cpu_scale,
        wakeup_delay_s=machine.wakeup_delay_s,
        missing=machine.missing,
    )


def _counters(judged: list[Judged], machine: Calibration) -> tuple[str, ...]:
    names = next((event.counters for event in judged if event.counters), ())
    return tuple(name for name in names if name != "run_delay" or machine.has_run_delay)


def _this_environment() -> Environment:
    return Environment(
        python=platform.python_version(),
        tornado=tornado.version,
        platform=platform.platform(),
        cpus=os.cpu_count() or 1,
    )


def _environment() -> dict[str, str]:
    """Give the judge what it needs to find programs and folders, and nothing of the teacher's."""
    kept = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "HOME")
    return {name: os.environ[name] for name in kept if name in os.environ}
