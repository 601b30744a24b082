"""Refuses, on behalf of something that lives elsewhere, what would silently be wrong here."""

import abc
from collections.abc import Callable
from typing import Any


class MisuseError(TypeError):
    """A hidden test uses the submission as if it were in the same process."""


def _refuse(what: str) -> Callable[..., Any]:
    def refuse(self: Any, *_args: object) -> Any:
        raise MisuseError(self._advice(what))

    return refuse


class Strict(abc.ABC):
    """Refuses what would silently be wrong for something that is not here."""

    @abc.abstractmethod
    def _advice(self, what: str) -> str:
        """Say why `what` cannot be done, and what to write instead."""

    __eq__ = _refuse("compare")
    __ne__ = _refuse("compare")
    __lt__ = __le__ = __gt__ = __ge__ = _refuse("compare")
    __bool__ = _refuse("test for truth")
    __len__ = _refuse("count")
    __iter__ = _refuse("iterate without async over")
    __contains__ = _refuse("look into")
    __getitem__ = _refuse("index")
    __int__ = __float__ = __index__ = _refuse("take as a number")
    __add__ = __radd__ = _refuse("add")

    def __hash__(self) -> int:
        """Each is only itself."""
        return id(self)
