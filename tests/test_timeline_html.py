"""The page: self-contained, harmless whatever a submission wrote, and saying the same without its script."""

import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import sample_reports as samples
import timeline_samples as timelines

from grader.messages import LANGUAGES
from grader.renderers.timeline_html import render_timeline_html
from grader.report import Report

CASES = ["usual", "virtual", "busy", "hostile", "nothing"]


class Page(HTMLParser):
    """What a browser would make of the page: its elements, and the texts outside of script and style."""

    def __init__(self, *reports: Report, lang: str = "en") -> None:
        super().__init__(convert_charrefs=True)
        self.source = render_timeline_html(reports, lang)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.texts: list[str] = []
        self._in: list[str] = []
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._in and self._in.pop() != tag:
            pass

    def handle_data(self, text: str) -> None:
        raw = self.raw.get(self._in[-1] if self._in else "")
        if raw is not None:
            raw.append(text)
        elif text.strip():
            self.texts.append(text.strip())

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.raw["script"][0])
        return found

    @property
    def policy(self) -> str:
        return next(
            attrs["content"] or "" for _, attrs in self.elements if attrs.get("http-equiv") == "Content-Security-Policy"
        )


def digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_the_page_asks_the_network_for_nothing(case: str, lang: str) -> None:
    page = Page(getattr(timelines, case)(), lang=lang)
    assert {tag for tag, _ in page.elements} & {
        "img",
        "iframe",
        "object",
        "embed",
        "form",
        "base",
        "a",
        "video",
    } == set()
    assert [attrs for tag, attrs in page.elements if tag == "link"] == [{"rel": "icon", "href": "data:,"}]
    assert [name for _, attrs in page.elements for name in attrs if name in ("src", "srcset", "action")] == []
    assert (
        re.search(r"url\(|@import|fetch\(|XMLHttpRequest|import\(", "".join(page.raw["style"]) + page.raw["script"][1])
        is None
    )


