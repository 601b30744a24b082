"""Measures how long a candidate takes from the judge's request until it is shut in and ready.

    python benchmarks/start_candidate.py [--starts 100]

Two processes play the judge, one with the layers that need no machine's help (`none`), one with all that this machine
offers. They start candidates in turn, so that whatever else goes on here falls upon both. Printed are the medians, and
what the layers cost on top.
"""

import argparse
import datetime
import os
import platform
import shutil
import statistics
import struct
import sys
import tempfile
import time
from pathlib import Path

from grader.candidate.nursery import warm_up
from grader.candidate.setting import Setting
from grader.candidate.start import Start
from grader.judge.cradles import Nursery, private_folder
from grader.processes import adopt_orphans, end_all
from grader.sandbox import identity, network
from grader.sandbox.plan import LayerName, Mode, Plan
from grader.sandbox.survey import survey

_TIME = struct.Struct("=d")
_WARMING_UP = 5
FILES = {"submission.py": "async def answer(n):\n    return n\n"}


class Measured:
    """A process that plays the judge of one plan, and starts a candidate when it is asked to."""

    def __init__(self, plan: Plan) -> None:
        """Fork it off this process, which has warmed up as a host does."""
        self._told, their_told = os.pipe()
        their_asked, self._asked = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._asked)
            _be_judge(plan, their_asked, their_told)
        os.close(their_told)
        os.close(their_asked)
        self.times_s: list[float] = []

    def start_one(self) -> float:
        """Give how long a candidate took to be ready, in seconds."""
        os.write(self._asked, b"s")
        told = os.read(self._told, _TIME.size)
        if not told:
            raise ChildProcessError("the process that starts candidates has ended")
        return float(_TIME.unpack(told)[0])

    def close(self) -> None:
        """End it."""
        os.close(self._asked)
        os.waitpid(self._pid, 0)
        os.close(self._told)


def _be_judge(plan: Plan, asked: int, told: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="grader-start-"))
    try:
        adopt_orphans()
        who = identity.own_identity(os.getpid()) if plan.has(LayerName.IDENTITY) else identity.same_identity()
        if plan.has(LayerName.NETWORK):
            network.enter_own_network()
        identity.hide_from_others()
        nursery = Nursery(Setting(plan=plan, who=who, judge_folder=str(folder), protected=(os.getpid(),)))
        while os.read(asked, 1):
            os.write(told, _TIME.pack(_start_one(nursery, folder, who)))
        nursery.close()
    except BaseException:  # noqa: BLE001 -- a forked child must never go on as its parent
        sys.excepthook(*sys.exc_info())
    finally:
        end_all()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)


def _start_one(nursery: Nursery, folder: Path, who: identity.Identity) -> float:
    own = private_folder(folder, f"c{time.monotonic_ns()}", FILES, who)
    start = Start(
        folder=str(own),
        is_virtual=False,
        packages=(),
        cpu_s=20,
        memory_mb=512,
        file_mb=1,
        open_files=128,
        tasks=272,
    )
    began_s = time.perf_counter()
    process = nursery.candidate(start)
    took_s = time.perf_counter() - began_s
    process.end()
    process.close()
    shutil.rmtree(own)
    return took_s


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--starts", type=int, default=100)
    starts = parser.parse_args().starts
    today, release = datetime.datetime.now(datetime.UTC).date(), platform.release().split("-")[0]
    print(f"{today}, {platform.machine()}, {os.cpu_count()} cores, Linux {release}, Python {platform.python_version()}")
    warm_up()
    plans = [survey(Mode.NONE), survey(Mode.AUTO)]
    measured = [Measured(plan) for plan in plans]
    for number in range(-_WARMING_UP, starts):
        for each in measured:
            took_s = each.start_one()
            if number >= 0:
                each.times_s.append(took_s)
    for each in reversed(measured):  # a later one has inherited the pipe by which an earlier one is told to end
        each.close()
    print("\n| layers | median, ms | a tenth is below, ms | a tenth is above, ms |\n|---|---|---|---|")
    for plan, each in zip(plans, measured, strict=True):
        tenths_s = statistics.quantiles(each.times_s, n=10)
        times_s = (statistics.median(each.times_s), tenths_s[0], tenths_s[-1])
        print(f"| {', '.join(plan.active)} | {' | '.join(f'{time_s * 1000:.1f}' for time_s in times_s)} |")
    without_s, with_s = (statistics.median(each.times_s) for each in measured)
    print(f"\non top of the fork, by the medians: {(with_s - without_s) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
