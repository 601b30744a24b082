"""What all candidates of one judge have around them; nothing in it is secret."""

from pathlib import Path

import msgspec

from grader.sandbox.confinement import Confinement
from grader.sandbox.identity import Identity
from grader.sandbox.plan import Plan


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """`who`: the user that candidates are. `protected`: processes that no candidate may act upon.

    `judge_folder` holds the private folders of the candidates.
    """

    plan: Plan
    who: Identity
    judge_folder: str
    protected: tuple[int, ...]

    def confinement(self) -> Confinement:
        """Prepare the layers, in the process that candidates are forked from. Raises OSError."""
        return Confinement.prepare(self.plan, self.who, Path(self.judge_folder), self.protected)
