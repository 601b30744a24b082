"""Times the whole command, cold, beside plain pytest on equivalent tests in one process; prints ratios and memory.

    python benchmarks/run_time.py [--runs 15]

Both commands run in turn, so that a noisy machine disturbs them alike; what is compared are medians. The plain tests
do the same work: the kata's hidden tests with in-process fixtures of the same names (see `plain/`). The third row is a
grading from a warm judge; the last figure is the peak of the memory of the whole process tree, summed as PSS (shared
pages counted once), sampled every 5 ms.
"""

import argparse
import contextlib
import datetime
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from grader.grading import JudgeHost, grade
from grader.kata import load_kata
from grader.processes import descendants
from grader.submission import read_submission

ROOT = Path(__file__).resolve().parent.parent
KATA = ROOT / "katas" / "non-blocking-fetch"
SUBMISSION = KATA / "submissions" / "passed" / "native_coroutine.py"

PLAIN_CONFTEST = """
import asyncio, importlib.util, inspect
import pytest
from grader.judge.traffic import Traffic
from grader.judge.upstream import Upstream

@pytest.fixture
def event_loop():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield loop
    loop.close()

@pytest.fixture
def submission():
    spec = importlib.util.spec_from_file_location("submission", {submission!r})
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

@pytest.fixture
def upstream(event_loop):
    async def start():
        return Upstream(event_loop.time, Traffic(event_loop.time))
    upstream = event_loop.run_until_complete(start())
    yield upstream
    event_loop.run_until_complete(upstream.close())

def pytest_configure(config):
    config.addinivalue_line("markers", "points(n): weight")

@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    if inspect.iscoroutinefunction(pyfuncitem.obj):
        names = pyfuncitem._fixtureinfo.argnames
        loop = pyfuncitem.funcargs["event_loop"] if "event_loop" in pyfuncitem.funcargs else asyncio.get_event_loop()
        loop.run_until_complete(pyfuncitem.obj(**{{n: pyfuncitem.funcargs[n] for n in names}}))
        return True
"""


def plain_tests(folder: Path) -> list[str]:
    """Write the kata's tests for one process into `folder`; give the command that runs them."""
    for path in (KATA / "hidden").glob("*.py"):
        shutil.copy(path, folder / path.name)
    (folder / "conftest.py").write_text(PLAIN_CONFTEST.format(submission=str(SUBMISSION)), encoding="utf-8")
    return [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), str(folder)]


def cold_command() -> list[str]:
    """Give the command that grades the submission."""
    return [sys.executable, "-P", "-m", "grader", "run", KATA.name, str(SUBMISSION)]


def seconds(argv: list[str]) -> float:
    """Run a command that must succeed; give its wall time."""
    began_s = time.perf_counter()
    subprocess.run(argv, check=True, capture_output=True)
    return time.perf_counter() - began_s


def warm_seconds(host: JudgeHost) -> float:
    """Grade once more with a host that is warm."""
    kata = load_kata(KATA, "bundled")
    began_s = time.perf_counter()
    report = grade(kata, read_submission(SUBMISSION, SUBMISSION.name), host)
    took_s = time.perf_counter() - began_s
    assert report.verdict == "passed", report
    return took_s


def peak_memory_mb(argv: list[str]) -> float:
    """Run a command and give the largest sum of its tree's memory, in MB."""
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak, stop = [0], threading.Event()

    def watch() -> None:
        while not stop.wait(0.005):
            peak[0] = max(peak[0], sum(_pss_kb(pid) for pid in [process.pid, *descendants(process.pid)]))

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    stop.set()
    watcher.join()
    return peak[0] / 1000


def _pss_kb(pid: int) -> int:
    with contextlib.suppress(OSError, IndexError, ValueError):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
        return int(text.split("Pss:")[1].split()[0])
    return 0


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    cold, plain, warm = [], [], []
    with tempfile.TemporaryDirectory() as folder, JudgeHost() as host:
        argv = plain_tests(Path(folder))
        seconds(argv), seconds(cold_command()), warm_seconds(host)
        for _ in range(runs):
            plain.append(seconds(argv))
            cold.append(seconds(cold_command()))
            warm.append(warm_seconds(host))
    memory_mb = max(peak_memory_mb(cold_command()) for _ in range(3))
    today = datetime.datetime.now(datetime.UTC).date()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}"
    print(f"{today}, {machine}, Python {platform.python_version()}, {runs} runs")
    for name, figures in (("python -m pytest, one process", plain), ("grader run, cold", cold), ("a warm judge", warm)):
        ratio = statistics.median(figures) / statistics.median(plain)
        print(f"{name:30}  median {statistics.median(figures) * 1000:6.0f} ms  ratio {ratio:.2f}")
    print(f"peak memory of the whole tree   {memory_mb:.0f} MB")


if __name__ == "__main__":
    main()
