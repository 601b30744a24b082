"""Virtual time, from end to end: each scenario states the exact times, and what holds the loop is named with its line."""

from pathlib import Path

import pytest
from small_katas import graded, only, said
from virtual_scenarios import SCENARIOS

from grader.grading import JudgeHost


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_scenario_has_its_exact_times_and_its_report(name: str, host: JudgeHost, tmp_path: Path) -> None:
    scenario = SCENARIOS[name]
    more = "clock: virtual\n" + scenario.limits
    report = graded(host, tmp_path, scenario.submission, scenario.hidden, provides=scenario.provides, more=more)
    assert report.verdict == scenario.verdict, only(report)
    assert only(report).line == scenario.line
    assert report.measurement.clock == "virtual"
    if scenario.code is not None:
        assert said(only(report))[0] == scenario.code
    if scenario.blocks is None:
        assert {block.line for block in report.blocks} == {scenario.line}
    else:
        found = tuple((b.start_s, b.duration_s, b.cause, b.call, b.line) for b in report.blocks)
        assert found == scenario.blocks
