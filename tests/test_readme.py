"""README's first screen is true: its command is real, and its output is what the command prints."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FIRST, SECOND = (
    block for block in re.findall(r"```sh\n(.+?)\n```", README, re.DOTALL) if block.startswith("python3 -m venv")
)


def explanation(text: str) -> str:
    """Give the part that explains the block, without what a noisy machine changes: times, counts, the bar's length."""
    text = text[text.index("The event loop waited") :]
    text = re.sub(r"Python \S+ · Tornado \S+ · .*|This line held the loop .*", "", text)
    text = re.sub(r"<?\d+(\.\d+)? m?s\b", "TIME", text).replace("0 of 10", "2 of 10")
    return "\n".join(re.sub(r" +|━+", " ", line).strip() for line in text.strip().splitlines())


def test_the_first_screen_is_one_sentence_one_command_and_its_output() -> None:
    sentence, command, _ = README.split("\n\n")[1:4]
    assert sentence.count("\n") == 0
    assert command == f"```sh\n{FIRST}\n```"


def test_the_output_is_what_the_command_prints() -> None:
    environment, installation, run = FIRST.split(" && ")
    assert environment == "python3 -m venv .venv"
    assert installation == ".venv/bin/pip install -q -e '.[katas]'"
    argv = shlex.split(run)
    assert argv[0] == ".venv/bin/python"
    shown = re.search(r"```text\n(.+?)\n```", README, re.DOTALL)
    assert shown is not None

    printed = subprocess.run(
        [sys.executable, *argv[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "COLUMNS": "80"},
    )

    assert printed.returncode == 1, printed.stderr
    # Which of the other tests are held as well is the machine's doing: compared is what teaches.
    assert printed.stdout.splitlines()[:3] == shown[1].splitlines()[:3]
    assert explanation(printed.stdout) == explanation(shown[1])


def test_ci_runs_exactly_the_second_command() -> None:
    assert SECOND in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
