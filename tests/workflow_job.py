"""A step of GitHub Actions for the tests of the command line: its variables, its files, and a fake engine."""

import base64
import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sample_reports as samples
from kata_folders import SPEC, write_kata
from payload_cases import check

from grader.cli import boundary
from grader.cli.edge import Grader
from grader.kata import Kata
from grader.report import Message, Report, Submission, Verdict

COMMAND = "::error::forged\n##[group]forged"
VARIABLES = {
    "CLASSROOM": "async-python",
    "ASSIGNMENT": "week-3",
    "SUBMISSION_TAG": "submit/20260102T030405Z-abc1234",
    "GITHUB_REPOSITORY": "o/r",
    "GITHUB_SHA": "abc1234",
}


@dataclass
class Job:
    """A step of GitHub Actions around the command line, with a fake engine; `is_job` False is a plain shell."""

    folder: Path
    capture: "pytest.CaptureFixture[str]"
    verdicts: list[Verdict] = field(default_factory=lambda: [Verdict.FAILED])
    said: str = COMMAND
    is_job: bool = True
    graded: list[str] = field(default_factory=list)
    environ: dict[str, str] = field(default_factory=dict)
    out: str = ""
    err: str = ""

    @contextlib.contextmanager
    def engine(self, isolation: str) -> Iterator[Grader]:
        yield self.grade

    def grade(self, kata: Kata, submission: Submission) -> Report:
        verdict = self.verdicts[min(len(self.graded), len(self.verdicts) - 1)]
        self.graded.append(kata.name)
        message = None if verdict is Verdict.PASSED else Message.verbatim(self.said)
        test = samples.a_test("test_body", verdict, message=message, line=None if message is None else 1)
        return samples.a_report(test, kata=kata.name, title=dict(kata.spec.title), submission=submission)

    def __call__(self, *argv: str) -> int:
        job = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "GITHUB_WORKSPACE": str(self.folder.parent),
        }
        code = boundary.run(argv, {**(job if self.is_job else {}), **self.environ}, self.engine)
        captured = self.capture.readouterr()
        self.out, self.err = captured.out, captured.err
        return code

    def file(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def outputs(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.file("output").splitlines() if line)

    def payload(self) -> dict[str, Any]:
        data = json.loads(base64.b64decode(self.outputs()["result"]))
        check(data, "classroom")
        assert isinstance(data, dict)
        return data

    def hand_in(self, name: str = "first_fetch") -> None:
        path = self.folder / "solutions" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text("x = 1\n")


def make_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: "pytest.CaptureFixture[str]") -> Job:
    """Two katas, the first of which has a solution in the current folder."""
    monkeypatch.setattr("grader.catalog.installed_packs", list)
    monkeypatch.setattr("grader.catalog._bundled_places", list)
    for name in ("first-fetch", "second-fetch"):
        write_kata(tmp_path / "katas" / name, SPEC)
    folder = tmp_path / "week 3"
    folder.mkdir()
    monkeypatch.chdir(folder)
    job = Job(folder, capsys, environ={"GRADER_KATAS": str(tmp_path / "katas"), "COLUMNS": "80"})
    job.hand_in()
    return job
