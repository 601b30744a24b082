"""What a machine is found to be, and what a grading does where a counter does not count."""

from pathlib import Path

import pytest
from small_katas import graded, only

from grader.grading import JudgeHost
from grader.instruments.account import Account, Tick
from grader.instruments.calibration import Calibration, calibrated
from grader.instruments.rule import findings
from grader.judge.evidence import Bounds
from grader.report import Verdict

CALL = "async def test_it(submission):\n    await submission.f()\n"


def test_a_machine_is_measured_once() -> None:
    found = calibrated()
    assert 1.0 <= found.cpu_scale <= 4.0
    assert found.wakeup_delay_s > 0
    assert calibrated() is found


def test_a_slow_machine_stretches_the_limit_for_processor_time_alone() -> None:
    bounds = Bounds.of(50_000_000, Calibration(cpu_scale=2.5))
    assert (bounds.limit_ns, bounds.cpu_limit_ns, bounds.has_run_delay) == (50_000_000, 125_000_000, True)


def test_work_below_the_stretched_limit_is_neither_held_nor_unclear() -> None:
    work = Tick(start_ns=0, wall_ns=105_000_000, cpu_ns=105_000_000, run_delay_ns=0, voluntary_switches=0)
    account = Account(ticks=(work,))
    assert findings(account, 50_000_000, cpu_limit_ns=150_000_000) == ()
    assert [found.cause for found in findings(account, 50_000_000)] == ["cpu"]


def test_a_report_says_what_was_measured_with(host: JudgeHost, tmp_path: Path) -> None:
    report = graded(host, tmp_path, "async def f(): ...\n", CALL)
    assert report.measurement.cpu_scale >= 1.0
    assert report.measurement.wakeup_delay_s > 0


@pytest.mark.parametrize(
    ("source", "verdict", "cause"),
    [
        ("import asyncio\nasync def f(): await asyncio.sleep(0.2)\n", Verdict.PASSED, None),
        ("import time\nasync def f(): time.sleep(0.2)\n", Verdict.BLOCKED, "sleep"),
        ("async def f():\n    for n in range(3_000_000): n * n\n", Verdict.BLOCKED, "cpu"),
        ("import threading\nasync def f(): threading.Event().wait(0.2)\n", Verdict.BLOCKED, "lock"),
        ("import asyncio, time\nasync def f(): await asyncio.to_thread(time.sleep, 0.2)\n", Verdict.PASSED, None),
    ],
)
def test_without_the_counter_of_delays_the_verdict_is_the_same_and_the_report_says_so(
    source: str, verdict: Verdict, cause: str | None, tmp_path: Path
) -> None:
    with JudgeHost(without_run_delay=True) as host:
        report = graded(host, tmp_path, source, CALL)
    assert report.verdict is verdict, only(report)
    assert {block.cause for block in report.blocks} == ({cause} if cause else set())
    assert "run_delay" not in report.measurement.counters
    assert "thread_cpu" in report.measurement.counters
    assert report.measurement.missing == ("run_delay",)
