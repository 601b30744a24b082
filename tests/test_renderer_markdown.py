"""The report as Markdown, read back by a parser: a stranger's text stays text."""

import re

import pytest
import sample_reports as samples
from markdown_it import MarkdownIt
from payload_cases import CASES, GOLDEN_CASES, agrees_with_golden

from grader.renderers.markdown import render_markdown
from grader.renderers.markdown_text import code_span, escaped, fenced

# Sentences have no word for an infinite time; such a number could only come from ourselves.
MARKDOWN_CASES = [case for case in CASES if case != "odd_numbers"]
OURS = {
    "h2",
    "h3",
    "p",
    "strong",
    "code",
    "pre",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "a",
    "details",
    "summary",
}
"""The elements that our own Markdown is made of."""


def html(markdown: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown))


@pytest.mark.parametrize(("case", "lang"), GOLDEN_CASES)
def test_a_document_reads_as_its_golden_file(case: str, lang: str) -> None:
    assert agrees_with_golden(f"{case}.{lang}.md", render_markdown(CASES[case](), lang))


@pytest.mark.parametrize("case", MARKDOWN_CASES)
def test_no_document_is_larger_than_a_step_may_write(case: str) -> None:
    assert len(render_markdown(CASES[case](), "en").encode("utf-8")) <= 1_000_000


@pytest.mark.parametrize("case", MARKDOWN_CASES)
def test_nothing_but_our_own_markup_comes_out(case: str) -> None:
    shown = html(render_markdown(CASES[case](), "en"))
    assert set(re.findall(r"</?([a-z0-9]+)", shown)) <= OURS
    assert shown.count("<details>") == shown.count("</details>") == shown.count("<summary>")
    assert "<!--" not in shown
    assert set(re.findall(r'href="(?!https://(?:www\.tornadoweb\.org|docs\.python\.org)/)', shown)) == set()


@pytest.mark.parametrize("case", MARKDOWN_CASES)
def test_every_test_has_a_row_and_every_row_four_cells(case: str) -> None:
    shown = html(render_markdown(CASES[case](), "en"))
    rows = re.findall(r"<tr>(.*?)</tr>", shown, re.DOTALL)
    assert {len(re.findall("<t[hd]", row)) for row in rows} == {4}


@pytest.mark.parametrize(
    "words",
    ["a `` b", "`", "``x`", "*a*", "<b>x</b>", "[a](https://example.com)", "a | b", "https://example.com", "&amp;"],
)
def test_words_come_out_as_they_went_in(words: str) -> None:
    plain = re.sub("<[^>]+>", "", html(f"x {code_span(words)}")).strip()
    assert plain == "x " + html_text(words)
    assert re.sub("</?p>", "", html(escaped(words))).strip() == html_text(words)


def html_text(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_a_fence_is_longer_than_any_inside() -> None:
    assert fenced("```\n````\n</details>").startswith("`````text\n")
    assert html(fenced("```\n# x")) == '<pre><code class="language-text">```\n# x\n</code></pre>\n'


def test_two_katas_stand_below_each_other() -> None:
    headings = re.findall("^## .*$", render_markdown(CASES["two_katas"](), "en"), re.MULTILINE)
    assert headings == ["## ✗ Make this fetch non-blocking", "## ✗ Hello, world"]


def test_of_many_problems_the_rest_is_counted() -> None:
    text = render_markdown(CASES["many_failures"](), "en")
    assert "More tests did not pass: 180. Put the ones above right first." in text


def test_a_pass_needs_no_story() -> None:
    assert "###" not in render_markdown([samples.passed()], "en")
