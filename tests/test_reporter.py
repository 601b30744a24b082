"""Our payloads and the reporter of GitHub Classroom: a model of its rules, and the real one where it is at hand.

GRADER_REPORTER_JS names its main.js, with its packages installed beside it.
"""

import base64
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from payload_cases import CASES
from reporter_model import Command, Reported, commands, report, without_table

from grader.renderers.classroom import classroom_outputs

REPORTER = os.environ.get("GRADER_REPORTER_JS", "")
NODE = shutil.which("node")
real_reporter = pytest.mark.skipif(
    not (REPORTER and NODE), reason="needs node, and the reporter's main.js named by GRADER_REPORTER_JS"
)

# Green or red, and the points of the annotation; where nothing can be won it does not come.
EXPECTED: dict[str, tuple[bool, int, int]] = {
    "all_pass": (True, 9, 9),
    "partial": (False, 3, 9),
    "weighted": (False, 6, 9),
    "all_fail": (False, 0, 9),
    "invalid": (False, 0, 9),
    "timed_out": (False, 3, 6),
    "crashed": (False, 3, 9),
    "over_limit": (False, 3, 6),
    "grader_error": (False, 3, 6),
    "inconclusive": (False, 3, 6),
    "no_tests": (False, 0, 0),
    "two_katas": (False, 3, 12),
    "thirds": (False, 7, 10),
    "non_ascii": (False, 0, 3),
    "lone_surrogates": (False, 0, 3),
    "commands": (False, 3, 15),
    "much_output": (False, 3, 6),
    "many_failures": (False, 0, 600),
    "thousands": (True, 3000, 3000),
    "odd_numbers": (True, 3, 3),
}


def result(case: str) -> str:
    first = classroom_outputs(CASES[case](), "en").splitlines()[0]
    return first.removeprefix("result=")


def notices(points: int, most: int) -> list[Command]:
    if not most:
        return []
    totals = f'{{"totalPoints":{points},"maxPoints":{most}}}'
    return [
        Command(name="notice", properties={"title": "Autograding complete"}, data=f"Points {points}/{most}"),
        Command(name="notice", properties={"title": "Autograding report"}, data=totals),
    ]


def is_as_expected(reported: Reported, case: str) -> bool:
    green, points, most = EXPECTED[case]
    found = commands(reported.console)
    errors = [command for command in found if command.name == "error"]
    others = [command for command in found if command.name != "error"]
    return (reported.is_green, others, len(errors)) == (green, notices(points, most), 0 if green else 1)


def by_node(payloads: dict[str, str]) -> Reported:
    environment = {f"{runner.upper()}_RESULTS": payload for runner, payload in payloads.items()}
    done = subprocess.run(
        [NODE or "", REPORTER],
        env={"PATH": os.defpath, "INPUT_RUNNERS": ",".join(payloads), **environment},
        cwd=Path(REPORTER).parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    return Reported(is_green=done.returncode == 0, console=done.stdout)


def test_every_case_has_its_expectation() -> None:
    assert EXPECTED.keys() == CASES.keys()


@pytest.mark.parametrize("case", CASES)
def test_the_model_says_what_we_mean_and_sees_no_command_but_its_own(case: str) -> None:
    assert is_as_expected(report({"kata": result(case)}), case)


@real_reporter
@pytest.mark.parametrize("case", CASES)
def test_the_real_reporter_says_the_same(case: str) -> None:
    real = by_node({"kata": result(case)})
    assert is_as_expected(real, case)
    model = report({"kata": result(case)})
    assert without_table(real.console) == without_table(model.console)


@real_reporter
def test_the_real_reporter_adds_the_steps_of_two_katas_up() -> None:
    payloads = {"first-kata": result("partial"), "second-kata": result("all_pass")}
    real, model = by_node(payloads), report(payloads)
    assert commands(real.console) == commands(model.console)
    assert (real.is_green, model.is_green, model.points, model.most) == (False, False, 12, 18)


def test_a_result_that_is_no_payload_is_red() -> None:
    assert not report({"kata": ""}).is_green
    assert not report({"kata": base64.b64encode(b'{"tests":[]}').decode()}).is_green


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("::error::x", "error"),
        (" \t\u3000::notice title=a::x", "notice"),
        ("text ##[group]x", "group"),
        ("text ::error::x", None),
        (": :error::x", None),
        ("# #[group]x", None),
    ],
)
def test_the_model_knows_a_command_when_it_sees_one(line: str, name: str | None) -> None:
    assert [command.name for command in commands(f"before\n{line}\nafter")] == ([] if name is None else [name])
