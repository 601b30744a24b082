"""The pytest plugin of the judge: runs each hidden test as trials, and says what each one proved."""

import inspect
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from grader.instruments.account import Account
from grader.judge.clock import UnknownClockError, check_clock_name, clock_named
from grader.judge.conclusion import Attempt, judge_attempt, settle
from grader.judge.equipment import Equipment
from grader.judge.fixtures import TRIAL
from grader.judge.job import Broken, Collected, Done, Job, Judged
from grader.judge.test_time import TestTime
from grader.judge.trial import Trial
from grader.report import Isolation, Message, Span, TestResult, Verdict, share_points
from grader.sandbox.plan import MEMORY_WATCH
from grader.wire.messages import Stock

_TIMELINE_KEPT = 200

Say = Callable[[Collected | Judged | Broken | Done], None]


class JudgePlugin:
    """Collects, runs and judges the tests of one job."""

    def __init__(self, job: Job, equipment: Equipment, test_time: TestTime, say: Say) -> None:
        """`say` takes the events as they come."""
        self._job = job
        self._equipment = equipment
        self._test_time = test_time
        self._say = say
        self._deadline_s = time.monotonic() + job.limits.total_s
        self._blank: dict[str, TestResult] = {}
        self._stopped: TestResult | None = None
        self._broken = False

    # --- collection

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that cannot be collected, or skips itself, is the author's fault: its tests would be missing."""
        if not report.passed and not self._broken:
            self._break(Message(code="judge.collection", values={"error": str(report.longrepr)[-2000:]}))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Give every test its points, and tell the tests that there are."""
        if self._broken:
            items.clear()
            return
        if unmet := self._equipment.setting.plan.unmet:
            self._break(Message(code="judge.not-isolated", values={"layers": ", ".join(each.layer for each in unmet)}))
            items.clear()
            return
        try:
            weights = [_weight(item) for item in items]
            for item in items:
                _refuse_asynchronous_fixtures(item)
                _refuse_expected_failures(item)
                check_clock_name(_clock_name(item, self._job.clock))
        except (pytest.UsageError, UnknownClockError) as error:
            self._break(Message(code="judge.collection", values={"error": str(error)}))
            items.clear()
            return
        shares = share_points(self._job.points, weights)
        for item, name, share in zip(items, _names(items), shares, strict=True):
            self._blank[item.nodeid] = self._blank_result(item, name, share)
        if not items:
            self._break(Message(code="judge.no-tests"))
            return
        plan = self._equipment.setting.plan
        isolation = Isolation(layers=(*plan.active, MEMORY_WATCH), missing=tuple(each.layer for each in plan.missing))
        self._say(Collected(tests=tuple(self._blank.values()), isolation=isolation, machine=self._equipment.machine))

    def pytest_sessionfinish(self) -> None:
        """Say that this was all."""
        self._say(Done(stopped=self._stopped))

    # --- running

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """Run one test until its verdict is settled, at most a few times."""
        if self._job.problem is not None and self._stopped is None:
            self._stop(item, Verdict.INVALID, self._job.problem)
        if self._stopped is not None:
            return True
        began_s = time.perf_counter()
        attempts: list[Attempt] = []
        while (trial := self._trial(item)) is not None:
            item.stash[TRIAL] = trial
            attempt_began_s = time.monotonic()
            self._test_time.is_virtual = trial.clock.is_virtual
            runtestprotocol(item, nextitem=nextitem, log=False)
            self._test_time.is_virtual = False
            trial.finish()
            attempts.append(judge_attempt(trial, self._blank[item.nodeid].name))
            if settled := settle(attempts):
                self._judged(item, settled, attempts, trial, time.perf_counter() - began_s)
                break
            # Only the machine's noise is a reason to run again, so that time is not the submission's.
            self._deadline_s += time.monotonic() - attempt_began_s
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        """Keep how each phase ended: the exception itself, not a sentence about it."""
        report = yield  # only then unittest's own failures are in the call
        outcomes = item.stash[TRIAL].outcomes
        if outcomes.get(call.when) is None:  # a subtest that failed is reported before its test, which then goes well
            outcomes[call.when] = call.excinfo
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Run the test: what is to be awaited, on the judge's loop."""
        names = pyfuncitem._fixtureinfo.argnames
        arguments = {name: pyfuncitem.funcargs[name] for name in names}
        pyfuncitem.stash[TRIAL].run_test(lambda: pyfuncitem.obj(**arguments))
        return True

    def _trial(self, item: pytest.Item) -> Trial | None:
        left_s = self._deadline_s - time.monotonic()
        if left_s <= 0:
            limit = {"limit_s": f"{self._job.limits.total_s:g}"}
            self._stop(item, Verdict.TIMED_OUT, Message(code="judge.total-time", values=dict(limit)))
            return None
        clock = clock_named(_clock_name(item, self._job.clock))
        return Trial(self._job, self._equipment, clock, min(self._job.limits.test_s, left_s))

    def _judged(
        self, item: pytest.Item, settled: Attempt, attempts: list[Attempt], trial: Trial, duration_s: float
    ) -> None:
        blank = self._blank[item.nodeid]
        result = _result(
            blank,
            verdict=settled.verdict,
            duration_s=duration_s,
            message=settled.message,
            output=settled.output,
            line=settled.line,
            blocks=settled.blocks,
        )
        self._say(_event(result, len(attempts), trial))
        never_loaded = trial.peer is not None and trial.peer.loaded is None
        if settled.verdict is Verdict.INVALID or never_loaded:
            # What cannot be loaded once cannot be loaded for the next test either.
            self._stopped = result

    def _stop(self, item: pytest.Item, verdict: Verdict, message: Message) -> None:
        self._stopped = _result(self._blank[item.nodeid], verdict=verdict, message=message)

    def _break(self, message: Message) -> None:
        self._broken = True
        self._say(Broken(message=message))

    def _blank_result(self, item: pytest.Item, name: str, points: int) -> TestResult:
        short = item.nodeid.partition("::")[2]
        known = (self._job.titles.get(each) for each in (name, short, short.partition("[")[0]))
        title = next((title for title in known if title), None) or {"en": _docstring(item) or name}
        return TestResult(
            name=name, title=title, verdict=Verdict.GRADER_ERROR, points=None, max_points=points, duration_s=0.0
        )


