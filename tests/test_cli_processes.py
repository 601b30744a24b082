"""The command line as a process: strangers' files, broken pipes, signals, and what is not imported."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import bundled_folder

SCRIPT = [str(Path(sys.executable).parent / "grader")]
SAFE_MODULE = [sys.executable, "-P", "-m", "grader"]
# In the current folder of a test there is no grader/, so this way is tested as well.
MODULE = [sys.executable, "-m", "grader"]
MARKED = "import pathlib; pathlib.Path('RAN-{name}').touch()\n"
STRANGERS = ["grader", "json", "secrets", "click", "rich", "tomllib", "tornado", "pytest", "yaml", "msgspec", "asyncio"]


def environment(**changes: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "COLUMNS": "80", **changes}


def call(*argv: str, cwd: Path, **changes: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(argv, cwd=cwd, env=environment(**changes), capture_output=True, text=True, check=False)


@pytest.fixture
def strange_folder(tmp_path: Path) -> Path:
    """A student's checkout whose files are called like modules, and a folder called like a kata."""
    for name in STRANGERS:
        package = tmp_path / name
        package.mkdir()
        for file in ("__init__.py", "__main__.py", "cli.py"):
            (package / file).write_text(MARKED.format(name=name))
        (tmp_path / f"{name}.py").write_text(MARKED.format(name=name))
    (tmp_path / "hello-world/hidden").mkdir(parents=True)
    (tmp_path / "hello-world/kata.yaml").write_text("format: nonsense\n")
    (tmp_path / "conftest.py").write_text(MARKED.format(name="conftest"))
    return tmp_path


@pytest.mark.parametrize("program", [SCRIPT, SAFE_MODULE], ids=["script", "module"])
@pytest.mark.parametrize("argv", [["list"], ["show", "hello-world"], ["start", "hello-world"], ["doctor"], ["--help"]])
def test_a_strangers_files_never_run(program: list[str], argv: list[str], strange_folder: Path) -> None:
    done = call(*program, *argv, cwd=strange_folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(strange_folder.glob("RAN-*")) == []


@pytest.mark.parametrize("program", [SCRIPT, SAFE_MODULE], ids=["script", "module"])
def test_a_strangers_files_do_not_run_outside_a_candidate_in_a_grading(
    program: list[str], strange_folder: Path
) -> None:
    submission = next((bundled_folder() / "hello-world/submissions/passed").glob("*.py"))
    done = call(*program, "run", "hello-world", str(submission), "--format", "json", cwd=strange_folder)
    assert json.loads(done.stdout)["verdict"] == "passed", done.stderr
    assert list(strange_folder.glob("RAN-*")) == []


def test_a_strangers_json_does_not_run_with_plain_m_either(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text(MARKED.format(name="json"))
    (tmp_path / "click.py").write_text(MARKED.format(name="click"))
    assert call(*MODULE, "list", "--format", "json", cwd=tmp_path).returncode == 0
    assert list(tmp_path.glob("RAN-*")) == []


def test_a_reader_that_has_enough_is_no_error(tmp_path: Path) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "w") as closed:
        done = subprocess.run(
            [*MODULE, "doctor", "--format", "json"],
            cwd=tmp_path,
            env=environment(),
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")


def test_characters_that_the_terminal_lacks_are_escaped(tmp_path: Path) -> None:
    done = call(*MODULE, "list", "--lang", "zh", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert "●" not in done.stdout


def test_the_version_brings_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['grader', '--version']\n"
        "from grader.__main__ import main\n"
        "try: main()\n"
        "finally: print([n for n in ('rich', 'tornado', 'yaml', 'msgspec', 'pytest', 'asyncio') if n in sys.modules])"
    )
    done = call(sys.executable, "-c", code, cwd=tmp_path)
    assert done.stdout.splitlines()[1:] == ["[]"]


def test_importing_the_package_brings_nothing(tmp_path: Path) -> None:
    code = "import sys, grader; print(sorted(n for n in sys.modules if n.startswith('grader')))"
    assert call(sys.executable, "-c", code, cwd=tmp_path).stdout == "['grader']\n"


def test_the_start_of_the_module_forgets_the_current_folder(tmp_path: Path) -> None:
    code = "import sys; from grader.__main__ import _forget_current_folder as f; f(); print(sys.path)"
    done = call(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=f".:{tmp_path}:/elsewhere")
    assert str(tmp_path) not in done.stdout
    assert "''" not in done.stdout
    assert "/elsewhere" in done.stdout


def test_ctrl_c_leaves_with_130_and_a_short_sentence(tmp_path: Path) -> None:
    submission = tmp_path / "hangs.py"
    submission.write_text("import time\ntime.sleep(60)\nmake_app = main = print\n")
    with subprocess.Popen(
        [*MODULE, "run", "hello-world", str(submission)],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        until(lambda: has_grandchildren(process.pid))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "\nStopped.\n")


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def has_grandchildren(pid: int) -> bool:
    return any(children(child) for child in children(pid))
