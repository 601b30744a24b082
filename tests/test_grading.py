"""Each verdict, for its reason and with its sentence, in real processes."""

from pathlib import Path

import pytest
from small_katas import graded, only, said, small_kata

from grader.catalog import bundled_folder
from grader.grading import JudgeHost, grade
from grader.kata import load_kata
from grader.report import Cause, Verdict
from grader.submission import read_submission

CALLS = """
    async def test_it(submission):
        assert await submission.f() == 1
"""


def one(
    host: JudgeHost, tmp_path: Path, body: str, **kata: str
) -> "tuple[Verdict, str, dict[str, object], int | None]":
    """Grade a submission by one call of f; give the verdict, the message and the line."""
    test = only(graded(host, tmp_path, body, CALLS, **kata))
    code, values = said(test) if test.message else ("", {})
    return test.verdict, code, dict(values), test.line


def test_a_right_answer_passes(host: JudgeHost, tmp_path: Path) -> None:
    report = graded(host, tmp_path, "async def f(): return 1", CALLS)
    assert (report.verdict, report.points, report.max_points) == (Verdict.PASSED, 10, 10)


def test_a_wrong_answer_fails_with_the_values(host: JudgeHost, tmp_path: Path) -> None:
    verdict, code, values, _ = one(host, tmp_path, "async def f(): return 2")
    assert (verdict, code, values["text"]) == (Verdict.FAILED, "verbatim", "assert 2 == 1")


def test_a_message_of_a_page_is_cut(host: JudgeHost, tmp_path: Path) -> None:
    hidden = "async def test_it(submission):\n    assert False, await submission.f()\n"
    test = only(graded(host, tmp_path, "async def f(): return 'x' * 100_000", hidden))
    assert said(test) == ("verbatim", {"text": "x" * 4000 + "…"})


def test_an_exception_of_the_submission_fails_with_its_line(host: JudgeHost, tmp_path: Path) -> None:
    assert one(host, tmp_path, "async def f():\n    return {}['x']") == (
        Verdict.FAILED,
        "judge.raised-at",
        {"error": "KeyError: 'x'", "path": "mine.py", "line": 2},
        2,
    )


@pytest.mark.parametrize(
    ("source", "code", "values", "line"),
    [
        ("def f(:\n", "judge.syntax", {"path": "mine.py", "line": 1, "column": 7, "error": "invalid syntax"}, 1),
        (
            "import nowhere\n",
            "judge.import-raised-at",
            {"error": "ModuleNotFoundError: No module named 'nowhere'", "path": "mine.py", "line": 1},
            1,
        ),
        ("g = 1\n", "judge.missing-name", {"name": "f"}, None),
        ("def ff(): pass\n", "judge.missing-name-near", {"name": "f", "near": "ff"}, None),
        ("f = 5\n", "judge.not-callable", {"name": "f", "kind": "int"}, None),
        ("breakpoint()\n", "judge.breakpoint", {"path": "mine.py", "line": 1}, 1),
        ("", "submission.empty", {"path": "mine.py"}, None),
    ],
)
def test_what_cannot_be_loaded_is_invalid(
    source: str, code: str, values: dict[str, object], line: int | None, host: JudgeHost, tmp_path: Path
) -> None:
    assert one(host, tmp_path, source) == (Verdict.INVALID, code, values, line)


@pytest.mark.parametrize(
    ("source", "code", "values", "line"),
    [
        ("import os\nasync def f(): os._exit(0)", "judge.exit", {"code": 0}, None),
        ("import sys\nasync def f():\n    sys.exit(3)", "judge.ended-itself-at", {"error": "SystemExit", "line": 3}, 3),
        ("raise SystemExit\nasync def f(): ...", "judge.ended-itself-at", {"error": "SystemExit", "line": 1}, 1),
        ("import ctypes\nasync def f(): ctypes.string_at(0)", "judge.signal", {"signal": "SIGSEGV"}, None),
    ],
)
def test_a_process_that_ends_by_itself_has_crashed(
    source: str, code: str, values: dict[str, object], line: int | None, host: JudgeHost, tmp_path: Path
) -> None:
    assert one(host, tmp_path, source) == (Verdict.CRASHED, code, values, line)