def _result(blank: TestResult, *, verdict: Verdict, duration_s: float = 0.0, **found: Any) -> TestResult:
    points = None if verdict.is_nobodys_fault else blank.max_points * (verdict is Verdict.PASSED)
    return TestResult(
        name=blank.name,
        title=blank.title,
        verdict=verdict,
        points=points,
        max_points=blank.max_points,
        duration_s=duration_s,
        **found,
    )


def _event(result: TestResult, attempts: int, trial: Trial) -> Judged:
    stock: Stock | None = trial.stock
    account = stock.account if stock else None
    ticks = sorted(account.ticks, key=lambda t: -t.wall_ns)[:_TIMELINE_KEPT] if account else []
    return Judged(
        result=result,
        attempts=attempts,
        counters=account.counters if account else (),
        noise=(f"{result.name} ×{attempts}",) if attempts > 1 else (),
        latency_p50_ns=account.latency_p50_ns if account else 0,
        latency_p99_ns=account.latency_p99_ns if account else 0,
        busy_ns=account.busy_ns if account else 0,
        timeline=tuple(
            (trial.clock.ns_at(t.start_ns) / 1e9, t.wall_ns / 1e9) for t in sorted(ticks, key=lambda t: t.start_ns)
        ),
        span=_span(result.name, trial, account),
        requests=trial.traffic.exchanges(result.name, trial.ended_s),
    )


def _span(test: str, trial: Trial, account: Account | None) -> Span:
    return Span(
        test=test,
        clock=trial.clock.name,
        end_s=trial.ended_s,
        measured_from_s=trial.clock.ns_at(account.start_ns) / 1e9 if account else None,
        turns=account.ticks_count if account else 0,
    )


def _names(items: Sequence[pytest.Item]) -> list[str]:
    """Name each test without its file, but for those of one name in two files: results go by name."""
    short = [item.nodeid.partition("::")[2] for item in items]
    often = {name for name, count in Counter(short).items() if count > 1}
    return [item.nodeid if name in often else name for item, name in zip(items, short, strict=True)]


def _weight(item: pytest.Item) -> int:
    marker = item.get_closest_marker("points")
    if marker is None:
        return 1
    if len(marker.args) != 1 or type(marker.args[0]) is not int or marker.args[0] < 0:
        raise pytest.UsageError(f"{item.nodeid}: write @pytest.mark.points(3), with one whole number")
    weight: int = marker.args[0]
    return weight


def _clock_name(item: pytest.Item, default: str) -> Any:
    marker = item.get_closest_marker("clock")
    if marker is None:
        return default
    return marker.args[0] if len(marker.args) == 1 and not marker.kwargs else marker.args


def _docstring(item: pytest.Item) -> str:
    doc = inspect.getdoc(getattr(item, "obj", None)) or ""
    return " ".join(doc.partition("\n\n")[0].split())


def _refuse_asynchronous_fixtures(item: pytest.Item) -> None:
    definitions = getattr(item, "_fixtureinfo", None)
    for name, found in (definitions.name2fixturedefs if definitions else {}).items():
        function = found[-1].func
        if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
            raise pytest.UsageError(
                f"the fixture {name!r} is asynchronous, which hidden tests don't need: "
                "make it a plain function, and await in the test"
            )


def _refuse_expected_failures(item: pytest.Item) -> None:
    if item.get_closest_marker("xfail") is not None:
        raise pytest.UsageError(f"{item.nodeid} is marked xfail: a test that may fail proves nothing")
