"""How a host is to work, as its caller says it: one argument of its command line."""

import msgspec

from grader.sandbox.plan import Mode


class HostOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`isolation`: how much of it is asked for. `spawn`: start candidates as new interpreters, not as forks.

    `without_run_delay`: measure as on a kernel that does not count how long a thread waits for a processor.
    """

    isolation: Mode = Mode.AUTO
    spawn: bool = False
    without_run_delay: bool = False

    def argument(self) -> str:
        """Write it as one word."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def parse(cls, argument: str) -> "HostOptions":
        """Read what `argument` wrote."""
        return msgspec.json.decode(argument, type=cls)
