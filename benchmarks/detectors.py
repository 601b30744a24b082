"""Measures our grader beside other detectors of blocked event loops, on the corpus of tests/blocking/.

    python benchmarks/detectors.py [--runs 1] [--busy 8] [--only WORD] [--detector NAME]… [--condition NAME]… [--all]

The others run inside the process of a program: each program has a fresh one for each detector, which does what the
hidden test of the program's shape does (detectors/in_process.py). pip installs them into an environment in a temporary
folder. Conditions are the idle machine, all programs; `--busy` processes outside and inside the session of what is
measured, the right programs alone, for that is where false alarms come from, or with `--all` the blocking ones too; and
the ticks. All detectors take one program in turn, so what the machine does meanwhile meets all of them.
"""

import argparse
import contextlib
import datetime
import importlib.metadata
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
from corpus import ROOT, among_others, beside_others, idle, is_false_alarm, is_found

sys.path.insert(0, str(ROOT / "tests"))

from blocking import PROGRAMS, Program, graded, kata_of, outcome_of

from grader.grading import JudgeHost
from grader.kata import Kata
from grader.report import Verdict

PEERS = {"pyleak": "0.2.0", "aiocop": "1.2.1", "blockbuster": "1.5.29"}
OURS = "ours"
DETECTORS = (OURS, "asyncio debug", *PEERS)
CONDITIONS = ("idle", "outside", "inside")
TICKS = {"bare": "bare", OURS: "monitor", **{name: name for name in DETECTORS[1:]}}
PROGRAM_ENDS_WITHIN_S = 10
ANSWER_AFTER_S = 0.2
TICK_ROUNDS = 9
SCRIPT = Path(__file__).with_suffix("") / "in_process.py"


class Ending(Enum):
    """How a program ended beside a detector."""

    WELL = "by itself"
    CRASHED = "crashed"
    HUNG = "hung"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one detector said of one program once; of several findings the longest counts that names a line.

    `remark`: the verdict, or what the program raised.
    """

    detector: str
    program: Program
    accused: bool
    place: tuple[str | None, int | None]
    causes: tuple[str, ...]
    ending: Ending
    remark: str

    @property
    def right_line(self) -> bool:
        """Tell whether the line is the one to blame."""
        return self.place == (self.program.expected.path, self.program.expected.line)

    @property
    def right_cause(self) -> bool:
        """Tell whether the true cause was named."""
        return self.program.cause in self.causes


class Line(msgspec.Struct, kw_only=True):
    """A line that in_process.py wrote: a finding, or the end."""

    held_s: float = 0
    path: str | None = None
    line: int | None = None
    causes: tuple[str, ...] = ()
    ended: str = ""


class SlowServer(BaseHTTPRequestHandler):
    """Answers after a while, as the hidden test's server does."""

    def do_GET(self) -> None:
        """Answer."""
        time.sleep(ANSWER_AFTER_S)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"hi")

    do_POST = do_GET  # noqa: N815 -- the name is http.server's

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextlib.contextmanager
def slow_server() -> Iterator[str]:
    """Serve from a thread of this process, which is none of those measured; give the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), SlowServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/slow"
        server.shutdown()


def python_with_peers(folder: Path) -> Path:
    """Make an environment with the other detectors, and with our versions of what the programs need."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    needed = {name for program in PROGRAMS for name in ("tornado", *program.packages)}
    wanted = [f"{name}=={importlib.metadata.version(name)}" for name in sorted(needed)]
    wanted += [f"{name}=={version}" for name, version in PEERS.items()]
    subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *wanted], check=True)
    return python


def in_process(detector: str, program: Program, python: Path, url: str) -> Said:
    """Run `program` beside one of the others, in a process of its own."""
    files = [program.path, *(program.path.parent / name for name in program.files)]
    argv = [python, "-I", SCRIPT, detector, program.shape, url, *files]
    with tempfile.TemporaryFile() as said:  # a pipe that is full would hold a program that is accused often
        # A group of its own is not a session of its own: it is ended as a whole, and shares the processor as we do.
        process = subprocess.Popen(argv, stdout=said, stderr=subprocess.DEVNULL, process_group=0)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PROGRAM_ENDS_WITHIN_S)
        hung = process.returncode is None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        said.seek(0)
        lines = [msgspec.json.decode(line, type=Line) for line in said.read().splitlines()]
    findings = [line for line in lines if not line.ended]
    ended = next((line.ended for line in lines if line.ended), "")
    told = max(findings, key=lambda each: (each.path is not None, each.held_s), default=Line())
    return Said(
        detector=detector,
        program=program,
        accused=bool(findings),
        place=(told.path, told.line),
        causes=told.causes,
        ending=Ending.HUNG if hung else Ending.WELL if ended else Ending.CRASHED,
        remark=ended.removeprefix("well"),
    )


def by_us(program: Program, kata: Kata, host: JudgeHost) -> Said:
    """Grade `program`. A right one is accused by every bad verdict, a blocking one only by "blocked"."""
    said = outcome_of(graded(program, kata, host))
    return Said(
        detector=OURS,
        program=program,
        accused=is_found(program, said) or is_false_alarm(program, said),
        place=(said.path, said.line),
        causes=(said.cause,) if said.cause else (),
        ending=Ending.UNDECIDED if said.verdict is Verdict.INCONCLUSIVE else Ending.WELL,
        remark=said.verdict,
    )


