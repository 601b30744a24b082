"""One attempt at one hidden test: its loop, its candidate, its time limit, and the evidence that comes of it."""

import asyncio
import contextlib
import inspect
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from grader.candidate.start import ENTRY_FILE, MODULE, STACK_SIGNAL, STACKS_SIGNAL
from grader.instruments.observer import Observation
from grader.instruments.rule import Finding
from grader.judge.clock import Clock
from grader.judge.cradles import private_folder, start_of
from grader.judge.equipment import Equipment
from grader.judge.evidence import Bounds, Witnesses, gathered, on_clock
from grader.judge.job import Job
from grader.judge.judge_loop import RealTimer
from grader.judge.outlook import held, stack_of_main_thread, with_lines
from grader.judge.partner import Partner
from grader.judge.peer import Peer
from grader.judge.provided import problem_of
from grader.judge.proxies import Calls, MisuseError, Remote, Submission
from grader.judge.questions import CandidateGoneError
from grader.judge.standstill import Deadlock, Standing, standing
from grader.judge.traffic import Traffic
from grader.judge.warden import Account
from grader.report import Message
from grader.wire.messages import Finish, Loaded, Stock

_LAST_STOCK_S = 0.3
_TASKS_END_S = 0.2
_END_NOTICED_S = 1.0


class LimitReachedError(Exception):
    """The test's time is over."""


class NotGradableError(Exception):
    """The submission could not be loaded; the trial knows why."""


