"""Grades every scenario of virtual time again and again, and prints how often the report was the same; and the speed.

    python benchmarks/virtual_time.py [--runs 50] [--busy 8] [--only WORD]

Each scenario (tests/virtual_scenarios/) states the exact times. It is graded on the idle machine, then beside busy
processes in the session of the judge, where the scheduler shares the processors out among them all. Two reports are the
same when everything in them is, times and blocks included, but for what is real time by nature: how long the grading
took, and the length of a block that computing made. The last table is about a kata of ten virtual minutes, graded warm.
"""

import argparse
import contextlib
import datetime
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from small_katas import small_kata  # noqa: E402 -- the tests' own folder is on the path only now
from virtual_scenarios import SCENARIOS, Scenario  # noqa: E402

from grader.grading import JudgeHost, grade  # noqa: E402
from grader.kata import Kata, load_kata  # noqa: E402
from grader.report import Report, Submission  # noqa: E402
from grader.submission import read_submission  # noqa: E402

TEN_MINUTES = "a minute, interleaved"
VIRTUAL_S = 600
BUSY = "while True: pass"


def prepared(scenario: Scenario, folder: Path) -> tuple[Kata, Submission]:
    """Write one scenario as a kata and a submission."""
    more = "clock: virtual\n" + scenario.limits
    kata = small_kata(folder, scenario.hidden, provides=scenario.provides, more=more)
    file = folder / "mine.py"
    file.write_text(scenario.submission, encoding="utf-8")
    return load_kata(kata, "benchmark"), read_submission(file, "mine.py")


def essence(report: Report, scenario: Scenario) -> str:
    """Give everything of a report that has to be the same each time."""
    real = scenario.blocks is None
    tests = [(t.name, t.verdict.value, t.points, t.message, t.line, t.output) for t in report.tests]
    blocks = [
        (b.test, b.cause.value, b.line) if real else (b.test, b.cause.value, b.line, b.call, b.start_s, b.duration_s)
        for b in report.blocks
    ]
    return repr((report.verdict.value, report.points, tests, blocks))


@contextlib.contextmanager
def host_in_our_session() -> Iterator[JudgeHost]:
    """Give a host that shares its session, and with it its share of the processors, with this process."""
    popen = subprocess.Popen

    def start(*args: object, **options: object) -> "subprocess.Popen[bytes]":
        return popen(*args, **{**options, "start_new_session": False})  # type: ignore[call-overload, no-any-return]

    with mock.patch("grader.grading.subprocess.Popen", start), JudgeHost() as host:
        yield host


@contextlib.contextmanager
def busy(processes: int) -> Iterator[None]:
    """Keep so many processes busy meanwhile."""
    started = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


def repeated(host: JudgeHost, scenario: Scenario, runs: int) -> tuple[int, Counter[str], float]:
    """Grade `runs` times.

    Gives how often the verdict was right, each report with how often it came, and the median time.
    """
    with tempfile.TemporaryDirectory() as folder:
        kata, submission = prepared(scenario, Path(folder))
        right, seen, took_s = 0, Counter[str](), []
        for _ in range(runs):
            began_s = time.perf_counter()
            report = grade(kata, submission, host)
            took_s.append(time.perf_counter() - began_s)
            right += report.verdict == scenario.verdict
            seen[essence(report, scenario)] += 1
    return right, seen, statistics.median(took_s)


def table(runs: int, processes: int, only: str, host: JudgeHost) -> int:
    """Print a row per scenario; give how many gradings differed from the rest of their scenario."""
    print(f"| scenario | same report, idle | same report, {processes} busy | median, idle | median, busy |")
    print("|---|---|---|---|---|")
    differing = 0
    for name, scenario in SCENARIOS.items():
        if only not in name:
            continue
        right, idle, idle_s = repeated(host, scenario, runs)
        with busy(processes):
            right_busy, loaded, busy_s = repeated(host, scenario, runs)
        both = idle + loaded
        usual = both.most_common(1)[0][0]
        differing += both.total() - both[usual]
        wrong = "" if right + right_busy == 2 * runs else f" ({2 * runs - right - right_busy} wrong verdicts)"
        print(
            f"| {name}{wrong} | {idle[usual]}/{runs} | {loaded[usual]}/{runs} "
            f"| {1000 * idle_s:.0f} ms | {1000 * busy_s:.0f} ms |",
            flush=True,
        )
        for other in both:
            if other != usual:
                print(f"    differs {both[other]} times: {other}\n    usual: {usual}", file=sys.stderr, flush=True)
    return differing


def main() -> None:
    """Run all, and print tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--busy", type=int, default=8)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    print(
        f"{datetime.date.today()}, {platform.machine()}, {os.cpu_count()} cores, "
        f"Linux {platform.release().split('-')[0]}, Python {platform.python_version()}\n"
    )
    with host_in_our_session() as host:
        differing = table(options.runs, options.busy, options.only, host)
        print(f"\n{differing} reports differed from the usual one of their scenario.\n")
        _, _, warm_s = repeated(host, SCENARIOS[TEN_MINUTES], options.runs)
    print(
        f"Ten virtual minutes, warm: {1000 * warm_s:.0f} ms (target: below 1000 ms); "
        f"{VIRTUAL_S / warm_s:.0f} virtual seconds a real one."
    )


if __name__ == "__main__":
    main()
