"""The wheel has its katas: built, installed in a fresh environment outside the checkout, it grades."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SUBMISSION = "submissions/blocked/urllib_in_async_def.py"

pytestmark = [
    pytest.mark.skipif(
        "GRADER_WHEEL_TEST" not in os.environ, reason="takes a minute and the package index: .ci/run sets the variable"
    ),
    pytest.mark.timeout(600),
]


def run(*argv: str | Path, cwd: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(list(map(str, argv)), cwd=cwd, capture_output=True, text=True, check=False)


def test_an_installed_wheel_grades_outside_the_checkout(tmp_path: Path) -> None:
    built = run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "dist", ROOT, cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    (wheel,) = (tmp_path / "dist").glob("tornado_katas-*.whl")
    assert run(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path).returncode == 0
    installed = run(tmp_path / "env/bin/pip", "install", "-q", f"{wheel}[katas]", cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr

    submission = tmp_path / "blocked.py"
    submission.write_text((ROOT / "katas/non-blocking-fetch" / SUBMISSION).read_text())
    argv = ["run", "non-blocking-fetch", str(submission), "--format", "json", "--timeline", "loop.html"]
    graded = run(tmp_path / "env/bin/grader", *argv, cwd=tmp_path)

    report = json.loads(graded.stdout)
    assert (graded.returncode, report["verdict"], report["blocks"][0]["cause"]) == (1, "blocked", "network")
    assert str(ROOT) not in graded.stdout
    assert "</html>" in (tmp_path / "loop.html").read_text("utf-8")
