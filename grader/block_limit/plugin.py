"""Watches the loops of a test run, and fails the tests that held one."""

import os
import re
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.block_limit.held_tests import HeldTest, failure, summary
from grader.cli.caller import wanted_language
from grader.instruments.loop_monitor import LoopMonitor
from grader.instruments.rule import Certainty
from grader.instruments.watch import Block
from grader.messages import text

_DURATION = re.compile(r"(\d+\.?\d*|\.\d+)\s*(ms|s)?")
_NEVER_S = 1e9
_LIMIT_S = pytest.StashKey[float]()
_HELD = pytest.StashKey[list[Block]]()


class BlockLimit:
    """Watches the loops of all tests; one watch for the whole run, so that servers in other threads stay in sight."""

    def __init__(self, *, limit_s: float, fails: bool, folders: Sequence[Path], shown_from: Path, lang: str) -> None:
        """`shown_from` is the folder from which paths are told."""
        self._limit_s = limit_s
        self._fails = fails
        self._shown_from = shown_from
        self._lang = lang
        self._watch = LoopMonitor.watching(limit_s=limit_s, folders=folders)
        self._held: list[HeldTest] = []

    @classmethod
    def of(cls, config: pytest.Config, limit: str) -> "BlockLimit":
        """Make one by the options; raises UsageError where they are wrong."""
        lang = wanted_language((), os.environ)
        if not limit:
            raise pytest.UsageError(text("block-limit.report-alone", lang))
        limit_s = duration_s(limit)
        if limit_s is None:
            raise pytest.UsageError(text("block-limit.bad-limit", lang, value=limit))
        here = config.invocation_params.dir
        return cls(
            limit_s=limit_s,
            fails=not config.getoption("block_report"),
            folders=[here / folder for folder in config.getoption("block_own") or ()] or [config.rootpath],
            shown_from=here,
            lang=lang,
        )

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Read the limits of single tests, so that a wrong one is told before anything runs."""
        for item in items:
            item.stash[_LIMIT_S] = self._limit_of(item)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self) -> Generator[None, Any, Any]:
        """Watch while tests run."""
        with self._watch:
            result = yield
        return result

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Begin with nothing held, by the test's own limit."""
        self._watch.take()  # what a thread did between two tests is nobody's
        self._watch.use_limit(item.stash[_LIMIT_S])
        item.stash[_HELD] = []
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Fail the test for what it held, and for what its fixtures held; its own failure comes first."""
        result = yield
        self._judge(item)
        return result

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Let the tear-down end with an error for what it held."""
        result = yield
        self._judge(item)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
        """Let the report carry what was held, as plain data: pytest-xdist sends it to another process."""
        report = yield
        if call.when != "setup" or call.excinfo is not None:
            report.held_loop = msgspec.to_builtins(self._collect(item))
            item.stash[_HELD] = []
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what the report carries."""
        blocks = msgspec.convert(getattr(report, "held_loop", []), list[Block])
        if blocks:
            self._held.append(HeldTest(name=report.nodeid, blocks=tuple(blocks)))

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """List what was held."""
        if self._held:
            terminalreporter.section(text("block-limit.heading", self._lang))
            for line in summary(self._held, self._shown_from, self._lang):
                terminalreporter.write_line(line)

    def _judge(self, item: pytest.Item) -> None:
        sure = [block for block in self._collect(item) if block.certainty is Certainty.SURE]
        if sure and self._fails:
            pytest.fail(failure(sure, self._shown_from, self._lang), pytrace=False)

    def _collect(self, item: pytest.Item) -> list[Block]:
        held = item.stash[_HELD]
        held += self._watch.take()
        return held

    def _limit_of(self, item: pytest.Item) -> float:
        marker = item.get_closest_marker("block_limit")
        if marker is None:
            return self._limit_s
        if marker.args == (None,) and not marker.kwargs:
            return _NEVER_S
        limit_s = duration_s(str(marker.args[0])) if len(marker.args) == 1 and not marker.kwargs else None
        if limit_s is None:
            raise pytest.UsageError(text("block-limit.bad-marker", self._lang, test=item.nodeid))
        return limit_s


def duration_s(written: str) -> float | None:
    """Give the seconds of a duration as people write it, or None where it is none.

    >>> [duration_s(written) for written in ("50ms", "0.05s", "50", "0", "soon")]
    [0.05, 0.05, 0.05, None, None]
    """
    match = _DURATION.fullmatch(written.strip())
    if match is None:
        return None
    seconds = float(match[1]) / (1 if match[2] == "s" else 1000)
    return seconds if seconds > 0 else None
