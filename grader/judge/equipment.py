"""What a judge works with, made before it reads the kata."""

from dataclasses import dataclass
from pathlib import Path

from grader.judge.cradles import Cradle
from grader.judge.lookout import Lookout


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """Where candidates come from, who watches them from outside, and the folder for their private places."""

    cradle: Cradle
    lookout: Lookout
    folder: Path

    def close(self) -> None:
        """Make no more candidates, and watch none."""
        self.cradle.close()
        self.lookout.close()
