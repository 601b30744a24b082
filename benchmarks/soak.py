"""Grades hostile and honest submissions, mixed, several at once, and prints whether anything grows or goes wrong.

    python benchmarks/soak.py [--gradings 2000] [--at-once 4] [--isolation strict] [--at-most 2] [--seed 0]

Hostile are the programs of tests/hostile/, honest the right ones of tests/blocking/ and the katas' references. Each is
graded once before: that warms everything up, and leaves out those that take longer than `--at-most` seconds, since they
only wait for a time limit. Then so many judge hosts, in threads of this one process, grade them in an order that the
seed decides. After every hundred all of them rest, and what is there is counted: a row of the table. The exit code is 1
when a verdict is not one that the program's own labels allow, when memory is more than after the first hundred, or
anything else more than before it. A machine that is too busy to tell makes some of the honest ones inconclusive; they
are counted apart from the wrong ones.
"""

import argparse
import contextlib
import datetime
import gc
import os
import platform
import queue
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields
from itertools import chain, islice, repeat
from pathlib import Path
from unittest import mock

from soak_cases import HONEST, Case, honest_cases, hostile_cases

# They set the path to the tests' own folder.
from hostile import outcome_of  # isort: skip
from hostile.surroundings import Surroundings, surroundings  # isort: skip

from grader.grading import JudgeHost, grade
from grader.processes import children, descendants
from grader.report import Verdict
from grader.submission import read_submission

EVERY = 100
SHARED_MEMORY = Path("/dev/shm")
_KIBIBYTE = 1024
_PAGE_KIB = os.sysconf("SC_PAGE_SIZE") // _KIBIBYTE
_MEMORY_SLACK = 0.03
"""Memory that is freed does not all go back: so much of it comes and goes without anything being kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was said of a case, and how long it took."""

    case: Case
    verdict: Verdict
    code: str | None
    has_reached: bool
    took_s: float

    @property
    def is_expected(self) -> bool:
        """Tell whether the labels allow it. A hostile program prints "reached" where it got somewhere."""
        return self.verdict in self.case.verdicts and not self.has_reached

    def row(self) -> str:
        """Write it as the beginning of a row of a table."""
        said = ", ".join(filter(None, (self.verdict, self.code, "reached something" if self.has_reached else "")))
        return f"| {self.case.name} | {', '.join(sorted(self.case.verdicts))} | {said} |"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What is there while nothing is graded: of this process, of its hosts, and left on the machine."""

    memory_kib: int
    hosts_memory_kib: int
    descriptors: int
    hosts_descriptors: int
    processes: int
    zombies: int
    files: int
    shared_memory: int
    segments: int

    def cells(self) -> str:
        """Write it as cells of a table, memory in MB."""
        memory, hosts, *counts = (getattr(self, each.name) for each in fields(self))
        return " | ".join((f"{memory / _KIBIBYTE:.1f}", f"{hosts / _KIBIBYTE:.1f}", *map(str, counts)))

    def growth_since(self, first: "Sample", *, of_memory: bool) -> list[str]:
        """Name what is more than in `first`: of the two kinds of memory, or of all that is counted."""
        grown = []
        for name in (each.name for each in fields(self) if each.name.endswith("_kib") is of_memory):
            before, now = getattr(first, name), getattr(self, name)
            if now > before + (_MEMORY_SLACK * before if of_memory else 0):
                grown.append(f"{name} {before} → {now}")
        return grown


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The samples, of which the first was taken before the first grading, and what was said."""

    samples: list[Sample]
    told: list[Told] = field(default_factory=list)

    def grown(self) -> list[str]:
        """Name what is more than it should be: memory at the end, and all that is counted at any time."""
        start, first, last = self.samples[0], self.samples[1], self.samples[-1]
        counted = chain.from_iterable(each.growth_since(start, of_memory=False) for each in self.samples[1:])
        return [*last.growth_since(first, of_memory=True), *dict.fromkeys(counted)]


HEAD = (
    "| gradings | memory, MB | of the hosts, MB | descriptors | of the hosts | processes | zombies | files left "
    "| in /dev/shm | segments | not as expected | took |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|"
)


class Graders:
    """Judge hosts in threads: each grades one submission at a time."""

    def __init__(self, hosts: Sequence[JudgeHost]) -> None:
        """Take hosts that have been entered."""
        self.hosts = hosts
        self._free: queue.SimpleQueue[JudgeHost] = queue.SimpleQueue()
        for host in hosts:
            self._free.put(host)
        self._threads = ThreadPoolExecutor(len(hosts))

    def grade(self, cases: Sequence[Case]) -> list[Told]:
        """Grade all of them; when it returns, nothing is under way."""
        return list(self._threads.map(self._grade, cases))

    def _grade(self, case: Case) -> Told:
        host = self._free.get()
        try:
            began_s = time.perf_counter()
            report = grade(case.kata, read_submission(case.path, case.path.name, case.files), host)
            verdict, code = outcome_of(report)
            return Told(
                case=case,
                verdict=verdict,
                code=code,
                has_reached=case.kind != HONEST and any("reached" in test.output for test in report.tests),
                took_s=time.perf_counter() - began_s,
            )
        finally:
            self._free.put(host)

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(cancel_futures=True)


