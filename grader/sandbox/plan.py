"""The plan of a sandbox: which layers are on, and what is missing for the others. A value that the host makes once."""

import enum
from dataclasses import dataclass
from typing import Final


class Mode(enum.StrEnum):
    """How much isolation is asked for."""

    AUTO = "auto"
    STRICT = "strict"
    NONE = "none"


class LayerName(enum.StrEnum):
    """The layers, in the order in which they are shown."""

    PROCESS = "process"
    SESSION = "session"
    ENVIRONMENT = "environment"
    FOLDER = "folder"
    RLIMITS = "rlimits"
    NETWORK = "network"
    PID_NAMESPACE = "pid-namespace"
    VIEW = "view"
    LANDLOCK = "landlock"
    SECCOMP = "seccomp"
    IDENTITY = "identity"


ALWAYS: Final = (LayerName.PROCESS, LayerName.SESSION, LayerName.ENVIRONMENT, LayerName.FOLDER, LayerName.RLIMITS)
"""Layers that need nothing of the machine but fork."""

MEMORY_WATCH: Final = "memory-watch"
"""What reports and the doctor call the judge's warden, which is no layer around a candidate and always there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A layer that cannot be put on: the code of what stands in the way, and a word on it for experts."""

    layer: LayerName
    obstacle: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which layers are on. `landlock_version` is that of its interface, 0 without it."""

    mode: Mode
    active: tuple[LayerName, ...]
    missing: tuple[Missing, ...] = ()
    landlock_version: int = 0

    def has(self, layer: LayerName) -> bool:
        """Tell whether a layer is on."""
        return layer in self.active

    @property
    def unmet(self) -> tuple[Missing, ...]:
        """What keeps a strict grading from being done. Every layer that makes sense for this user is required."""
        return self.missing if self.mode is Mode.STRICT else ()
