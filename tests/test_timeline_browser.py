"""The page in a real browser, where one is installed: what its script makes of it."""

import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest
import timeline_samples as timelines

from grader.renderers.timeline_html import render_timeline_html
from grader.report import Report

_NAMES = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER = next(filter(None, map(shutil.which, _NAMES)), None)

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")


def elements(folder: Path, *reports: Report, lang: str = "en", flags: tuple[str, ...] = ()) -> str:
    """Give the page's elements after its script has run, as the browser writes them down."""
    page = folder / "page.html"
    page.write_text(render_timeline_html(reports, lang), encoding="utf-8")
    argv = [BROWSER or "", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    shown = subprocess.run(
        [*argv, "--virtual-time-budget=2000", "--window-size=1200,800", *flags, "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "HOME": str(folder)},
    )
    return shown.stdout


def texts(dom: str, kind: str) -> list[str]:
    """Give the texts of the elements of this class."""
    found = re.findall(rf'class="{kind}"[^>]*>(?:<span[^>]*>)?([^<]*)<', dom)
    return [unescape(each) for each in found]


def test_each_band_has_its_title_its_block_and_its_requests(tmp_path: Path) -> None:
    dom = elements(tmp_path, timelines.usual())
    assert texts(dom, "whole") == [
        "The body comes as bytes (passed, real clock, 200 ms)",
        "Three fetches run at once, and none of them waits for another (blocked, real clock, 600 ms)",
        "Errors [of all kinds] reach the caller (blocked, not run)",
    ]
    assert texts(dom, "block") == ["302 ms urllib.request.urlopen, line 8"]
    assert texts(dom, "caption") == ["loop", "loop", "its server: 1", "upstream: 2", "loop"]
    assert texts(dom, "range") == ["Shown: 0 ms to 600 ms"]
    assert dom.count('role="img"') == dom.count("<canvas") == 5


def test_a_block_can_be_reached_and_says_all_of_itself(tmp_path: Path) -> None:
    dom = elements(tmp_path, timelines.usual())
    (button,) = re.findall(r'<button class="block" type="button"[^>]*>', dom)
    said = re.search('aria-label="([^"]*)"', button)
    assert said is not None
    for words in ("waited 302 ms for the network", "solutions/non_blocking_fetch.py:8 in fetch", "with urllib.request"):
        assert words in unescape(said[1])


def test_nothing_of_what_a_submission_wrote_became_an_element_or_ran(tmp_path: Path) -> None:
    dom = elements(tmp_path, timelines.hostile())
    assert dom.count("<script") == 2
    assert "<img" not in dom
    assert len(texts(dom, "whole")) == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_extremes_are_drawn(lang: str, tmp_path: Path) -> None:
    dom = elements(tmp_path, timelines.busy(), timelines.virtual(), timelines.nothing(), timelines.free(), lang=lang)
    assert len(texts(dom, "block")) == 310
    assert len(texts(dom, "range")) == 3
    assert "NaN" not in dom


def test_a_narrow_and_dark_window_shows_the_same(tmp_path: Path) -> None:
    flags = ("--window-size=400,800", "--blink-settings=preferredColorScheme=0")
    assert texts(elements(tmp_path, timelines.usual(), flags=flags), "block") == [
        "302 ms urllib.request.urlopen, line 8"
    ]
