"""Kata folders on disk for the tests: the smallest complete ones."""

from pathlib import Path

SPEC = """\
format: 1
title: A title
difficulty: 2
points: 10
provides: [fetch]
"""


def write_kata(folder: Path, spec: str | bytes = SPEC) -> Path:
    """Write a complete kata into `folder`; `spec` is its kata.yaml."""
    (folder / "hidden").mkdir(parents=True)
    (folder / "hidden" / "test_it.py").write_text("def test_it(): ...\n")
    (folder / "stub.py").write_text("async def fetch(url): ...\n")
    (folder / "task.en.md").write_text("# Do it\n")
    (folder / "kata.yaml").write_bytes(spec if isinstance(spec, bytes) else spec.encode())
    return folder
