"""The look from outside at a candidate whose limit is reached."""

import pytest

from grader.instruments.account import Place
from grader.instruments.cause import Cause
from grader.judge.outlook import cause_of_looks, stack_of_main_thread

STACKS = """\
Thread 0x00007f1 (most recent call first):
  File "/own/submission.py", line 99 in worker
  File "/lib/threading.py", line 982 in run

Current thread 0x00007f2 (most recent call first):
  File "/lib/grader/instruments/loop_monitor.py", line 120 in sleep
  File "/own/submission.py", line 7 in f
  File "/lib/asyncio/events.py", line 84 in _run
  File "/own/submission.py", line 12 in <module>
"""


@pytest.mark.parametrize(
    ("looks", "call", "cause"),
    [
        (["running"] * 5 + ["futex with a time-out"] * 4, None, Cause.CPU),
        (["futex"] * 5 + ["running"] * 4, None, Cause.LOCK),
        (["clock_nanosleep"] * 9, "time.sleep", Cause.SLEEP),
        (["recvfrom"] * 9, None, Cause.NETWORK),
    ],
)
def test_the_cause_is_where_the_thread_was_seen_most_often(looks: list[str], call: str | None, cause: Cause) -> None:
    assert cause_of_looks(looks, call) is cause


def test_only_the_thread_that_took_the_signal_is_blamed() -> None:
    assert stack_of_main_thread(STACKS, lambda path: path.startswith("/own/")) == (
        (
            Place(path="/own/submission.py", line=7, function="f"),
            Place(path="/own/submission.py", line=12, function="<module>"),
        ),
        "time.sleep",
    )
