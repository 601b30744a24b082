"""The submissions that the soak grades: the hostile corpus, right programs, and the references of katas."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import blocking  # noqa: E402 -- the tests' own folder is on the path only now
import hostile  # noqa: E402
from hostile.katas import kata_for  # noqa: E402
from hostile.surroundings import Surroundings  # noqa: E402

from grader.catalog import bundled_folder  # noqa: E402
from grader.kata import Kata, load_kata  # noqa: E402
from grader.report import Verdict  # noqa: E402

HONEST = "honest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A submission and what may be said of it. `kind`: its class of hostility, or "honest"."""

    name: str
    kind: str
    kata: Kata
    path: Path
    files: tuple[str, ...]
    verdicts: frozenset[Verdict]


def hostile_cases(around: Surroundings, isolation: str) -> Iterator[Case]:
    """Give the hostile programs, written out with what lies around them."""
    for program in hostile.PROGRAMS:
        if isolation == "none" and program.only_strict:
            continue
        folder = around.folder / program.name
        folder.mkdir()
        folder.chmod(0o755)
        kata = kata_for(program.shape, folder, around.secrets, program.limits)
        path = folder / program.path.name
        path.write_text(around.filled(program.path.read_text("utf-8"), kata.folder), encoding="utf-8")
        yield Case(name=program.name, kind=program.kind, kata=kata, path=path, files=(), verdicts=program.verdicts)


def honest_cases(folder: Path) -> Iterator[Case]:
    """Give the right programs of the corpus, and the references of the bundled katas."""
    passed = frozenset({Verdict.PASSED})
    for program in (each for each in blocking.PROGRAMS if not each.blocks):
        kata = blocking.kata_of(program, folder)
        yield Case(name=program.name, kind=HONEST, kata=kata, path=program.path, files=program.files, verdicts=passed)
    for path in sorted(bundled_folder().glob("*/submissions/passed/*.py")):
        kata = load_kata(path.parents[2], "bundled")
        name = f"{kata.name}-{path.stem}"
        yield Case(name=name, kind=HONEST, kata=kata, path=path, files=kata.spec.files, verdicts=passed)