def condition_of(name: str, processes: int) -> contextlib.AbstractContextManager[JudgeHost]:
    """Give what makes a condition, and a host in it."""
    if name == "idle":
        return idle()
    return beside_others(processes) if name == "outside" else among_others(processes)


HEAD = """\
| detector | blocking: found | of these, line named rightly | cause named rightly | right: false alarms | no answer |
|---|---|---|---|---|---|"""


def row(detector: str, said: Sequence[Said]) -> str:
    """Give a detector's row in the table of one condition."""
    blocking, right = ([each for each in said if each.program.blocks is blocks] for blocks in (True, False))
    found = [each for each in blocking if each.accused]
    cells = (
        _share(found, blocking),
        _share([each for each in found if each.right_line], found),
        _share([each for each in found if each.right_cause], found if any(each.causes for each in found) else []),
        _share([each for each in right if each.accused], right),
        str(sum(map(_is_no_answer, said))),
    )
    return f"| {detector} | {' | '.join(cells)} |"


def _share(some: Sequence[Said], among: Sequence[Said]) -> str:
    return f"{len(some)}/{len(among)}" if among else "–"


def _is_no_answer(said: Said) -> bool:
    return not said.accused and said.ending in (Ending.CRASHED, Ending.HUNG, Ending.UNDECIDED)


DETAILS: dict[str, Callable[[Said], bool]] = {
    "not found": lambda said: said.program.blocks and not said.accused,
    "another line": lambda said: said.program.blocks and said.accused and not said.right_line,
    "another cause": lambda said: said.accused and bool(said.causes) and said.program.blocks and not said.right_cause,
    "false alarm": lambda said: said.accused and not said.program.blocks,
    "crashed": lambda said: said.ending is Ending.CRASHED,
    "hung": lambda said: said.ending is Ending.HUNG,
    "undecided": lambda said: said.ending is Ending.UNDECIDED,
}


def details(detector: str, said: Sequence[Said]) -> Iterator[str]:
    """Give the programs of which something particular was said."""
    for name, is_so in DETAILS.items():
        programs = [f"{each.program.path.stem}{_instead(name, each)}" for each in said if is_so(each)]
        if programs:
            yield f"- {detector}, {name} ({len(programs)}): {', '.join(programs)}"


def _instead(detail: str, said: Said) -> str:
    match detail:
        case "another line":
            return f" ({said.place[1] or 'none'}, not {said.program.expected.line})"
        case "another cause":
            return f" ({'/'.join(said.causes)}, not {said.program.cause})"
    return f" ({said.remark})" if said.remark else ""


def ticks(detectors: Iterable[str], python: Path) -> Iterator[str]:
    """Give the rows of what a tick costs: medians of several rounds, all in turn."""
    measured: dict[str, list[float]] = {name: [] for name in ("bare", *detectors)}
    for _ in range(TICK_ROUNDS):
        for name, each in measured.items():
            argv = [sys.executable if name == OURS else python, "-I", SCRIPT, TICKS[name], "ticks"]
            # No look at the exit code: after blockbuster the interpreter may die on its way out.
            process = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
            each.append(float(process.stdout))
    yield from (f"| {name} | {statistics.median(each):.1f} µs |" for name, each in measured.items())


def main() -> None:
    """Measure, and print tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--busy", type=int, default=8)
    parser.add_argument("--only", default="")
    parser.add_argument("--detector", action="append", choices=DETECTORS)
    parser.add_argument("--condition", action="append", choices=[*CONDITIONS, "ticks"])
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    detectors, wanted = options.detector or DETECTORS, options.condition or [*CONDITIONS, "ticks"]
    print_machine()
    with tempfile.TemporaryDirectory() as folder, slow_server() as url:
        python = python_with_peers(Path(folder) / "peers")
        chosen = [(program, kata_of(program, Path(folder))) for program in PROGRAMS if options.only in program.name]
        for condition in [each for each in CONDITIONS if each in wanted]:
            looked_at = [each for each in chosen if condition == "idle" or options.all or not each[0].blocks]
            with condition_of(condition, options.busy) as host:
                said = [
                    by_us(program, kata, host) if name == OURS else in_process(name, program, python, url)
                    for _ in range(options.runs)
                    for program, kata in looked_at
                    for name in detectors
                ]
            print_condition(condition if condition == "idle" else f"{options.busy} busy {condition}", detectors, said)
        if "ticks" in wanted:
            print("\n| | a tick |\n|---|---|", *ticks(detectors, python), sep="\n")


def print_machine() -> None:
    """Print where this is measured, and with what."""
    today, kernel = datetime.datetime.now(datetime.UTC).date(), platform.release().split("-")[0]
    versions = {"Python": platform.python_version(), "Tornado": importlib.metadata.version("tornado")} | PEERS
    machine = (str(today), platform.machine(), f"{os.cpu_count()} cores", f"Linux {kernel}")
    print(", ".join([*machine, *(f"{name} {version}" for name, version in versions.items())]), flush=True)


def print_condition(condition: str, detectors: Iterable[str], said: Sequence[Said]) -> None:
    """Print the table of one condition, and below it the programs."""
    by_detector = {name: [each for each in said if each.detector == name] for name in detectors}
    load = " ".join(f"{figure:.1f}" for figure in os.getloadavg())
    print(f"\n## {condition} (load average at the end: {load})\n\n{HEAD}")
    print(*(row(name, each) for name, each in by_detector.items()), "", sep="\n")
    print(*(line for name, each in by_detector.items() for line in details(name, each)), sep="\n", flush=True)


if __name__ == "__main__":
    main()
