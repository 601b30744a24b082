"""The terminal report: golden files for whole reports, and the rules that hold for each of them."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sample_reports as samples
from rich.cells import cell_len

from grader.renderers.look import Look
from grader.renderers.neutral import neutral
from grader.renderers.sentences import block_advice
from grader.renderers.terminal import NextStep, render_summary, render_terminal
from grader.report import Block, Cause, Message, Report, Verdict

GOLDEN = Path(__file__).parent / "golden"
STEP = NextStep(code="terminal.next-hint", command="python -m grader hint non-blocking-fetch --for blocked")
CASES = ["passed", "blocked", "failed", "invalid", "crashed", "inconclusive"]
LOOKS = {"60": Look(width=60), "100-plain": Look(width=100, plain=True)}


def render(report: Report, lang: str = "en", look: Look | None = None) -> str:
    return render_terminal(report, lang=lang, look=look or Look(width=80), next_step=STEP)


def agrees_with_golden(name: str, text: str) -> bool:
    """Compare with a file; GRADER_GOLDEN=1 writes the files anew, to be read before they are committed."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("GRADER_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("shape", LOOKS)
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("case", CASES)
def test_a_report_reads_as_its_golden_file(case: str, lang: str, shape: str) -> None:
    text = render(getattr(samples, case)(), lang, LOOKS[shape])
    assert agrees_with_golden(f"{case}.{lang}.{shape}", text)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_summary_reads_as_its_golden_file(lang: str) -> None:
    reports = [getattr(samples, case)() for case in CASES]
    assert agrees_with_golden(f"summary.{lang}.80", render_summary(reports, lang=lang, look=Look(width=80)))


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("case", CASES)
def test_no_line_is_wider_than_the_terminal_but_what_is_to_be_copied(case: str, lang: str, width: int) -> None:
    lines = render(getattr(samples, case)(), lang, Look(width=width)).splitlines()
    advice = block_advice(samples.BLOCK, lang)
    whole = {STEP.command, advice.link, *advice.setup.splitlines(), *advice.example.splitlines()}
    assert [line for line in lines if cell_len(line) > width and not any(map(line.endswith, whole))] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_code_and_the_link_of_an_advice_stand_whole_in_lines_of_their_own(lang: str) -> None:
    block = with_block(samples.blocked(), call="base64.b64encode", cause=Cause.CPU)
    advice = block_advice(block.blocks[0], lang)
    lines = render(block, lang, Look(width=40)).splitlines()
    code = [f"      {line}" for line in f"{advice.setup}\n{advice.example}".splitlines()]
    start = lines.index(code[0])
    assert lines[start : start + len(code)] == code
    assert lines[start + len(code)].endswith(advice.link)


@pytest.mark.parametrize("case", CASES)
def test_a_plain_report_in_english_is_ascii(case: str) -> None:
    plain = Look(width=80, plain=True)
    report = replace(getattr(samples, case)(), title={"en": "Title"})
    text = render(report, look=plain)
    assert {character for character in text if not character.isascii()} <= set("同步请求")


@pytest.mark.parametrize("case", CASES)
def test_colours_change_nothing_but_colours(case: str) -> None:
    report = getattr(samples, case)()
    coloured = render(report, look=Look(width=80, colour=True))
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert bare != coloured
    assert [line.rstrip() for line in bare.splitlines()] == render(report).splitlines()


def test_what_the_submission_says_cannot_steer_the_terminal() -> None:
    text = render(samples.failed())
    assert not any(character in text for character in "\x1b\x07\x9b\u202e\u202c")
    assert r"\x1b[2J\x1b]0;pwned\x07all tests passed \u202ekcolb\u202c \x9b31m" in text


@pytest.mark.parametrize(
    "change",
    [
        lambda report: replace(report, submission=replace(report.submission, path="\x1b[31mname.py")),
        lambda report: replace(report, title={"en": "\x1b[31mtitle"}),
        lambda report: replace(
            report, tests=(replace(report.tests[0], title={"en": "\x1b]0;x\x07"}), *report.tests[1:])
        ),
        lambda report: replace(
            report, submission=replace(report.submission, source=samples.SOURCE.replace("got", "\x1b[A"))
        ),
        lambda report: with_block(report, function="\x1b[A", call="\x1b[A"),
        lambda report: with_block(report, path="\x1b[A"),
    ],
)
def test_no_field_is_printed_raw(change: Callable[[Report], Report]) -> None:
    assert "\x1b" not in render(change(samples.blocked()))


def with_block(report: Report, **changes: object) -> Report:
    block: Block = replace(samples.BLOCK, **changes)  # type: ignore[arg-type]
    tests = tuple(replace(test, blocks=(block,) if test.blocks else ()) for test in report.tests)
    return replace(report, tests=tests)


def test_a_block_tells_its_story_once_for_the_same_line() -> None:
    text = render(samples.blocked())
    assert text.count("This line held the loop 2 times, 604 ms in all.") == 1
    assert text.count("Fetch with Tornado's asynchronous client:") == 1


def test_a_block_without_a_line_has_no_excerpt_and_a_block_without_a_call_no_name() -> None:
    text = render(with_block(samples.blocked(), line=None, call=None, function=None))
    assert "The event loop waited 302 ms for the network, on its own thread;" in text
    assert f"{samples.PATH}:8" not in text


