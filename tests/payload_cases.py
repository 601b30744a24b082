"""Reports for the formats of grade books and logs: every verdict, and the extremes that a class will bring."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import sample_reports as samples

from grader.renderers.classroom50 import Handin
from grader.report import Block, Cause, Loop, Message, Report, Submission, TestResult, Verdict, share_points

HERE = Path(__file__).parent
COMMANDS = (
    "::error file=x,line=1::forged\n  ::notice title=Autograding complete::Points 100/100\n"
    "\t::set-output name=result::eyJ4IjoxfQ==\r\n##[error]forged\r##[group]::warning::x\n"
    "\u3000::add-mask::e\n\u00a0::debug::x\n\u2028::stop-commands::x\nx ##[set-env name=PATH]/tmp"
)
HOSTILE = f"{COMMANDS}\x1b[2J\x07\x9b31m\u202ekcolb\u202c\udc80\ufffe\x00|<b>`*]]><!--&amp;%0A</details>"


def _test(name: str, verdict: Verdict, points: int, most: int, **changes: object) -> TestResult:
    worth = None if verdict.is_nobodys_fault else points
    return samples.a_test(name, verdict, points=worth, max_points=most, **changes)


def all_pass() -> list[Report]:
    return [samples.passed()]


def partial() -> list[Report]:
    return [samples.blocked()]


def weighted() -> list[Report]:
    message = Message.verbatim("assert 1 == 2")
    return [
        samples.a_report(
            _test("test_body", Verdict.PASSED, 5, 5),
            _test("test_at_once", Verdict.FAILED, 0, 3, message=message, line=9),
            _test("test_errors", Verdict.PASSED, 1, 1),
        )
    ]


def all_fail() -> list[Report]:
    message = Message.verbatim("assert False")
    return [samples.a_report(*(samples.a_test(name, Verdict.FAILED, message=message) for name in samples.TITLES))]


def invalid() -> list[Report]:
    return [samples.invalid()]


def timed_out() -> list[Report]:
    message = Message(code="judge.timed-out-waiting", values={"limit_s": "5", "waiting": "  solutions/x.py:9  fetch"})
    return [
        samples.a_report(
            samples.a_test("test_body"), samples.a_test("test_errors", Verdict.TIMED_OUT, message=message, line=9)
        )
    ]


def crashed() -> list[Report]:
    return [samples.crashed()]


def over_limit() -> list[Report]:
    message = Message(code="judge.too-much-output", values={"limit": "64"})
    return [
        samples.a_report(
            samples.a_test("test_body"), samples.a_test("test_errors", Verdict.OVER_LIMIT, message=message)
        )
    ]


def grader_error() -> list[Report]:
    message = Message(code="judge.fixture", values={"error": "KeyError: 'page'"})
    return [
        samples.a_report(
            samples.a_test("test_body"), samples.a_test("test_errors", Verdict.GRADER_ERROR, message=message)
        )
    ]


def inconclusive() -> list[Report]:
    return [samples.inconclusive()]


def no_tests() -> list[Report]:
    return [samples.a_report()]


def two_katas() -> list[Report]:
    other = samples.a_report(
        samples.a_test("test_body", Verdict.CRASHED, message=Message(code="judge.exit", values={"code": 0})),
        kata="hello-world",
        title={"en": "Hello, world", "zh": "你好\uff0c世界"},
        submission=Submission(path="solutions/hello_world.py", sha256="2" * 64, source="x = 1\n"),
    )
    return [samples.blocked(), other]


def thirds() -> list[Report]:
    shares = share_points(10, [1, 1, 1])
    verdicts = [Verdict.PASSED, Verdict.PASSED, Verdict.FAILED]
    return [
        samples.a_report(
            *(
                _test(name, verdict, most if verdict is Verdict.PASSED else 0, most)
                for name, verdict, most in zip(samples.TITLES, verdicts, shares, strict=True)
            )
        )
    ]


def non_ascii() -> list[Report]:
    message = Message.verbatim("assert '世界 🌍' == 'ñandú'")
    test = samples.a_test("test_body", Verdict.FAILED, message=message, output="输出\n" * 5)
    titled = replace(test, title={"en": "Ünïcode 题目 🌍" * 40, "zh": "题目" * 400})
    return [
        samples.a_report(
            titled, title={"en": "题目 🌍"}, submission=Submission(path="解答/文件.py", sha256="", source="")
        )
    ]


def lone_surrogates() -> list[Report]:
    message = Message.verbatim("bad \udc80\ud83d bytes")
    test = replace(
        samples.a_test("test_body", Verdict.CRASHED, message=message, output="\udcff"), title={"en": "\ud800"}
    )
    return [samples.a_report(test, submission=Submission(path="s\udce9.py", sha256="", source="x\udc80 = 1\n"))]


def commands() -> list[Report]:
    """Every string that a submission can choose, and every other as well, tries to be a command, markup or an escape."""
    block = Block(
        test=HOSTILE,
        start_s=0.1,
        duration_s=0.3,
        limit_s=0.05,
        cause=Cause.GIL,
        call=HOSTILE,
        path=HOSTILE,
        line=1,
        function=HOSTILE,
        thread=HOSTILE,
    )
    texts = {"en": HOSTILE, "zh": HOSTILE}
    tests = [
        samples.a_test(HOSTILE, Verdict.BLOCKED, blocks=(block,), output=HOSTILE, message=Message.verbatim(HOSTILE)),
        samples.a_test("b", Verdict.CRASHED, message=Message.verbatim(HOSTILE), output=HOSTILE, line=1),
        samples.a_test("c", Verdict.FAILED, message=Message(code="judge.raised", values={"error": HOSTILE})),
        samples.a_test("d", Verdict.GRADER_ERROR, message=Message(code="judge.died", values={"said": HOSTILE})),
        samples.a_test("e", output=HOSTILE),
    ]
    return [
        samples.a_report(
            *(replace(test, title=texts) for test in tests),
            title=texts,
            kata=HOSTILE,
            submission=Submission(path=HOSTILE, sha256="", source=HOSTILE),
        )
    ]


def much_output() -> list[Report]:
    output = "a line that the submission printed\n" * 300_000
    return [samples.a_report(samples.a_test("test_body", output=output), samples.a_test("test_errors", Verdict.FAILED))]


def many_failures() -> list[Report]:
    tests = [
        samples.a_test(
            f"test_{number}",
            Verdict.FAILED if number % 2 else Verdict.CRASHED,
            message=Message.verbatim(f"{number}: " + "é\x1b" * 32 * 1024),
        )
        for number in range(200)
    ]
    return [samples.a_report(*tests)]


def thousands() -> list[Report]:
    """More tests than any payload can tell one by one."""
    return [samples.a_report(*(samples.a_test(f"test_{number}", points=1, max_points=1) for number in range(3000)))]


def odd_numbers() -> list[Report]:
    test = samples.a_test("test_body", duration_s=float("nan"))
    return [samples.a_report(test, duration_s=float("inf"), loop=Loop(longest_block_s=float("inf")))]


CASES: dict[str, Callable[[], list[Report]]] = {
    case.__name__: case
    for case in (
        all_pass, partial, weighted, all_fail, invalid, timed_out, crashed, over_limit, grader_error, inconclusive,
        no_tests, two_katas, thirds, non_ascii, lone_surrogates, commands, much_output, many_failures, thousands,
        odd_numbers,
    )
}  # fmt: skip
HANDIN = Handin(
    classroom="async-python",
    assignment="week-3",
    submission="submit/20260102T030405Z-abc1234",
    commit="https://github.com/o/r/commit/abc1234",
    release="https://github.com/o/r/releases/tag/submit%2F20260102T030405Z-abc1234",
    review="https://github.com/o/r/compare/base...abc1234",
)
GOLDEN_CASES = [
    ("all_pass", "en"), ("partial", "en"), ("partial", "zh"), ("invalid", "en"), ("crashed", "en"),
    ("inconclusive", "en"), ("two_katas", "en"),
]  # fmt: skip


def agrees_with_golden(name: str, text: str) -> bool:
    """Compare with a file; GRADER_GOLDEN=1 writes the files anew, to be read before they are committed."""
    path = HERE / "golden" / "formats" / name
    if os.environ.get("GRADER_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8") == text


def check(data: object, schema: str) -> None:
    """Hold plain data against one of our schemas."""
    rules = json.loads((HERE / "schemas" / f"{schema}.json").read_text("utf-8"))
    jsonschema.validate(data, rules, cls=jsonschema.Draft202012Validator)
