"""What is borrowed of a process is given back."""

import os
import signal
import subprocess
import sys
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from grader.instruments.borrowed import given_back, profiling_timer


def replaced(owner: SimpleNamespace, value: int) -> Any:
    return given_back(owner, "name", lambda: setattr(owner, "name", value))


def test_a_name_is_given_back_also_after_an_exception() -> None:
    owner = SimpleNamespace(name=1)

    def fail() -> None:
        with replaced(owner, 2):
            assert owner.name == 2
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert owner.name == 1


def test_a_name_that_somebody_else_replaced_meanwhile_stays_theirs() -> None:
    owner = SimpleNamespace(name=1)
    with replaced(owner, 2):
        owner.name = 3
    assert owner.name == 3


def test_the_timer_and_the_handler_of_its_signal_are_given_back() -> None:
    def theirs(*_: object) -> None:
        """Do nothing."""

    before = signal.signal(signal.SIGPROF, theirs)
    signal.setitimer(signal.ITIMER_PROF, 1000, 2000)
    try:
        with profiling_timer():
            signal.signal(signal.SIGPROF, signal.SIG_IGN)
            signal.setitimer(signal.ITIMER_PROF, 3000)
        assert signal.getsignal(signal.SIGPROF) is theirs
        left_s, every_s = signal.getitimer(signal.ITIMER_PROF)
        assert 0 < left_s <= 1001
        assert every_s == 2000
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def test_without_a_handler_before_the_default_is_there_again_and_the_timer_is_off() -> None:
    assert signal.getsignal(signal.SIGPROF) is signal.SIG_DFL
    with profiling_timer():
        signal.signal(signal.SIGPROF, lambda *_: None)
        signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
    assert signal.getsignal(signal.SIGPROF) is signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_another_thread_borrows_nothing() -> None:
    real: list[bool] = []

    def borrow() -> None:
        execv = os.execv
        with profiling_timer():
            real.append(os.execv is execv)

    thread = threading.Thread(target=borrow)
    thread.start()
    thread.join()
    assert real == [True]


def test_a_program_that_replaces_this_one_does_not_meet_the_timer() -> None:
    # Like Tornado's autoreload: the timer would outlive the handler, and its signal would end the new program.
    program = """
import os, signal, sys, time
from grader.instruments.borrowed import profiling_timer
spin = "import time; end = time.thread_time() + 0.1\\nwhile time.thread_time() < end: pass\\nprint('alive')"
with profiling_timer():
    signal.signal(signal.SIGPROF, lambda *_: None)
    signal.setitimer(signal.ITIMER_PROF, 0.01, 0.01)
    try:
        os.execv("/nowhere", ["nowhere"])
    except FileNotFoundError:
        assert signal.getitimer(signal.ITIMER_PROF)[1] > 0
    os.execlp(sys.executable, sys.executable, "-c", spin)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")
