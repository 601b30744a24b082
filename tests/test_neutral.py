"""Every renderer over a report in which every text is hostile: nothing that steers, deceives or commands comes out.

Renderers are found, not listed: whatever public function below grader/renderers gives a `str` is called here, with
arguments by the types that it names. A new one is covered at once, or this test says what it has to be told.
"""

import importlib
import inspect
import itertools
import json
import pkgutil
import re
import typing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
import sample_reports as samples
import timeline_samples as timelines
from kata_folders import write_kata

from grader import renderers
from grader.doctor import Check, Checkup, Section, State
from grader.errors import GraderError
from grader.kata import Hint, Kata, Text, load_kata
from grader.messages import LANGUAGES
from grader.mistake import Mistake, SpecError
from grader.renderers.kata_list import Row
from grader.renderers.look import Look
from grader.renderers.neutral import is_unsafe, neutral, without_commands
from grader.renderers.terminal import NextStep
from grader.report import Message, Report, Verdict

HOSTILE = (
    "\x1b[2J\x1b]0;pwned\x07\x9b31m\x7f\0\x0b\x0c\u202ekcolb\u2066\u200b\u2028\x85\ufeff\ufffe\U000e0041\ud800\udcff\r"
    "::error::cr\r\n::error::line\n \t::set-env name=x::y\n\u3000::stop-commands::z\n##[error]q ##vso[task.complete]\n"
    "</script><script>alert(1)</script>]]>&#27;[31m [red]bold[/red]\n"
    + "w" * 60
    + " ::error::after a break\n"
    + "x" * 6000
)

# Pieces that others put together: what they give is raw, and no file of theirs is written anywhere.
PARTS = {
    "sentences": "sentences, for a renderer to show",
    "quantity": "numbers of our own",
    "wrapping": "lines, after what is in them was made harmless",
    "look.style_of": "names of colours",
    "markdown_text": "markup around what was made harmless",
    "log_text": "what makes a log's text harmless; it has tests of its own",
    "payload": "JSON of fields that were made harmless one by one",
    "story": "the text of one test, for the formats to place",
    "timeline_data.code_of": "advice, which is our own",
    "neutral.visible": "a part of `neutral`, which does the rest",
    "neutral.without_commands": "another part of it",
    "json_text.harmless_json": "a part of json_text",
}
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
COMMAND = re.compile(r"^\s*::", re.MULTILINE)
OLD_COMMAND = re.compile(r"##\w*\[")
OURS = re.compile(r"::(?:error|warning|notice) (?:(?:file|line|col|title)=[^,:\n]*,?)+::")

# Ours, and with a form or a key that must be right.
OUR_FIELDS = {"kata_digest", "sha256", "started_at", "code", "name", "test", "clock", "python", "tornado", "platform"}


def hostile(value: Any, field: str = "") -> Any:
    """Put HOSTILE into every text of a value, as deep as it goes."""
    if isinstance(value, Enum) or field in OUR_FIELDS:
        return value
    if isinstance(value, str):
        return HOSTILE
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: hostile(getattr(value, each.name), each.name) for each in fields(value)})
    if isinstance(value, tuple | list):
        return type(value)(hostile(item) for item in value)
    if isinstance(value, dict):
        return {key: hostile(item, key) for key, item in value.items()}
    return value


def reports() -> list[Report]:
    """Give a report of every kind, and one whose blocks and problems stand in the submission's text."""
    every = [samples.passed(), samples.blocked(), samples.failed(), samples.invalid(), samples.crashed()]
    every += [samples.inconclusive(), timelines.usual(), timelines.virtual()]
    told = Message(code="judge.raised-at", values={"error": HOSTILE, "path": HOSTILE, "line": 2})
    test = samples.a_test("test_body", Verdict.FAILED, message=told, line=2, output=HOSTILE)
    noise = replace(samples.passed().measurement, noise=(HOSTILE,), retries=1)
    every.append(samples.a_report(test, source="\n" * 3 + " " * 300 + "\n" + HOSTILE, measurement=noise))
    return [hostile(report) for report in every]


