"""The trace: the structure that Perfetto reads (Trace Event Format)."""

import itertools
import json
from collections import defaultdict
from typing import Any

import pytest
import timeline_samples as timelines

from grader.renderers.timeline_trace import render_timeline_trace
from grader.report import Report

CASES = ["usual", "virtual", "busy", "hostile", "nothing"]
META = {
    "process_name": "name",
    "process_labels": "labels",
    "process_sort_index": "sort_index",
    "thread_name": "name",
    "thread_sort_index": "sort_index",
}


def events(*reports: Report, lang: str = "en") -> list[dict[str, Any]]:
    trace = json.loads(render_timeline_trace(reports, lang))
    found: list[dict[str, Any]] = trace["traceEvents"]
    return found


def names(found: list[dict[str, Any]], kind: str) -> list[str]:
    return [event["args"]["name"] for event in found if event["name"] == kind]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("case", CASES)
def test_every_event_has_the_form_of_the_format(case: str, lang: str) -> None:
    trace = json.loads(render_timeline_trace([getattr(timelines, case)()], lang))
    assert set(trace) == {"traceEvents", "displayTimeUnit", "otherData"}
    assert trace["displayTimeUnit"] == "ms"
    for event in trace["traceEvents"]:
        assert isinstance(event["pid"], int)
        assert isinstance(event["tid"], int)
        assert isinstance(event["name"], str)
        assert event["ph"] in ("M", "X")
        if event["ph"] == "M":
            assert set(event) == {"ph", "pid", "tid", "name", "args"}
            assert list(event["args"]) == [META[event["name"]]]
        else:
            assert isinstance(event["ts"], int | float)
            assert event["dur"] >= 0
            assert isinstance(event["cat"], str)


@pytest.mark.parametrize("case", CASES)
def test_every_thread_is_named_and_nothing_overlaps_in_it(case: str) -> None:
    found = events(getattr(timelines, case)())
    named = {(event["pid"], event["tid"]) for event in found if event["name"] == "thread_name"}
    threads: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for event in found:
        if event["ph"] == "X":
            threads[event["pid"], event["tid"]].append((event["ts"], event["ts"] + event["dur"]))
    assert threads.keys() == named
    for each in threads.values():
        for (_, end), (start, _) in itertools.pairwise(each):
            assert end <= start + 0.001


def test_a_process_is_a_test_and_times_are_microseconds_of_its_clock() -> None:
    found = events(timelines.usual())
    assert names(found, "process_name") == [
        "The body comes as bytes (passed, real clock)",
        "Three fetches run at once, and none of them waits for another (blocked, real clock)",
        "Errors [of all kinds] reach the caller (blocked, real clock)",
    ]
    (held,) = [event for event in found if event.get("cat") == "held"]
    assert (held["name"], held["pid"], held["ts"], held["dur"]) == (
        "network: urllib.request.urlopen, line 8",
        2,
        100_000.0,
        302_000.0,
    )
    assert held["args"] == {
        "sentence": "The event loop waited 302 ms for the network in urllib.request.urlopen, on its own thread; "
        "meanwhile nothing else could run.",
        "cause": "network",
        "call": "urllib.request.urlopen",
        "path": "solutions/non_blocking_fetch.py",
        "line": 8,
        "function": "fetch",
        "limit_s": 0.05,
    }
    assert names(found, "thread_name") == [
        "event loop",
        "event loop",
        "held over the limit",
        "requests to its server",
        "requests to the upstream",
        "requests to the upstream 2",
    ]
    assert [event["args"]["code"] for event in found if event.get("cat") in ("served", "upstream")] == [500, 200, None]


def test_several_reports_are_processes_of_one_trace() -> None:
    found = events(timelines.usual(), timelines.virtual(), lang="zh")
    assert sorted({event["pid"] for event in found}) == [1, 2, 3, 4]
    assert names(found, "process_name")[3] == "正文以 bytes 返回（阻塞，虚拟时钟）"
    about = json.loads(render_timeline_trace([timelines.usual(), timelines.virtual()], "en"))["otherData"]["reports"]
    assert [report["verdict"] for report in about] == ["blocked", "blocked"]
