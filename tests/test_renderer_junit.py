"""JUnit XML, read back by a parser that takes nothing illegal."""

import functools
from xml.etree import ElementTree as ET

import pytest
import sample_reports as samples
from payload_cases import CASES, GOLDEN_CASES, agrees_with_golden, check

from grader.renderers.junit import render_junit
from grader.report import Message, Verdict

ELEMENTS = {
    Verdict.PASSED: None,
    Verdict.FAILED: "failure",
    Verdict.BLOCKED: "failure",
    Verdict.TIMED_OUT: "error",
    Verdict.CRASHED: "error",
    Verdict.OVER_LIMIT: "error",
    Verdict.INVALID: "error",
    Verdict.INCONCLUSIVE: "error",
    Verdict.GRADER_ERROR: "error",
}


def plain(element: ET.Element) -> list[object]:
    return [element.tag, dict(element.attrib), element.text or "", [plain(child) for child in element]]


@functools.cache
def document(case: str) -> bytes:
    """Render once: megabytes of hostile text take their time to be made harmless."""
    return render_junit(CASES[case](), "en").encode("utf-8")


def root(case: str) -> ET.Element:
    return ET.fromstring(document(case))


@pytest.mark.parametrize(("case", "lang"), GOLDEN_CASES)
def test_a_document_reads_as_its_golden_file(case: str, lang: str) -> None:
    assert agrees_with_golden(f"{case}.{lang}.junit.xml", render_junit(CASES[case](), lang))


@pytest.mark.parametrize("case", CASES)
def test_every_document_is_legal_and_has_the_shape_of_the_format(case: str) -> None:
    check(plain(root(case)), "junit")
    assert len(document(case)) <= 1_000_000


@pytest.mark.parametrize("case", CASES)
def test_the_counts_are_those_of_the_elements(case: str) -> None:
    suites = root(case)
    for suite in [suites, *suites.findall("testsuite")]:
        counted = [len(suite.findall(f".//{name}")) for name in ("testcase", "failure", "error")]
        assert [suite.get(name) for name in ("tests", "failures", "errors")] == [str(count) for count in counted]


@pytest.mark.parametrize("verdict", Verdict)
def test_each_of_the_nine_verdicts_is_a_pass_a_failure_or_an_error(verdict: Verdict) -> None:
    report = samples.a_report(samples.a_test("test_body", verdict))
    case = ET.fromstring(render_junit([report], "en").encode("utf-8")).find(".//testcase")
    assert case is not None
    found = [child.tag for child in case]
    assert found == [element for element in [ELEMENTS[verdict]] if element]


def test_the_story_is_the_text_of_the_element_where_gitlab_looks() -> None:
    failure = root("partial").find(".//failure")
    assert failure is not None
    assert (failure.get("type"), failure.get("message")) == ("blocked", "blocked, 0/3 points")
    assert (failure.text or "").startswith("solutions/non_blocking_fetch.py:8 in fetch\n")


def test_what_xml_cannot_hold_is_shown_as_an_escape() -> None:
    message = Message.verbatim("\x00 \x0b \ud800 \ufffe \uffff ]]> & <")
    report = samples.a_report(samples.a_test("test_body", Verdict.FAILED, message=message))
    failure = ET.fromstring(render_junit([report], "en").encode("utf-8")).find(".//failure")
    assert failure is not None
    assert failure.text == r"\x00 \x0b \ud800 \ufffe \uffff ]]> & <"


def test_two_katas_are_two_suites() -> None:
    suites = root("two_katas")
    assert [suite.get("name") for suite in suites] == ["non-blocking-fetch", "hello-world"]
    assert suites.get("tests") == "4"
