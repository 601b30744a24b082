"""The judge's event loops: one in real time, and one that owns the virtual clock.

The rule of virtual time is strict turns. The judge runs until nothing is ready, its own threads rest, and the other
kernel end has all bytes that it sent. Then the candidate has its turn until the same is true over there; meanwhile the
judge collects what arrives and runs nothing, but for calls that a thread of the candidate waits for. If a look then
finds anything, it is the judge's turn again; else nothing is under way anywhere, and the clock moves to the earliest
deadline of both. At a tie the judge's timers come first. Turns, and not only a jump that is safe, are what makes the
order of events at one instant always the same.
"""

import asyncio
import heapq
import itertools
import select
import threading
import time
from collections.abc import Callable
from typing import Protocol

from grader.instruments.loopback import confirm_what_came, under_way
from grader.instruments.rest import at_rest
from grader.instruments.virtual_loop import Events, VirtualLoop, VirtualTime
from grader.judge.partner import Partner
from grader.judge.peer import Peer

_SILENCE_S = 0.02
_ANSWER_SOON_S = 0.002
_OWN_THREADS_S = 0.0005
_LAST_LOOK_S = 0.05  # a virtual deadlock is the end of a test, so it has to be certain
_UNCONFIRMED_S = 0.25


class RealTimer(Protocol):
    """A callback that will be called after a real delay."""

    def cancel(self) -> None:
        """Do not call it."""


class RealLoop(asyncio.SelectorEventLoop):
    """A loop in real time."""

    def call_later_really(self, delay_s: float, callback: Callable[[], object]) -> RealTimer:
        """Call `callback` after so much real time."""
        return self.call_later(delay_s, callback)

    def on_deadlock(self, callback: Callable[[], object]) -> None:
        """Do nothing: real time always goes on."""

    def play_with(self, peer: Peer) -> None:
        """Do nothing: real time needs no turns."""


