"""What the page of the picture draws: plain data and finished sentences, so that its script knows nothing of reports.

Whatever a stranger wrote is made harmless here; the script only ever sets it as text.
"""

import re

from grader.advice import Advice, public_name
from grader.messages import find, text
from grader.renderers.neutral import neutral
from grader.renderers.quantity import seconds
from grader.renderers.sentences import block_advice, cause_sentence, choose, verdict_name
from grader.renderers.timeline_bands import Band, bands, lanes
from grader.report import Block, Exchange, Report, Side

Data = dict[str, object]

_TOLD_BLOCKS = 300
_CODE_KEPT = 200
_DECIMALS = 9
_SCRIPT_WORDS = (
    *("loop", "served", "upstream"),
    *("turn", "more-held", "request-seen"),
    *("view", "zoom-in", "zoom-out", "all", "alone", "picture"),
)


def words(lang: str) -> dict[str, str]:
    """Give the sentences of the script, with their placeholders."""
    return {word: find(f"timeline.page.{word}", lang) or "" for word in _SCRIPT_WORDS}


def run_data(report: Report, lang: str) -> Data:
    """Give one report; its bands share a scale that ends with the last of them."""
    every = bands(report)
    return {
        "title": neutral(choose(report.title, lang) or report.kata),
        "total": max((band.end_s for band in every), default=0.0),
        "bands": [_band(band, report, lang) for band in every],
    }


def place_text(block: Block, lang: str) -> str:
    """Give path, line and function of a block; nothing where the line is not known."""
    if block.line is None:
        return ""
    form = "place" if block.function else "place-short"
    return neutral(text(f"timeline.page.{form}", lang, path=block.path, line=block.line, function=block.function or ""))


def code_of(advice: Advice) -> str:
    """Give the lines that do it better."""
    return "\n".join(filter(None, (advice.setup, advice.example)))


def _band(band: Band, report: Report, lang: str) -> Data:
    told = sorted(sorted(band.blocks, key=lambda block: -block.duration_s)[:_TOLD_BLOCKS], key=lambda b: b.start_s)
    known = set(map(id, told))
    return {
        "title": _title(band, lang),
        "sum": _sum(band, lang),
        "end": _number(band.end_s),
        "measured": None if band.span.measured_from_s is None else _number(band.span.measured_from_s),
        "turns": [[_number(tick.start_s), _number(tick.duration_s)] for tick in band.ticks],
        "blocks": [_block(block, report, lang) for block in told],
        "more": [[_number(b.start_s), _number(b.duration_s)] for b in band.blocks if id(b) not in known],
        **{str(side): _requests(band.side(side), lang) for side in Side},
    }


def _title(band: Band, lang: str) -> str:
    form = "title" if band.end_s > 0 else "title-not-run"
    return neutral(
        text(
            f"timeline.page.{form}",
            lang,
            title=choose(band.test.title, lang) or band.test.name,
            verdict=verdict_name(band.test.verdict, lang),
            clock=text(f"timeline.page.clock-{band.span.clock}", lang),
            end=seconds(band.end_s),
        )
    )


def _sum(band: Band, lang: str) -> str:
    if band.end_s <= 0:
        return ""
    held_s = sum(block.duration_s for block in band.blocks)
    held = {"count": len(band.blocks), "total": seconds(held_s)}
    turns = {"drawn": len(band.ticks), "turns": max(band.span.turns, len(band.ticks))}
    form = "unknown" if band.span.measured_from_s is None else "turns"
    return text(
        "timeline.page.band",
        lang,
        held=text(f"timeline.page.band-{'held' if band.blocks else 'free'}", lang, **held),
        turns=text(f"timeline.page.band-{form}", lang, **turns),
        requests=text("timeline.page.band-requests", lang, count=len(band.requests)),
    )


def _block(block: Block, report: Report, lang: str) -> Data:
    advice = block_advice(block, lang)
    call = public_name(block.call or "") or text(f"cause.{block.cause}.name", lang)
    form = "label" if block.line is None else "label-line"
    label = text(f"timeline.page.{form}", lang, duration=seconds(block.duration_s), call=call, line=block.line)
    sentence = text(
        "timeline.page.block",
        lang,
        sentence=cause_sentence(block, lang),
        start=seconds(block.start_s),
        limit=seconds(block.limit_s),
    )
    return {
        "start": _number(block.start_s),
        "length": _number(block.duration_s),
        "label": neutral(label),
        "lines": [neutral(sentence), place_text(block, lang)],
        "code": neutral(_code(block, report)),
        "advice": [advice.why, advice.instead, code_of(advice)],
    }


def _code(block: Block, report: Report) -> str:
    """Give the learner's line itself: only the submission's own text is at hand."""
    if block.line is None or block.path not in (None, report.submission.path):
        return ""
    rows = re.split(r"\r\n|\r|\n", report.submission.source)
    return rows[block.line - 1].strip()[:_CODE_KEPT] if 1 <= block.line <= len(rows) else ""


def _requests(requests: tuple[Exchange, ...], lang: str) -> list[list[object]]:
    return [
        [_number(each.start_s), _number(each.duration_s), lane, each.code is not None, _label(each, lang)]
        for each, lane in zip(requests, lanes(requests), strict=True)
    ]


def _label(request: Exchange, lang: str) -> str:
    form = "request" if request.code is not None else "request-open"
    values = {"method": request.method, "path": request.path, "code": request.code}
    return neutral(text(f"timeline.page.{form}", lang, **values))


def _number(value_s: float) -> float:
    return round(value_s, _DECIMALS)
