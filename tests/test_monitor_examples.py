"""The examples of docs/monitor.md print what stands there, but for the times."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

DOCUMENT = Path(__file__).parent.parent / "docs" / "monitor.md"
EXAMPLES = {
    name: (f"# {name}\n{program}", printed)
    for name, program, printed in re.findall(
        r"```python\n# (\w+\.py)\n(.*?)```.*?```text\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL
    )
}


def without_times(text: str) -> str:
    return re.sub(r"\d+(\.\d+)?(?= ?(ms|s)\b)", "N", text)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_prints_what_the_document_says(name: str, tmp_path: Path) -> None:
    program, printed = EXAMPLES[name]
    (tmp_path / name).write_text(program.replace("8765", str(free_port())), "utf-8")
    pytest_options = ["-m", "pytest", "-p", "no:cacheprovider", "-q", "--block-limit", "50ms"]
    argv = [sys.executable, "-u", *(pytest_options if name.startswith("test_") else ()), name]
    environ = {
        key: value for key, value in os.environ.items() if not key.startswith(("LC_", "PYTEST", "COLUMNS", "CI"))
    }
    done = subprocess.run(
        argv,
        cwd=tmp_path,
        env=environ | {"LANG": "C"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=60,
    )
    assert without_times(done.stdout.lstrip()) == without_times(printed)


def test_there_are_three_examples() -> None:
    assert list(EXAMPLES) == ["orders.py", "service.py", "test_report.py"]
