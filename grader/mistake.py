"""A mistake in a file of a kata, with the place where its author finds it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import GraderError


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing to put right. `line` and `column` count from 1; None where the mistake is not inside a file.

    `code` is a key of the message catalogue, `values` fill its placeholders. `written` in them is what stands there,
    `right` what could stand there instead, `near` the nearest right word.
    """

    file: Path
    line: int | None = None
    column: int | None = None
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


class SpecError(GraderError):
    """A kata that cannot be loaded: all of its mistakes in the order of the page, those of whole files first."""

    def __init__(self, folder: Path, mistakes: Iterable[Mistake]) -> None:
        """Sort the mistakes; `folder` is the kata's."""
        self.folder = folder
        self.mistakes = tuple(sorted(mistakes, key=lambda m: (m.line or 0, m.column or 0, m.file, m.code)))
        super().__init__("spec.mistakes", kata=folder.name, count=len(self.mistakes))

    def __reduce__(self) -> tuple[type["SpecError"], tuple[Path, tuple[Mistake, ...]]]:
        """Travel between processes; an exception's own way would call the class with the wrong arguments."""
        return type(self), (self.folder, self.mistakes)
