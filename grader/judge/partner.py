"""The candidate as a partner in virtual time: whose turn it is, when it wants to go on, what holds its loop."""

import enum
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from grader.instruments.account import Place
from grader.instruments.cause import cause_of_wait
from grader.instruments.rest import at_rest, rests, system_call_line, times_scheduled, waits_for_ever
from grader.instruments.rule import Certainty, Finding
from grader.instruments.system_calls import name_of
from grader.instruments.virtual_loop import VirtualTime
from grader.judge.candidate_process import CandidateProcess
from grader.judge.loop_sleeps import LoopSleeps
from grader.wire.channel import ProtocolError
from grader.wire.messages import Asleep, Idle, Message, Now, OfTheClock, Parked, Turn, Waiting, Where

_ANSWER_WITHIN_S = 0.1
_UNREAD_MOST = 100  # a thread that is held reads nothing, and its socket takes some 200 messages


class Pace(enum.Enum):
    """What the candidate's loop is doing, as far as the clock is concerned."""

    RUNS = "runs"
    IDLE = "idle"
    ASLEEP = "asleep"  # in time.sleep, on the loop's thread
    HELD = "held"  # in a system call that only somebody else can end
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A call that holds the loop's thread: since when, in both times, and where."""

    since_ns: int
    since_really_ns: int
    quiet_since_ns: int  # the last time before, in real time, that it was heard of: it may have begun then
    line: str
    places: tuple[Place, ...]
    call: str | None
    scheduled: str = ""
    held_out: bool = False


