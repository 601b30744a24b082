"""From the evidence of an attempt to its verdict, and from several attempts to one."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from grader.instruments.account import Place
from grader.instruments.rule import Certainty, Finding
from grader.judge.candidate_process import Exit, signal_name
from grader.judge.job import ATTEMPTS_LIMIT
from grader.judge.limits_crossed import of_breach, of_error, of_exit, of_output
from grader.judge.questions import CandidateGoneError
from grader.judge.served_app import NotListeningError
from grader.judge.standstill import Deadlock, Standing
from grader.judge.test_time import WrongClockError
from grader.judge.trial import LimitReachedError, NotGradableError, Trial
from grader.report import Block, Message, Verdict
from grader.sandbox.keeper import NotConfinedError
from grader.wire.faults import TEXT_LIMIT, Fault, origin
from grader.wire.messages import Waiting

_TIMEOUT_PLUGIN = "pytest_timeout"
_HTTP_CLIENT = "tornado.httpclient.HTTPClient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt, judged. `close`: blocked, but only just; another look decides."""

    verdict: Verdict
    message: Message | None
    line: int | None
    blocks: tuple[Block, ...]
    output: str
    close: bool


def judge_attempt(trial: Trial, test: str) -> Attempt:
    """Judge one attempt by the first verdict that its evidence supports."""
    sure = [f for f in trial.found if f.certainty is not Certainty.UNSURE]
    blocks = tuple(_block(f, trial, test) for f in sure)
    verdict, message, line = _conclude(trial, sure)
    if verdict is Verdict.BLOCKED and blocks:
        line = max(blocks, key=lambda block: block.duration_s).line
    return Attempt(
        verdict=verdict,
        message=message,
        line=line,
        blocks=blocks,
        output=trial.output,
        close=verdict is Verdict.BLOCKED and all(f.certainty is Certainty.CLOSE for f in sure),
    )


def settle(attempts: Sequence[Attempt]) -> Attempt | None:
    """Give the attempt that stands for all, or None where another one is needed.

    Blocked needs two votes where it was close, a pass more votes than blocked has; the votes of attempts that could
    not tell do not count, and when all attempts are used up nobody could.
    """
    last = attempts[-1]
    if last.verdict not in (Verdict.PASSED, Verdict.INCONCLUSIVE) and not last.close:
        return last
    held = [a for a in attempts if a.close]
    clear = [a for a in attempts if a.verdict is Verdict.PASSED]
    if len(held) > 1:
        return held[-1]
    if len(clear) > len(held):
        return clear[-1]
    if len(attempts) < ATTEMPTS_LIMIT:
        return None
    return next((a for a in attempts if a.verdict is Verdict.INCONCLUSIVE), None) or _nobody_knows(last)


def _nobody_knows(last: Attempt) -> Attempt:
    message = Message(code="judge.inconclusive")
    return Attempt(verdict=Verdict.INCONCLUSIVE, message=message, line=None, blocks=(), output=last.output, close=False)


def _conclude(trial: Trial, sure: Sequence[Finding]) -> tuple[Verdict, Message | None, int | None]:
    peer, limits = trial.peer, trial.job.limits
    if trial.load_error is not None or trial.problem is not None:
        return _why_not_loaded(trial)
    if trial.account is not None and trial.account.breach is not None:
        return Verdict.OVER_LIMIT, of_breach(trial.account.breach, limits), None
    if peer is not None and peer.printed.is_too_much:
        return Verdict.OVER_LIMIT, of_output(limits), None
    if peer is not None and peer.exit is not None and (ended := _why_ended(trial, peer.exit)):
        return ended
    if sure:
        return Verdict.BLOCKED, _why_blocked(trial, sure), None
    if trial.limit_reached:
        return Verdict.TIMED_OUT, *_why_timed_out(trial)
    if failure := _failure(trial):
        return failure
    if any(f.certainty is Certainty.UNSURE for f in trial.found):
        return Verdict.INCONCLUSIVE, Message(code="judge.inconclusive"), None
    # A pass is only what was seen to pass: all three phases, the candidate's own last word, and the warden's.
    is_known = peer is None or (trial.stock is not None and trial.account is not None)
    if set(trial.outcomes) != {"setup", "call", "teardown"} or not is_known:
        return Verdict.GRADER_ERROR, Message(code="judge.incomplete"), None
    return Verdict.PASSED, None, None


def _why_blocked(trial: Trial, sure: Sequence[Finding]) -> Message | None:
    """Say what the blocks themselves don't: mostly nothing."""
    if trial.deadlock is not None and trial.deadlock.is_held:
        return Message(code="judge.held-for-ever")
    longest = max(sure, key=lambda finding: finding.held_ns)
    return Message(code="judge.only-outside") if longest.is_only_outside else None


