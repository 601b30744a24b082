"""The candidate's side of virtual time: its loops and its sleeps follow the clock that the judge owns.

Judge and candidate take strict turns. A Turn tells the time and lets this side run until nothing is ready, every
thread and child rests, and the other kernel end has all bytes; Idle hands the turn back. In between nothing runs here,
whatever arrives: so the order of events at one instant is always the same. A submission that tampers with this can
only live in a clock of its own; the judge's cannot be reached from here.
"""

import asyncio
import signal
import sys
import threading
import time
from types import FrameType

from grader.candidate.conversation import Conversation
from grader.candidate.sleepers import Sleepers
from grader.candidate.start import INTERRUPT
from grader.candidate.waiting import waiting_tasks
from grader.instruments.call_site import own_stack
from grader.instruments.loop_monitor import LoopMonitor
from grader.instruments.loopback import confirm_what_came, under_way
from grader.instruments.rest import at_rest
from grader.instruments.virtual_loop import Events, VirtualLoop, VirtualTime
from grader.instruments.virtual_names import follow
from grader.wire.messages import Asleep, Idle, Now, Parked, Turn, Where

_BUSY_GRACE_S = 0.005  # bcrypt in a pool takes longer, and the judge has to be able to act meanwhile
_LOOK_EVERY_S = 0.001
_UNCONFIRMED_S = 0.25  # a peer that confirms nothing for so long never will: its window is full, or it is gone


