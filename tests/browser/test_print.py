"""A printed page holds the whole story on white paper, and nothing that could only be pressed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_page import ASSIGNMENT

HALFWAY = ASSIGNMENT + "&sweep=reverse&step=4"
TOLD = ["#rail textarea[name=e]", "#at-x1", "#answer dd", "#view svg.graph", "#step .rule", "#step .words", "#trace tr[data-node=c8]"]  # fmt: skip
PRESSED = "button:not([aria-pressed=true], .symbol), select, .slider, #scrubber, nav"
LONG = "/?e=" + "%3B".join(["a0=x*y", *(f"a{k}=sin(a{k - 1})" for k in range(1, 90)), "a89"]) + "&sweep=reverse"


def pages(page: Page, **paper: Any) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(**paper)))


@pytest.mark.parametrize("width", [1280, 360])
def test_paper_is_white_and_tells_all(visiting: Any, width: int) -> None:
    visit = visiting(width, color_scheme="dark").open(HALFWAY)
    for scheme in ("dark", "light"):
        visit.page.emulate_media(media="screen", color_scheme=scheme)
        expect(visit.page.locator("html")).to_have_attribute("data-theme", scheme)
        visit.page.emulate_media(media="print", color_scheme=scheme)
        paper_is_white_and_tells_all(visit)


def paper_is_white_and_tells_all(visit: Visit) -> None:
    for part in TOLD:
        assert visit.page.locator(part).first.is_visible(), part
    assert visit.page.locator(PRESSED).locator("visible=true").count() == 0
    assert visit.text("#player") == "Reverse 4 of 9"  # the words between them are the style sheet’s
    for part in (".source", ".handles", ".weighing label"):  # what lies over the text, and what is pressed
        assert not visit.page.locator(part).first.is_visible(), part
    assert visit.page.evaluate("getComputedStyle(document.body).getPropertyValue('--paper')") == "#ffffff"
    assert visit.page.evaluate("getComputedStyle(document.body).getPropertyValue('--ink')") == "#1b1f24"


def test_nothing_is_cut_off_and_a_long_trace_goes_on_over_the_pages_under_its_head(visit: Visit) -> None:
    visit.open(LONG)
    visit.page.emulate_media(media="print")
    for width, height in ((681, 1010), (1010, 681)):
        visit.page.set_viewport_size({"width": width, "height": height})
        for part in ("#rail textarea[name=e]", "#view", "#explanation", "#trace .scroller", ".page"):
            assert visit.page.locator(part).evaluate(
                "e => e.scrollHeight <= e.clientHeight + 1 || getComputedStyle(e).overflowY === 'visible'"
            ), (part, width)
        assert visit.page.locator("#trace tbody tr:visible").count() == 92
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visit.page.set_viewport_size({"width": 1280, "height": 800})
    assert pages(visit.page, format="A4") >= 4


PAPERS: list[tuple[dict[str, Any], int]] = [
    ({"format": "A4"}, 2), ({"format": "A4", "landscape": True}, 2), ({"format": "Letter"}, 2), ({"format": "A5"}, 3),
]  # fmt: skip


def test_the_assignment_takes_few_pages(visit: Visit) -> None:
    visit.open(HALFWAY)
    for paper, most in PAPERS:
        assert 1 <= pages(visit.page, **paper) <= most, paper
    visit.page.emulate_media(media="print")
    assert visit.page.locator("#trace thead").first.evaluate("e => getComputedStyle(e).display") == "table-header-group"


def test_the_first_screen_is_printed_without_its_list_and_tour(visit: Visit) -> None:
    visit.open("/")
    visit.page.emulate_media(media="print")
    assert not visit.page.locator("#tour").is_visible() and not visit.page.locator("#starts").is_visible()
