"""What a judge works with, made before it reads the kata."""

from dataclasses import dataclass
from pathlib import Path

from grader.candidate.setting import Setting
from grader.instruments.calibration import Calibration
from grader.judge.cradles import Cradle
from grader.judge.lookout import Lookout
from grader.judge.warden import Warden


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """Where candidates come from, who watches them, the folder for their private places, and what the machine is.

    `setting`: how they are shut in. `warden`: ends them when they use too much.
    """

    cradle: Cradle
    lookout: Lookout
    folder: Path
    machine: Calibration
    setting: Setting
    warden: Warden

    def close(self) -> None:
        """Make no more candidates, and watch none."""
        self.cradle.close()
        self.lookout.close()
        self.warden.close()
