"""The fixtures of hidden tests. Their names and forms are the contract with the authors of katas."""

import socket
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from grader.judge.clock import Clock
from grader.judge.facts import LoopFixture
from grader.judge.peer import Peer
from grader.judge.proxies import Probe, Submission
from grader.judge.served_app import ServedApp, wait_until_listening
from grader.judge.trial import Trial
from grader.judge.upstream import Upstream
from grader.wire.faults import origin

Serve = Callable[..., Awaitable[ServedApp]]
Connect = Callable[[int], Awaitable[ServedApp]]


class ProbeError(Exception):
    """The kata's probe.py is broken."""


TRIAL: pytest.StashKey[Trial] = pytest.StashKey()


@pytest.fixture
def trial(request: pytest.FixtureRequest) -> Trial:
    """Give the attempt that this test is part of (for the other fixtures)."""
    trial: Trial = request.node.stash[TRIAL]
    return trial


@pytest.fixture
def submission(trial: Trial) -> Submission:
    """Give the learner's module, loaded in a candidate of its own: everything of it is awaited."""
    return trial.load()


@pytest.fixture
def serve(trial: Trial, submission: Submission) -> Serve:
    """Give the function that serves `submission.make_app(…)` in the candidate and gives a client of it."""

    async def serve(*args: Any, **kwargs: Any) -> ServedApp:
        return _client(trial, await _peer(trial).serve(args, kwargs))

    return serve


@pytest.fixture
def server(trial: Trial, serve: Serve) -> ServedApp:
    """Give a client of the application that `make_app()` makes without arguments."""
    app: ServedApp = trial.run(serve())
    return app


@pytest.fixture
def connect(trial: Trial, submission: Submission) -> Connect:
    """Give the function that waits until the submission itself listens on a port, and gives a client of it."""

    async def connect(port: int) -> ServedApp:
        await wait_until_listening(port, _peer(trial), trial.clock.settled)
        return _client(trial, port)

    return connect


@pytest.fixture
def port() -> Iterator[int]:
    """Give a port of loopback that nobody else will take: it stays bound here, and only others listen on it."""
    with socket.socket() as reserved:
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind(("127.0.0.1", 0))
        yield reserved.getsockname()[1]


@pytest.fixture
def upstream(trial: Trial, clock: Clock) -> Upstream:
    """Give a web server in the judge that the submission can talk to."""

    async def start() -> Upstream:
        return Upstream(clock.time, trial.traffic)

    started: Upstream = trial.run(start())
    trial.close_later(started.close())
    return started


@pytest.fixture
def clock(trial: Trial) -> Clock:
    """Give the judge's clock: seconds from the test's start."""
    return trial.clock


@pytest.fixture
def loop(trial: Trial, submission: Submission) -> LoopFixture:
    """Give the look at the submission's own loop."""
    return LoopFixture(_peer(trial), round(trial.job.limits.block_ms * 1e6))


@pytest.fixture
def probe(trial: Trial, submission: Submission) -> Probe:
    """Give the kata's probe.py, loaded beside the submission."""
    if trial.job.probe is None:
        raise pytest.UsageError("this kata has no probe.py")
    peer = _peer(trial)
    try:
        loaded = trial.run(peer.load("probe", str(trial.own_folder / "probe.py")))
    except Exception as error:
        if origin(error) is None:
            raise
        # Not from `error`: the probe is the author's, so the submission is not to be blamed for it.
        raise ProbeError(f"probe.py cannot be loaded: {type(error).__name__}: {error}") from None
    return Probe(peer, -loaded.id, trial.calls)


def _peer(trial: Trial) -> Peer:
    assert trial.peer is not None  # noqa: S101 -- the fixture `submission` made it
    return trial.peer


def _client(trial: Trial, port: int) -> ServedApp:
    app = ServedApp(port, trial.traffic)

    async def close() -> None:
        app.close()

    trial.close_later(close())
    return app
