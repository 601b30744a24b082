"""What a job says to the steps in it: read from the environment once, here, and handed on as values."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import GraderError

if TYPE_CHECKING:
    from grader.renderers.classroom50 import Handin

_SERVER = "https://github.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """The step of GitHub Actions that this is, if any: outside of a job it has no files.

    `output` takes values for the steps after it, `summary` a page of Markdown. `folder` leads from the repository to
    the current folder. `missing` names the variables without which there is no `handin`.
    """

    is_job: bool = False
    output: Path | None = None
    summary: Path | None = None
    folder: str = ""
    handin: "Handin | None" = None
    missing: tuple[str, ...] = ()

    def needed_handin(self) -> "Handin":
        """Give what Classroom 50's runner said. Raises GraderError with the names of what it did not say."""
        if self.handin is None:
            raise GraderError("formats.no-handin", names=self.missing)
        return self.handin


def find_workflow(environ: Mapping[str, str], cwd: Path) -> Workflow:
    """Read the variables; outside of a job only those that Classroom 50 sets count."""
    handin, missing = _handin(environ)
    if not environ.get("GITHUB_ACTIONS"):
        return Workflow(handin=handin, missing=missing)
    return Workflow(
        is_job=True,
        output=_file(environ, "GITHUB_OUTPUT"),
        summary=_file(environ, "GITHUB_STEP_SUMMARY"),
        folder=_folder(environ, cwd),
        handin=handin,
        missing=missing,
    )


def _file(environ: Mapping[str, str], name: str) -> Path | None:
    return Path(environ[name]).absolute() if environ.get(name) else None


def _folder(environ: Mapping[str, str], cwd: Path) -> str:
    workspace = environ.get("GITHUB_WORKSPACE", "")
    if not workspace or not cwd.is_relative_to(workspace):
        return ""
    folder = os.path.relpath(cwd, workspace)
    return "" if folder == os.curdir else folder


def _handin(environ: Mapping[str, str]) -> tuple["Handin | None", tuple[str, ...]]:
    """Give the hand-in, or the names of the variables that are missing for it."""
    said = {name: environ.get(name, "") for name in ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG")}
    if not any(said.values()):
        return None, tuple(said)
    commit, release = _addresses(environ, said["SUBMISSION_TAG"])
    needed = {**said, "COMMIT_URL": commit, "RELEASE_URL": release}
    missing = tuple(name for name, value in needed.items() if not value)
    if missing:
        return None, missing
    from grader.renderers.classroom50 import Handin  # noqa: PLC0415 -- only for a job of Classroom 50

    return (
        Handin(
            classroom=said["CLASSROOM"],
            assignment=said["ASSIGNMENT"],
            submission=said["SUBMISSION_TAG"],
            commit=commit,
            release=release,
            review=environ.get("REVIEW_URL") or commit,
        ),
        (),
    )


def _addresses(environ: Mapping[str, str], tag: str) -> tuple[str, str]:
    """Give the addresses of the commit and of the release: the runner's own, or made as it makes them."""
    from urllib.parse import quote  # noqa: PLC0415 -- as above

    repository, sha = environ.get("GITHUB_REPOSITORY", ""), environ.get("GITHUB_SHA", "")
    base = f"{environ.get('GITHUB_SERVER_URL') or _SERVER}/{repository}"
    commit = f"{base}/commit/{sha}" if repository and sha else ""
    release = f"{base}/releases/tag/{quote(tag, safe='')}" if repository and tag else ""
    return environ.get("COMMIT_URL") or commit, environ.get("RELEASE_URL") or release