@pytest.mark.parametrize("case", CASES)
def test_the_policy_lets_only_this_script_and_this_style_run(case: str) -> None:
    page = Page(getattr(timelines, case)())
    _, script = page.raw["script"]
    (style,) = page.raw["style"]
    assert page.policy == (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src {digest(style)}; script-src {digest(script)}"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_submission_wrote_is_never_markup(lang: str) -> None:
    page, usual = Page(timelines.hostile(), lang=lang), Page(timelines.usual(), lang=lang)
    assert page.raw["script"][1:] == usual.raw["script"][1:]
    assert [tag for tag, _ in page.elements if tag in ("script", "img")] == ["script", "script"]
    assert [name for _, attrs in page.elements for name in attrs if name.startswith(("on", "style"))] == []
    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(page.raw["script"][0])
    assert not re.search("[\x1b\x07\u202e]", page.source)


def test_what_a_submission_wrote_is_shown_as_it_wrote_it() -> None:
    page = Page(timelines.hostile())
    shown = timelines.HOSTILE.replace("\u202e", r"\u202e").replace("\u2028", r"\u2028")
    shown = shown.replace("\x1b", r"\x1b").replace("\x07", r"\x07")
    assert page.data["runs"][0]["title"] == shown
    assert page.data["runs"][0]["bands"][0]["upstream"][0][4] == f"{shown} {shown}, status 200"
    assert any(shown in text for text in page.texts)
    assert page.data["runs"][0]["bands"][0]["blocks"][0]["code"] == shown.split(r"\u2028")[0] + r"\u2028\x1b]0;x\x07"


def test_the_table_says_what_the_picture_shows() -> None:
    texts = Page(timelines.usual()).texts
    table = texts[texts.index("Test") :]
    assert table == [
        *("Test", "From", "Held", "What happened", "Line", "Instead"),
        "Three fetches run at once, and none of them waits for another",
        "100 ms",
        "302 ms",
        "The event loop waited 302 ms for the network in urllib.request.urlopen, on its own thread; "
        "meanwhile nothing else could run.",
        "solutions/non_blocking_fetch.py:8 in fetch",
        "Fetch with Tornado's asynchronous client:",
        "from tornado.httpclient import AsyncHTTPClient\nresponse = await AsyncHTTPClient().fetch(url)",
    ]


def test_a_band_tells_its_test_in_words() -> None:
    bands = Page(timelines.usual()).data["runs"][0]["bands"]
    assert [(band["title"], band["sum"]) for band in bands] == [
        ("The body comes as bytes (passed, real clock, 200 ms)", "Never held. Turns drawn: 1 of 3. Requests: 0."),
        (
            "Three fetches run at once, and none of them waits for another (blocked, real clock, 600 ms)",
            "Held stretches: 1, 302 ms in all. Turns drawn: 1 of 40. Requests: 3.",
        ),
        ("Errors [of all kinds] reach the caller (blocked, not run)", ""),
    ]


def test_a_block_has_its_line_its_call_and_its_cause() -> None:
    block = Page(timelines.usual(), lang="zh").data["runs"][0]["bands"][1]["blocks"][0]
    assert block == {
        "start": 0.1,
        "length": 0.302,
        "label": "302 ms urllib.request.urlopen\uff0c第 8 行",
        "lines": [
            "事件循环在自己的线程上\uff0c因 urllib.request.urlopen 等网络等了 302 ms\uff1b这期间其他代码都无法运行。"
            "开始于 100 ms\uff0c上限是 50 ms。",
            "solutions/non_blocking_fetch.py:8  fetch",
        ],
        "code": "with urllib.request.urlopen(url, timeout=10, context=make_a_context_for(url)) as response:",
        "advice": [
            "urllib 在事件循环自己的线程上等待服务器。响应到达之前\uff0c其他代码都无法运行。",
            "改用 Tornado 的异步客户端\uff1a",
            "from tornado.httpclient import AsyncHTTPClient\nresponse = await AsyncHTTPClient().fetch(url)",
        ],
    }


def test_requests_lie_in_lanes_and_tell_whether_they_were_answered() -> None:
    band = Page(timelines.usual()).data["runs"][0]["bands"][1]
    assert band["upstream"] == [
        [0.1, 0.2, 0, True, "GET /page, status 200"],
        [0.15, 0.2, 1, False, "GET /page, no answer"],
    ]
    assert band["served"] == [[0.3, 0.1, 0, True, "GET /page, status 500"]]


def test_ten_thousand_turns_and_a_crowd_of_blocks_stay_a_small_page() -> None:
    page = Page(timelines.busy())
    (band,) = page.data["runs"][0]["bands"]
    assert (len(band["turns"]), len(band["blocks"]), len(band["more"])) == (10_000, 300, 100)
    assert min(block["length"] for block in band["blocks"]) > max(length for _, length in band["more"])
    assert page.data["runs"][0]["total"] == band["end"] == 399 / 50 + 20 + 399
    assert "More held stretches: 300. The longest are listed." in page.texts
    assert len(page.source) < 1_000_000


def test_ten_virtual_minutes_are_drawn_on_the_tests_clock() -> None:
    page = Page(timelines.virtual())
    run = page.data["runs"][0]
    assert (run["total"], run["bands"][0]["title"]) == (
        600.0,
        "The body comes as bytes (blocked, virtual clock, 600 s)",
    )
    note = "On a virtual clock, computing takes no time: a turn is drawn where it began, in its real length."
    assert note in page.texts
    assert note not in Page(timelines.usual()).texts


def test_where_no_test_ran_the_page_says_so() -> None:
    page = Page(timelines.nothing())
    assert "No test ran, so there is nothing to draw." in page.texts
    assert "picture" not in [attrs.get("class") for _, attrs in page.elements]


def test_a_run_that_was_never_held_says_so() -> None:
    assert "Nothing held the event loop over its limit." in Page(timelines.free()).texts


def test_several_reports_stand_below_each_other() -> None:
    page = Page(timelines.usual(), samples.passed(), timelines.virtual())
    assert [attrs["data-run"] for _, attrs in page.elements if attrs.get("class") == "picture"] == ["0", "2"]
    assert len(page.data["runs"]) == 3
    assert re.search("<title>(.*)</title>", page.source)[1] == "The event loop over time"  # type: ignore[index]


def test_every_sentence_of_the_script_is_there(tmp_path: Path) -> None:
    for lang in LANGUAGES:
        page = Page(timelines.usual(), lang=lang)
        script = page.raw["script"][1]
        used = set(re.findall(r'words(?:\.(\w+)|\["([\w-]+)"\])', script))
        assert {one or other for one, other in used} | {"served", "upstream"} == set(page.data["words"])
        assert all(page.data["words"].values())


@pytest.mark.skipif(shutil.which("node") is None, reason="no node on this machine")
def test_the_script_is_valid(tmp_path: Path) -> None:
    script = tmp_path / "script.js"
    script.write_text(Page(timelines.usual()).raw["script"][1], encoding="utf-8")
    checked = subprocess.run(["node", "--check", str(script)], capture_output=True, text=True, check=False)
    assert checked.stderr == ""


def test_the_title_is_that_of_the_kata() -> None:
    found = re.search("<title>(.*)</title>", Page(timelines.usual(), lang="zh").source)
    assert found is not None
    assert html.unescape(found[1]) == "让这个请求不再阻塞: 事件循环的时间线"
