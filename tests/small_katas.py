"""Small katas, written into a temporary folder and graded there: a test says only what it is about."""

import textwrap
from pathlib import Path

from grader.grading import JudgeHost, grade
from grader.kata import load_kata
from grader.report import Report, TestResult
from grader.submission import read_submission

KEYS = {"format": "1", "title": "small", "difficulty": "1", "points": "10"}


def small_kata(folder: Path, hidden: str, *, provides: str = "f", more: str = "", stub: str = "", **files: str) -> Path:
    """Write a kata with one file of hidden tests; `more` goes into kata.yaml, `files` by name with __ for a slash."""
    kata = folder / "small"
    (kata / "hidden").mkdir(parents=True, exist_ok=True)
    spec = "".join(f"{key}: {value}\n" for key, value in KEYS.items()) + f"provides: [{provides}]\n"
    (kata / "kata.yaml").write_text(spec + textwrap.dedent(more), encoding="utf-8")
    (kata / "task.en.md").write_text("Do it.\n", encoding="utf-8")
    (kata / "stub.py").write_text(textwrap.dedent(stub) or "async def f(): ...\n", encoding="utf-8")
    (kata / "hidden" / "test_small.py").write_text(textwrap.dedent(hidden), encoding="utf-8")
    for name, text in files.items():
        (kata / f"{name.replace('__', '/')}.py").write_text(textwrap.dedent(text), encoding="utf-8")
    return kata


def graded(host: JudgeHost, folder: Path, submission: str, hidden: str, **kata: str) -> Report:
    """Write the kata and the submission, and grade."""
    path = small_kata(folder, hidden, **kata)
    file = folder / "submission_of_mine.py"
    file.write_text(textwrap.dedent(submission), encoding="utf-8")
    return grade(load_kata(path, "tests"), read_submission(file, "mine.py"), host)


def only(report: Report) -> TestResult:
    """Give the one result of a report with one test."""
    (test,) = report.tests
    return test


def said(test: TestResult) -> tuple[str, dict[str, str | int | float]]:
    """Give the code and the values of a test's message."""
    assert test.message is not None, test
    return test.message.code, test.message.values