HOSTILE_REPORTS = reports()
LOOKS = [
    Look(width=width, colour=colour, plain=plain) for width, colour, plain in ((60, False, True), (40, True, False))
]
STEP = NextStep(code="terminal.next-hint", command=f"grader hint {HOSTILE[:300]}", values={})


@pytest.fixture(scope="module")
def samples_by_type(tmp_path_factory: pytest.TempPathFactory) -> dict[object, list[Any]]:
    folder = tmp_path_factory.mktemp("katas") / "a-kata"
    plain = load_kata(write_kata(folder), HOSTILE)
    (folder / "task.en.md").write_text(HOSTILE, encoding="utf-8", errors="replace")
    texts = {name: (HOSTILE,) for name in ("provides", "tags", "after", "packages", "references")}
    title = Text({"en": HOSTILE})
    spec = msgspec.structs.replace(plain.spec, title=title, chapter=HOSTILE, tests={HOSTILE: title}, **texts)
    kata = Kata(name=HOSTILE, folder=folder, spec=spec, pack=HOSTILE)
    mistake = Mistake(
        file=Path("/no") / HOSTILE.replace("\0", ""), line=1, column=1, code="spec.yaml", values={"written": HOSTILE}
    )
    broken = SpecError(Path("/no") / HOSTILE.replace("\0", ""), [mistake])
    meaning = Message.verbatim(HOSTILE)
    check = Check(
        section=Section.SOFTWARE, name="python", state=State.FATAL, found=HOSTILE, meaning=meaning, command=HOSTILE
    )
    row = Row(kata=kata, solution=HOSTILE, is_bundled=False)
    return {
        Report: HOSTILE_REPORTS,
        Sequence[Report]: [HOSTILE_REPORTS],
        Look: LOOKS,
        NextStep: [STEP],
        NextStep | None: [STEP],
        Kata: [kata],
        Sequence[Row]: [[row]],
        Sequence[SpecError]: [[broken]],
        Sequence[tuple[int, Hint]]: [[(1, Hint(text=title, when=HOSTILE))]],
        int: [3],
        GraderError: [broken, GraderError("submission.refused", path=HOSTILE, reason=HOSTILE)],
        Checkup: [Checkup(checks=(check,))],
        object: [{"text": HOSTILE, "list": [HOSTILE]}],
    }


