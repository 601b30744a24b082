"""The picture as a Chrome trace (Trace Event Format), which Perfetto and chrome://tracing open.

A process is a test, its threads are the loop, what held it, and the requests of each side. Complete events of one
thread must not overlap, so what happens at the same time is spread over several threads of the same name.
"""

from collections.abc import Iterator, Sequence

from grader.advice import public_name
from grader.messages import text
from grader.renderers.json_text import json_text
from grader.renderers.sentences import cause_sentence, choose, verdict_name
from grader.renderers.timeline_bands import Band, Lasting, bands, lanes
from grader.report import Block, Exchange, Report, Side

Event = dict[str, object]
_US_PER_S = 1_000_000
_DECIMALS = 3
# Between the numbers of two kinds of threads: Perfetto sorts threads by them.
_MOST_LANES = 10_000


def render_timeline_trace(reports: Sequence[Report], lang: str) -> str:
    """Give one trace of all tests of all reports, each beginning at 0 of its own clock."""
    every = [(report, band) for report in reports for band in bands(report)]
    events = [event for pid, (report, band) in enumerate(every, 1) for event in _process(pid, report, band, lang)]
    about = [
        {
            "kata": report.kata,
            "submission": report.submission.path,
            "verdict": str(report.verdict),
            "started_at": report.started_at,
        }
        for report in reports
    ]
    return json_text({"traceEvents": events, "displayTimeUnit": "ms", "otherData": {"reports": about}})


def _process(pid: int, report: Report, band: Band, lang: str) -> Iterator[Event]:
    title = choose(band.test.title, lang) or band.test.name
    name = text(
        "timeline.trace.process",
        lang,
        title=title,
        verdict=verdict_name(band.test.verdict, lang),
        clock=text(f"timeline.page.clock-{band.span.clock}", lang),
    )
    yield _meta(pid, 0, "process_name", name=name)
    yield _meta(pid, 0, "process_labels", labels=report.kata)
    yield _meta(pid, 0, "process_sort_index", sort_index=pid)
    yield from _thread(pid, 1, text("timeline.trace.loop", lang), [(tick, _turn(lang)) for tick in band.ticks])
    yield from _thread(
        pid, 2, text("timeline.trace.held", lang), [(block, _held(block, lang)) for block in band.blocks]
    )
    for kind, side in enumerate(Side, 3):
        requests = [(request, _request(request)) for request in band.side(side)]
        yield from _thread(pid, kind, text(f"timeline.trace.{side}", lang), requests)


def _thread(pid: int, kind: int, name: str, each: Sequence[tuple[Lasting, Event]]) -> Iterator[Event]:
    found = lanes([one for one, _ in each])
    for lane in range(max(found, default=-1) + 1):
        # The number tells the lanes of one kind apart; it is the same in every language.
        yield _meta(pid, _tid(kind, lane), "thread_name", name=f"{name} {lane + 1}" if lane else name)
        yield _meta(pid, _tid(kind, lane), "thread_sort_index", sort_index=_tid(kind, lane))
    for (one, event), lane in zip(each, found, strict=True):
        at = {
            "ph": "X",
            "pid": pid,
            "tid": _tid(kind, lane),
            "ts": round(one.start_s * _US_PER_S, _DECIMALS),
            "dur": round(one.duration_s * _US_PER_S, _DECIMALS),
        }
        yield {**event, **at}


def _tid(kind: int, lane: int) -> int:
    return kind * _MOST_LANES + lane


def _meta(pid: int, tid: int, kind: str, **args: object) -> Event:
    return {"ph": "M", "pid": pid, "tid": tid, "name": kind, "args": args}


def _turn(lang: str) -> Event:
    return {"name": text("timeline.trace.turn", lang), "cat": "turn"}


def _held(block: Block, lang: str) -> Event:
    cause = text(f"cause.{block.cause}.name", lang)
    call = public_name(block.call or "") or block.function or "?"
    form = "block" if block.line is None else "block-line"
    return {
        "name": text(f"timeline.trace.{form}", lang, cause=cause, call=call, line=block.line),
        "cat": "held",
        "cname": "terrible",
        "args": {
            "sentence": cause_sentence(block, lang),
            "cause": str(block.cause),
            "call": block.call,
            "path": block.path,
            "line": block.line,
            "function": block.function,
            "limit_s": block.limit_s,
        },
    }


def _request(request: Exchange) -> Event:
    return {
        "name": f"{request.method} {request.path}",
        "cat": str(request.side),
        "args": {"code": request.code},
    }