def test_a_test_that_waits_for_ever_is_timed_out(host: JudgeHost, tmp_path: Path) -> None:
    found = one(
        host, tmp_path, "import asyncio\nasync def f(): await asyncio.Event().wait()", more="limits: {test_s: 1}\n"
    )
    waiting = {"limit_s": "1", "waiting": "  mine.py:2  f"}
    assert found == (Verdict.TIMED_OUT, "judge.timed-out-waiting", waiting, 2)


def test_an_import_that_never_ends_is_timed_out_with_its_line(host: JudgeHost, tmp_path: Path) -> None:
    found = one(host, tmp_path, "import time\ntime.sleep(60)\nasync def f(): ...", more="limits: {test_s: 1}\n")
    assert found == (Verdict.TIMED_OUT, "judge.import-timed-out", {"limit_s": "1"}, 2)


@pytest.mark.parametrize(
    ("source", "line", "cause"),
    [
        ("async def f():\n    while True: pass", 2, Cause.CPU),
        ("import re\nasync def f():\n    re.match(r'(a+)+$', 'a' * 40 + 'b')", 3, Cause.CPU),
        ("import time\nasync def f():\n    time.sleep(60)", 3, Cause.SLEEP),
        ("import threading\nasync def f():\n    threading.Event().wait()", 3, Cause.LOCK),
    ],
)
def test_a_limit_reached_while_the_loop_is_held_is_blocked_and_the_next_test_runs(
    source: str, line: int, cause: Cause, host: JudgeHost, tmp_path: Path
) -> None:
    hidden = CALLS + "\n    async def test_next(submission):\n        assert await submission.g() == 2\n"
    report = graded(host, tmp_path, source + "\nasync def g(): return 2", hidden, more="limits: {test_s: 1}\n")
    assert [test.verdict for test in report.tests] == [Verdict.BLOCKED, Verdict.PASSED]
    (block,) = report.blocks
    assert (block.line, block.cause, block.path) == (line, cause, "mine.py")


def test_too_much_output_is_over_limit(host: JudgeHost, tmp_path: Path) -> None:
    found = one(host, tmp_path, "async def f():\n    while True: print('x' * 1000)", more="limits: {output_kb: 8}\n")
    assert found == (Verdict.OVER_LIMIT, "judge.too-much-output", {"limit": "8"}, None)


def test_too_much_processor_time_is_over_limit(host: JudgeHost, tmp_path: Path) -> None:
    found = one(host, tmp_path, "async def f():\n    while True: pass", more="limits: {cpu_s: 1}\n")
    assert found == (Verdict.OVER_LIMIT, "judge.too-much-cpu", {"limit": "1"}, None)


@pytest.mark.parametrize(
    ("hidden", "code"),
    [
        ("import nowhere_at_all\ndef test_it(): pass\n", "judge.collection"),
        ("x = 1\n", "judge.no-tests"),
        ("import pytest\ndef test_it(): pytest.skip('no')\n", "judge.skipped"),
        ("import pytest\n@pytest.mark.xfail\ndef test_it(): pass\n", "judge.collection"),
        ("def test_it(nothing_of_that_name): pass\n", "judge.fixture"),
        ("import pytest\n@pytest.fixture\nasync def a(): ...\ndef test_it(a): pass\n", "judge.collection"),
        ("import pytest\n@pytest.mark.clock()\ndef test_it(): pass\n", "judge.collection"),
        ("import pytest\n@pytest.mark.clock('virtul')\ndef test_it(): pass\n", "judge.collection"),
    ],
)
def test_what_is_the_katas_fault_is_no_fail_and_takes_no_points(
    hidden: str, code: str, host: JudgeHost, tmp_path: Path
) -> None:
    report = graded(host, tmp_path, "async def f(): ...", hidden)
    assert (report.verdict, report.points, said(only(report))[0]) == (Verdict.GRADER_ERROR, None, code)


def test_when_all_time_is_used_up_the_tests_that_never_ran_are_timed_out(host: JudgeHost, tmp_path: Path) -> None:
    hidden = CALLS + "\n    async def test_next(submission):\n        assert await submission.f() == 1\n"
    source = "import asyncio\nasync def f(): await asyncio.Event().wait()"
    report = graded(host, tmp_path, source, hidden, more="limits: {test_s: 1, total_s: 1}\n")
    assert [(t.verdict, said(t)[0]) for t in report.tests] == [
        (Verdict.TIMED_OUT, "judge.timed-out-waiting"),
        (Verdict.TIMED_OUT, "judge.total-time"),
    ]


