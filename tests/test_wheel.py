"""The wheel has its katas: built, installed in a fresh environment outside the checkout, it grades, and hides them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_katas import small_kata

ROOT = Path(__file__).parent.parent
SUBMISSION = "submissions/blocked/urllib_in_async_def.py"

pytestmark = [
    pytest.mark.skipif(
        "GRADER_WHEEL_TEST" not in os.environ, reason="takes a minute and the package index: .ci/run sets the variable"
    ),
    pytest.mark.timeout(600),
]

IS_SECRET = """
def is_secret(folder, name):
    parts = folder.split("/")
    return name == "kata.yaml" or "submissions" in parts or "hidden" in parts and name.startswith("test_")
"""
WALK = (
    IS_SECRET
    + """
import importlib.metadata, os, site, sys, sysconfig

files = [file for each in importlib.metadata.distributions() for file in each.files or ()]
located = [str(file.locate()) for file in files if is_secret(str(file.parent), file.name)]
places = {*sys.path, sys.prefix, sys.base_prefix, sys.exec_prefix, "/", *sysconfig.get_paths().values()}
places |= {*site.getsitepackages(), site.getusersitepackages(), "@wheel@", "@kata@", "/proc/self/cwd", "/proc/1/root"}
for module in list(sys.modules.values()):
    if getattr(module, "__file__", None): places.add(os.path.dirname(module.__file__))
for place in list(places):
    while (place := os.path.dirname(place)) != "/" and place: places.add(place)
top = {f"/{name}" for name in ("bin", "dev", "etc", "home", "lib", "lib64", "opt", "root", "run", "srv", "tmp", "usr", "var", "work")}
seen, walked = set(), 0
for path in located:
    try: seen.add(open(path).name)
    except OSError: pass
for place in sorted(places | top):
    for folder, folders, names in os.walk(place):
        walked += len(names)
        if folder in ("/proc", "/sys"): folders.clear()
        for name in names:
            if is_secret(folder, name):
                seen.add(f"{folder}/{name}")
for place in sorted(places):
    for name in ("kata.yaml", "hidden", "submissions", "katas", "grader/katas", "katas/non-blocking-fetch/kata.yaml"):
        path = os.path.join(place, name)
        try: os.close(os.open(path, os.O_RDONLY)); seen.add(path)
        except OSError: pass
print(sorted(seen), walked > 1000)

async def f(): ...
"""
)
CALLED = """
    async def test_it(submission):
        await submission.f()
"""


def run(*argv: str | Path, cwd: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(list(map(str, argv)), cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of an environment in which the wheel is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "build", "--wheel", "--outdir", folder / "dist", ROOT, cwd=folder)
    assert built.returncode == 0, built.stderr
    (wheel,) = (folder / "dist").glob("tornado_katas-*.whl")
    assert run(sys.executable, "-m", "venv", folder / "env", cwd=folder).returncode == 0
    installed = run(folder / "env/bin/pip", "install", "-q", f"{wheel}[katas]", cwd=folder)
    assert installed.returncode == 0, installed.stderr
    return folder / "env"


def test_an_installed_wheel_grades_outside_the_checkout(environment: Path, tmp_path: Path) -> None:
    submission = tmp_path / "blocked.py"
    submission.write_text((ROOT / "katas/non-blocking-fetch" / SUBMISSION).read_text())
    argv = ["run", "non-blocking-fetch", str(submission), "--format", "json", "--timeline", "loop.html"]
    graded = run(environment / "bin/grader", *argv, cwd=tmp_path)

    report = json.loads(graded.stdout)
    assert (graded.returncode, report["verdict"], report["blocks"][0]["cause"]) == (1, "blocked", "network")
    assert str(ROOT) not in graded.stdout
    assert "</html>" in (tmp_path / "loop.html").read_text("utf-8")


def secrets_in(folder: Path) -> list[Path]:
    names: dict[str, object] = {}
    exec(IS_SECRET, names)
    is_secret = names["is_secret"]
    assert callable(is_secret)
    return [path for path in folder.rglob("*") if path.is_file() and is_secret(str(path.parent), path.name)]


@pytest.mark.parametrize("packages", ["[]", "[bcrypt, pytest]"])
def test_a_submission_finds_no_kata_in_an_installed_wheel(packages: str, environment: Path, tmp_path: Path) -> None:
    (installed,) = (environment / "lib").glob("python*/site-packages/grader")
    limits = "limits: {test_s: 60, total_s: 120, cpu_s: 60}\n"
    kata = small_kata(tmp_path, CALLED, more=f"{limits}packages: {packages}\n")
    submission = tmp_path / "mine.py"
    submission.write_text(WALK.replace("@wheel@", str(installed)).replace("@kata@", str(kata)))
    graded = run(environment / "bin/grader", "run", kata, submission, "--format", "json", cwd=tmp_path)

    report = json.loads(graded.stdout)
    # They are there: in the wheel, which brings all katas, and in the kata that is graded.
    assert {path.parent.name for path in secrets_in(installed)} >= {"hidden", "passed", "blocked"}
    assert [path.name for path in secrets_in(kata)] == ["kata.yaml", "test_small.py"]
    assert (report["verdict"], report["tests"][0]["output"]) == ("passed", "[] True\n"), report["isolation"]
