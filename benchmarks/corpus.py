"""Grades the corpus of tests/blocking/ again and again, and prints how often each part of the truth was told.

    python benchmarks/corpus.py [--runs 1] [--busy 8] [--session own|other] [--gradings 0] [--only WORD] [--no-idle]

Each condition is a row: the idle machine, then beside busy processes outside the session of the judge and inside it,
where the scheduler shares the processors out among them all; `--session` keeps one of the last two, `--busy 0` the
first alone, `--no-idle` leaves that out. With `--gradings` only the right programs are graded, in turn, so many times
in each condition. Below the table stands every program of which something wrong was said, with what was expected.
Lines and causes are counted of the blocking programs that were found blocked.
"""

import argparse
import contextlib
import datetime
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, cycle, islice, repeat
from pathlib import Path

from virtual_time import BUSY, busy, host_in_our_session

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from blocking import PROGRAMS, Outcome, Program, graded, kata_of, outcome_of  # noqa: E402 -- the path is set only now

from grader.grading import JudgeHost  # noqa: E402
from grader.kata import Kata  # noqa: E402
from grader.report import Verdict  # noqa: E402

Plan = Sequence[tuple[Program, Kata]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was said in one condition, each with how often."""

    condition: str
    said: Counter[tuple[Program, Outcome]]
    took_s: float

    def share(self, which: Callable[[Program, Outcome], bool], of: Callable[[Program, Outcome], bool]) -> str:
        """Give how many of some gradings are also others: "2/340"."""
        among = {pair: count for pair, count in self.said.items() if of(*pair)}
        return f"{sum(count for pair, count in among.items() if which(*pair))}/{sum(among.values())}"

    def row(self) -> str:
        """Give the row of the table."""
        cells = (
            self.share(is_false_alarm, lambda program, _: not program.blocks),
            self.share(lambda _, said: said.verdict is Verdict.PASSED, lambda program, _: program.blocks),
            self.share(is_another_verdict, lambda program, _: program.blocks),
            self.share(lambda _, said: said.verdict is Verdict.INCONCLUSIVE, lambda *_: True),
            self.share(lambda program, said: _place(said) != _place(program.expected), is_found),
            self.share(lambda program, said: said.cause is not program.expected.cause, is_found),
            f"{self.took_s:.0f} s",
        )
        return f"| {self.condition} | {' | '.join(cells)} |"


HEAD = """\
| condition | right: failed or blocked | blocking: passed | blocking: another verdict | inconclusive \
| wrong line | wrong cause | took |
|---|---|---|---|---|---|---|---|"""


def is_false_alarm(program: Program, said: Outcome) -> bool:
    """Tell whether a right program got a bad verdict."""
    return not program.blocks and said.verdict not in (Verdict.PASSED, Verdict.INCONCLUSIVE)


def is_another_verdict(program: Program, said: Outcome) -> bool:
    """Tell whether a blocking program was refused for a reason that is not the true one."""
    return program.blocks and said.verdict not in (Verdict.BLOCKED, Verdict.PASSED, Verdict.INCONCLUSIVE)


def is_found(program: Program, said: Outcome) -> bool:
    """Tell whether a blocking program was found to be one."""
    return program.blocks and said.verdict is Verdict.BLOCKED


def _place(outcome: Outcome) -> tuple[str | None, int | None]:
    return outcome.path, outcome.line


@contextlib.contextmanager
def busy_in_another_session(processes: int) -> Iterator[None]:
    """Keep so many processes busy meanwhile, together in a session that is not ours."""
    loop = f"import os; [os.fork() or exec({BUSY!r}) for _ in range({processes})]; os.wait()"
    leader = subprocess.Popen([sys.executable, "-c", loop], start_new_session=True)
    try:
        yield
    finally:
        os.killpg(leader.pid, 9)
        leader.wait()


@contextlib.contextmanager
def idle() -> Iterator[JudgeHost]:
    """Give a host on the machine as it is."""
    with JudgeHost() as host:
        yield host


@contextlib.contextmanager
def beside_others(processes: int) -> Iterator[JudgeHost]:
    """Give a host beside busy processes of another session."""
    with busy_in_another_session(processes), JudgeHost() as host:
        yield host


@contextlib.contextmanager
def among_others(processes: int) -> Iterator[JudgeHost]:
    """Give a host in one session with busy processes."""
    with busy(processes), host_in_our_session() as host:
        yield host


def tally(condition: str, plan: Plan, host: JudgeHost) -> Tally:
    """Grade all of `plan`."""
    began_s = time.perf_counter()
    said = Counter((program, outcome_of(graded(program, kata, host))) for program, kata in plan)
    return Tally(condition=condition, said=said, took_s=time.perf_counter() - began_s)


def planned(folder: Path, only: str, runs: int, gradings: int) -> Plan:
    """Give what to grade, in order."""
    chosen = [(program, kata_of(program, folder)) for program in PROGRAMS if only in program.name]
    if gradings:
        right = [(program, kata) for program, kata in chosen if not program.blocks]
        return list(islice(cycle(right), gradings))
    return list(chain.from_iterable(repeat(chosen, runs)))


def print_wrong(tallies: Sequence[Tally]) -> None:
    """Print what was said wrongly, program by program."""
    print("\n| program | condition | expected | said | times |\n|---|---|---|---|---|")
    for each in tallies:
        for (program, said), times in sorted(each.said.items(), key=lambda pair: pair[0][0].name):
            if said != program.expected:
                print(f"| {program.name} | {each.condition} | {_text(program.expected)} | {_text(said)} | {times} |")


def _text(outcome: Outcome) -> str:
    if outcome.cause is None:
        return outcome.verdict
    return f"{outcome.verdict}, {outcome.cause}, {outcome.path or 'no file'}:{outcome.line or 'no line'}"


def main() -> None:
    """Measure, and print tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--busy", type=int, default=8)
    parser.add_argument("--session", choices=["own", "other"])
    parser.add_argument("--gradings", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--no-idle", action="store_true")
    options = parser.parse_args()
    conditions = [] if options.no_idle else [("idle", idle)]
    if options.busy and options.session != "own":
        conditions.append((f"{options.busy} busy, another session", lambda: beside_others(options.busy)))
    if options.busy and options.session != "other":
        conditions.append((f"{options.busy} busy, the judge's session", lambda: among_others(options.busy)))
    today, kernel = datetime.datetime.now(datetime.UTC).date(), platform.release().split("-")[0]
    print(f"{today}, {platform.machine()}, {os.cpu_count()} cores, Linux {kernel}, Python {platform.python_version()}")
    print(f"\n{HEAD}", flush=True)
    tallies = []
    with tempfile.TemporaryDirectory() as folder:
        plan = planned(Path(folder), options.only, options.runs, options.gradings)
        for condition, start in conditions:
            with start() as host:
                tallies.append(tally(condition, plan, host))
            print(tallies[-1].row(), flush=True)
    print_wrong(tallies)


if __name__ == "__main__":
    main()
