"""The judge's lookout, whose observer is a real process: what it gives when that has ended, or had nothing to watch."""

import os
import signal
import socket
from collections.abc import Iterator

import pytest
from watched_programs import HERE, is_in, let_look, started, until

from grader.instruments.observer import Observation
from grader.judge.lookout import Lookout

NEVER = signal.SIGUSR1  # ends a program that knows nothing of it
NO_GIL = 0
SLEEPS = HERE + "time.sleep(1000)"


@pytest.fixture
def lookout() -> Iterator[Lookout]:
    lookout = Lookout()
    yield lookout
    lookout.close()
    os.waitpid(lookout.pid, 0)


def test_nothing_watched_is_nothing_seen(lookout: Lookout) -> None:
    assert lookout.report() == Observation()
    assert not lookout.is_watching


def test_a_report_ends_the_watch(lookout: Lookout) -> None:
    with started(SLEEPS) as program:
        lookout.watch(program.pid, NO_GIL, NEVER)
        assert lookout.is_watching
        lookout.report()
        assert not lookout.is_watching
        assert lookout.report() == Observation()


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)


def test_an_observer_that_has_ended_during_a_watch_gives_an_empty_observation(lookout: Lookout) -> None:
    with started(SLEEPS) as program:
        lookout.watch(program.pid, NO_GIL, NEVER)
        kill(lookout.pid)
        assert lookout.report() == Observation()
        lookout.watch(program.pid, NO_GIL, NEVER)
        assert not lookout.is_watching


def test_an_observer_that_ends_before_it_answers_gives_an_empty_observation(lookout: Lookout) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.shutdown(socket.SHUT_WR)
        assert lookout._control is not None
        os.dup2(ours.fileno(), lookout._control.fileno())
        lookout.watch(os.getpid(), NO_GIL, NEVER)
        assert lookout.report() == Observation()


def test_an_observer_that_had_ended_before_watches_nothing(lookout: Lookout) -> None:
    kill(lookout.pid)
    lookout.watch(os.getpid(), NO_GIL, NEVER)
    assert not lookout.is_watching
    assert lookout.report() == Observation()


def test_a_closed_lookout_gives_nothing_and_its_observer_ends() -> None:
    lookout = Lookout()
    lookout.watch(os.getpid(), NO_GIL, NEVER)
    lookout.close()
    lookout.close()
    assert os.waitstatus_to_exitcode(os.waitpid(lookout.pid, 0)[1]) == 0
    lookout.watch(os.getpid(), NO_GIL, NEVER)
    assert lookout.report() == Observation()


def looks_at(pid: int, lookout: Lookout) -> int:
    lookout.watch(pid, NO_GIL, NEVER)
    let_look(lookout.pid)
    return lookout.report().looks


def test_an_interrupt_from_the_keyboard_does_not_end_the_observer(lookout: Lookout) -> None:
    with started(SLEEPS) as program:
        until(lambda: is_in("clock_nanosleep", program.pid))
        assert looks_at(program.pid, lookout)  # it has begun
        os.kill(lookout.pid, signal.SIGINT)
        assert looks_at(program.pid, lookout)
