"""Reports made by hand for the tests of the renderers and of the command line."""

from typing import Any

from grader.report import (
    Block,
    Cause,
    Environment,
    Isolation,
    Loop,
    Measurement,
    Message,
    Report,
    Stretch,
    Submission,
    TestResult,
    Verdict,
)

PATH = "solutions/non_blocking_fetch.py"
SOURCE = '''"""My solution."""

import urllib.request


async def fetch(url):
    # 同步请求
    with urllib.request.urlopen(url, timeout=10, context=make_a_context_for(url)) as response:
        print("got", url)
        return response.read()
'''
TITLES = {
    "test_body": {"en": "The body comes as bytes", "zh": "正文以 bytes 返回"},
    "test_at_once": {
        "en": "Three fetches run at once, and none of them waits for another",
        "zh": "三个请求同时进行，互不等待",
    },
    "test_errors": {"en": "Errors [of all kinds] reach the caller", "zh": "各种错误都会传给调用者"},
}
BLOCK = Block(
    test="test_at_once",
    start_s=0.1,
    duration_s=0.302,
    limit_s=0.05,
    cause=Cause.NETWORK,
    call="urllib.request.urlopen",
    path=PATH,
    line=8,
    function="fetch",
)


def a_test(name: str, verdict: Verdict = Verdict.PASSED, **changes: Any) -> TestResult:
    points = 3 if verdict is Verdict.PASSED else None if verdict.is_nobodys_fault else 0
    values: dict[str, Any] = {"points": points, "max_points": 3, "duration_s": 0.012} | changes
    return TestResult(name=name, title=TITLES.get(name, {"en": name}), verdict=verdict, **values)


def a_report(*tests: TestResult, source: str = SOURCE, **changes: Any) -> Report:
    values: dict[str, Any] = {
        "kata": "non-blocking-fetch",
        "kata_digest": "0" * 64,
        "title": {"en": "Make this fetch non-blocking", "zh": "让这个请求不再阻塞"},
        "submission": Submission(path=PATH, sha256="1" * 64, source=source),
        "tests": tests,
        "loop": Loop(),
        "measurement": Measurement(clock="real", counters=("schedstat",)),
        "isolation": Isolation(layers=("process",)),
        "environment": Environment(python="3.11.7", tornado="6.6.1", platform="Linux", cpus=2),
        "started_at": "2026-01-02T03:04:05Z",
        "duration_s": 1.42,
    } | changes
    return Report(**values)


def passed() -> Report:
    return a_report(*map(a_test, TITLES))


def blocked() -> Report:
    printed = "".join(f"got http://127.0.0.1:4123/{number}\n" for number in range(30))
    return a_report(
        a_test("test_body", output="one\ntwo\n"),
        a_test("test_at_once", Verdict.BLOCKED, duration_s=0.915, output=printed, blocks=(BLOCK, BLOCK)),
        a_test(
            "test_errors",
            Verdict.FAILED,
            message=Message.verbatim("assert 500 == 404\n +  where 500 = response.code"),
            line=10,
        ),
        loop=Loop(longest_block_s=0.302, timeline=(Stretch(test="test_at_once", start_s=0.1, duration_s=0.302),)),
    )


def failed() -> Report:
    hostile = "\x1b[2J\x1b]0;pwned\x07all tests passed \u202ekcolb\u202c \x9b31m"
    return a_report(
        a_test("test_body"),
        a_test("test_at_once", Verdict.FAILED, message=Message.verbatim(f"AssertionError: {hostile}"), line=9),
        a_test("test_errors", Verdict.FAILED, message=Message.verbatim("x" * 300), output=f"{hostile}\n"),
    )


def invalid() -> Report:
    source = 'def fetch(url):\n    return "unfinished\n'
    values: dict[str, str | int | float] = {"path": PATH, "line": 2, "column": 12}
    message = Message(code="judge.syntax", values={**values, "error": "unterminated string literal"})
    first, *rest = (a_test(name, Verdict.INVALID, message=message, line=2, duration_s=0) for name in TITLES)
    return a_report(first, *rest, source=source)


def crashed() -> Report:
    message = Message(code="judge.ended-itself-at", values={"error": "SystemExit", "line": 9})
    tests = [a_test(name, Verdict.CRASHED, message=message, line=9) for name in TITLES]
    return a_report(*tests[1:], a_test("test_body"))


def inconclusive() -> Report:
    message = Message(code="judge.inconclusive")
    return a_report(
        a_test("test_body"),
        a_test("test_at_once", Verdict.INCONCLUSIVE, message=message),
        measurement=Measurement(clock="real", retries=3, noise=("run_delay",), missing=("gil",)),
        isolation=Isolation(layers=("process",), missing=("network", "landlock")),
    )
