"""One grading inside its own process: from a job on a socket to events on the same socket."""

import os
import socket
import sys
from pathlib import Path

import pytest

from grader.candidate.setting import Setting
from grader.instruments.virtual_names import let_ioloops_follow
from grader.judge import fixtures
from grader.judge.conditions import Conditions
from grader.judge.cradles import Nursery, Spawner
from grader.judge.equipment import Equipment
from grader.judge.frames import read_frame, send_frame
from grader.judge.job import Job, job_decoder
from grader.judge.lookout import Lookout
from grader.judge.plugin import JudgePlugin
from grader.judge.test_time import TestTime
from grader.judge.warden import Warden
from grader.processes import adopt_orphans, end_all
from grader.sandbox import identity
from grader.sandbox.identity import hide_from_others
from grader.sandbox.network import enter_own_network
from grader.sandbox.plan import LayerName

_INI = Path(__file__).with_name("pytest.ini")
_SLACK_S = 3.0


def judge(sock: socket.socket, folder: Path, conditions: Conditions) -> None:
    """Do the one job that waits on `sock`. Everything below this process is dead when it returns."""
    adopt_orphans()
    let_ioloops_follow()
    equipment = _equipped(folder, conditions)  # before the kata is read: what is not there cannot leak
    job = job_decoder.decode(read_frame(sock))
    plugin = JudgePlugin(job, equipment, TestTime(job.hidden), lambda event: send_frame(sock, event))
    try:
        pytest.main(_arguments(job), plugins=[plugin, fixtures])
    finally:
        equipment.close()
        end_all()


def _equipped(folder: Path, conditions: Conditions) -> Equipment:
    """Shut this process in with its candidates, then make what forks and watches them."""
    plan = conditions.plan
    who = identity.own_identity(os.getpid()) if plan.has(LayerName.IDENTITY) else identity.same_identity()
    if plan.has(LayerName.NETWORK):
        enter_own_network()
    hide_from_others()  # what is forked from here is hidden as well; a candidate shows itself again
    setting = Setting(plan=plan, who=who, judge_folder=str(folder), protected=(os.getpid(), *conditions.protected))
    cradle = Nursery(setting) if conditions.can_fork else Spawner(setting)
    return Equipment(
        cradle=cradle,
        lookout=Lookout(),
        folder=folder,
        machine=conditions.machine,
        setting=setting,
        warden=Warden(),
    )


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
