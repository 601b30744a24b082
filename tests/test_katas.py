"""Every bundled kata is proved: each submission gets the verdict of its folder, and the blamed line is `# BLAME`."""

from pathlib import Path

import pytest

from grader.catalog import bundled_folder
from grader.grading import JudgeHost, grade
from grader.kata import load_kata
from grader.report import Report, Verdict
from grader.submission import read_submission

KATAS = sorted(path.parent for path in bundled_folder().glob("*/kata.yaml"))
SUBMISSIONS = sorted(path for kata in KATAS for path in kata.glob("submissions/*/*.py"))
_reports: dict[Path, Report] = {}


def report_of(path: Path, kata: Path, host: JudgeHost) -> Report:
    if path not in _reports:
        _reports[path] = grade(load_kata(kata, "bundled"), read_submission(path, path.name), host)
    return _reports[path]


def name_of(path: Path) -> str:
    return "-".join(path.parts[-4:]).removesuffix(".py") if "submissions" in path.parts else path.name


@pytest.mark.parametrize("path", SUBMISSIONS, ids=name_of)
def test_each_submission_gets_the_verdict_of_its_folder_and_its_line_is_blamed(path: Path, host: JudgeHost) -> None:
    report = report_of(path, path.parents[2], host)
    blame = [n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if "# BLAME" in line]
    assert report.verdict == path.parent.name, [(t.name, t.verdict, t.message) for t in report.tests]
    assert [b.line for b in report.blocks[:1] if report.verdict is Verdict.BLOCKED] == blame
    assert {b.path for b in report.blocks} <= {path.name}


@pytest.mark.parametrize("kata", KATAS, ids=name_of)
def test_a_stub_fails_cleanly(kata: Path, host: JudgeHost) -> None:
    assert report_of(kata / "stub.py", kata, host).verdict in (Verdict.FAILED, Verdict.INVALID)


@pytest.mark.parametrize("kata", KATAS, ids=name_of)
def test_no_hidden_test_is_decoration(kata: Path, host: JudgeHost) -> None:
    reports = [report_of(path, kata, host) for path in kata.glob("submissions/*/*.py") if path.parent.name != "passed"]
    every = {test.name for report in reports for test in report.tests}
    failed = {t.name for r in reports if r.verdict is not Verdict.INVALID for t in r.tests if t.verdict != "passed"}
    assert every == failed


@pytest.mark.parametrize("kata", KATAS, ids=name_of)
def test_a_reference_gets_all_points(kata: Path, host: JudgeHost) -> None:
    points = load_kata(kata, "bundled").spec.points
    assert {report_of(p, kata, host).points for p in kata.glob("submissions/passed/*.py")} == {points}
