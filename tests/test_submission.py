"""The learner's file, read with distrust."""

import hashlib
import os
import socket
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.messages import text
from grader.report import Message
from grader.submission import SIZE_LIMIT_BYTES, SubmissionMissingError, read_submission


def problem_of(path: Path) -> str | None:
    submission = read_submission(path, "my file.py")
    assert (submission.source == "") is (submission.problem is not None)
    return say(submission.problem) if submission.problem else None


def say(message: Message, lang: str = "en") -> str:
    return text(message.code, lang, **message.values)


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "文件 with space.py"
    path.write_bytes(data)
    return path


def test_a_good_file_is_its_text_and_its_hash(tmp_path: Path) -> None:
    data = "x = 'é 中'\r\n".encode()
    submission = read_submission(written(tmp_path, data), "my file.py")
    assert (submission.path, submission.source, submission.problem) == ("my file.py", data.decode(), None)
    assert submission.sha256 == hashlib.sha256(data).hexdigest()


def test_a_byte_order_mark_is_no_part_of_the_source(tmp_path: Path) -> None:
    assert read_submission(written(tmp_path, b"\xef\xbb\xbfx = 1\n"), "a").source == "x = 1\n"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "my file.py is empty. Start from the stub: `python -m grader start KATA --force` (a backup of the old "
              "file is kept)."),
        (b" \n\t\n", "my file.py is empty. Start from the stub: `python -m grader start KATA --force` (a backup of "
                     "the old file is kept)."),
        (b"x = 1\ny = '\xff'\n", "my file.py is not UTF-8 text (line 2). Save it again with the encoding UTF-8."),
        (b"x = 1\n\n\0", "my file.py holds a NUL byte (line 3), so it is not Python source. Is this the right file?"),
        (b"#" * (SIZE_LIMIT_BYTES + 1), "my file.py is larger than 256 KiB. A solution is a page of code: is this the "
                                        "right file?"),
        (b"#" * 5_000_000, "my file.py is larger than 256 KiB. A solution is a page of code: is this the right file?"),
    ],
)  # fmt: skip
def test_what_is_in_the_file_can_make_it_invalid(tmp_path: Path, data: bytes, sentence: str) -> None:
    assert problem_of(written(tmp_path, data)) == sentence


def test_the_largest_file_is_still_read(tmp_path: Path) -> None:
    assert problem_of(written(tmp_path, b"#" * SIZE_LIMIT_BYTES)) is None


def test_a_folder(tmp_path: Path) -> None:
    assert problem_of(tmp_path) == "my file.py is a folder. A submission is one Python file."


def test_a_link_even_to_a_good_file(tmp_path: Path) -> None:
    link = tmp_path / "link.py"
    link.symlink_to(written(tmp_path, b"x = 1\n"))
    assert problem_of(link) == ("my file.py is a symbolic link. A submission is a regular file: copy the file itself.")


def test_a_fifo_without_a_writer_does_not_hang(tmp_path: Path) -> None:
    path = tmp_path / "fifo.py"
    os.mkfifo(path)
    assert problem_of(path) == NOT_REGULAR


def test_an_endless_device() -> None:
    assert problem_of(Path("/dev/zero")) == NOT_REGULAR


def test_a_socket(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        assert problem_of(path) == NOT_REGULAR


NOT_REGULAR = "my file.py is not a regular file (a FIFO, a socket or a device). A submission is one Python file."


@pytest.mark.parametrize("name", ["nothing.py", "file.py/below"])
def test_a_missing_file_is_an_error_of_the_caller(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.py").write_text("x = 1\n")
    with pytest.raises(SubmissionMissingError) as caught:
        read_submission(tmp_path / name, name)
    assert (caught.value.code, caught.value.exit_code) == ("submission.missing", 2)


def test_a_file_that_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path, b"x = 1\n")
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(GraderError) as caught:
        read_submission(path, "a.py")
    assert text(caught.value.code, "en", **caught.value.values) == "a.py cannot be read: Permission denied."


def test_every_sentence_in_chinese() -> None:
    values: dict[str, str | int | float] = {"path": "a.py", "line": 2, "limit_kb": 256, "reason": "r"}
    for code in ("missing", "refused", "folder", "link", "not-regular", "too-large", "not-utf8", "nul", "empty"):
        assert "a.py" in say(Message(code=f"submission.{code}", values=values), "zh")