def _why_not_loaded(trial: Trial) -> tuple[Verdict, Message | None, int | None]:
    error = trial.load_error
    if error is None:
        return Verdict.INVALID, trial.problem, None
    if crossed := of_error(error, trial.job.limits):
        return Verdict.OVER_LIMIT, crossed, _line(trial, error)
    return Verdict.INVALID, *_why_invalid(trial, error)


def _why_invalid(trial: Trial, error: BaseException) -> tuple[Message, int | None]:
    where = origin(error)
    name, text = (where.name, where.text) if where else (type(error).__name__, str(error))
    path, line = _place(trial, where.places if where else [])
    if name == "BreakpointError":
        return Message(code="judge.breakpoint", values={"path": path, "line": line or 0}), line
    if isinstance(error, SyntaxError):
        # `msg` is without the file's own name, which the learner never gave it.
        at: dict[str, str | int | float] = {"path": path, "line": line or 0, "column": error.offset or 1}
        return Message(code="judge.syntax", values={**at, "error": error.msg or text}), line
    values: dict[str, str | int | float] = {"error": f"{name}: {text}" if text else name, "path": path}
    if line is None:
        return Message(code="judge.import-raised", values=values), None
    return Message(code="judge.import-raised-at", values={**values, "line": line}), line


def _why_ended(trial: Trial, end: Exit) -> tuple[Verdict, Message, int | None] | None:
    peer = trial.peer
    assert peer is not None  # noqa: S101 -- it has ended, so it was there
    if peer.broke_protocol:
        return Verdict.CRASHED, Message(code="judge.broke-protocol"), None
    if peer.killed_by_judge:
        return None
    if crossed := of_exit(end, trial.job.limits):
        return Verdict.OVER_LIMIT, crossed, None
    if peer.ending is not None:
        return Verdict.CRASHED, *_why_ending(trial, peer.ending)
    if end.signal is not None:
        return Verdict.CRASHED, Message(code="judge.signal", values={"signal": signal_name(end.signal)}), None
    return Verdict.CRASHED, Message(code="judge.exit", values={"code": end.code or 0}), None


def _why_ending(trial: Trial, fault: Fault) -> tuple[Message, int | None]:
    name = fault.classes[0].rpartition(":")[2] if fault.classes else "?"
    if name == "LoopStoppedError":
        return Message(code="judge.loop-stopped"), None
    _, line = _place(trial, fault.places)
    if line is None:
        return Message(code="judge.ended-itself", values={"error": name}), None
    return Message(code="judge.ended-itself-at", values={"error": name, "line": line}), line


def _why_timed_out(trial: Trial) -> tuple[Message, int | None]:
    limit: dict[str, str | int | float] = {"limit_s": f"{trial.limit_s:g}"}
    if trial.peer is not None and trial.peer.loaded is None:
        return Message(code="judge.import-timed-out", values=limit), trial.never_loaded_at
    if trial.deadlock is not None:
        return _why_deadlocked(trial, trial.deadlock)
    waiting, line = _waiting(trial, trial.stock.waiting if trial.stock is not None else ())
    if trial.standing is not None:
        limit["at_s"] = f"{trial.clock.time():.12g}"
        if trial.standing is Standing.TOO_MUCH and waiting:
            return Message(code="judge.too-much-to-do-waiting", values={**limit, "waiting": waiting}), line
        return Message(code=trial.standing.value, values=limit), None
    if waiting:
        return Message(code="judge.timed-out-waiting", values={**limit, "waiting": waiting}), line
    return Message(code="judge.timed-out", values=limit), None


def _why_deadlocked(trial: Trial, deadlock: Deadlock) -> tuple[Message, int | None]:
    at: dict[str, str | int | float] = {"at_s": f"{deadlock.at_s:.12g}"}
    waiting, line = _waiting(trial, deadlock.waiting)
    if not waiting:
        return Message(code="judge.deadlock-without-tasks", values=at), None
    return Message(code="judge.deadlock", values={**at, "waiting": waiting}), line


def _waiting(trial: Trial, waiting: Sequence[Waiting]) -> tuple[str, int | None]:
    """Give the learner's lines in which something waits, and the first of them; empty where only the test waits."""
    places = [(shown, p) for each in waiting if (p := each.place) and (shown := trial.shown_as(p.path))]
    text = "\n".join(f"  {shown}:{place.line}  {place.function}" for shown, place in places)
    return text, places[0][1].line if places else None