class Trial:
    """Runs what a test awaits, and gathers what happens to its candidate."""

    def __init__(self, job: Job, equipment: Equipment, clock: Clock, limit_s: float) -> None:
        """Begin the test's time. The candidate is made when a fixture first asks for it."""
        self.job = job
        self.clock = clock
        self.limit_s = limit_s
        self.loop = clock.loop
        self.calls: Calls = []
        self.peer: Peer | None = None
        self.outcomes: dict[str, pytest.ExceptionInfo[BaseException] | None] = {}
        self.load_error: BaseException | None = None
        self.problem: Message | None = None
        self.limit_reached = False
        self.deadlock: Deadlock | None = None
        self.standing: Standing | None = None
        self.never_loaded_at: int | None = None
        self.found: tuple[Finding, ...] = ()
        self.stock: Stock | None = None
        self.output = ""
        self.traffic = Traffic(clock.time)
        self.ended_s = 0.0
        self.own_folder = equipment.folder
        self.observation = Observation()
        self.account: Account | None = None  # what was counted of its candidate; None: nobody knows
        self._equipment = equipment
        self._deadline_s = time.monotonic() + limit_s
        self._closing: list[Awaitable[None]] = []
        asyncio.set_event_loop(self.loop)

    # --- time

    def run(self, work: Awaitable[Any]) -> Any:
        """Run `work` on the judge's loop within what is left of the test's time. Raises LimitReachedError."""
        return self.loop.run_until_complete(self._within_limit(work))

    def run_test(self, test: Callable[[], Any]) -> None:
        """Run the test itself; a call-back that failed, or a call that nobody awaited, fails it as well.

        Whatever the test returns is awaited where that is possible: an `async def` behind a decorator is one, too.
        """
        try:
            result = test()
            if inspect.isawaitable(result):
                self.run(result)
        except LimitReachedError:
            raise
        except BaseException as error:
            if first := self._failed_call_back():
                raise first from error
            raise
        if first := self._failed_call_back():
            raise first
        if forgotten := [call.forgotten for call in self.calls if not call.was_started]:
            raise MisuseError("; ".join(forgotten))

    def _failed_call_back(self) -> BaseException | None:
        return next(iter(self.peer.call_backs.failed), None) if self.peer is not None else None

    def left_s(self) -> float:
        """Give what is left of the test's time, in seconds; never below 0."""
        return max(0.0, self._deadline_s - time.monotonic())

    async def _within_limit(self, work: Awaitable[Any]) -> Any:
        task = asyncio.ensure_future(work)
        over: asyncio.Future[str] = self.loop.create_future()
        limit = self._later_really(self.left_s(), over, "limit")
        self.loop.on_deadlock(lambda: _settle(over, "deadlock"))
        await asyncio.wait({task, over}, return_when=asyncio.FIRST_COMPLETED)
        limit.cancel()
        if task.done():
            return task.result()
        self.limit_reached = True
        self.standing = standing(self._partner) if self.clock.is_virtual else None
        await (self._on_deadlock() if over.result() == "deadlock" else self._take_last_stock(_LAST_STOCK_S))
        task.cancel()
        await self._wait_really({task}, _TASKS_END_S)
        raise LimitReachedError

    async def _on_deadlock(self) -> None:
        partner = self._partner
        finding = partner.held_for_ever() if partner is not None else None
        waiting = partner.waiting if partner is not None else ()
        self.deadlock = Deadlock(at_s=self.clock.time(), waiting=waiting, is_held=finding is not None)
        if partner is not None and finding is not None:
            self.found = (*partner.findings(self._block_limit_ns), finding)
        else:
            await self._take_last_stock(_LAST_STOCK_S)

    @property
    def _partner(self) -> Partner | None:
        return self.peer.partner if self.peer is not None else None

    def _later_really(self, delay_s: float, future: "asyncio.Future[Any]", value: object) -> RealTimer:
        return self.loop.call_later_really(delay_s, lambda: _settle(future, value))

    async def _wait_really(self, work: "set[asyncio.Future[Any]]", within_s: float) -> bool:
        """Wait for `work` so much real time, whatever the test's clock does; tells whether it is done."""
        over: asyncio.Future[None] = self.loop.create_future()
        timer = self._later_really(within_s, over, None)
        await asyncio.wait({over, *work}, return_when=asyncio.FIRST_COMPLETED)
        timer.cancel()
        return all(task.done() for task in work)

    async def _pause_really(self, delay_s: float) -> None:
        await self._wait_really(set(), delay_s)

    # --- the candidate

    def load(self) -> Submission:
        """Start the candidate and load the submission. Raises NotGradableError."""
        folder = private_folder(
            self._equipment.folder, f"c{time.monotonic_ns()}", self._files(), self._equipment.setting.who
        )
        start = start_of(self.job, folder, is_virtual=self.clock.is_virtual)
        peer = Peer(self._equipment.cradle.candidate(start), self.loop, self.job.limits, self._remote)
        self.peer = peer
        self._equipment.warden.watch(peer.process.pid, str(folder), self.job.limits)
        self.loop.play_with(peer)
        self.own_folder = folder
        try:
            peer.loaded = self.run(self._loaded(peer, str(folder / ENTRY_FILE)))
        except (LimitReachedError, CandidateGoneError):
            raise
        except Exception as error:
            self.load_error = error
            raise NotGradableError from error
        self.problem = problem_of(peer.loaded.kinds, self.job.provides, Path(self.job.stub))
        if self.problem:
            raise NotGradableError
        return Submission(peer, self.calls)

    async def _loaded(self, peer: Peer, path: str) -> Loaded:
        loaded = await peer.load(MODULE, path)
        peer.process.favour()
        if peer.partner is not None:
            peer.partner.gil = loaded.gil
        # In virtual time a thread that is held must not be woken.
        ask, ask_one = (0, 0) if self.clock.is_virtual else (STACKS_SIGNAL, STACK_SIGNAL)
        inode = peer.process.wire_inode
        self._equipment.lookout.watch(peer.process.pid, loaded.gil, ask, ask_one=ask_one, socket=inode)
        await self.clock.settled()  # what the import began is done before the test begins, however late it was heard of
        return loaded

    def is_own(self, path: str) -> bool:
        """Tell whether a path, as the candidate names it, is a file of the learner."""
        return self.shown_as(path) is not None

    def shown_as(self, path: str) -> str | None:
        """Give the path of a learner's file in the learner's words, or None for any other file."""
        prefix = f"{self.own_folder}/"
        if not path.startswith(prefix):
            return None
        name = path[len(prefix) :]
        return next((file.shown_as for file in self.job.files if file.name == name), None)

    def close_later(self, closing: Awaitable[None]) -> None:
        """Await `closing` after the candidate has ended."""
        self._closing.append(closing)

    def finish(self) -> None:
        """End the measurement, then the candidate, then everything that belongs to the test."""
        self.ended_s = self.clock.time()
        try:
            if self.peer is not None:
                self._finish_candidate(self.peer)
        finally:
            self._close_loop()

    def _finish_candidate(self, peer: Peer) -> None:
        if peer.loaded is not None and self.stock is None and not self.found and peer.exit is None:
            # What is still going on began before the tear-down, so it counts; but only as long as the test may last.
            self.loop.run_until_complete(self._take_last_stock(max(_LAST_STOCK_S, self.left_s())))
        self.account = self._equipment.warden.report()
        peer.close()
        if self._equipment.lookout.is_watching:
            self.observation = self._equipment.lookout.report()
        self.output = peer.printed.text

    async def _take_last_stock(self, within_s: float) -> None:
        """Ask for the last stock; where no answer comes, look from outside at what holds the loop."""
        peer = self.peer
        if peer is None or peer.exit is not None:
            return
        if peer.loaded is None:
            places, _ = stack_of_main_thread(peer.process.stacks(), self.is_own)
            self.never_loaded_at = places[0].line if places else None
            return
        before = peer.process.times_scheduled()
        asked = asyncio.ensure_future(peer.stock(Finish))
        in_time = await self._wait_really({asked}, within_s)
        if not in_time:
            asked.cancel()
        elif asked.exception() is None:
            self.stock = asked.result()
            after = peer.process.times_scheduled()
            self.observation = self._equipment.lookout.report()
            witnesses = Witnesses(
                account=self.stock.account,
                observation=self.observation,
                partner=peer.partner,
                excused_ns=peer.call_backs.excused_ns,
                wire_bytes=peer.wire_bytes,
                is_answered_by_another=before is not None and before == after,
            )
            found = gathered(witnesses, self.clock, Bounds.of(self._block_limit_ns, self._equipment.machine))
            self.found = with_lines(found, peer.process, self.is_own)
            return
        if in_time and peer.exit is None:
            await self._wait_really({peer.over}, _END_NOTICED_S)  # its socket closes a moment before it ends
        if peer.exit is not None:
            return
        self.limit_reached = True
        finding = await held(peer, self.is_own, time.perf_counter_ns(), self._pause_really)
        virtual = peer.partner.findings(self._block_limit_ns) if peer.partner else ()
        self.found = (*virtual, *((on_clock(finding, self.clock),) if finding else ()))

    @property
    def _block_limit_ns(self) -> int:
        return round(self.job.limits.block_ms * 1e6)

    def _close_loop(self) -> None:
        self.loop.set_exception_handler(lambda _loop, _context: None)
        for closing in reversed(self._closing):
            with contextlib.suppress(Exception):  # the test is judged; its leftovers are not
                self.loop.run_until_complete(asyncio.wait_for(closing, 1.0))
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        if tasks:
            self.loop.run_until_complete(asyncio.wait(tasks, timeout=_TASKS_END_S))
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()
        asyncio.set_event_loop(None)

    def _files(self) -> dict[str, str]:
        files = {file.name: file.text for file in self.job.files}
        if self.job.probe is not None:
            files["probe.py"] = Path(self.job.probe).read_text(encoding="utf-8")
        return files

    def _remote(self, peer: Peer, number: int, label: str) -> Remote:
        return Remote(peer, number, label, self.calls)


def _settle(future: "asyncio.Future[Any]", value: object) -> None:
    if not future.done():
        future.set_result(value)
