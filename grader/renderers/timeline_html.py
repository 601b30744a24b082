"""The picture as one page that needs nothing else: the loop over time, a band per test.

A page of a stranger's submission is opened in the teacher's browser, so it holds three lines: what a stranger wrote is
escaped or only ever set as text; the policy lets nothing run or load but this page's own script and style, named by
their digest; and no link leads anywhere.
"""

import base64
import functools
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from importlib import resources

from grader.messages import text
from grader.renderers.json_text import harmless_json
from grader.renderers.neutral import neutral
from grader.renderers.quantity import seconds
from grader.renderers.sentences import block_advice, cause_sentence, choose, points_text, verdict_name
from grader.renderers.timeline_data import code_of, place_text, run_data, words
from grader.report import Block, Report

_LISTED_BLOCKS = 100
_SCRIPTS = ("timeline_marks.js", "timeline_hand.js", "timeline.js")
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
_LEGEND = ("held", "turn", "idle", "unmeasured", "served", "upstream")
_HEADS = ("test", "when", "long", "what", "where", "instead")
_NUMBERS = ("when", "long")
# Inside of a script element only these end it or begin a comment; JSON may write each of them as an escape.
_HARMLESS = str.maketrans({"<": r"\u003c", ">": r"\u003e", "&": r"\u0026", "\u2028": r"\u2028", "\u2029": r"\u2029"})


def render_timeline_html(reports: Sequence[Report], lang: str) -> str:
    """Give one page; several reports stand below each other, each with its own scale."""
    style, script = _file("timeline.css"), "".join(map(_file, _SCRIPTS))
    data = {"words": words(lang), "runs": [run_data(report, lang) for report in reports]}
    heading = _say("heading", lang)
    titles = [choose(report.title, lang) or report.kata for report in reports]
    return _filled(
        _file("timeline.html"),
        {
            "lang": html.escape(lang),
            "policy": f"default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
            f"style-src '{_digest(style)}'; script-src '{_digest(script)}'",
            "title": f"{_safe(titles[0])}: {heading}" if len(titles) == 1 else heading,
            "style": style,
            "heading": heading,
            "legend": _legend(reports, lang),
            "runs": "\n".join(_run(number, report, lang) for number, report in enumerate(reports)),
            "data": harmless_json(json.dumps(data, ensure_ascii=False, allow_nan=False)).translate(_HARMLESS),
            "script": script,
        },
    )


def _run(number: int, report: Report, lang: str) -> str:
    facts = text(
        "timeline.page.facts",
        lang,
        kata=report.kata,
        path=report.submission.path,
        verdict=verdict_name(report.verdict, lang),
        points=points_text(report.points, report.max_points),
    )
    lines = [
        f'<section aria-labelledby="run{number}">',
        f'<h2 id="run{number}">{_safe(choose(report.title, lang) or report.kata)}</h2>',
        f'<p class="facts">{_safe(facts)}</p>',
        _picture(number, report, lang),
        "</section>",
    ]
    return "\n".join(lines)


def _picture(number: int, report: Report, lang: str) -> str:
    if not (report.loop.spans or report.loop.timeline or report.blocks):
        return f"<p>{_say('nothing', lang)}</p>"
    return (
        f'<div class="picture" data-run="{number}"><noscript>{_say("no-script", lang)}</noscript></div>\n'
        f"<h3>{_say('held', lang)}</h3>\n{_held(report, lang)}"
    )


def _legend(reports: Sequence[Report], lang: str) -> str:
    items = "".join(f'<li><span class="swatch {name}"></span>{_say(f"legend-{name}", lang)}</li>' for name in _LEGEND)
    is_virtual = any(span.clock == "virtual" for report in reports for span in report.loop.spans)
    notes = ("virtual", "keys") if is_virtual else ("keys",)
    return f'<ul class="legend" aria-label="{_say("legend", lang)}">{items}</ul>\n' + "\n".join(
        f'<p class="note">{_say(note, lang)}</p>' for note in notes
    )


def _held(report: Report, lang: str) -> str:
    """List what held the loop, the longest first: the same as the picture, for whoever cannot see or run it."""
    if not report.blocks:
        return f"<p>{_say('never-held', lang)}</p>"
    heads = "".join(f'<th scope="col"{_number_class(name)}>{_say(f"head-{name}", lang)}</th>' for name in _HEADS)
    titles = {test.name: choose(test.title, lang) or test.name for test in report.tests}
    rows = "\n".join(_row(block, titles, lang) for block in report.blocks[:_LISTED_BLOCKS])
    left = len(report.blocks) - _LISTED_BLOCKS
    more = f"<p>{html.escape(text('timeline.page.more-blocks', lang, count=left))}</p>" if left > 0 else ""
    name = _say("held", lang)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{name}"><table>\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></div>{more}"
    )


def _row(block: Block, titles: Mapping[str, str], lang: str) -> str:
    advice = block_advice(block, lang)
    cells = {
        "test": titles.get(block.test, block.test),
        "when": seconds(block.start_s),
        "long": seconds(block.duration_s),
        "what": cause_sentence(block, lang),
        "where": place_text(block, lang),
        "instead": advice.instead,
    }
    marked = [f"<td{_class(name)}>{_safe(cell)}</td>" for name, cell in cells.items()]
    marked[-1] = marked[-1].replace("</td>", f"<br><code>{_safe(code_of(advice))}</code></td>")
    return f"<tr>{''.join(marked)}</tr>"


def _class(name: str) -> str:
    return ' class="code"' if name == "where" else _number_class(name)


def _number_class(name: str) -> str:
    return ' class="number"' if name in _NUMBERS else ""


def _say(word: str, lang: str) -> str:
    return html.escape(text(f"timeline.page.{word}", lang))


def _safe(words_of_others: str) -> str:
    return html.escape(neutral(words_of_others))


def _filled(template: str, values: Mapping[str, str]) -> str:
    """Fill the places in one go: what stands in a value is never looked at again."""
    return _PLACEHOLDER.sub(lambda match: values[match[1]], template)


def _digest(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


@functools.cache
def _file(name: str) -> str:
    return (resources.files("grader") / "renderers" / name).read_text(encoding="utf-8")
