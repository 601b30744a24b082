"""The pytest plugin on suites of somebody else: each runs in a pytest of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from small_katas import graded

from grader.block_limit.plugin import duration_s
from grader.grading import JudgeHost
from grader.report import Verdict

SUITE = """
import asyncio, threading, time, unittest
import pytest
from tornado.ioloop import IOLoop
from tornado.testing import AsyncHTTPTestCase, AsyncTestCase, gen_test
from tornado.web import Application, RequestHandler

async def fetch():
    await asyncio.sleep(0)
    time.sleep(0.2)

def spin(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
"""


def run(tmp_path: Path, tests: str, *options: str, lang: str = "C", **files: str) -> tuple[str, str]:
    """Give the last line and the whole text that pytest prints, with all times as N ms."""
    (tmp_path / "test_it.py").write_text(SUITE + tests)
    for name, content in files.items():
        (tmp_path / name.replace("_ini", ".ini")).write_text(content)
    argv = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "PYTEST", "CI"))}
    done = subprocess.run(
        argv,
        cwd=tmp_path,
        env=environ | {"LANG": lang, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=100,
    )
    printed = done.stdout + done.stderr
    text = re.sub(r"\d+ ms(?= \(|，|（| in| for|。)|(?<=of )\d+ ms", "N ms", printed)
    return re.sub(r" in [\d.]+s.*", "", printed.rstrip().splitlines()[-1]), text


def test_a_test_that_holds_the_loop_fails_with_the_line_the_cause_and_the_remedy(tmp_path: Path) -> None:
    tests = """
def test_holds():
    asyncio.run(fetch())

def test_is_right():
    asyncio.run(asyncio.sleep(0.2))
"""
    last, text = run(tmp_path, tests, "--block-limit", "50ms")
    assert last == "1 failed, 1 passed"
    _, _, rest = text.partition(" test_holds ")
    assert rest.partition("\n")[2].partition("\n=== short")[0].partition("\n====")[0] == (
        "Event loop held for N ms (limit 50 ms): test_it.py:10 in fetch\n"
        ">   time.sleep(0.2)\n"
        "The event loop slept N ms in time.sleep, on its own thread; meanwhile nothing else could run.\n"
        "time.sleep puts the whole thread to sleep. The event loop lives on that thread, so no other coroutine runs "
        "until it wakes.\n"
        "Pause only this coroutine, and let the loop serve the others meanwhile:\n"
        "    await asyncio.sleep(delay_s)"
    )
    assert "test_it.py::test_holds\n    N ms (limit 50 ms)  sleep time.sleep  test_it.py:10 in fetch\n" in text


def test_it_speaks_chinese_too(tmp_path: Path) -> None:
    tests = """
def test_holds():
    asyncio.run(fetch())
"""
    last, text = run(tmp_path, tests, "--block-limit", "50ms", lang="zh_CN.UTF-8")
    assert last == "1 failed"
    assert "事件循环被占用 N ms（上限 50 ms）：test_it.py:10" in text
    assert " 事件循环占用超限 " in text


def test_a_report_fails_nothing(tmp_path: Path) -> None:
    tests = """
def test_holds():
    asyncio.run(fetch())
    asyncio.run(fetch())
"""
    last, text = run(tmp_path, tests, "--block-limit", "50ms", "--block-report")
    assert last == "1 passed"
    assert " event loop held over the limit " in text
    assert "test_it.py::test_holds\n    N ms (limit 50 ms) x2  sleep time.sleep  test_it.py:10 in fetch\n" in text


def test_every_way_to_run_a_loop_is_watched(tmp_path: Path) -> None:
    tests = """
def test_a_loop_of_tornado():
    IOLoop(make_current=False).run_sync(fetch)

def test_a_loop_in_a_thread():
    thread = threading.Thread(target=lambda: asyncio.run(fetch()))
    thread.start()
    thread.join()

class InACase(AsyncTestCase):
    @gen_test
    async def test_case(self):
        await fetch()

class InAHandler(AsyncHTTPTestCase):
    def get_app(self):
        class Handler(RequestHandler):
            async def get(self):
                await fetch()
        return Application([("/", Handler)])

    def test_handler(self):
        assert self.fetch("/").code == 200

class OfTheStandardLibrary(unittest.IsolatedAsyncioTestCase):
    async def test_isolated(self):
        await fetch()
"""
    last, text = run(tmp_path, tests, "--block-limit", "0.05s")
    assert last == "5 failed"
    assert text.count("(limit 50 ms): test_it.py:10 in fetch\n") == 5


def test_what_a_fixture_holds_fails_its_test_or_is_an_error_of_its_tear_down(tmp_path: Path) -> None:
    tests = """
@pytest.fixture
def before():
    asyncio.run(fetch())

@pytest.fixture
def after():
    yield
    asyncio.run(fetch())

def test_before(before):
    pass

def test_after(after):
    pass
"""
    last, text = run(tmp_path, tests, "--block-limit", "50")
    assert last == "1 failed, 1 passed, 1 error"
    assert " test_before _" in text
    assert " ERROR at teardown of test_after _" in text


def test_a_server_that_runs_in_a_thread_stays_in_sight(tmp_path: Path) -> None:
    tests = """
@pytest.fixture(scope="module")
def loop():
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()

def test_first(loop):
    asyncio.run_coroutine_threadsafe(asyncio.sleep(0.2), loop).result()

def test_second(loop):
    asyncio.run_coroutine_threadsafe(fetch(), loop).result()
    asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result()
"""
    last, text = run(tmp_path, tests, "--block-limit", "50ms")
    assert last == "1 failed, 1 passed"
    assert " test_second _" in text


def test_a_test_has_its_own_limit_by_a_marker(tmp_path: Path) -> None:
    tests = """
@pytest.mark.block_limit("60s")
def test_more():
    asyncio.run(fetch())

@pytest.mark.block_limit(60_000)
def test_more_in_milliseconds():
    asyncio.run(fetch())

@pytest.mark.block_limit(None)
def test_none():
    asyncio.run(fetch())

@pytest.mark.block_limit("10ms")
def test_less():
    asyncio.run(fetch())

def test_usual():
    pass
"""
    last, text = run(tmp_path, tests, "--block-limit", "30s", "--strict-markers")
    assert last == "1 failed, 4 passed"
    assert "(limit 10 ms)" in text


def test_a_failure_of_its_own_comes_first(tmp_path: Path) -> None:
    tests = """
def test_fails():
    asyncio.run(fetch())
    assert 1 == 2

def test_is_skipped():
    asyncio.run(fetch())
    pytest.skip("not here")

class Case(unittest.TestCase):
    def test_case(self):
        asyncio.run(fetch())
        self.assertEqual(3, 4)
"""
    last, text = run(tmp_path, tests, "--block-limit", "50ms")
    assert last == "2 failed, 1 skipped"
    assert "assert 1 == 2" in text
    assert "AssertionError: 3 != 4" in text
    assert "Event loop held for" not in text
    assert text.count("(limit 50 ms)  sleep time.sleep  test_it.py:10 in fetch\n") == 3


def test_processor_time_up_to_twice_the_limit_is_told_and_fails_nothing(tmp_path: Path) -> None:
    tests = """
def test_computes():
    async def compute():
        spin(0.3)
    asyncio.run(compute())
"""
    last, text = run(tmp_path, tests, "--block-limit", "200ms")
    assert last == "1 passed"
    assert " (limit 200 ms) (close)  cpu " in text or " (limit 200 ms) (unsure)  cpu " in text
    assert re.search(r"^(close|unsure): .+, so it fails no test\.$", text, re.MULTILINE)


def test_library_code_is_named_where_its_folder_is_given(tmp_path: Path) -> None:
    (tmp_path / "site-packages").mkdir()
    (tmp_path / "site-packages/library.py").write_text("import time\nasync def nap():\n    time.sleep(0.2)\n")
    tests = """
import sys
sys.path.insert(0, "site-packages")
import library

def test_library():
    asyncio.run(library.nap())
"""
    last, text = run(tmp_path, tests, "--block-limit", "50ms")
    assert last == "1 failed"
    assert re.search(r": test_it\.py:\d+ in test_library\n", text)
    last, text = run(tmp_path, tests, "--block-limit", "50ms", "--block-own", "site-packages")
    assert "(limit 50 ms): site-packages/library.py:3 in nap\n" in text


def test_the_limit_may_stand_in_the_settings(tmp_path: Path) -> None:
    tests = """
def test_holds():
    asyncio.run(fetch())
"""
    settings = "[pytest]\nblock_limit = 50ms\n"
    assert run(tmp_path, tests, pytest_ini=settings)[0] == "1 failed"
    assert run(tmp_path, tests, "--block-limit", "none", pytest_ini=settings)[0] == "1 passed"


@pytest.mark.parametrize(
    ("options", "tests", "said"),
    [
        (
            ["--block-limit", "soon"],
            "",
            "ERROR: --block-limit cannot be 'soon'. Write 50ms, 0.05s, or 50 (milliseconds), more than 0; or none.",
        ),
        (["--block-report"], "", "ERROR: --block-report needs a limit. Add --block-limit 50ms."),
        (
            ["--block-limit", "50ms"],
            "@pytest.mark.block_limit()\ndef test_it():\n    pass\n",
            "ERROR: test_it.py::test_it: the marker block_limit takes one duration. Write "
            '@pytest.mark.block_limit("200ms"), or None for no limit.',
        ),
    ],
)
def test_what_is_written_wrong_is_said_before_any_test_runs(
    tmp_path: Path, options: list[str], tests: str, said: str
) -> None:
    _, text = run(tmp_path, tests, *options)
    assert [line for line in text.splitlines() if line.startswith("ERROR")] == [said]


def test_without_a_limit_nothing_of_it_is_there(tmp_path: Path) -> None:
    # A project may have a package `grader` of its own, and pays nothing for a plugin that it does not use.
    tests = """
import sys

@pytest.mark.block_limit("1ms")
def test_holds(pytestconfig):
    asyncio.run(fetch())
    assert pytestconfig.pluginmanager.has_plugin("block-limit")
    assert not [name for name in sys.modules if name.partition(".")[0] in ("grader", "msgspec")]
"""
    assert run(tmp_path, tests, "--strict-markers")[0] == "1 passed"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("50ms", 0.05),
        ("0.05s", 0.05),
        (" 50 ", 0.05),
        ("50 ms", 0.05),
        ("2s", 2.0),
        (".5s", 0.5),
        *((wrong, None) for wrong in ("", "0", "0s", "-5", "soon", "5m", "1e3", "ms")),
    ],
)
def test_a_duration_is_read_as_people_write_it(written: str, expected: float | None) -> None:
    assert duration_s(written) == expected


def test_the_judge_of_a_kata_loads_no_plugin_that_is_installed(host: JudgeHost, tmp_path: Path) -> None:
    hidden = """
        async def test_it(submission, pytestconfig):
            assert not pytestconfig.pluginmanager.has_plugin("block-limit")
            assert pytestconfig.pluginmanager.has_plugin("pytest_timeout")
    """
    assert graded(host, tmp_path, "async def f(): return 1", hidden).verdict is Verdict.PASSED