def test_what_the_submission_prints_is_kept_with_the_test(host: JudgeHost, tmp_path: Path) -> None:
    report = graded(
        host,
        tmp_path,
        "import sys\nasync def f():\n    print('你好')\n    print('x', file=sys.stderr)\n    return 1",
        CALLS,
    )
    assert only(report).output == "你好\nx\n"


def test_points_follow_the_weights_and_passed_tests_keep_theirs(host: JudgeHost, tmp_path: Path) -> None:
    hidden = """
        import pytest

        @pytest.mark.points(3)
        async def test_heavy(submission):
            assert await submission.f() == 1

        async def test_light(submission):
            assert await submission.f() == 2
    """
    report = graded(host, tmp_path, "async def f(): return 1", hidden)
    assert [(t.points, t.max_points) for t in report.tests] == [(8, 8), (0, 2)]
    assert (report.points, report.max_points) == (8, 10)


def test_other_files_of_the_learner_belong_to_the_submission(host: JudgeHost, tmp_path: Path) -> None:
    kata = load_kata(small_kata(tmp_path, CALLS, more="files: [models.py]\n"), "tests")
    (tmp_path / "models.py").write_text("def answer():\n    return 1 / 0\n")
    (tmp_path / "mine.py").write_text("from models import answer\nasync def f(): return answer()\n")
    report = grade(kata, read_submission(tmp_path / "mine.py", "mine.py", kata.spec.files), host)
    assert said(only(report)) == (
        "judge.raised-at",
        {"error": "ZeroDivisionError: division by zero", "path": "models.py", "line": 2},
    )


def test_a_spawned_candidate_gets_the_same_verdicts(tmp_path: Path) -> None:
    with JudgeHost(spawn=True) as host:
        assert graded(host, tmp_path, "async def f(): return 1", CALLS).verdict is Verdict.PASSED
        blocked = graded(host, tmp_path, "import time\nasync def f():\n    time.sleep(0.3)\n    return 1", CALLS)
    assert [(b.line, b.cause, b.call) for b in blocked.blocks] == [(3, Cause.SLEEP, "time.sleep")]


def test_tests_of_one_name_in_two_files_are_two_tests(host: JudgeHost, tmp_path: Path) -> None:
    again = "async def test_it(submission):\n    assert await submission.f() == 2\n"
    report = graded(host, tmp_path, "async def f(): return 2", CALLS, hidden__test_then=again)
    assert [(t.name, t.verdict, t.points) for t in report.tests] == [
        ("test_small.py::test_it", Verdict.FAILED, 0),
        ("test_then.py::test_it", Verdict.PASSED, 5),
    ]
    assert report.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    "hidden",
    [
        "import time\ndef test_it(submission):\n    while True: time.sleep(0.01)\n",
        "async def test_it(submission):\n    while True: await submission.f()\n    \n",
        "import time\nasync def test_it(submission):\n    while True: time.sleep(0.01)\n",
    ],
)
def test_a_hidden_test_that_never_ends_is_timed_out(hidden: str, host: JudgeHost, tmp_path: Path) -> None:
    test = only(graded(host, tmp_path, "async def f(): ...", hidden, more="limits: {test_s: 1}\n"))
    code = "judge.timed-out" if "await" in hidden else "judge.test-hung"
    assert (test.verdict, *said(test)) == (Verdict.TIMED_OUT, code, {"limit_s": "1"})


def test_time_for_running_again_is_not_the_submissions(host: JudgeHost, tmp_path: Path) -> None:
    # Each attempt holds the loop by processor time between one limit and two: close, so that it takes another look;
    # the whole time would be over after the first of them.
    source = """
        import asyncio, time
        async def f():
            await asyncio.sleep(0.6)
            end = time.thread_time() + 0.45
            while time.thread_time() < end: pass
            return 1
    """
    report = graded(host, tmp_path, source, CALLS, more="limits: {block_ms: 300, total_s: 2, test_s: 2}\n")
    assert (report.verdict, report.measurement.retries) == (Verdict.BLOCKED, 1)