def sampled(around: Surroundings, shared_before: frozenset[str]) -> Sample:
    """Count what is there."""
    gc.collect()
    hosts, below = children(os.getpid()), descendants(os.getpid())
    traces = around.traces(os.getpid())
    return Sample(
        memory_kib=_memory_kib(os.getpid()),
        hosts_memory_kib=sum(map(_memory_kib, hosts)),
        descriptors=traces.own_descriptors,
        hosts_descriptors=sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in hosts),  # noqa: PTH208 -- not even a Path
        processes=len(below),
        zombies=sum(_is_zombie(pid) for pid in below),
        files=len(traces.entries),
        shared_memory=len(_shared() - shared_before),
        segments=traces.segments,
    )


def _shared() -> frozenset[str]:
    return frozenset(path.name for path in SHARED_MEMORY.iterdir())


def _memory_kib(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * _PAGE_KIB


def _is_zombie(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0] == "Z"


def rehearsed(graders: Graders, cases: Sequence[Case], at_most_s: float) -> tuple[list[Case], list[Told]]:
    """Grade each once; give those that are quick enough, and what was said of all."""
    told = graders.grade(cases)
    kept = [each.case for each in told if each.took_s <= at_most_s]
    kinds = Counter(case.kind for case in kept)
    print(f"{len(kept)} of {len(cases)} submissions take at most {at_most_s:g} s: {_counts(kinds)}.")
    return kept, told


def _counts(kinds: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))


def soak(graders: Graders, cases: Sequence[Case], options: argparse.Namespace, around: Surroundings) -> Outcome:
    """Grade in rounds of a hundred, and print a row for each."""
    order = random.Random(options.seed)
    endless = chain.from_iterable(order.sample(cases, len(cases)) for _ in repeat(None))
    shared_before = _shared()
    outcome = Outcome(samples=[sampled(around, shared_before)])
    print(f"\n{HEAD}\n| 0 | {outcome.samples[0].cells()} | | |", flush=True)
    while len(outcome.told) < options.gradings:
        began_s = time.perf_counter()
        outcome.told.extend(graders.grade(list(islice(endless, min(EVERY, options.gradings - len(outcome.told))))))
        outcome.samples.append(sampled(around, shared_before))
        wrong = sum(not each.is_expected for each in outcome.told)
        took_s = time.perf_counter() - began_s
        print(f"| {len(outcome.told)} | {outcome.samples[-1].cells()} | {wrong} | {took_s:.0f} s |", flush=True)
    return outcome


def print_unexpected(told: Sequence[Told]) -> list[str]:
    """Print what no label allows; gives in words how much that was, nothing where there is none."""
    wrong = [each for each in told if not each.is_expected]
    rows = Counter(each.row() for each in wrong)
    if rows:
        print("\n| submission | expected | said | times |\n|---|---|---|---|")
    for row, times in sorted(rows.items()):
        print(f"{row} {times} |")
    kinds = Counter("inconclusive" if each.verdict is Verdict.INCONCLUSIVE else "wrong" for each in wrong)
    return [f"{count} of {len(told)} {kind}" for kind, count in kinds.items()]


@contextlib.contextmanager
def disguised(around: Surroundings) -> Iterator[None]:
    """Have the hosts believe that the home and the temporary folder are those of the surroundings."""
    places = {"HOME": str(around.home), "TMPDIR": str(around.places)}
    with mock.patch.dict(os.environ, places), mock.patch.object(tempfile, "tempdir", None):
        yield


@contextlib.contextmanager
def graders(isolation: str, at_once: int) -> Iterator[Graders]:
    """Start the hosts, and end them."""
    with contextlib.ExitStack() as stack:
        working = Graders([stack.enter_context(JudgeHost(isolation=isolation)) for _ in range(at_once)])
        try:
            yield working
        finally:
            working.close()


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gradings", type=int, default=2000)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--isolation", choices=["auto", "strict", "none"], default="strict")
    parser.add_argument("--at-most", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def main() -> int:
    """Soak, and print tables in Markdown; gives the exit code."""
    options = arguments()
    today, release = datetime.datetime.now(datetime.UTC).date(), platform.release().split("-")[0]
    print(f"{today}, {platform.machine()}, {os.cpu_count()} cores, Linux {release}, Python {platform.python_version()}")
    with surroundings() as around, tempfile.TemporaryDirectory() as folder, disguised(around):
        cases = [*hostile_cases(around, options.isolation), *honest_cases(Path(folder))]
        with graders(options.isolation, options.at_once) as working:
            quick, rehearsal = rehearsed(working, cases, options.at_most)
            outcome = soak(working, quick, options, around)
    unexpected, grown = print_unexpected([*rehearsal, *outcome.told]), outcome.grown()
    print(f"\nfrom the first hundred to the last: {'; '.join(grown) or 'flat'}")
    print(f"verdicts: {', '.join(unexpected) or 'all as expected'}")
    return int(bool(unexpected or grown))


if __name__ == "__main__":
    sys.exit(main())
