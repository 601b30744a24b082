"""Fuzzes what distrusts: the wire, kata.yaml, submissions. Prints how much ran, the slowest, and what was found.

    python benchmarks/fuzz.py wire|kata|submission [--minutes 10] [--seed 1]

The properties are those of tests/fuzz_*.py; the time is shared out evenly among those of the subject. They run in
batches, each from a seed of its own that is printed with a finding, so that it can be had again. An example that takes
longer than SLOW_S is a finding, too. A process that dies says which example it had in hand (see `_in_hand`).
"""

import argparse
import datetime
import os
import platform
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import fuzz_faults  # noqa: E402 -- the tests' own folder is on the path only now
import fuzz_katas  # noqa: E402
import fuzz_submissions  # noqa: E402
import fuzz_wire  # noqa: E402
from fuzz_properties import Property  # noqa: E402

SUBJECTS = {
    "wire": [*fuzz_wire.PROPERTIES, *fuzz_faults.PROPERTIES],
    "kata": fuzz_katas.PROPERTIES,
    "submission": fuzz_submissions.PROPERTIES,
}
BATCH = 100
SLOW_S = {"wire": 1.0, "kata": 2.0, "submission": 15.0}


@dataclass(slots=True)
class Outcome:
    """What came of one property: how many examples, the slowest of them, and each finding once, by its place."""

    examples: int = 0
    slowest_s: float = 0.0
    slowest: str = ""
    findings: dict[str, str] = field(default_factory=dict)

    def note(self, example: Any, took_s: float) -> None:
        """Count one example."""
        self.examples += 1
        if took_s > self.slowest_s:
            self.slowest_s, self.slowest = took_s, shortened(example)


def shortened(example: Any) -> str:
    """Give enough of an example to know it again."""
    try:
        shown = repr(example)
    except ValueError:  # a whole number of more digits than Python writes
        return f"a {type(example).__name__} with a very large number"
    return shown if len(shown) <= 300 else f"{shown[:200]}… ({len(shown):,} characters) …{shown[-60:]}"


def fuzz(prop: Property, until_s: float, first_seed: int) -> Outcome:
    """Run batches of examples until the time is over."""
    outcome = Outcome()
    with prop.around() as around, tempfile.NamedTemporaryFile(prefix="fuzz-", suffix=".txt") as in_hand:
        for number in count(first_seed):
            if time.monotonic() >= until_s:
                return outcome
            try:
                _batch(prop, around, number, outcome, in_hand.name)
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is what we are looking for
                outcome.findings.setdefault(_place_of(error), f"seed {number}\n{_told(error)}")
    return outcome


def _batch(prop: Property, around: Any, number: int, outcome: Outcome, in_hand: str) -> None:
    @seed(number)
    @settings(
        max_examples=BATCH,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(prop.examples)
    def run(example: Any) -> None:
        # A crash of the interpreter leaves no exception: what it had in hand is in the file then.
        Path(in_hand).write_text(f"{prop}, seed {number}\n{shortened(example)}", encoding="utf-8", errors="replace")
        began_s = time.perf_counter()
        try:
            prop.holds(example, around)
        finally:
            took_s = time.perf_counter() - began_s
            outcome.note(example, took_s)
        if took_s > SLOW_S[prop.subject]:
            outcome.findings.setdefault("slow", f"seed {number}, {took_s:.1f} s: {shortened(example)}")

    run()


def _place_of(error: BaseException) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}"


def _told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error, limit=-6, chain=False))[-4000:] + "\n".join(
        getattr(error, "__notes__", [])
    )


def report(prop: Property, outcome: Outcome) -> Iterator[str]:
    """Give the lines of one property."""
    counts = f"{outcome.examples:>9,} examples, the slowest {outcome.slowest_s:.2f} s"
    yield f"{prop!s:76} {counts}, findings: {len(outcome.findings)}"
    if outcome.slowest:
        yield f"    slowest: {outcome.slowest}"
    for place, told in outcome.findings.items():
        yield f"  ! {place}\n{told}"


def main() -> None:
    """Fuzz one subject, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("subject", choices=SUBJECTS)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    properties = SUBJECTS[asked.subject]
    today = datetime.datetime.now(datetime.UTC).date()
    print(f"{today}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}", flush=True)
    found = 0
    for prop in properties:
        outcome = fuzz(prop, time.monotonic() + asked.minutes * 60 / len(properties), asked.seed)
        found += len(outcome.findings)
        print("\n".join(report(prop, outcome)), flush=True)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"peak memory of the fuzzing process: {peak_mb:.0f} MB; findings: {found}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