def test_a_submission_that_does_not_read_is_blocked_where_much_is_sent_to_it(host: JudgeHost, tmp_path: Path) -> None:
    hidden = """
        import asyncio
        async def test_it(submission):
            held = asyncio.create_task(submission.f())
            await asyncio.sleep(0.1)
            await asyncio.gather(held, *(submission.g("x" * 900_000) for _ in range(3)))
    """
    source = "import time\nasync def f():\n    time.sleep(60)\nasync def g(x): ..."
    report = graded(host, tmp_path, source, hidden, more="limits: {test_s: 2}\n")
    assert [(t.verdict, t.line) for t in report.tests] == [(Verdict.BLOCKED, 3)]
    assert [b.cause for b in report.blocks] == [Cause.SLEEP]


def test_a_candidate_that_dies_while_it_is_asked_in_set_up_has_crashed(host: JudgeHost, tmp_path: Path) -> None:
    source = "import os\ndef make_app(): os._exit(4)\nasync def f(): ..."
    test = only(graded(host, tmp_path, source, "async def test_it(server): ...\n"))
    assert (test.verdict, *said(test)) == (Verdict.CRASHED, "judge.exit", {"code": 4})


def test_an_exception_of_the_submission_in_set_up_is_its_own_fault(host: JudgeHost, tmp_path: Path) -> None:
    source = "def make_app():\n    return {}['x']\nasync def f(): ..."
    test = only(graded(host, tmp_path, source, "async def test_it(server): ...\n"))
    assert (test.verdict, *said(test)) == (
        Verdict.FAILED,
        "judge.raised-at",
        {"error": "KeyError: 'x'", "path": "mine.py", "line": 2},
    )


def test_a_fixture_that_fails_after_the_submission_was_loaded_is_the_katas_fault(
    host: JudgeHost, tmp_path: Path
) -> None:
    conftest = "import pytest\n@pytest.fixture\ndef broken(submission): raise ValueError('of the fixture')\n"
    test = only(
        graded(host, tmp_path, "async def f(): ...", "def test_it(broken): ...\n", **{"hidden__conftest": conftest})
    )
    assert (test.verdict, *said(test)) == (
        Verdict.GRADER_ERROR,
        "judge.fixture",
        {"error": "ValueError: of the fixture"},
    )


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("async def f():\n    breakpoint()", "judge.breakpoint"),
        ("import pdb\nasync def f():\n    pdb.set_trace()", "judge.breakpoint"),
        ("async def f():\n    input()", "judge.raised-at"),
    ],
)
def test_a_debugger_or_a_question_ends_with_a_sentence(source: str, code: str, host: JudgeHost, tmp_path: Path) -> None:
    verdict, found, _, line = one(host, tmp_path, source)
    assert (verdict, found, line) == (Verdict.FAILED, code, len(source.splitlines()))


def test_a_server_that_never_listened_is_told_with_what_the_submission_raised(host: JudgeHost, tmp_path: Path) -> None:
    hidden = """
        import asyncio
        async def test_it(submission, connect, port):
            running = asyncio.create_task(submission.f(port))
            await connect(port)
    """
    test = only(graded(host, tmp_path, "async def f(port):\n    raise OSError('taken')", hidden))
    assert (test.verdict, *said(test)) == (
        Verdict.FAILED,
        "judge.raised-at",
        {"error": "OSError: taken", "path": "mine.py", "line": 2},
    )


def test_a_flood_of_output_is_kept_up_to_its_last_part(host: JudgeHost, tmp_path: Path) -> None:
    source = "async def f():\n    print('ü' * 100_000)\n    print('the end')\n    return 1"
    test = only(graded(host, tmp_path, source, CALLS, more="limits: {output_kb: 1000}\n"))
    assert (test.verdict, set(test.output), test.output[-9:]) == (Verdict.PASSED, set("üthe nd\n"), "\nthe end\n")
    assert 65_530 <= len(test.output.encode()) <= 65_536


@pytest.mark.parametrize(
    ("probe", "said_of_it"),
    [
        ("import nowhere_at_all\n", "ModuleNotFoundError: No module named 'nowhere_at_all'"),
        ("import submission\nsubmission.nothing\n", "AttributeError: module 'submission' has no attribute 'nothing'"),
    ],
)
def test_a_broken_probe_is_the_katas_fault(probe: str, said_of_it: str, host: JudgeHost, tmp_path: Path) -> None:
    test = only(graded(host, tmp_path, "async def f(): ...", "async def test_it(probe): ...\n", probe=probe))
    assert (test.verdict, *said(test)) == (
        Verdict.GRADER_ERROR,
        "judge.fixture",
        {"error": f"ProbeError: probe.py cannot be loaded: {said_of_it}"},
    )


