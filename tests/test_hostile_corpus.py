"""Every hostile submission gets its true verdict and sentence, reaches nothing, and leaves nothing behind."""

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hostile import CLASSES, PROGRAMS, Program, outcome_of
from hostile.harmless import harms
from hostile.katas import kata_for
from hostile.surroundings import Surroundings, surroundings

from grader.grading import JudgeHost, grade
from grader.report import Report, Verdict
from grader.sandbox.plan import Mode
from grader.sandbox.survey import survey
from grader.submission import read_submission

HostFor = Callable[[str], JudgeHost]
# What only waits until its time is over does so in one mode alone: in the other it would wait for the same reason.
CASES = [("strict", program) for program in PROGRAMS] + [
    ("none", program) for program in PROGRAMS if not program.only_strict and "test_s: 1" not in program.limits
]
HONEST = "async def answer(n):\n    return n * 2 + 1\n"
WRONG = "async def answer(n):\n    return 0\n"
GITHUB_FILES = ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_STEP_SUMMARY")


@pytest.fixture(scope="module")
def around() -> Iterator[Surroundings]:
    with surroundings() as built, pytest.MonkeyPatch.context() as patched:
        patched.setenv("HOME", str(built.home))
        patched.setenv("TMPDIR", str(built.places))
        patched.setattr(tempfile, "tempdir", None)
        for name in GITHUB_FILES:
            patched.setenv(name, str(built.outside / name.lower()))
        yield built


@pytest.fixture(scope="module")
def host_for(around: Surroundings) -> Iterator[HostFor]:
    hosts: dict[str, JudgeHost] = {}
    with ExitStack() as stack:

        def host_for(mode: str) -> JudgeHost:
            if mode not in hosts:
                if mode == "strict" and (unmet := survey(Mode.STRICT).unmet):
                    pytest.skip(f"this machine lacks {', '.join(missing.layer for missing in unmet)}")
                hosts[mode] = stack.enter_context(JudgeHost(isolation=mode))
                # It has warmed up when it has graded: what it holds then is what it holds between gradings.
                with tempfile.TemporaryDirectory(dir=around.folder) as first:
                    assert graded_text(HONEST, hosts[mode], around, Path(first)).verdict is Verdict.PASSED
            if not hosts[mode].is_between_gradings:
                hosts[mode].renew()
                hosts[mode].is_between_gradings = True
            return hosts[mode]

        yield host_for


@pytest.fixture
def folder(around: Surroundings, tmp_path: Path) -> Path:
    """Give a new folder that others may enter, unlike tmp_path."""
    made = around.folder / tmp_path.name
    made.mkdir()
    made.chmod(0o755)
    return made


