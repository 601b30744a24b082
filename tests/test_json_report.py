"""The JSON report: the contract that other programs read."""

import json
import math
from dataclasses import replace

import pytest
import sample_reports as samples
import timeline_samples as timelines

from grader.renderers.json_report import render_json, render_json_summary
from grader.renderers.json_text import json_text
from grader.report import Loop, Message, Verdict

REPORT_KEYS = [
    "format",
    "kata",
    "kata_digest",
    "title",
    "submission",
    "verdict",
    "points",
    "max_points",
    "tests",
    "blocks",
    "loop",
    "measurement",
    "isolation",
    "environment",
    "started_at",
    "duration_s",
]
TEST_KEYS = ["name", "title", "verdict", "points", "max_points", "duration_s", "message", "output", "line", "blocks"]
BLOCK_KEYS = [
    "test",
    "start_s",
    "duration_s",
    "limit_s",
    "cause",
    "call",
    "path",
    "line",
    "function",
    "thread",
    "why",
    "instead",
    "setup",
    "example",
    "link",
]


def test_the_keys_are_those_of_the_contract_in_its_order() -> None:
    data = json.loads(render_json(samples.blocked(), "en"))
    assert list(data) == REPORT_KEYS
    assert all(list(test) == TEST_KEYS for test in data["tests"])
    assert all(list(block) == BLOCK_KEYS for block in data["blocks"])
    assert list(data["submission"]) == ["path", "sha256"]
    assert list(data["loop"]) == [
        *("longest_block_s", "latency_p50_s", "latency_p99_s", "busy_s"),
        *("timeline", "requests", "spans"),
    ]
    assert list(data["measurement"]) == [
        "clock",
        "counters",
        "retries",
        "noise",
        "cpu_scale",
        "wakeup_delay_s",
        "missing",
    ]
    assert list(data["isolation"]) == ["layers", "missing"]
    assert list(data["environment"]) == ["python", "tornado", "platform", "cpus"]


def test_the_values_of_a_blocked_run() -> None:
    data = json.loads(render_json(samples.blocked(), "en"))
    assert (data["format"], data["verdict"], data["points"], data["max_points"]) == (1, "blocked", 3, 9)
    assert [test["verdict"] for test in data["tests"]] == ["passed", "blocked", "failed"]
    assert data["blocks"][0] == data["tests"][1]["blocks"][0]
    assert data["blocks"][0] == {
        "test": "test_at_once",
        "start_s": 0.1,
        "duration_s": 0.302,
        "limit_s": 0.05,
        "cause": "network",
        "call": "urllib.request.urlopen",
        "path": "solutions/non_blocking_fetch.py",
        "line": 8,
        "function": "fetch",
        "thread": None,
        "why": "urllib waits for the server on the loop's own thread. Until the answer is there, nothing else runs.",
        "instead": "Fetch with Tornado's asynchronous client:",
        "setup": "from tornado.httpclient import AsyncHTTPClient",
        "example": "response = await AsyncHTTPClient().fetch(url)",
        "link": "https://www.tornadoweb.org/en/stable/httpclient.html#tornado.httpclient.AsyncHTTPClient",
    }


def test_the_loop_is_told_turn_by_turn_and_request_by_request() -> None:
    loop = json.loads(render_json(timelines.usual(), "en"))["loop"]
    assert loop["timeline"][0] == {"test": "test_body", "start_s": 0.02, "duration_s": 0.004}
    assert loop["requests"][1] == {
        "test": "test_at_once",
        "side": "upstream",
        "method": "GET",
        "path": "/page",
        "code": None,
        "start_s": 0.15,
        "duration_s": 0.2,
    }
    assert loop["spans"][1] == {
        "test": "test_at_once",
        "clock": "real",
        "end_s": 0.6,
        "measured_from_s": 0.01,
        "turns": 40,
    }


def test_titles_and_messages_are_in_the_language_asked_for() -> None:
    english = json.loads(render_json(samples.inconclusive(), "en"))
    chinese = json.loads(render_json(samples.inconclusive(), "zh"))
    assert (english["title"], chinese["title"]) == ("Make this fetch non-blocking", "让这个请求不再阻塞")
    assert chinese["tests"][0]["title"] == "正文以 bytes 返回"
    assert english["tests"][0]["message"] is None
    assert english["tests"][1]["message"].startswith("The machine was too busy to tell")
    assert english["points"] is None
    assert english["tests"][1]["points"] is None


def test_a_title_in_no_known_language_is_still_a_title() -> None:
    report = replace(samples.passed(), title={"de": "Hallo"})
    assert json.loads(render_json(report, "zh"))["title"] == "Hallo"


def test_chinese_stays_readable_and_controls_are_escaped_without_loss() -> None:
    raw = "中文 é \x1b[31m \x9b \u202e \u2028 \U000e0041 tab\t"
    test = samples.a_test("test_body", Verdict.FAILED, message=Message.verbatim(raw))
    text = render_json(samples.a_report(test), "en")
    assert json.loads(text)["tests"][0]["message"] == raw
    assert r"中文 é \u001b[31m \u009b \u202e \u2028 \udb40\udc41 tab\t" in text


def test_lone_surrogates_become_replacement_characters() -> None:
    text = json_text({"a": "x\udc80y", "b": "\ud83d\ude00"})
    text.encode("utf-8")
    assert json.loads(text)["a"] == "x\ufffdy"


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_what_is_no_number_never_gets_into_a_report(number: float) -> None:
    report = replace(samples.passed(), loop=Loop(longest_block_s=number))
    with pytest.raises(ValueError, match="not JSON compliant"):
        render_json(report, "en")


def test_several_reports_are_one_object() -> None:
    data = json.loads(render_json_summary([samples.passed(), samples.failed()], "en"))
    assert list(data) == ["format", "reports"]
    assert [report["verdict"] for report in data["reports"]] == ["passed", "failed"]
    assert list(data["reports"][0]) == REPORT_KEYS[1:]
