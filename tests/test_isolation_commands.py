"""The promises of docs/security.md on the command line: as an ordinary user, and where the machine refuses a layer."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hostile.surroundings import Surroundings
from sandbox_runs import user_obstacles
from small_katas import small_kata
from test_isolation import CALLED, EXPECTED, SHUTTING, START, around, filled

from grader.sandbox import readable
from grader.sandbox.plan import LayerName

__all__ = ["around"]  # a fixture

AS_USER = """
import os, sys
sys.path.insert(0, sys.argv[1])
from sandbox_cells import _become_user
if os.geteuid() == 0: _become_user()
os.environ.update(HOME="/nonexistent")
"""
WITHOUT_NAMESPACES = """
from grader.sandbox.namespaces import leave_as_user
leave_as_user(0)
with open("/proc/sys/user/max_user_namespaces", "w") as limit: limit.write("0")
"""
FILTERED = """
import sys
from grader.sandbox import kernel, seccomp
from grader.sandbox.bpf import ALLOW, answer, assemble, if_equal, load_number, refusal
from grader.sandbox.numbers import numbers
kernel.prctl(kernel.Prctl.SET_NO_NEW_PRIVS, 1)
seccomp.load(assemble([*load_number(), *if_equal(numbers()["unshare"], answer(refusal(1))), *answer(ALLOW)]))
"""
GRADER = """
import os, sys
os.execv(sys.executable, [sys.executable, "-I", "-B", "-m", "grader", *sys.argv[2:]])
"""


def grader(launcher: str, *argv: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run a command of the grader in a process that `launcher` has prepared."""
    return subprocess.run(
        [sys.executable, "-B", "-c", launcher + GRADER, str(Path(__file__).parent), *map(str, argv)],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
        cwd="/",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """A kata and a submission that every user may read."""

    kata: Path
    submission: Path


@pytest.fixture
def files(around: Surroundings, tmp_path: Path) -> Files:
    folder = around.folder / tmp_path.name  # pytest's own folder is shut to others
    folder.mkdir()
    folder.chmod(0o755)
    kata = small_kata(folder, CALLED, more="limits: {test_s: 30, cpu_s: 30}\n")
    submission = folder / "mine.py"
    submission.write_text(START, encoding="utf-8")
    return Files(kata=kata, submission=submission)


def run(launcher: str, files: Files, isolation: str) -> tuple[int, dict[str, Any]]:
    done = grader(launcher, "run", files.kata, files.submission, "--isolation", isolation, "--format", "json")
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("mode", SHUTTING)
@pytest.mark.parametrize("promise", EXPECTED)
def test_an_ordinary_user_grades_with_all_layers(promise: str, mode: str, around: Surroundings, files: Files) -> None:
    if obstacle := user_obstacles():
        pytest.skip(obstacle)
    body, expected = EXPECTED[promise]
    files.submission.write_text(filled(body, around, files.kata.parent), encoding="utf-8")
    code, report = run(AS_USER, files, mode)
    assert (code, report["verdict"], report["tests"][0]["output"]) == (0, "passed", expected)
    layers = [layer for layer in LayerName if layer is not LayerName.IDENTITY]
    assert report["isolation"] == {"layers": [*layers, "memory-watch"], "missing": []}


@pytest.mark.parametrize(
    ("launcher", "command"),
    [
        (AS_USER + WITHOUT_NAMESPACES, "sudo sysctl user.max_user_namespaces=15000"),
        (FILTERED, None),
    ],
    ids=["no-namespaces-allowed", "unshare-refused"],
)
def test_where_a_layer_is_missing_strict_refuses_to_grade_and_the_doctor_says_why(
    launcher: str, command: str | None, files: Files
) -> None:
    if launcher != FILTERED and (obstacle := user_obstacles()):
        pytest.skip(obstacle)
    missing = ["network", "pid-namespace", "view"]
    if launcher == FILTERED and not others_read_this_python():
        missing.append("identity")
    code, report = run(launcher, files, "strict")
    (test,) = report["tests"]
    assert (code, report["verdict"], report["points"]) == (3, "grader-error", None)
    assert test["message"] == (
        f"This machine cannot shut a submission in as --isolation strict asks for: {', '.join(missing)} missing. "
        "See what to do: python -m grader doctor"
    )
    checks = json.loads(grader(launcher, "doctor", "--format", "json").stdout)["checks"]
    lacks = {check["name"]: check["command"] for check in checks if check["name"] in missing}
    assert lacks == dict.fromkeys(missing) | dict.fromkeys(missing[:3], command)
    code, report = run(launcher, files, "auto")
    assert (code, report["verdict"], report["isolation"]["missing"]) == (0, "passed", missing)
    assert {"landlock", "seccomp"} <= set(report["isolation"]["layers"])


def others_read_this_python() -> bool:
    """Tell whether candidates of another user could: where they cannot be given a view, they need it."""
    library = Path(readable.standard_library())
    return os.geteuid() != 0 or all(each.stat().st_mode & 0o001 for each in (library, *library.parents))
