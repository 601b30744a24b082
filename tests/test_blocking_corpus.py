"""Every program of the corpus gets its true verdict, and of those that block the true cause and line."""

from collections import Counter
from pathlib import Path

import pytest
from blocking import PROGRAMS, Program, graded, kata_of, outcome_of

from grader.grading import JudgeHost
from grader.report import Cause


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_the_truth_about_each_program_is_told(program: Program, host: JudgeHost, tmp_path: Path) -> None:
    kata = kata_of(program, tmp_path)
    report = graded(program, kata, host)
    if program.cause is Cause.GIL and outcome_of(report) != program.expected:
        # Who keeps the interpreter is seen by looks of a thread that needs it as well: all of them may come too late.
        report = graded(program, kata, host)
    assert outcome_of(report) == program.expected, (program.reason, report.tests)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_each_program_is_labelled(program: Program) -> None:
    assert program.reason.count("\n") == 0
    assert program.reason.endswith(".")
    assert (program.cause is not None) is program.blocks
    assert len(program.blamed) == program.blocks


def test_the_corpus_is_large_enough() -> None:
    right = [program for program in PROGRAMS if not program.blocks]
    assert len(PROGRAMS) - len(right) >= 80
    assert len(right) >= 40
    assert sum(program.spends_cpu for program in right) >= 15


def test_every_cause_is_in_the_corpus() -> None:
    causes = Counter(program.cause for program in PROGRAMS if program.blocks)
    assert {cause for cause, count in causes.items() if count >= 3} == set(Cause)
