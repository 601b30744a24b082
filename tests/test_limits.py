"""Limits of one test: each is told as itself, and the next test has all of its own again."""

from pathlib import Path

import pytest
from small_katas import graded, only, said

from grader.grading import JudgeHost
from grader.report import Verdict

CALLS = """
    async def test_it(submission):
        assert await submission.f() == 1

    async def test_next(submission):
        assert await submission.g() == 2
"""


@pytest.mark.parametrize(
    ("source", "limits", "code", "values"),
    [
        ("import os\nasync def f():\n    while True: os.write(1, b'x' * 4096)", "output_kb: 8", "too-much-output", "8"),
        ("import os\nasync def f(): os.system('yes')", "output_kb: 8", "too-much-output", "8"),
        ("async def f():\n    while True: pass", "cpu_s: 1", "too-much-cpu", "1"),
        (
            "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nasync def f():\n    while True: pass",
            "cpu_s: 1",
            "too-much-cpu",
            "1",
        ),
    ],
)
def test_a_limit_is_told_and_the_next_test_runs(
    source: str, limits: str, code: str, values: str, host: JudgeHost, tmp_path: Path
) -> None:
    report = graded(host, tmp_path, source + "\nasync def g(): return 2", CALLS, more=f"limits: {{{limits}}}\n")
    assert [test.verdict for test in report.tests] == [Verdict.OVER_LIMIT, Verdict.PASSED]
    assert said(report.tests[0]) == (f"judge.{code}", {"limit": values})


def test_output_up_to_the_limit_is_fine(host: JudgeHost, tmp_path: Path) -> None:
    source = "async def f():\n    print('x' * 8191)\n    return 1\nasync def g(): return 2"
    report = graded(host, tmp_path, source, CALLS, more="limits: {output_kb: 8}\n")
    assert (report.verdict, report.tests[0].output) == (Verdict.PASSED, "x" * 8191 + "\n")


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("async def f(_): return 'x' * 2_000_000", None),
        ("async def f(callback):\n    callback('x' * 2_000_000)", 2),
        ("async def f(callback):\n    await callback('x' * 2_000_000)", 2),
    ],
)
def test_a_message_that_is_too_large_is_over_limit(
    source: str, line: int | None, host: JudgeHost, tmp_path: Path
) -> None:
    is_async = "async " if "await" in source else ""
    hidden = f"""
        async def test_it(submission):
            {is_async}def hears(text): ...
            await submission.f(hears)
    """
    test = only(graded(host, tmp_path, source, hidden))
    code, values = said(test)
    assert (test.verdict, code, test.line) == (Verdict.OVER_LIMIT, "judge.message-too-large", line)
    assert str(values["error"]).endswith(" bytes; 1,048,576 can travel at once")


FORGE = """
    import gc, os, struct
    def forge(text):
        (wire,) = [each for each in gc.get_objects() if type(each).__name__ == "Channel"]
        os.write(wire.fileno(), struct.pack(">I", len(text)) + text)
    async def f(*_):
        forge({frame!r})
        return 1
    async def g(): return 2
"""


@pytest.mark.parametrize(
    "frame",
    [
        b"no json",
        b'{"say": "loaded", "id": 2, "kinds": {}, "errors": {}}',
        b'{"say": "returned", "id": 2, "value": {"ref": "mine", "number": "x", "label": 1}}',
        b'{"say": "returned", "id": 2, "value": {"ref": "yours", "number": 99}}',
        b'{"say": "returned", "id": 2, "value": {"unheard": 1}}',
        b'{"say": "call", "id": 9, "on": 99, "name": "", "args": [], "kwargs": {}}',
        b'{"say": "read", "id": 9, "on": 99, "name": "x"}',
        b'{"say": "load", "id": 9, "module": "x", "path": "y"}',
    ],
)
def test_what_no_submission_sends_is_a_crash_and_no_pass(frame: bytes, host: JudgeHost, tmp_path: Path) -> None:
    report = graded(host, tmp_path, FORGE.format(frame=frame), CALLS)
    assert [test.verdict for test in report.tests] == [Verdict.CRASHED, Verdict.PASSED]
    assert said(report.tests[0]) == ("judge.broke-protocol", {})


def test_a_last_stock_of_another_kind_is_a_crash_and_no_pass(host: JudgeHost, tmp_path: Path) -> None:
    source = """
        import grader.candidate.conversation as ours
        encode = ours.encode_message
        def forge(message):
            if type(message).__name__ == "Stock":
                return b'{"say": "returned", "id": %d, "value": null}' % message.id
            return encode(message)
        ours.encode_message = forge
        async def f(): return 1
    """
    test = only(graded(host, tmp_path, source, "async def test_it(submission): assert await submission.f() == 1\n"))
    assert (test.verdict, said(test)) == (Verdict.CRASHED, ("judge.broke-protocol", {}))
