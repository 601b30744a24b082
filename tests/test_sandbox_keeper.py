"""The keeper: the first process of a namespace here, or a plain child where nobody may make one."""

import contextlib
import os
import signal
import socket
from collections.abc import Callable

import pytest

from grader.sandbox import keeper
from grader.sandbox.keeper import NotConfinedError


class Kept:
    """A keeper, as a judge has it. It is no first process, so that no right is needed to try it."""

    def __init__(self, candidate: Callable[[int], None], prepare: Callable[[], None] = lambda: None) -> None:
        self.status, theirs = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.status)
            keeper.keep(theirs, prepare, lambda: candidate(theirs))
        os.close(theirs)

    def end(self) -> "keeper.Ended | None":
        os.waitpid(self.pid, 0)
        try:
            return keeper.read_end(self.status)
        finally:
            os.close(self.status)


def lives(status: int, code: int = 0) -> None:
    keeper.say_ready(status)
    os._exit(code)


def test_a_keeper_tells_how_its_candidate_ended() -> None:
    kept = Kept(lambda status: lives(status, 7))
    keeper.wait_ready(kept.status, 30)
    ended = kept.end()
    assert ended is not None
    assert os.waitstatus_to_exitcode(ended.status) == 7
    assert ended.peak_rss_kb > 0


def test_a_signal_is_told_as_a_signal() -> None:
    def killed(status: int) -> None:
        keeper.say_ready(status)
        os.kill(os.getpid(), signal.SIGKILL)

    kept = Kept(killed)
    keeper.wait_ready(kept.status, 30)
    ended = kept.end()
    assert ended is not None
    assert os.WIFSIGNALED(ended.status)
    assert os.WTERMSIG(ended.status) == signal.SIGKILL


def test_the_candidate_is_the_only_child_of_its_keeper() -> None:
    told, tell = os.pipe()

    def tells(status: int) -> None:
        keeper.say_ready(status)
        os.write(tell, str(os.getpid()).encode())
        signal.pause()

    kept = Kept(tells)
    keeper.wait_ready(kept.status, 30)
    candidate = keeper.candidate_of(kept.pid)
    assert int(os.read(told, 32)) == candidate
    os.kill(candidate, signal.SIGKILL)
    assert kept.end() is not None
    os.close(told)
    os.close(tell)


def test_a_keeper_that_was_killed_leaves_no_record() -> None:
    def waits(status: int) -> None:
        keeper.say_ready(status)
        signal.pause()

    kept = Kept(waits)
    keeper.wait_ready(kept.status, 30)
    candidate = keeper.candidate_of(kept.pid)
    os.kill(kept.pid, signal.SIGKILL)
    assert kept.end() is None
    with contextlib.suppress(ProcessLookupError):  # as the first process it would have taken it down
        os.kill(candidate, signal.SIGKILL)


def test_a_keeper_ends_when_nobody_is_left_to_read_what_it_says() -> None:
    """A judge that was killed leaves no candidate behind."""

    def waits(status: int) -> None:
        keeper.say_ready(status)
        signal.pause()

    kept = Kept(waits)
    keeper.wait_ready(kept.status, 30)
    candidate = keeper.candidate_of(kept.pid)
    os.close(kept.status)
    assert os.waitpid(kept.pid, 0)[1] == 0
    with contextlib.suppress(ProcessLookupError):
        os.kill(candidate, signal.SIGKILL)


def test_a_keeper_holds_nothing_open_but_the_status_pipe() -> None:
    ours, theirs = socket.socketpair()

    def waits(status: int) -> None:
        theirs.close()
        keeper.say_ready(status)
        signal.pause()

    kept = Kept(waits)
    theirs.close()
    keeper.wait_ready(kept.status, 30)
    ours.settimeout(30)
    assert ours.recv(1) == b""  # the last copy of the other end is closed
    os.kill(keeper.candidate_of(kept.pid), signal.SIGKILL)
    kept.end()
    ours.close()


def fail() -> None:
    raise PermissionError(1, "Operation not permitted", "/proc")


def test_a_view_that_cannot_be_made_is_told_and_no_candidate_begins() -> None:
    kept = Kept(lives, prepare=fail)
    with pytest.raises(NotConfinedError) as caught:
        keeper.wait_ready(kept.status, 30)
    assert str(caught.value) == "PermissionError: [Errno 1] Operation not permitted: '/proc'"
    assert kept.end() is None


def test_a_layer_that_fails_in_the_candidate_is_told() -> None:
    def fails(status: int) -> None:
        keeper.say_failed(status, OSError(22, "Invalid argument", "seccomp"))
        os._exit(1)

    kept = Kept(fails)
    with pytest.raises(NotConfinedError) as caught:
        keeper.wait_ready(kept.status, 30)
    assert str(caught.value) == "OSError: [Errno 22] Invalid argument: 'seccomp'"
    kept.end()


def test_a_candidate_that_ends_before_it_is_confined_is_told() -> None:
    kept = Kept(lambda _status: os._exit(0))
    with pytest.raises(NotConfinedError) as caught:
        keeper.wait_ready(kept.status, 30)
    assert str(caught.value) == "the candidate ended before it was confined"
    kept.end()


def test_a_candidate_that_says_nothing_is_told() -> None:
    waits_for, end = os.pipe()

    def waits(_status: int) -> None:
        os.close(end)
        os.read(waits_for, 1)  # until this test has closed the other end

    kept = Kept(waits)
    with pytest.raises(NotConfinedError) as caught:
        keeper.wait_ready(kept.status, 0)
    assert str(caught.value) == "nothing was heard of the candidate for 0 s"
    os.close(end)
    os.close(waits_for)
    ended = kept.end()
    assert ended is not None
    assert os.waitstatus_to_exitcode(ended.status) == 1
