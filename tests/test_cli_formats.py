"""The formats of `run` at the command line: where they go, what a job adds, the details, and the exit codes."""

import json
from pathlib import Path

import pytest
from payload_cases import check
from reporter_model import commands, report
from workflow_job import COMMAND, VARIABLES, Job, make_job

from grader.cli.formats import GRADE_BOOKS, NAMES, exit_code
from grader.report import Verdict


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: "pytest.CaptureFixture[str]") -> Job:
    return make_job(tmp_path, monkeypatch, capsys)


# --- where the formats go -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", NAMES)
def test_every_format_can_be_asked_for_and_written_to_a_file(job: Job, format_: str) -> None:
    job.is_job = False
    job.environ |= VARIABLES
    assert job("run", "first-fetch", "--format", format_, "--output", "report") in (0, 1)
    assert job.out == ""
    assert job.file("report").endswith("\n")


def test_every_format_is_described() -> None:
    document = (Path(__file__).parent.parent / "docs" / "formats.md").read_text("utf-8")
    assert [name for name in NAMES if f"| `{name}` |" not in document] == []
    assert [name for name in NAMES if name != "terminal" and f"\n## {name}\n" not in document] == []


def test_each_format_has_its_own_output(job: Job) -> None:
    job.is_job = False
    files = ["terminal", "json", "classroom", "gradescope", "prairielearn", "junit", "github", "markdown"]
    argv = [word for name in files for word in ("--format", name, "--output", f"{name}.out")]
    assert job("run", "first-fetch", *argv) == 0
    assert sorted(path.name for path in job.folder.glob("*.out")) == sorted(f"{name}.out" for name in files)
    check(json.loads(job.file("classroom.out")), "classroom")
    check(json.loads(job.file("gradescope.out")), "gradescope")
    check(json.loads(job.file("prairielearn.out")), "prairielearn")


def test_in_a_job_the_classroom_format_does_all_by_itself(job: Job) -> None:
    assert job("run", "first-fetch", "--format", "classroom") == 0
    assert job.payload()["status"] == "fail"
    assert (job.outputs()["verdict"], job.outputs()["points"], job.outputs()["max-points"]) == ("failed", "0", "3")
    assert job.file("summary").startswith("## ✗ A title\n")
    (annotation,) = commands(job.out)
    assert annotation.name == "error"
    assert annotation.properties["file"] == "week 3/solutions/first_fetch.py"
    assert job.err == ""


def test_outside_of_a_job_the_classroom_format_is_json_on_standard_output(job: Job) -> None:
    job.is_job = False
    assert job("run", "first-fetch", "--format", "classroom") == 0
    check(json.loads(job.out), "classroom")
    assert [path.name for path in job.folder.iterdir()] == ["solutions"]


def test_in_a_job_the_classroom_format_goes_to_its_file_as_well(job: Job) -> None:
    assert job("run", "first-fetch", "--format", "classroom", "--output", "payload.json") == 0
    assert json.loads(job.file("payload.json")) == job.payload()


def test_in_a_job_the_github_format_writes_the_summary(job: Job) -> None:
    assert job("run", "first-fetch", "--format", "github") == 1
    assert job.file("summary").startswith("## ✗ A title\n")
    assert [command.name for command in commands(job.out)] == ["error"]
    assert not (job.folder / "output").exists()


def test_what_two_formats_want_is_written_once(job: Job) -> None:
    assert job("run", "first-fetch", "--format", "github", "--format", "classroom") == 0
    assert job.file("summary").count("## ✗ A title") == 1
    assert len(commands(job.out)) == 1


def test_what_other_steps_wrote_into_the_files_of_the_job_stays(job: Job) -> None:
    (job.folder / "output").write_text("other=1")
    (job.folder / "summary").write_text("# Before\n")
    job("run", "first-fetch", "--format", "classroom")
    assert job.outputs()["other"] == "1"
    assert job.payload()["status"] == "fail"
    assert job.file("summary").startswith("# Before\n## ✗ A title\n")


def test_a_job_without_the_variable_for_outputs_gets_the_payload_on_standard_output(job: Job) -> None:
    job.environ["GITHUB_OUTPUT"] = ""
    assert job("run", "first-fetch", "--format", "classroom") == 0
    check(json.loads(job.out.splitlines()[0]), "classroom")