@pytest.mark.parametrize(
    "hidden",
    [
        "def test_it(subtests, submission):\n    with subtests.test('first'): assert 2 == 1\n",
        "import unittest\nclass TestIt(unittest.TestCase):\n    def test_it(self): assert 2 == 1\n",
        "import unittest\nclass TestIt(unittest.TestCase):\n    def test_it(self):\n        with self.subTest('first'): assert 2 == 1\n",
    ],
)
def test_other_ways_to_write_a_test_fail_as_well(hidden: str, host: JudgeHost, tmp_path: Path) -> None:
    if "subtests" in hidden and int(pytest.__version__.split(".")[0]) < 9:
        pytest.skip("subtests came with pytest 9")
    test = only(graded(host, tmp_path, "async def f(): ...", hidden))
    assert (test.verdict, *said(test)) == (Verdict.FAILED, "verbatim", {"text": "assert 2 == 1"})


def test_a_file_of_tests_that_skips_itself_is_no_pass(host: JudgeHost, tmp_path: Path) -> None:
    skips = "import pytest\npytest.importorskip('nowhere_at_all')\ndef test_more(): assert False\n"
    report = graded(host, tmp_path, "async def f(): return 1", CALLS, hidden__test_then=skips)
    assert (report.verdict, said(only(report))[0]) == (Verdict.GRADER_ERROR, "judge.collection")


def test_sys_exit_in_a_handler_is_a_crash(host: JudgeHost, tmp_path: Path) -> None:
    source = """
        import sys
        from tornado import web
        class Root(web.RequestHandler):
            def get(self):
                sys.exit(0)
        def make_app(): return web.Application([("/", Root)])
        async def f(): ...
    """
    hidden = "async def test_it(server):\n    try: await server.fetch('/')\n    except Exception: pass\n"
    test = only(graded(host, tmp_path, source, hidden))
    assert (test.verdict, *said(test)) == (
        Verdict.CRASHED,
        "judge.ended-itself-at",
        {"error": "SystemExit", "line": 6},
    )


def test_an_exit_at_import_ends_the_run(host: JudgeHost, tmp_path: Path) -> None:
    hidden = CALLS + "\n    async def test_next(submission): ...\n"
    report = graded(host, tmp_path, "import os\nos._exit(0)\nasync def f(): return 1", hidden)
    assert [(t.verdict, *said(t)) for t in report.tests] == [(Verdict.CRASHED, "judge.exit", {"code": 0})] * 2


def test_an_event_loop_that_ran_at_import_is_no_hindrance(host: JudgeHost, tmp_path: Path) -> None:
    source = "import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    return 1\nasyncio.run(f())"
    assert graded(host, tmp_path, source, CALLS).verdict is Verdict.PASSED


def test_a_spawned_candidate_proves_a_bundled_kata_as_well() -> None:
    kata = load_kata(bundled_folder() / "non-blocking-fetch", "bundled")
    chosen = ("invalid/await_in_plain_def", "failed/returns_text", "failed/synchronous_client", "passed/gen_coroutine")
    with JudgeHost(spawn=True) as host:
        for name in chosen:
            path = kata.folder / "submissions" / f"{name}.py"
            assert grade(kata, read_submission(path, path.name), host).verdict == path.parent.name


def test_an_encoding_that_the_file_claims_does_not_change_its_text(host: JudgeHost, tmp_path: Path) -> None:
    report = graded(host, tmp_path, "# -*- coding: latin-1 -*-\nasync def f():\n    print('你好')\n    return 1", CALLS)
    assert (report.verdict, only(report).output) == (Verdict.PASSED, "你好\n")


@pytest.mark.parametrize(("returned", "described"), [("None", "None"), ("'app'", "str")])
def test_a_make_app_that_gives_no_application_says_what_it_gave(
    returned: str, described: str, host: JudgeHost, tmp_path: Path
) -> None:
    hidden = "async def test_it(server):\n    await server.fetch('/')\n"
    test = only(graded(host, tmp_path, f"def make_app(): return {returned}", hidden, provides="make_app"))
    assert (test.verdict, said(test)) == (Verdict.FAILED, ("judge.not-an-application", {"returned": described}))
