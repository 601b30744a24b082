"""Fuzzing submissions: any file is read within bounds, and a candidate that loads it never leaves the blame on us."""

import contextlib
import os
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from fuzz_properties import Property, files_of_katas, mutated, texts, tokens
from hypothesis import strategies as st
from small_katas import small_kata

from grader.errors import GraderError
from grader.grading import JudgeHost, grade
from grader.kata import Kata, load_kata
from grader.messages import LANGUAGES, text
from grader.renderers.json_report import render_json
from grader.renderers.look import Look
from grader.renderers.mistakes import explain
from grader.renderers.terminal import render_terminal
from grader.report import Submission, Verdict
from grader.submission import SIZE_LIMIT_BYTES, read_submission

_MOST_BYTES = 300_000
_TOKENS = (*tokens("submission"), b"9" * 5000, b"0x" + b"f" * 5000, b"x" * 3000)
_deep = st.builds(
    lambda opening, times, closing: opening * times + b"1" + closing * times,
    st.sampled_from(
        (b"(", b"[", b"{", b"-", b"not ", b"lambda: ", b"f(", b"x[", b"if 1:\n ", b"1+", b"f'{", b"await ")
    ),
    st.sampled_from((10, 90, 150, 1000, 20_000)),
    st.sampled_from((b"", b")", b"]", b"}", b"}'")),
).map(lambda data: data[:_MOST_BYTES])
_soup = st.lists(st.sampled_from(_TOKENS), max_size=12).map(b"".join)


def sources() -> st.SearchStrategy[bytes]:
    """Make what might be Python."""
    real = mutated(files_of_katas("*/submissions/passed/*.py") + files_of_katas("*/stub.py"), _TOKENS, _MOST_BYTES)
    return st.one_of(
        real, _soup, _deep, st.binary(max_size=100), texts(200).map(lambda text: text.encode("utf-8", "replace"))
    )


# --- reading

_names = st.one_of(
    st.just("mine.py"),
    st.sampled_from(
        (
            "",
            ".",
            "..",
            "a/b.py",
            "a" * 300,
            "\udcff.py",
            "\ud800",
            "nul\0.py",
            "\x1b[2J.py",
            "\u202e.py",
            "::error::x",
            "-",
        )
    ),
    st.text(max_size=12),
)
_kinds = st.sampled_from(("file", "file", "folder", "link", "broken link", "fifo", "socket", "nothing", "unreadable"))


@contextlib.contextmanager
def _an_empty_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _any_file_is_read_within_bounds(example: tuple[str, str, bytes], folder: Any) -> None:
    kind, name, data = example
    path = folder / "it.py"
    for each in folder.iterdir():
        (each.rmdir if stat.S_ISDIR(each.lstat().st_mode) else each.unlink)()
    _make(kind, path, data)
    reads_within_bounds(path, name)
    reads_within_bounds(folder / name, name)


def reads_within_bounds(path: Path, shown_as: str) -> None:
    """Read one file, and see that the result can be sent to a judge and be told to anybody."""
    try:
        submission = read_submission(path, shown_as, ["other.py"] if shown_as.endswith("x") else [])
    except GraderError as error:
        for lang in LANGUAGES:
            explain(error, lang)
        return
    assert len(submission.source) <= SIZE_LIMIT_BYTES
    assert (submission.source == "") is (submission.problem is not None)
    assert msgspec.json.decode(msgspec.json.encode(submission), type=Submission) == submission
    if submission.problem is not None:
        assert all(text(submission.problem.code, lang, **submission.problem.values) for lang in LANGUAGES)


def _make(kind: str, path: Path, data: bytes) -> None:
    match kind:
        case "file" | "unreadable":
            path.write_bytes(data)
            path.chmod(0o600 if kind == "file" else 0)
        case "folder":
            path.mkdir()
        case "link" | "broken link":
            path.symlink_to("/etc/hostname" if kind == "link" else "/no/such/place")
        case "fifo":
            os.mkfifo(path)
        case "socket":
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(str(path))


# --- grading

_CALLS = """
    async def test_it(submission):
        assert await submission.f() == 1
"""
_LIMITS = "limits: {test_s: 2, total_s: 4, cpu_s: 4}\n"


@contextlib.contextmanager
def a_kata_and_a_host(host: JudgeHost | None = None) -> Iterator[tuple[Kata, Path, JudgeHost]]:
    """Make the smallest kata; a submission mostly fails it, and its loading is the subject."""
    with tempfile.TemporaryDirectory() as folder, contextlib.nullcontext(host) if host else JudgeHost() as judge:
        yield load_kata(small_kata(Path(folder), _CALLS, more=_LIMITS), "fuzz"), Path(folder) / "mine.py", judge


def is_never_our_fault(data: bytes, around: tuple[Kata, Path, JudgeHost]) -> None:
    """Grade it. Raises AssertionError where the verdict blames the grader, or where the report cannot be shown."""
    kata, path, host = around
    path.write_bytes(data)
    report = grade(kata, read_submission(path, "mine.py"), host)
    assert report.verdict is not Verdict.GRADER_ERROR, report.tests
    for lang in LANGUAGES:
        assert render_terminal(report, lang=lang, look=Look(width=60)).endswith("\n")
        assert render_json(report, lang).endswith("}\n")


PROPERTIES = [
    Property(
        name="any file is read within bounds",
        subject="submission",
        examples=st.tuples(_kinds, _names, st.one_of(sources(), st.just(b"x" * (SIZE_LIMIT_BYTES + 1)))),
        holds=_any_file_is_read_within_bounds,
        around=_an_empty_folder,
    ),
    Property(
        name="loading is never the grader's fault",
        subject="submission",
        examples=sources(),
        holds=is_never_our_fault,
        around=a_kata_and_a_host,
    ),
]