def test_a_block_in_another_file_of_the_learner_shows_its_place_alone() -> None:
    text = render(with_block(samples.blocked(), path="solutions/models.py"))
    assert "solutions/models.py:8 in fetch\n\n" in text


def test_many_places_are_counted_not_told() -> None:
    blocks = tuple(replace(samples.BLOCK, line=line) for line in range(1, 8))
    text = render(samples.a_report(samples.a_test("test_at_once", Verdict.BLOCKED, blocks=blocks)))
    assert text.count("held   ") == 3
    assert "More places held the loop: 4. Put the ones above right first." in text


def test_blocked_without_a_measured_block_still_says_so() -> None:
    text = render(samples.a_report(samples.a_test("test_at_once", Verdict.BLOCKED)))
    assert "The event loop was held over its limit." not in text
    assert "The event loop was held over the limit." in text


def test_the_problem_of_all_tests_is_said_once_and_without_titles() -> None:
    lines = render(samples.invalid(), look=Look(width=100)).splitlines()
    sentence = f"  {samples.PATH}, line 2: this is not valid Python: unterminated string literal"
    assert lines.count(sentence) == 1
    assert lines.count("  The body comes as bytes") == 0


def test_the_caret_stands_below_the_character_also_in_a_long_line_of_wide_characters() -> None:
    source = "x = '" + "字" * 100 + "\n"
    message = Message(code="judge.syntax", values={"path": "a.py", "line": 1, "column": 5, "error": "bad"})
    for column in (5, 60, 105):
        message.values["column"] = column
        report = samples.a_report(samples.a_test("test_body", Verdict.INVALID, message=message, line=1), source=source)
        lines = render(report, look=Look(width=60)).splitlines()
        row = next(number for number, line in enumerate(lines) if "❱" in line)
        at = cell_len(lines[row + 1].partition("^")[0])
        shown = lines[row]
        assert at <= 60
        before = next(i for i in range(len(shown) + 1) if cell_len(shown[:i]) >= at)
        assert (shown + "\n")[before] == {5: "'", 60: "字", 105: "字"}[column] or column == 105


def test_a_long_blamed_line_is_shown_to_its_end() -> None:
    text = render(samples.blocked(), look=Look(width=60))
    assert "as response:" in text


def test_a_line_of_a_quarter_of_a_megabyte_is_no_trouble() -> None:
    source = "x" * 250_000
    report = samples.a_report(
        samples.a_test("test_body", Verdict.FAILED, message=Message.verbatim("y" * 250_000), line=1, output=source),
        source=source,
    )
    assert len(render(report)) < 10_000


def test_a_line_that_the_file_does_not_have_shows_no_excerpt() -> None:
    message = Message.verbatim("boom")
    assert "❱" not in render(samples.a_report(samples.a_test("test_body", Verdict.FAILED, message=message, line=99)))


def test_lone_carriage_returns_count_as_lines_as_python_counts_them() -> None:
    message = Message.verbatim("boom")
    report = samples.a_report(
        samples.a_test("test_body", Verdict.FAILED, message=message, line=2), source="a = 1\rb = 2\r\nc = 3"
    )
    assert "❱ 2 │ b = 2\n" in render(report)


def test_points_that_nobody_can_tell_are_a_dash() -> None:
    text = render(samples.inconclusive())
    assert "-/3" in text
    assert "? inconclusive · no points given or taken (6 to win)" in text


def test_every_cause_and_verdict_renders_in_both_languages() -> None:
    for lang in ("en", "zh"):
        for cause in Cause:
            assert render(with_block(samples.blocked(), cause=cause), lang)
        for verdict in Verdict:
            assert render(samples.a_report(samples.a_test("test_body", verdict)), lang)


def test_without_a_next_step_the_report_ends_with_the_verdict() -> None:
    text = render_terminal(samples.passed(), lang="en", look=Look(width=80))
    assert text.endswith("  Python 3.11.7 · Tornado 6.6.1 · 1.42 s\n")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("a\r\nb\rc", "a\nb\\rc"),
        ("\x00\x1b\x7f\x9b", r"\x00\x1b\x7f\x9b"),
        ("\u202e\u2066\u200b\ufeff\u2028", r"\u202e\u2066\u200b\ufeff\u2028"),
        ("\udc80", r"\udc80"),
        ("\U000e0041", r"\U000e0041"),
        ("中文 é 🐍 👩\u200d💻", "中文 é 🐍 👩\u200d💻"),
    ],
)
def test_neutral_text(raw: str, shown: str) -> None:
    assert neutral(raw) == shown


def test_what_passed_tests_printed_does_not_stand_before_a_failure() -> None:
    shown = render(
        samples.a_report(
            samples.a_test("test_a", Verdict.PASSED, output="of the passed test"),
            samples.a_test("test_b", Verdict.FAILED, message=Message.verbatim("no"), output="of the failed test"),
        )
    )
    assert "of the failed test" in shown
    assert "of the passed test" not in shown


def test_the_thread_that_kept_the_interpreter_is_named() -> None:
    block = replace(samples.BLOCK, cause=Cause.GIL, call="json.dumps", thread="pool_0")
    shown = render(samples.a_report(samples.a_test("test_a", Verdict.BLOCKED, blocks=(block,))))
    assert "but the thread pool_0 kept Python's global lock (GIL) for" in " ".join(shown.split())