def public_texts() -> Iterator[tuple[str, Callable[..., str]]]:
    """Give every public function of the renderers that gives a text, by module and name."""
    for info in pkgutil.iter_modules(renderers.__path__):
        module = importlib.import_module(f"grader.renderers.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_public = function.__module__ == module.__name__ and not name.startswith("_")
            if is_public and typing.get_type_hints(function)["return"] is str:
                yield f"{info.name}.{name}", function


FOUND = dict(public_texts())
RENDERERS = {name: function for name, function in FOUND.items() if not {name, name.partition(".")[0]} & PARTS.keys()}


def arguments(function: Callable[..., str], samples_by_type: dict[object, list[Any]]) -> Iterator[dict[str, Any]]:
    """Give arguments in all combinations, by the types that the function names."""
    choices: dict[str, list[Any]] = {}
    for name, kind in typing.get_type_hints(function).items():
        if name == "return":
            continue
        if name == "lang":
            choices[name] = list(LANGUAGES)
        elif kind is str:
            choices[name] = [HOSTILE]
        elif kind in samples_by_type:
            choices[name] = samples_by_type[kind]
        elif is_dataclass(kind):  # a record of texts
            choices[name] = [kind(**{each.name: HOSTILE for each in fields(kind)})]  # type: ignore[operator]
        else:
            raise AssertionError(f"say in samples_by_type what a hostile {kind} is")
    return (dict(zip(choices, each, strict=True)) for each in itertools.product(*choices.values()))


@pytest.mark.parametrize("name", RENDERERS)
def test_no_renderer_lets_through_what_steers_deceives_or_commands(
    name: str, samples_by_type: dict[object, list[Any]]
) -> None:
    for each in arguments(RENDERERS[name], samples_by_type):
        text = RENDERERS[name](**each)
        may_colour = isinstance(each.get("look"), Look) and each["look"].colour
        assert text.encode("utf-8")
        bare = COLOUR.sub("", text) if may_colour else text
        assert {character for character in bare if is_unsafe(character)} == set()
        lines = OURS.sub("", text)  # our own commands, which begin a line
        assert COMMAND.findall(lines) == []
        assert OLD_COMMAND.findall(text) == []
        check_form(name, text)


# What these hand over is printed or drawn by programs of others, or by a page's script, as it is after decoding.
HANDED_OVER = {"classroom", "gradescope", "prairielearn", "junit", "timeline_html"}
DATA_OF_PAGE = re.compile(r'<script type="application/json"[^>]*>(.*?)</script>', re.DOTALL)


def check_form(name: str, text: str) -> None:
    """See that what is JSON, XML or a page still is one, and that its texts are harmless when they are decoded."""
    decoded: list[str] = []
    if text.startswith("{"):
        decoded = list(strings(json.loads(text)))
    elif text.startswith("<?xml"):
        elements = list(ET.fromstring(text).iter())
        decoded = [each for element in elements for each in (element.text or "", *element.attrib.values())]
    elif "html" in name:
        assert "<script>alert" not in text
        (data,) = DATA_OF_PAGE.findall(text)
        decoded = list(strings(json.loads(data)))
        assert decoded
    if name.partition(".")[0] in HANDED_OVER:
        assert [each for each in decoded if any(map(is_unsafe, each)) or without_commands(each) != each] == []


def strings(data: Any) -> Iterator[str]:
    """Give every text in plain data."""
    match data:
        case str():
            yield data
        case dict():
            yield from itertools.chain(data, *map(strings, data.values()))
        case list():
            yield from itertools.chain.from_iterable(map(strings, data))


def test_the_renderers_are_found() -> None:
    known = {
        "terminal.render_terminal",
        "json_report.render_json",
        "timeline_html.render_timeline_html",
        "hint_page.hints_text",
    }
    assert known <= RENDERERS.keys()
    assert {
        part for part in PARTS if part not in FOUND and not any(name.startswith(f"{part}.") for name in FOUND)
    } == set()


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("::error::x", ": :error::x"),
        ("a\n \t\u3000::x", "a\n \t\u3000: :x"),
        ("\r\n::x\r::y", "\n: :x\\r::y"),
        ("a ::x b::y", "a ::x b::y"),
        ("a ##[x] ##vso[y] # [z] ##", "a # #[x] # #vso[y] # [z] ##"),
        ("\ufffe\uffff\ufdd0\U0001ffff", r"\ufffe\uffff\ufdd0\U0001ffff"),
        ("x" * 5001 + "\ny", "x" * 5000 + "...\ny"),
    ],
)
def test_commands_and_what_is_no_character_are_shown_and_no_more(raw: str, shown: str) -> None:
    assert neutral(raw) == shown
    assert neutral(shown) == shown or len(raw) > 5000


def test_a_line_that_a_break_turned_into_a_command_is_none() -> None:
    look = Look(width=40)
    text = look.paint(*importlib.import_module("grader.renderers.look").paragraph("w" * 30 + " ::error::x", 40))
    assert text == f"  {'w' * 30}\n  : :error::x\n"


def test_without_commands_changes_nothing_twice() -> None:
    once = without_commands("::a ##[b\n:::c")
    assert once == ": :a # #[b\n: ::c"
    assert without_commands(once) == once
