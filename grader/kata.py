"""A kata as it lies on disk: its spec, and where its parts are."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from grader.mistake import Mistake, SpecError
from grader.spec import KATA_NAME, LANGUAGE, Clock, Hint, Limits, Spec, Text, best_language, decode, schema
from grader.spec_document import Document, read, read_text
from grader.spec_mistakes import dashed, find_mistakes

__all__ = ["SPEC_FILE", "Clock", "Hint", "Kata", "Limits", "Mistake", "Spec", "SpecError", "Text", "load_kata"]

SPEC_FILE: Final = "kata.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kata:
    """One exercise. `folder` is absolute; `pack` is the folder or the distribution that the kata came from."""

    name: str
    folder: Path
    spec: Spec
    pack: str

    @property
    def stub_path(self) -> Path:
        """What the learner starts from."""
        return self.folder / "stub.py"

    @property
    def hidden_path(self) -> Path:
        """The folder of the hidden tests."""
        return self.folder / "hidden"

    @property
    def probe_path(self) -> Path | None:
        """The author's code that runs beside the submission; None where the kata has none."""
        path = self.folder / "probe.py"
        return path if path.is_file() else None

    @property
    def submission_filename(self) -> str:
        """The name of the learner's file."""
        return submission_filename(self.name)

    def title(self, lang: str) -> str:
        """Give the title in this language, or in the nearest that there is."""
        return self.spec.title.get(lang)

    def task(self, lang: str) -> str:
        """Read the task in this language, or in the nearest that there is. Raises SpecError if it is not text."""
        tasks = dict(_tasks(self.folder))
        return read_text(tasks[best_language(lang, tasks)])

    def digest(self) -> str:
        """Give the sha256 over the sorted relative paths and the contents, without compiled files."""
        digest = hashlib.sha256()
        for relative, path in sorted(_content(self.folder)):
            content = path.read_bytes()
            # With the lengths, no two folders feed the same bytes.
            digest.update(b"%d %d\0" % (len(relative), len(content)) + relative + content)
        return digest.hexdigest()


def submission_filename(kata_name: str) -> str:
    """Give the name of the learner's file for a kata, which may be a broken one: dashes become underscores."""
    return f"{kata_name.replace('-', '_')}.py"


def load_kata(folder: Path, pack: str) -> Kata:
    """Load the kata in `folder`. Raises SpecError with every mistake, of kata.yaml and of the files beside it."""
    mistakes = list(_mistakes_of_files(folder))
    spec = None
    if (folder / SPEC_FILE).is_file():
        try:
            spec = _spec(read(folder / SPEC_FILE))
        except SpecError as error:
            mistakes.extend(error.mistakes)
    if spec is None or mistakes:
        raise SpecError(folder, mistakes)
    return Kata(name=folder.name, folder=folder, spec=spec, pack=pack)


def _spec(document: Document) -> Spec:
    mistakes = list(document.mistakes)
    try:
        spec = decode(document.value)
    except msgspec.ValidationError:
        found = find_mistakes(document, schema())
        if not found:  # the schema is milder than the types: our mistake, not the author's
            raise
        raise SpecError(document.source.path.parent, mistakes + found) from None
    if mistakes:
        raise SpecError(document.source.path.parent, mistakes)
    return spec


def _mistakes_of_files(folder: Path) -> Iterator[Mistake]:
    if not re.fullmatch(KATA_NAME, folder.name):
        right = dashed(folder.name) or "my-kata"
        yield Mistake(file=folder, code="spec.bad-folder-name", values={"name": folder.name, "right": right})
    for name in (SPEC_FILE, "stub.py"):
        if not (folder / name).is_file():
            yield Mistake(file=folder / name, code="spec.missing-file", values={"name": name})
    if not any(path.is_file() for path in folder.glob("hidden/test_*.py")):
        yield Mistake(file=folder / "hidden", code="spec.no-hidden-tests")
    if not dict(_tasks(folder)):
        yield Mistake(file=folder / "task.en.md", code="spec.no-task")


def _tasks(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.glob("task.*.md")):
        if (found := re.fullmatch(rf"task\.({LANGUAGE})\.md", path.name)) and path.is_file():
            yield found[1], path


def _content(folder: Path) -> Iterator[tuple[bytes, Path]]:
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for path in (Path(here, name) for name in files if not name.endswith(".pyc")):
            if path.is_file():
                yield os.fsencode(path.relative_to(folder).as_posix()), path