def _failure(trial: Trial) -> tuple[Verdict, Message | None, int | None] | None:
    for phase, info in trial.outcomes.items():
        if info is None:
            continue
        error = _telling(info.value)
        if _was_ended_by_pytest_timeout(error):
            return Verdict.TIMED_OUT, Message(code="judge.test-hung", values={"limit_s": f"{trial.limit_s:g}"}), None
        if isinstance(error, WrongClockError):
            return Verdict.GRADER_ERROR, Message(code="judge.wrong-clock", values={"error": str(error)}), None
        if isinstance(error, CandidateGoneError | LimitReachedError | NotGradableError):
            return Verdict.GRADER_ERROR, Message(code="judge.incomplete"), None
        if isinstance(error, pytest.skip.Exception | pytest.xfail.Exception):
            return Verdict.GRADER_ERROR, Message(code="judge.skipped"), None
        if crossed := of_error(error, trial.job.limits):
            return Verdict.OVER_LIMIT, crossed, _line(trial, error)
        if origin(error) is not None:
            return Verdict.FAILED, *_raised(trial, error)
        if phase != "call":
            return Verdict.GRADER_ERROR, _why_not_set_up(error), None
        return Verdict.FAILED, Message.verbatim(_text(error)), None
    return None


def _was_ended_by_pytest_timeout(error: BaseException) -> bool:
    """Tell by who raised it: the plugin has no exception of its own."""
    frames = (frame for frame, _ in traceback.walk_tb(error.__traceback__))
    return isinstance(error, pytest.fail.Exception) and any(
        frame.f_globals.get("__name__") == _TIMEOUT_PLUGIN for frame in frames
    )


def _telling(error: BaseException) -> BaseException:
    """Give the exception that tells most: a group's first one, and what the submission raised in the background."""
    while isinstance(error, BaseExceptionGroup) and origin(error) is None:
        error = error.exceptions[0]
    if isinstance(error, NotListeningError) and error.__cause__ is not None and origin(error.__cause__):
        return error.__cause__
    return error


def _why_not_set_up(error: BaseException) -> Message:
    if isinstance(error, NotConfinedError):
        return Message(code="judge.not-confined", values={"error": str(error)})
    return Message(code="judge.fixture", values={"error": _text(error)})


def _raised(trial: Trial, error: BaseException) -> tuple[Message, int | None]:
    where = origin(error)
    assert where is not None  # noqa: S101 -- asked before
    path, line = _place(trial, where.places)
    at: dict[str, str | int | float] = {"path": path, "line": line or 0}
    if where.name in ("BreakpointError", "BdbQuit") and line is not None:
        return Message(code="judge.breakpoint", values=at), line
    if where.call is not None and where.call.startswith(_HTTP_CLIENT) and isinstance(error, RuntimeError):
        return Message(code="judge.http-client", values=at), line
    if where.name == "NotAnApplicationError":
        return Message(code="judge.not-an-application", values={"returned": str(getattr(error, "returned", "?"))}), line
    values: dict[str, str | int | float] = {"error": f"{where.name}: {where.text}" if where.text else where.name}
    if line is None:
        return Message(code="judge.raised", values=values), None
    return Message(code="judge.raised-at", values={**values, **at}), line


def _place(trial: Trial, places: Sequence[Place]) -> tuple[str, int | None]:
    """Give the learner's deepest line among `places`, with its file in their words; without one, only their file."""
    own = ((shown, place.line) for place in places if (shown := trial.shown_as(place.path)))
    return next(own, (trial.job.files[0].shown_as, None))


def _line(trial: Trial, error: BaseException) -> int | None:
    where = origin(error)
    return _place(trial, where.places)[1] if where is not None else None


def _text(error: BaseException) -> str:
    """Give an assertion's own words, and any other exception with its name; a page of it at most."""
    text = str(getattr(error, "msg", None) or error)
    own_words = isinstance(error, AssertionError | pytest.fail.Exception) and text
    full = text if own_words else f"{type(error).__name__}: {text}"
    return full if len(full) <= TEXT_LIMIT else f"{full[:TEXT_LIMIT]}…"


def _block(finding: Finding, trial: Trial, test: str) -> Block:
    place = finding.places[0] if finding.places else None
    return Block(
        test=test,
        start_s=finding.start_ns / 1e9,
        duration_s=finding.held_ns / 1e9,
        limit_s=trial.job.limits.block_ms / 1e3,
        cause=finding.cause,
        call=finding.call,
        path=trial.shown_as(place.path) if place else None,
        line=place.line if place else None,
        function=place.function if place else None,
        thread=finding.thread,
    )
