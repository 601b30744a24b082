"""What the tests share: one warm host, for it takes a moment to start."""

from collections.abc import Iterator

import pytest

from grader.grading import JudgeHost


@pytest.fixture(scope="session")
def host() -> Iterator[JudgeHost]:
    with JudgeHost() as host:
        yield host
