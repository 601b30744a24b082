"""Instruments that measure an event loop: they know nothing of katas, and work on any program.

    from grader.instruments import LoopMonitor

    with LoopMonitor.watching(limit_s=0.05) as watch:
        asyncio.run(main())
    print(*watch.blocks, sep="\\n")

See docs/monitor.md.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.instruments.cause import Cause
    from grader.instruments.loop_monitor import LoopMonitor
    from grader.instruments.rule import Certainty
    from grader.instruments.watch import Block, Watch, WatchError

__all__ = ["Block", "Cause", "Certainty", "LoopMonitor", "Watch", "WatchError"]

_HOMES = {
    "Block": "watch",
    "Cause": "cause",
    "Certainty": "rule",
    "LoopMonitor": "loop_monitor",
    "Watch": "watch",
    "WatchError": "watch",
}


def __getattr__(name: str) -> object:
    """Import what is asked for when it is: each part of the grader needs another instrument."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
