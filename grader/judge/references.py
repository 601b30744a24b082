"""What the references of a conversation stand for, in both directions."""

from collections.abc import Callable
from typing import Any

from grader.judge.test_objects import TestObjects
from grader.wire.channel import ProtocolError

_LABEL_CHARACTERS = 200
_MOST_REMOTES = 100_000


class References:
    """The objects of the submission that a test holds, and those of the test that the submission does."""

    def __init__(self, test_objects: TestObjects, make_remote: Callable[[int, str], object]) -> None:
        """Begin with none. `make_remote` makes what stands for object `number` of the submission."""
        self._test_objects = test_objects
        self._make_remote = make_remote
        self._remotes: dict[int, object] = {}

    def refer(self, value: object) -> dict[str, Any]:
        """Give the reference of a value that does not travel by value."""
        number = getattr(value, "__submission_number__", None)
        if type(number) is int:
            return {"ref": "yours", "number": number}
        return self._test_objects.refer(value)

    def resolve(self, data: dict[str, Any]) -> object:
        """Give the object of a reference that arrived. Raises ProtocolError."""
        if data["ref"] == "yours":
            return self._test_objects.get(data.get("number"))
        number, label = data.get("number"), data.get("label")
        if type(number) is not int or type(label) is not str:
            raise ProtocolError("a reference of no known kind")
        if number not in self._remotes:  # one object over there is one object here
            if len(self._remotes) >= _MOST_REMOTES:
                raise ProtocolError("more objects than a test can have use for")
            self._remotes[number] = self._make_remote(number, label[:_LABEL_CHARACTERS])
        return self._remotes[number]