def graded_text(text: str, host: JudgeHost, around: Surroundings, folder: Path, name: str = "mine.py") -> Report:
    """Grade a submission for the kata "answer" that stands in `folder` under `name`."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return grade(kata_for("answer", folder, around.secrets), read_submission(file, name), host)


def graded(program: Program, host: JudgeHost, around: Surroundings, folder: Path) -> Report:
    """Grade one program; fail if its kata is not as it was."""
    kata = kata_for(program.shape, folder, around.secrets, program.limits)
    file = folder / program.path.name
    file.write_text(around.filled(program.path.read_text("utf-8"), kata.folder), encoding="utf-8")
    before = kata.digest()
    report = grade(kata, read_submission(file, file.name), host)
    assert kata.digest() == before
    return report


@pytest.mark.parametrize(("mode", "program"), CASES, ids=lambda value: value if isinstance(value, str) else value.name)
def test_a_hostile_submission_gets_its_verdict_and_leaves_nothing(
    mode: str, program: Program, host_for: HostFor, around: Surroundings, folder: Path
) -> None:
    host = host_for(mode)
    before = around.traces(host._process.pid)
    report = graded(program, host, around, folder)
    verdict, code = outcome_of(report)
    after = around.traces(host._process.pid)
    around.clear()
    assert verdict in program.verdicts, (program.reason, report.tests)
    assert code in program.codes, (program.reason, report.tests)
    assert program.may_pass or not any(test.verdict is Verdict.PASSED for test in report.tests)
    assert [test.output for test in report.tests if "reached" in test.output] == []
    assert after == before
    assert harms(report) == []


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_each_hostile_program_is_labelled(program: Program) -> None:
    assert program.kind == program.path.parent.name
    assert program.reason.count("\n") == 0
    assert program.reason.endswith(".")
    assert not program.verdicts & {Verdict.GRADER_ERROR, Verdict.INCONCLUSIVE}
    assert len(program.verdicts) == 1 or not program.may_pass


def test_the_corpus_has_every_class_and_is_large_enough() -> None:
    classes = Counter(program.kind for program in PROGRAMS)
    assert set(classes) == set(CLASSES)
    assert sum(classes.values()) >= 110
    assert sum(not program.only_strict for program in PROGRAMS) >= 100


MARKING = "import pathlib\npathlib.Path('@outside@/ran').write_text('x')\n"
BESIDE = {
    **dict.fromkeys(
        ["conftest.py", "sitecustomize.py", "usercustomize.py", "tornado.py", "tornado/__init__.py", "asyncio.py"],
        MARKING,
    ),
    **dict.fromkeys(["json.py", "msgspec.py", "pytest.py", "grader/__init__.py", "grader/judge/__init__.py"], MARKING),
    **dict.fromkeys(["test_small.py", "probe.py", "hidden/test_small.py", "secrets.py"], MARKING),
    "pytest.ini": "[pytest]\naddopts = --collect-only\n",
    "tox.ini": "[pytest]\naddopts = -p mine\n",
    "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "--collect-only"\n',
    "kata.yaml": "limits: {test_s: 1000}\n",
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_lies_beside_a_submission_has_no_effect(
    name: str, host_for: HostFor, around: Surroundings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kata_is_elsewhere, own = folder / "kata", folder / "own"
    kata_is_elsewhere.mkdir()
    (own / name).parent.mkdir(parents=True)
    (own / name).write_text(around.filled(BESIDE[name], folder), encoding="utf-8")
    (own / "mine.py").write_text(WRONG, encoding="utf-8")
    monkeypatch.chdir(own)
    kata = kata_for("answer", kata_is_elsewhere, around.secrets)
    report = grade(kata, read_submission(own / "mine.py", "mine.py"), host_for("strict"))
    assert outcome_of(report) == (Verdict.FAILED, "verbatim")
    assert not (around.outside / "ran").exists()


def make_sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 2 << 30)


NO_SUBMISSIONS: dict[str, tuple[Callable[[Path], object], str]] = {
    "link": (lambda path: path.symlink_to("/etc/hostname"), "submission.link"),
    "link-to-nothing": (lambda path: path.symlink_to("nowhere"), "submission.link"),
    "link-to-itself": (lambda path: path.symlink_to(path.name), "submission.link"),
    "link-to-zeros-without-end": (lambda path: path.symlink_to("/dev/zero"), "submission.link"),
    "fifo": (os.mkfifo, "submission.not-regular"),
    "folder": (Path.mkdir, "submission.folder"),
    "two-gigabytes": (make_sparse, "submission.too-large"),
    "no-utf-8": (lambda path: path.write_bytes(b"async def answer(n): return '\xff'\n"), "submission.not-utf8"),
    "utf-16": (lambda path: path.write_text(HONEST, encoding="utf-16"), "submission.not-utf8"),
    "nul": (lambda path: path.write_bytes(HONEST.encode() + b"\0"), "submission.nul"),
    "empty": (Path.touch, "submission.empty"),
    "blank": (lambda path: path.write_text(" \n\t\n"), "submission.empty"),
}


@pytest.mark.parametrize("case", NO_SUBMISSIONS)
def test_what_is_no_submission_is_invalid_and_says_why(
    case: str, host_for: HostFor, around: Surroundings, folder: Path
) -> None:
    make, code = NO_SUBMISSIONS[case]
    make(folder / "mine.py")
    report = grade(
        kata_for("answer", folder, around.secrets), read_submission(folder / "mine.py", "mine.py"), host_for("strict")
    )
    assert outcome_of(report) == (Verdict.INVALID, code)


def test_a_device_is_no_submission(host_for: HostFor, around: Surroundings, folder: Path) -> None:
    submission = read_submission(Path("/dev/zero"), "zero")
    report = grade(kata_for("answer", folder, around.secrets), submission, host_for("strict"))
    assert outcome_of(report) == (Verdict.INVALID, "submission.not-regular")


ODD_NAMES = [
    "-rf.py",
    "a\nb.py",
    "\x1b[31mred.py",
    "::error::x.py",
    "##[error]x.py",
    "$(id) `id` ;.py",
    "<script>alert(1)<.py",
    "\u202eyp.x",
    "conftest.py",
    "x" * 250 + ".py",
    "[bold]x[",
    os.fsdecode(b"\xff\xfe.py"),
]


@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
@pytest.mark.parametrize(
    ("text", "verdict"), [(HONEST, Verdict.PASSED), (WRONG, Verdict.FAILED)], ids=["right", "wrong"]
)
def test_an_odd_name_of_a_file_is_only_a_name(
    name: str, text: str, verdict: Verdict, host_for: HostFor, around: Surroundings, folder: Path
) -> None:
    report = graded_text(text, host_for("strict"), around, folder, name)
    assert report.verdict is verdict
    assert harms(report) == []
