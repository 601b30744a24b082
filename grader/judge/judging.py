"""One grading inside its own process: from a job on a socket to events on the same socket."""

import os
import socket
import sys
from pathlib import Path

import pytest

from grader.instruments.calibration import Calibration
from grader.instruments.virtual_names import let_ioloops_follow
from grader.judge import fixtures
from grader.judge.cradles import Nursery, Spawner
from grader.judge.equipment import Equipment
from grader.judge.frames import read_frame, send_frame
from grader.judge.job import Job, job_decoder
from grader.judge.lookout import Lookout
from grader.judge.plugin import JudgePlugin
from grader.judge.test_time import TestTime
from grader.processes import adopt_orphans, end_all

_INI = Path(__file__).with_name("pytest.ini")
_SLACK_S = 3.0


def judge(sock: socket.socket, folder: Path, machine: Calibration, *, can_fork: bool) -> None:
    """Do the one job that waits on `sock`. Everything below this process is dead when it returns."""
    adopt_orphans()
    let_ioloops_follow()
    nursery = Nursery() if can_fork else None  # before the kata is read: what is not there cannot leak
    equipment = Equipment(cradle=nursery or Spawner(), lookout=Lookout(), folder=folder, machine=machine)
    job = job_decoder.decode(read_frame(sock))
    plugin = JudgePlugin(job, equipment, TestTime(job.hidden), lambda event: send_frame(sock, event))
    try:
        pytest.main(_arguments(job), plugins=[plugin, fixtures])
    finally:
        equipment.close()
        end_all()


def _arguments(job: Job) -> list[str]:
    sys.dont_write_bytecode = True
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    return [
        job.hidden,
        f"-c{_INI}",
        f"--rootdir={job.hidden}",
        f"--confcutdir={job.hidden}",
        # A hidden test that never gives the loop back is ended a moment after our own limit.
        f"--timeout={job.limits.test_s + _SLACK_S:g}",
        "-ppytest_timeout",
        "-pno:cacheprovider",
        # The terminal plugin stays (pytest's explanations of assertions read its options), but has nothing to say.
        "-qq",
        "--tb=no",
        "--no-header",
        "--no-summary",
        "--color=no",
        "-pno:junitxml",
        "-pno:doctest",
        "-pno:unraisableexception",
        "-pno:threadexception",
        "-pno:logging",
        "-pno:faulthandler",
        "--capture=no",
        "--strict-markers",
    ]