def test_an_output_file_of_the_job_that_cannot_be_written_is_said_before_anything_is_graded(job: Job) -> None:
    job.environ["GITHUB_OUTPUT"] = str(job.folder / "nowhere" / "output")
    assert job("run", "first-fetch", "--format", "classroom") == 2
    assert job.err.startswith("$GITHUB_OUTPUT cannot be written: ")
    assert job.graded == []


@pytest.mark.parametrize("format_", ["terminal", "json", "junit", "markdown"])
def test_in_a_job_no_report_on_standard_output_holds_a_command(job: Job, format_: str) -> None:
    job("run", "first-fetch", "--format", format_)
    assert "forged" in job.out
    assert commands(job.out) == []


def test_the_json_report_in_a_log_is_the_same_report(job: Job) -> None:
    job("run", "first-fetch", "--format", "json")
    assert json.loads(job.out)["tests"][0]["message"] == COMMAND


def test_several_katas_are_one_payload(job: Job) -> None:
    job.hand_in("second_fetch")
    assert job("run", "--all", "--format", "classroom") == 0
    data = job.payload()
    assert [test["name"] for test in data["tests"]] == [
        "first-fetch: The body comes as bytes (failed)",
        "second-fetch: The body comes as bytes (failed)",
    ]
    assert data["max_score"] == 6


# --- exit codes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", Verdict)
def test_a_grade_book_reads_its_file_and_so_the_step_ends_well(job: Job, verdict: Verdict) -> None:
    job.verdicts = [verdict]
    assert job("run", "first-fetch", "--format", "classroom") == 0
    assert report({"kata": job.outputs()["result"]}).is_green is (verdict is Verdict.PASSED)


@pytest.mark.parametrize("verdict", Verdict)
def test_classroom_50_hears_by_the_exit_code_what_nobody_can_tell(job: Job, verdict: Verdict) -> None:
    job.verdicts = [verdict]
    job.environ |= VARIABLES
    code = job("run", "first-fetch", "--format", "classroom50", "--output", "result.json")
    assert code == (3 if verdict.is_nobodys_fault else 0)
    check(json.loads(job.file("result.json")), "classroom50")


@pytest.mark.parametrize("format_", sorted(set(NAMES) - GRADE_BOOKS))
def test_all_other_formats_keep_the_exit_code_of_the_verdict(format_: str) -> None:
    assert [exit_code([format_], [verdict]) for verdict in Verdict] == [verdict.exit_code for verdict in Verdict]


def test_one_kata_that_nobody_can_judge_is_enough_for_classroom_50() -> None:
    assert exit_code(["terminal", "classroom50", "classroom"], [Verdict.PASSED, Verdict.INCONCLUSIVE]) == 3
    assert exit_code(["classroom50"], [Verdict.PASSED, Verdict.CRASHED]) == 0


def test_what_is_inconclusive_is_graded_again_within_the_step(job: Job) -> None:
    job.verdicts = [Verdict.INCONCLUSIVE, Verdict.PASSED]
    job("run", "first-fetch", "--format", "classroom")
    assert (job.payload()["status"], len(job.graded)) == ("pass", 2)
    job.graded.clear()
    job.verdicts = [Verdict.INCONCLUSIVE]
    assert (job("run", "first-fetch"), len(job.graded)) == (3, 1)


@pytest.mark.parametrize("details", ["actual-only", "none"])
def test_the_details_hold_for_every_format(job: Job, details: str) -> None:
    job.said = "assert 1 == EXPECTED"
    formats = ["terminal", "json", "classroom", "gradescope", "prairielearn", "junit", "markdown"]
    argv = [word for name in formats for word in ("--format", name, "--output", f"{name}.out")]
    job("run", "first-fetch", *argv, "--details", details)
    texts = [job.out, *(path.read_text("utf-8") for path in job.folder.iterdir() if path.is_file())]
    assert len(texts) == len(formats) + 3
    assert [text for text in texts if "EXPECTED" in text] == []


def test_a_misspelt_level_says_which_was_meant(job: Job) -> None:
    assert job("run", "first-fetch", "--details", "actual") == 2
    assert job.err == "--details cannot be actual. Did you mean actual-only?\n"