class JudgeLoop(VirtualLoop):
    """A loop in virtual time, which it moves itself."""

    def __init__(self) -> None:
        """Stand at 0, with no candidate."""
        self.moves: list[tuple[int, int]] = [(time.perf_counter_ns(), 0)]
        self._peer: Peer | None = None
        self._partner: Partner | None = None
        self._timers: list[tuple[float, int, asyncio.Handle]] = []
        self._numbers = itertools.count()
        self._settling: list[asyncio.Future[None]] = []
        self._deadlock: Callable[[], object] | None = None
        self._unconfirmed_since_s: float | None = None
        self._is_the_end = False  # so it seemed, and the candidate was asked again
        self._is_time_up = False  # from then on nobody waits for the other
        self._own_thread = threading.get_native_id()
        super().__init__(VirtualTime())

    def play_with(self, peer: Peer) -> None:
        """Take turns with the candidate behind `peer` from here on."""
        self._peer = peer
        self._partner = peer.join(self.now)

    def call_later_really(self, delay_s: float, callback: Callable[[], object]) -> RealTimer:
        """Call `callback` after so much real time, whatever the clock shows by then."""
        handle = asyncio.Handle(callback, (), self)
        heapq.heappush(self._timers, (time.monotonic() + delay_s, next(self._numbers), handle))
        return handle

    def on_deadlock(self, callback: Callable[[], object]) -> None:
        """Call `callback` when nothing is scheduled and nothing is at work; once, and not if another one was set."""
        self._deadlock = callback

    async def settled(self) -> None:
        """Wait until everything that is due now is done, on both sides."""
        future: asyncio.Future[None] = self.create_future()
        self._settling.append(future)
        await future

    # --- the turns

    def look(self, timeout: float | None) -> Events:
        """Run on while something is ready; else take turns until something is."""
        events = self.look_really(0)
        self._call_real_timers()
        if events or self.has_work or (timeout is not None and timeout <= 0):
            return events
        timer_ns = self.deadline_ns(timeout)
        self._is_the_end = False
        if self._partner is not None:
            self._partner.go_on()  # the judge has done something since its last answer
        while not (events or self.has_work):
            events = self._round(timer_ns)
            self._call_real_timers()
            if timer_ns is not None and timer_ns <= self.now.ns:
                break
        return events

    def _round(self, timer_ns: int | None) -> Events:
        """Let each side run until it rests, once; then, if nothing is under way, move the clock."""
        if events := self._until_own_threads_rest():
            return events
        if self.has_work:
            return []
        delivered = self._delivered()
        self._give_turn()
        if self.has_work:
            return []
        confirm_what_came(self._sockets())  # so that the candidate's next look finds all of its bytes delivered
        events = self.look_really(0)
        if events or self.has_work:
            return events
        partner = self._partner
        if not delivered or (partner is not None and partner.busy and not partner.is_held):
            if partner is not None:
                partner.go_on()
            return []
        return self._move(timer_ns)

    def _give_turn(self) -> None:
        """Let the candidate run until it rests, or until there is something that the judge has to do at once."""
        peer, partner = self._peer, self._partner
        if peer is None or partner is None:
            return
        partner.give_turn()
        while not partner.rests:
            is_soon = partner.is_interrupted
            if not self._collect(_ANSWER_SOON_S if is_soon else _SILENCE_S) or is_soon:
                partner.look()
            self._call_real_timers()
            if self.has_work and (peer.call_backs.is_waited_for() or peer.is_over or self._is_time_up):
                return

    def _collect(self, within_s: float) -> bool:
        """Take what the candidate says, prints and how it ends; what follows from it waits for the judge's turn."""
        peer = self._peer
        if peer is None or peer.exit is not None:
            return False
        poll = select.poll()
        for descriptor in peer.readers:
            poll.register(descriptor, select.POLLIN)
        ready = [descriptor for descriptor, _ in poll.poll(within_s * 1000)]
        for descriptor, read in list(peer.readers.items()):
            if descriptor in ready:
                read()
        return bool(ready)

    def _move(self, timer_ns: int | None) -> Events:
        """Move the clock to the next instant at which anybody wants to go on. Nothing is under way."""
        if self._settling:
            waiting, self._settling = self._settling, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)
            return []
        partner = self._partner
        wants = [at for at in (timer_ns, partner.wants_ns if partner else None) if at is not None]
        if not wants:
            return self._stand_still()
        self._is_the_end = False
        self.now.ns = max(self.now.ns, min(wants))
        self.moves.append((time.perf_counter_ns(), self.now.ns))
        if partner is not None:
            partner.clock_moved()
        return []

    def _stand_still(self) -> Events:
        """Look once more, really; then nothing will ever happen again, unless something holds out for a real while.

        A thread that somebody has just woken, and that no processor has had time for, looks as if it rested. So the
        candidate is asked a second time, after a while.
        """
        events = self.look_really(_LAST_LOOK_S)
        partner = self._partner
        if events or self.has_work:
            return events
        is_the_end = partner is None or (partner.rests and not partner.holds_out())
        is_the_end, self._is_the_end = is_the_end and (self._is_the_end or partner is None), is_the_end
        if is_the_end and self._deadlock is not None:
            self.call_soon(self._deadlock)
            self._deadlock = None
        elif partner is not None:
            partner.go_on()
        return []

    # --- what the rule asks for

    def _until_own_threads_rest(self) -> Events:
        while not at_rest(skip=(self._own_thread,), children=False):
            events = self.look_really(_OWN_THREADS_S)
            self._call_real_timers()
            if events or self.has_work:
                return events
        return []

    def _delivered(self) -> bool:
        sockets = self._sockets()
        confirm_what_came(sockets)
        if not under_way(sockets):
            self._unconfirmed_since_s = None
            return True
        self._unconfirmed_since_s = self._unconfirmed_since_s or time.monotonic()
        return time.monotonic() - self._unconfirmed_since_s > _UNCONFIRMED_S

    def _sockets(self) -> list[int]:
        wire = self._peer.readers if self._peer is not None else ()
        return [descriptor for descriptor in self.descriptors if descriptor not in wire]

    def _call_real_timers(self) -> None:
        while self._timers and (self._timers[0][0] <= time.monotonic() or self._timers[0][2].cancelled()):
            handle = heapq.heappop(self._timers)[2]
            if not handle.cancelled():
                self._is_time_up = True
                self.call_soon(handle._run)
