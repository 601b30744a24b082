"""What stands for the submission in a hidden test: each wrong use says what is wrong, in a sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest
from small_katas import graded, only, said

from grader.grading import JudgeHost
from grader.judge.proxies import Remote
from grader.judge.strict import MisuseError
from grader.report import Verdict

SUBMISSION = """
    class Thing: ...
    class Text(str):
        def __eq__(self, other): return True
        __hash__ = str.__hash__
    async def f(*args): return Thing()
    async def text(): return Text("x")
    def silent(callback):
        try:
            callback()
        except BaseException:
            pass
    async def nothing(): ...
    def passes_on(callback): callback()
    def reads_quietly(fake):
        try:
            fake.name
        except BaseException:
            pass
"""
WRONG: dict[str, tuple[str, str]] = {
    "a forgotten await": (
        "submission.f(1)",
        "MisuseError: submission.f(…) was called at test_small.py:3, but never awaited: write `await submission.f(…)`",
    ),
    "a call that is compared": (
        "assert submission.f() == 1",
        "MisuseError: you cannot compare the call submission.f(…) itself: write `await submission.f(…)`, and use its result",
    ),
    "a remote object that is compared": (
        "assert (await submission.f()) == 1",
        "MisuseError: you cannot compare <submission.Thing object in the submission>: it lives in the submission's "
        "process, and only plain values (None, bool, int, float, str, bytes, list, tuple, dict) come over",
    ),
    "a text that equals everything": (
        "assert (await submission.text()) == 'y'",
        "MisuseError: you cannot compare <submission.Text object in the submission>: it lives in the submission's "
        "process, and only plain values (None, bool, int, float, str, bytes, list, tuple, dict) come over",
    ),
    "a remote object as a truth": (
        "assert await submission.f()",
        "MisuseError: you cannot test for truth <submission.Thing object in the submission>: it lives in the "
        "submission's process, and only plain values (None, bool, int, float, str, bytes, list, tuple, dict) come over",
    ),
    "a name that is not read": (
        "assert submission.f == 1",
        "MisuseError: you cannot compare submission.f: it has not been read; write `await submission.f`",
    ),
    "a name that is not there": (
        "await submission.g()",
        "UndefinedError: the submission does not define 'g'",
    ),
    "a value that contains itself": (
        "x = []; x.append(x); await submission.f(x)",
        "CannotTravelError: a value nested more than 50 deep cannot travel (does it contain itself?)",
    ),
    "a call-back that fails where the submission swallows it": (
        "def fails(): assert 1 == 2, 'in the call-back'\n    await submission.silent(fails)",
        "in the call-back\nassert 1 == 2",
    ),
    "a call-back that fails and is passed on by the submission": (
        "def fails(): assert 1 == 2, 'in the call-back'\n    await submission.passes_on(fails)",
        "in the call-back\nassert 1 == 2",
    ),
    "a call-back that fails in a property": (
        "class Fake:\n        @property\n        def name(self): assert 1 == 2, 'in the property'\n"
        "    await submission.reads_quietly(Fake())",
        "in the property\nassert 1 == 2",
    ),
    "a task group that fails by an assertion": (
        "import asyncio\n    async def checks(): assert 1 == 2, 'in a task'\n"
        "    async with asyncio.TaskGroup() as group: group.create_task(checks())",
        "in a task\nassert 1 == 2",
    ),
    "an exception class that is not there": (
        "submission.error('Lost')",
        "UndefinedError: the submission defines no exception class 'Lost'",
    ),
    "something to iterate over that is not": (
        "async for _ in submission.nothing(): pass",
        "SubmissionError: submission.nothing(…) gave None, not something to iterate over",
    ),
    "a kind of what is not of the module": (
        "(await submission.f()).name.kind",
        "MisuseError: only names of the submission itself have a kind; Thing.name is not one",
    ),
    "a module that is passed": (
        "import os; await submission.f(os)",
        "CannotTravelError: a module cannot be passed to the submission",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_use_says_so(case: str, host: JudgeHost, tmp_path: Path) -> None:
    body, sentence = WRONG[case]
    hidden = f"async def test_it(submission):\n    pass\n    {body}\n"
    test = only(graded(host, tmp_path, SUBMISSION, hidden))
    assert (test.verdict, said(test)) == (Verdict.FAILED, ("verbatim", {"text": sentence}))


def test_a_value_that_is_too_large_says_so(host: JudgeHost, tmp_path: Path) -> None:
    hidden = "async def test_it(submission):\n    await submission.f('x' * 2_000_000)\n"
    code, values = said(only(graded(host, tmp_path, SUBMISSION, hidden)))
    assert (code, values["limit"]) == ("judge.message-to-submission-too-large", "1024")


def test_an_object_of_the_test_is_not_set_from_the_submission(host: JudgeHost, tmp_path: Path) -> None:
    hidden = """
        class Fake: ...
        async def test_it(submission):
            await submission.f(Fake())
    """
    test = only(graded(host, tmp_path, "async def f(fake):\n    fake.count = 1", hidden))
    assert said(test) == (
        "judge.raised-at",
        {
            "error": "AttributeError: 'count' of <test_small.Fake of the test> cannot be set from here: call a method of it",
            "path": "mine.py",
            "line": 2,
        },
    )


def test_a_plain_test_that_forgets_to_await_proves_nothing(host: JudgeHost, tmp_path: Path) -> None:
    test = only(graded(host, tmp_path, SUBMISSION, "def test_it(submission):\n    submission.f(1)\n"))
    assert (test.verdict, said(test)) == (
        Verdict.FAILED,
        (
            "verbatim",
            {
                "text": "MisuseError: submission.f(…) was called at test_small.py:2, but never awaited: "
                "write `await submission.f(…)`"
            },
        ),
    )


@pytest.mark.parametrize(
    ("use", "what"),
    [
        (lambda x: x == 1, "compare"),
        (lambda x: x != 1, "compare"),
        (lambda x: x < 1, "compare"),
        (bool, "test for truth"),
        (len, "count"),
        (iter, "iterate without async over"),
        (lambda x: 1 in x, "look into"),
        (lambda x: x[0], "index"),
        (int, "take as a number"),
        (lambda x: x + 1, "add"),
        (lambda x: 1 + x, "add"),
    ],
)
def test_what_cannot_work_from_afar_is_refused_by_its_name(use: Callable[[object], object], what: str) -> None:
    remote = Remote(None, 1, "submission.Thing", [])  # type: ignore[arg-type]
    with pytest.raises(MisuseError) as refused:
        use(remote)
    assert str(refused.value) == (
        f"you cannot {what} <submission.Thing object in the submission>: it lives in the submission's process, "
        "and only plain values (None, bool, int, float, str, bytes, list, tuple, dict) come over"
    )