class CandidateLoop(VirtualLoop):
    """The loop of the candidate's main thread."""

    def __init__(self) -> None:
        """Stand at 0; `join` connects it."""
        self._turn: int | None = None
        self._tick = 0
        self._unconfirmed_since_s: float | None = None
        super().__init__(VirtualTime())

    def join(self, conversation: Conversation, monitor: LoopMonitor) -> None:
        """Follow the clock that `conversation` tells, and let the whole process follow, for its life."""
        self._conversation = conversation
        self._monitor = monitor
        self._main = threading.get_ident()
        self._own_thread = threading.get_native_id()
        self.sleepers = Sleepers(lambda first_ns: conversation.send(Parked(until_ns=first_ns)))
        conversation.on_time = self._on_time
        follow(self.now, self.sleep)
        asyncio.set_event_loop_policy(_Policy(self))
        signal.signal(INTERRUPT, self._on_interrupt)

    # --- turns

    def look(self, timeout: float | None) -> Events:
        """Run on while something is ready in this turn; else hand it back, and wait for the next."""
        self._tick += 1
        self._wait_for_turn()
        events = self._poll(0)
        if events or self.has_work or (timeout is not None and timeout <= 0):
            return events
        timer_ns = self.deadline_ns(timeout)
        while True:
            events, busy = self._until_rest()
            if events or self.has_work:
                return events
            if self.sleepers.wake_next(self.now.ns):
                continue
            self._end_turn(timer_ns, busy=busy)
            self._wait_for_turn()
            events = self._poll(0)
            if events or self.has_work or (timer_ns is not None and self.now.ns >= timer_ns):
                return events

    def _until_rest(self) -> tuple[Events, bool]:
        """Wait until nothing is at work beside the loop; give what became ready, and whether the work goes on."""
        deadline_s = time.monotonic() + _BUSY_GRACE_S
        busy = False
        while not busy and not at_rest(skip=self._skip, gil=self._monitor.gil):
            events = self._poll(_LOOK_EVERY_S)  # lets go of the interpreter lock as well
            if events or self.has_work:
                return events, True
            busy = time.monotonic() > deadline_s
        busy = not self._delivered() or busy
        # After the look at the threads: what they wrote is here by now.
        return self._poll(0), busy

    def _delivered(self) -> bool:
        descriptors = [each for each in self.descriptors if each != self._conversation.fileno()]
        confirm_what_came(descriptors)
        if not under_way(descriptors):
            self._unconfirmed_since_s = None
            return True
        self._unconfirmed_since_s = self._unconfirmed_since_s or time.monotonic()
        return time.monotonic() - self._unconfirmed_since_s > _UNCONFIRMED_S

    def _end_turn(self, timer_ns: int | None, *, busy: bool) -> None:
        number, self._turn = self._turn, None
        assert number is not None  # noqa: S101 -- only who has the turn can end it
        nothing_comes = timer_ns is None and not busy
        self._conversation.send(
            Idle(
                number=number,
                seen=self._conversation.seen,
                deadline_ns=timer_ns,
                busy=busy,
                watchdog=self._monitor.watchdog,
                waiting=waiting_tasks(self, self._monitor.is_own) if nothing_comes else (),
            )
        )

    def _wait_for_turn(self) -> None:
        self._conversation.pump(until=lambda: self._turn is not None)

    def _poll(self, timeout_s: float) -> Events:
        events = self.look_really(timeout_s)
        self._conversation.pump()  # always: the clock comes before any bytes that were sent after it moved
        return [event for event in events if event[0].fd != self._conversation.fileno()]

    def _on_time(self, message: Turn | Now) -> None:
        self.now.ns = message.now_ns
        if isinstance(message, Turn):
            self._turn = message.number

    @property
    def _skip(self) -> tuple[int, int]:
        return self._own_thread, self._monitor.watchdog

    # --- sleeps

    def sleep(self, seconds: float) -> None:
        """Stand in for time.sleep: on the loop's thread the clock moves and all else waits; others park there."""
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        if not seconds:
            return
        if threading.get_ident() != self._main:
            self.sleepers.sleep(self.now.after(seconds))
            return
        with self._monitor.left_out():
            frame = sys._getframe(2)
            places = own_stack(frame, self._monitor.is_own)[0] or self._monitor.schedules.places(frame)
            self._wait_for_turn()
            until_ns = self.now.after(seconds)
            while self.now.ns < until_ns:
                _, busy = self._until_rest()
                if self.sleepers.wake_next(self.now.ns):
                    continue
                number, self._turn = self._turn, None
                assert number is not None  # noqa: S101 -- waited for above
                self._conversation.send(
                    Asleep(
                        number=number,
                        seen=self._conversation.seen,
                        until_ns=until_ns,
                        busy=busy,
                        watchdog=self._monitor.watchdog,
                        tick=self._tick,
                        places=places,
                    )
                )
                self._wait_for_turn()

    def _on_interrupt(self, _signal: int, frame: FrameType | None) -> None:
        """Answer in the middle of a call that holds this thread: the clock may have to wake whom the call waits for."""
        if self._conversation.is_busy or threading.get_ident() != self._main:
            return
        self._conversation.pump()
        while self.sleepers.wake_next(self.now.ns):
            pass
        places, call = own_stack(frame, self._monitor.is_own)
        self._conversation.send(Where(places=places, call=call))


class ThreadLoop(VirtualLoop):
    """A loop that the submission runs in a thread of its own."""

    def __init__(self, main: CandidateLoop) -> None:
        """Follow the time of `main`."""
        self._sleepers = main.sleepers
        super().__init__(main.now)

    def look(self, timeout: float | None) -> Events:
        """Wait like a sleeping thread, but for descriptors as well."""
        events = self.look_really(0)
        if events or self.has_work or (timeout is not None and timeout <= 0):
            return events
        deadline_ns = self.deadline_ns(timeout)
        if deadline_ns is None:
            return self.look_really(None)
        with self._sleepers.alarm(deadline_ns, self.wake):
            return self.look_really(None)


class _Policy(asyncio.DefaultEventLoopPolicy):
    """Makes the loops of other threads virtual; one that the main thread runs beside its own has to be real."""

    def __init__(self, main: CandidateLoop) -> None:
        super().__init__()
        self._first = main
        self.set_event_loop(main)

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        if threading.current_thread() is threading.main_thread():
            return super().new_event_loop()
        return ThreadLoop(self._first)