class Partner:
    """Knows one candidate's place in the turns.

    `send` tells it of time; `is_gone`: whether it has ended; `awaits_judge`: whether its loop's thread stands still
    until a call-back is answered.
    """

    def __init__(
        self,
        process: CandidateProcess,
        now: VirtualTime,
        send: Callable[[Message], None],
        is_gone: Callable[[], bool],
        awaits_judge: Callable[[], bool],
    ) -> None:
        """Begin with the candidate running, for it is loading the submission."""
        self.process = process
        self.busy = False
        self.gil = 0  # where its threads wait for the interpreter's lock
        self.waiting: tuple[Waiting, ...] = ()
        self.expected = 0  # how many messages were sent that the candidate is to have seen
        self.held_really_ns: list[tuple[int, int]] = []  # real time in which a call held its loop for virtual time
        self._now = now
        self._send = send
        self._is_gone = is_gone
        self._awaits_judge = awaits_judge
        self._numbers = itertools.count(1)
        self._pace = Pace.RUNS
        self._turn: int | None = None
        self._deadline_ns: int | None = None
        self._parked_ns: int | None = None
        self._unread = 0
        self._watchdog = 0
        self._held: _Held | None = None
        self._where: Where | None = None
        self._interrupted_s: float | None = None
        self._quiet_since_ns = self._turn_began_ns = time.perf_counter_ns()
        self._blocks: list[Finding] = []
        self._sleeps = LoopSleeps()

    # --- what it says

    def on_message(self, message: OfTheClock) -> None:
        """Take note. Raises ProtocolError for an answer out of turn."""
        match message:
            case Parked():
                self._parked_ns = message.until_ns
            case Where():
                self._where = message
            case Idle() | Asleep():
                self._on_answer(message)

    def on_other(self) -> None:
        """Take note that it said something else: so nothing holds its thread."""
        self._let_go()
        self._quiet_since_ns = time.perf_counter_ns()

    def _on_answer(self, message: Idle | Asleep) -> None:
        if message.number != self._turn:
            raise ProtocolError("an answer out of turn")
        self._let_go()
        self._turn, self._unread = None, 0
        self._watchdog = self.process.outer_thread(message.watchdog)
        self.busy = message.busy
        if message.seen != self.expected:  # it came out of a call that held it, and has not read all: ask again
            self._pace = Pace.RUNS
            return
        if isinstance(message, Idle):
            self._pace, self._deadline_ns, self.waiting = Pace.IDLE, message.deadline_ns, message.waiting
        else:
            self._pace, self._deadline_ns, self.waiting = Pace.ASLEEP, message.until_ns, ()
            self._sleeps.note(message, self._now.ns)

    # --- turns

    @property
    def pace(self) -> Pace:
        """Tell what its loop does."""
        return Pace.GONE if self._is_gone() else self._pace

    @property
    def rests(self) -> bool:
        """Tell whether its turn is over, or the loop's thread is held by what others have to end."""
        pace = self.pace
        if pace is Pace.RUNS:
            return self._awaits_judge()
        return pace is not Pace.HELD or self._is_still_held()

    @property
    def wants_ns(self) -> int | None:
        """Give the next instant at which it has something to do, or None."""
        if self.pace is Pace.GONE:
            return None
        own = self._deadline_ns if self.pace in (Pace.IDLE, Pace.ASLEEP) else None
        return min((each for each in (own, self._parked_ns) if each is not None), default=None)

    def give_turn(self) -> None:
        """Tell it the time and let it run, if it is not running already."""
        if self.pace is Pace.RUNS and self._turn is None:
            self._turn = next(self._numbers)
            self._quiet_since_ns = self._turn_began_ns = time.perf_counter_ns()
            self._send(Turn(number=self._turn, now_ns=self._now.ns))

    def go_on(self) -> None:
        """Take back that its turn is over: the judge has done something since, or work is going on beside its loop."""
        if self.pace in (Pace.IDLE, Pace.ASLEEP):
            self._pace = Pace.RUNS

    def clock_moved(self) -> None:
        """Let it have the new time: with its next turn or, where it cannot take one, at once."""
        self.go_on()
        if self.pace in (Pace.RUNS, Pace.HELD) and self._turn is not None and self._unread < _UNREAD_MOST:
            self._unread += 1
            self._send(Now(now_ns=self._now.ns))
        if self.pace is Pace.HELD and self._parked_ns is not None and self._parked_ns <= self._now.ns:
            # The loop's thread, which would wake the sleeper, is held; maybe by that very sleeper.
            self._pace = Pace.RUNS
            self._interrupt()

    # --- the look from outside

    def look(self) -> None:
        """See, from outside, whether the silent loop's thread is held by a call that only others can end."""
        if self.pace is not Pace.RUNS or not self._watchdog:
            return
        line = self._line()
        if not rests(line, gil=self.gil) or not self._rests_as_a_whole():
            return
        if self._held is not None and self._held.line == line and self._has_answered():
            self._held = replace(self._held, scheduled=self._scheduled())
            self._pace = Pace.HELD
        elif self._held is not None and self._held.line != line:
            self._let_go()
        elif self._interrupted_s is None:
            self._interrupt()
        elif self._has_answered():
            self._hold(line)

    @property
    def is_interrupted(self) -> bool:
        """Tell whether it was asked where it is, and is about to answer."""
        return self._interrupted_s is not None

    @property
    def runs_for_ns(self) -> int:
        """Give how long, in real time, its turn has been going on; 0 where it has none."""
        return time.perf_counter_ns() - self._turn_began_ns if self.pace is Pace.RUNS else 0

    @property
    def is_held(self) -> bool:
        """Tell whether a call holds its loop's thread."""
        return self.pace is Pace.HELD

    def holds_out(self) -> bool:
        """Tell whether one of its threads waits with a time-out of real time, after which something will happen.

        What holds the loop then, while the clock stands for it, is a block of its real length.
        """
        if self.pace is Pace.GONE or waits_for_ever(self.process.pid, skip=(self._watchdog,)):
            return False
        if self._held is not None:
            self._held = replace(self._held, held_out=True)
        return True

    def _interrupt(self) -> None:
        self._where, self._interrupted_s = None, time.monotonic()
        self.process.interrupt()

    def _has_answered(self) -> bool:
        """Tell whether the interrupt was answered, or never will be: C code may ignore it."""
        late = self._interrupted_s is not None and time.monotonic() - self._interrupted_s > _ANSWER_WITHIN_S
        return self._where is not None or late

    def _hold(self, line: str) -> None:
        where = self._where
        self._held = _Held(
            since_ns=self._now.ns,
            since_really_ns=time.perf_counter_ns(),
            quiet_since_ns=self._quiet_since_ns,
            line=line,
            places=where.places if where else (),
            call=where.call if where else None,
            scheduled=self._scheduled(),
        )
        self._pace = Pace.HELD

    def _is_still_held(self) -> bool:
        held = self._held
        if held is not None and self._scheduled() == held.scheduled and self._rests_as_a_whole():
            return True
        self._let_go()  # it ran, even if it waits again by now
        return False

    def _let_go(self) -> None:
        held, self._held, self._interrupted_s = self._held, None, None
        if self._pace is Pace.HELD:
            self._pace = Pace.RUNS
        if held is None:
            return
        if not held.held_out:
            self.held_really_ns.append((held.quiet_since_ns, time.perf_counter_ns()))
        self._quiet_since_ns = time.perf_counter_ns()
        self._blocks.append(self._finding_of(held, self._now.ns - held.since_ns))

    def _rests_as_a_whole(self) -> bool:
        return at_rest(self.process.pid, skip=(self._watchdog,), gil=self.gil)

    def _line(self) -> str:
        return system_call_line(self.process.pid, self.process.pid)

    def _scheduled(self) -> str:
        return times_scheduled(self.process.pid, self.process.pid)

    # --- what held it

    def held_for_ever(self) -> Finding | None:
        """Give what holds the loop's thread for ever; its length is real, for the clock has no reason to move."""
        held = self._held
        return self._finding_of(held, time.perf_counter_ns() - held.since_really_ns) if held is not None else None

    def findings(self, limit_ns: int) -> tuple[Finding, ...]:
        """Give all that held the loop's thread for `limit_ns` of virtual time; instants are the clock's."""
        if self._held is not None:
            self._let_go()
        held = [block for block in self._blocks if block.held_ns >= limit_ns]
        return tuple(sorted([*held, *self._sleeps.findings(limit_ns)], key=lambda found: found.start_ns))

    def _finding_of(self, held: _Held, held_ns: int) -> Finding:
        return Finding(
            start_ns=held.since_ns,
            held_ns=held_ns,
            cause=cause_of_wait(held.call, name_of(held.line)),
            certainty=Certainty.SURE,
            call=held.call,
            places=held.places,
        )
