"""An event loop whose time is a number that somebody sets, instead of the machine's.

Whoever derives from it says in `look` what happens when the loop would wait. Everything that asyncio and Tornado build
on a loop's time follows: sleeps, time-outs, `call_later`, PeriodicCallback.
"""

import abc
import asyncio
import selectors
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Events = list[tuple[selectors.SelectorKey, int]]

_MICROSECOND_NS = 1000
_NS = 1_000_000_000
_LONGEST_S = 24 * 3600
_NEVER_S = 1e9


@dataclass(slots=True)
class VirtualTime:
    """The time that all virtual loops of a process share, in nanoseconds from its start."""

    ns: int = 0

    def after(self, delay_s: float) -> int:
        """Give the instant `delay_s` from now, in whole microseconds, and never now.

        Times that Tornado adds to its epoch have an error of 0.2 µs (see EPOCH_S): on whole microseconds it cannot add
        up. A delay that is too short to count takes one, or whoever asks again and again would stop the clock for ever.
        """
        return self.ns + max(1, round(delay_s * 1e6)) * _MICROSECOND_NS


class _Selector(selectors.DefaultSelector):
    """A selector that asks its loop how to wait."""

    def __init__(self, wait: Callable[[float | None], Events]) -> None:
        super().__init__()
        self._wait = wait

    def select(self, timeout: float | None = None) -> Events:
        return self._wait(timeout)

    def look(self, timeout_s: float | None) -> Events:
        return super().select(timeout_s)


class VirtualLoop(asyncio.SelectorEventLoop, abc.ABC):
    """The base of virtual loops."""

    def __init__(self, now: VirtualTime) -> None:
        """Live by `now`."""
        self.now = now
        self._own_selector = _Selector(self.look)
        super().__init__(self._own_selector)
        self._clock_resolution = 1e-6

    @abc.abstractmethod
    def look(self, timeout: float | None) -> Events:
        """Wait until something is ready or `timeout` virtual seconds are over (None: for ever); give the events."""

    def time(self) -> float:
        """Give the virtual time in seconds."""
        return self.now.ns / _NS

    @property
    def has_work(self) -> bool:
        """Tell whether a callback is ready to run."""
        ready: object = getattr(self, "_ready")  # noqa: B009 -- asyncio's own name, which its type does not tell
        return bool(ready)

    @property
    def descriptors(self) -> Sequence[int]:
        """Give every descriptor that this loop listens to."""
        return [key.fd for key in self._own_selector.get_map().values()]

    def deadline_ns(self, timeout: float | None) -> int | None:
        """Give the instant at which a wait of `timeout` seconds ends; None for one that ends in another age."""
        if timeout is not None and timeout >= _LONGEST_S:
            # asyncio waits in pieces of a day, and a clock that jumps would make millions of them.
            timers: list[asyncio.TimerHandle] = getattr(self, "_scheduled")  # noqa: B009 -- asyncio's own name
            timeout = timers[0].when() - self.time() if timers else timeout
        return None if timeout is None or timeout > _NEVER_S else self.now.after(timeout)

    def wake(self) -> None:
        """Let the loop's wait end, from any thread."""
        self.call_soon_threadsafe(lambda: None)

    def look_really(self, timeout_s: float | None) -> Events:
        """Wait in real time; None waits for ever."""
        return self._own_selector.look(timeout_s)

    async def getaddrinfo(self, host: Any, port: Any, **options: Any) -> Any:
        """Resolve at once: a thread that does it is work whose end is luck."""
        return socket.getaddrinfo(host, port, **options)

    async def getnameinfo(self, sockaddr: Any, flags: int = 0) -> tuple[str, str]:
        """Resolve at once."""
        return socket.getnameinfo(sockaddr, flags)

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 -- asyncio's form
        """Wait for the pool's threads without a time-out: asyncio's 300 s are an instant to a clock that jumps."""
        await super().shutdown_default_executor()
