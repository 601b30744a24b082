"""What a judge works with, made before it reads the kata."""

from dataclasses import dataclass
from pathlib import Path

from grader.instruments.calibration import Calibration
from grader.judge.cradles import Cradle
from grader.judge.lookout import Lookout


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """Where candidates come from, who watches them, the folder for their private places, and what the machine is."""

    cradle: Cradle
    lookout: Lookout
    folder: Path
    machine: Calibration

    def close(self) -> None:
        """Make no more candidates, and watch none."""
        self.cradle.close()
        self.lookout.close()
