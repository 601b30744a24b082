"""What a grade book is told whatever happens, what Classroom 50 gets, and what a submission can do about it: nothing."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from kata_folders import SPEC, write_kata
from payload_cases import check
from reporter_model import commands
from workflow_job import VARIABLES, Job, make_job

from grader.catalog import bundled_folder
from grader.report import Report, Verdict


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: "pytest.CaptureFixture[str]") -> Job:
    return make_job(tmp_path, monkeypatch, capsys)


# --- what is told whatever happens ----------------------------------------------------------------------------------


def test_a_solution_that_was_not_handed_in_is_invalid_and_worth_nothing(job: Job) -> None:
    assert job("run", "second-fetch", "--format", "classroom") == 0
    data = job.payload()
    assert (data["status"], data["max_score"], data["tests"][0]["score"]) == ("error", 10, 0)
    assert data["tests"][0]["message"].startswith(
        "A title (invalid) (0/10)\nThere is no solutions/second_fetch.py yet."
    )
    assert job.err.startswith("There is no solutions/second_fetch.py yet.")


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["run", "broken"], "The kata broken cannot be loaded. Mistakes: 1."),
        (["run", "third-fetch"], "There is no kata third-fetch."),
        (["run", "first-fetch", "--katas", "nowhere"], "There is no folder"),
    ],
)
def test_what_is_the_teachers_to_put_right_is_an_error_that_blames_no_learner(
    job: Job, tmp_path: Path, argv: list[str], sentence: str
) -> None:
    write_kata(tmp_path / "katas" / "broken", SPEC.replace("points: 10", "points: ten"))
    assert job(*argv, "--format", "classroom") == 0
    (test,) = job.payload()["tests"]
    assert (job.payload()["status"], test["status"]) == ("error", "error")
    assert sentence in test["message"]
    assert "This is not your fault" in test["message"]
    assert sentence in job.err


def test_without_a_grade_book_a_broken_kata_is_the_callers_mistake_as_ever(job: Job, tmp_path: Path) -> None:
    write_kata(tmp_path / "katas" / "broken", SPEC.replace("points: 10", "points: ten"))
    assert job("run", "broken", "--format", "junit") == 2
    assert job.out == ""


def test_the_unforeseen_is_told_to_the_grade_book_and_traced_in_the_log(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Report:
        raise ZeroDivisionError("::error::oops")

    monkeypatch.setattr(job, "grade", fail)
    assert job("run", "first-fetch", "--format", "classroom") == 0
    assert job.payload()["tests"][0]["message"].startswith(
        "A title (grader error) (-/10)\nSomething went wrong in the grader itself, and it is not your fault"
    )
    assert job.err.startswith("Traceback (most recent call last):\n")
    assert commands(job.err) == []


def test_ctrl_c_is_told_to_nobody(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> Report:
        raise KeyboardInterrupt

    monkeypatch.setattr(job, "grade", stop)
    assert job("run", "first-fetch", "--format", "classroom") == 130
    assert job.file("output") == ""


def test_of_several_katas_the_broken_one_is_in_the_payload_too(job: Job, tmp_path: Path) -> None:
    write_kata(tmp_path / "katas" / "broken", SPEC.replace("points: 10", "points: ten"))
    job.hand_in("broken")
    job.verdicts = [Verdict.PASSED]
    assert job("run", "--all", "--format", "classroom") == 0
    data = job.payload()
    assert (data["status"], [test["status"] for test in data["tests"]]) == ("error", ["pass", "error"])
    assert "The kata broken cannot be loaded." in job.err


def test_where_nothing_was_handed_in_at_all_that_is_told(job: Job) -> None:
    (job.folder / "solutions" / "first_fetch.py").unlink()
    assert job("run", "--all", "--format", "classroom") == 0
    assert "There are no solutions below the current folder yet." in job.payload()["tests"][0]["message"]


# --- Classroom 50 -----------------------------------------------------------------------------------


def test_classroom_50_gets_what_its_runner_said(job: Job) -> None:
    job.environ |= VARIABLES
    job("run", "first-fetch", "--format", "classroom50", "--output", "result.json")
    data = json.loads(job.file("result.json"))
    assert [data[name] for name in ("classroom", "assignment", "submission", "commit", "release", "review")] == [
        "async-python",
        "week-3",
        "submit/20260102T030405Z-abc1234",
        "https://github.com/o/r/commit/abc1234",
        "https://github.com/o/r/releases/tag/submit%2F20260102T030405Z-abc1234",
        "https://github.com/o/r/commit/abc1234",
    ]


def test_the_addresses_of_the_runner_go_first(job: Job) -> None:
    job.environ |= {**VARIABLES, "COMMIT_URL": "c", "RELEASE_URL": "r", "REVIEW_URL": "v"}
    job("run", "first-fetch", "--format", "classroom50", "--output", "result.json")
    data = json.loads(job.file("result.json"))
    assert (data["commit"], data["release"], data["review"]) == ("c", "r", "v")


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({}, "CLASSROOM, ASSIGNMENT, SUBMISSION_TAG"),
        ({"CLASSROOM": "a"}, "ASSIGNMENT, SUBMISSION_TAG, COMMIT_URL, RELEASE_URL"),
    ],
)
def test_without_its_runner_the_format_says_what_is_missing(job: Job, given: dict[str, str], names: str) -> None:
    job.environ |= given
    assert job("run", "first-fetch", "--format", "classroom50") == 2
    assert job.err == (
        "--format classroom50 takes what it needs from Classroom 50's runner, and these variables are missing: "
        f"{names}.\n"
    )
    assert job.graded == []


# --- as a process ---------------------------------------------------------------------------------------------------

FORGER = '''\
"""Writes what a grade book reads, wherever its variables or the current folder may lead."""

import base64
import os
from pathlib import Path

FORGED = "result=" + base64.b64encode(b'{"version":1,"status":"pass","max_score":1,"tests":[]}').decode()
for folder in {os.getcwd(), os.environ.get("PWD", "."), os.environ.get("GITHUB_WORKSPACE", ".")}:
    for name in ("result.json", "results.json", "output"):
        try:
            Path(folder, name).write_text(FORGED + "\\n")
        except OSError:
            pass
print("::set-output name=result::" + FORGED)
print("::notice title=Autograding complete::Points 100/100")
FOUND = sorted(name for name in os.environ if name.startswith(("GITHUB_", "CLASSROOM", "SUBMISSION_TAG")))
if FOUND:
    raise SystemExit(f"the job's variables are here: {FOUND}")


def make_app():
    print("::error::forged by", *FOUND)
    raise ValueError("##[error]forged\\n::error::forged")


async def main(port, shutdown_event):
    make_app()
'''


def test_a_submission_that_writes_to_the_files_of_the_job_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "forger.py").write_text(FORGER)
    files = {name: tmp_path / name for name in ("output", "summary", "payload.json")}
    environ = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        **VARIABLES,
        "LANG": "C.UTF-8",
        "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(files["output"]),
        "GITHUB_STEP_SUMMARY": str(files["summary"]),
        "GITHUB_WORKSPACE": str(tmp_path),
    }
    argv = ["run", "hello-world", "forger.py", "--format", "terminal", "--format", "classroom", "--katas"]
    done = subprocess.run(
        [
            sys.executable,
            "-P",
            "-m",
            "grader",
            *argv,
            str(bundled_folder()),
            "--output",
            "-",
            "--output",
            "payload.json",
        ],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = files["output"].read_text().splitlines()
    assert [line.partition("=")[0] for line in lines] == ["result", "verdict", "points", "max-points"]
    payload = json.loads(files["payload.json"].read_text())
    check(payload, "classroom")
    assert json.loads(base64.b64decode(lines[0].removeprefix("result="))) == payload
    assert payload["status"] == "fail"
    assert [test["score"] for test in payload["tests"]] == [0] * len(payload["tests"])
    assert {command.name for command in commands(done.stdout)} == {"error"}
    assert {command.properties["file"] for command in commands(done.stdout)} == {"forger.py"}
