"""Share: what is copied and saved from the page, and what of it opens for somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from graphs.forms.table import FORMS
from tests.browser.conftest import READY, Contexts, Visit
from tests.browser.test_axe import broken_rules
from tests.browser.test_page import ASSIGNMENT

STATE = ASSIGNMENT + "&sweep=reverse&step=4"
WIDTH = (
    "document.documentElement.scrollWidth <= innerWidth && document.querySelector('#share').scrollWidth <= innerWidth"
)


def test_a_step_is_shared_by_keyboard_and_opens_for_somebody_else(
    visit: Visit, contexts: Contexts, tmp_path: Path
) -> None:
    page = visit.open(STATE).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#view").focus()
    visit.press("s")
    panel = page.get_by_role("dialog", name="Share this step")
    expect(panel.locator(".at")).to_have_text("reverse, step 4 of 9")
    assert broken_rules(page) == []
    expect(panel.get_by_role("button", name="Copy the link", exact=True)).to_be_focused()
    visit.press("Enter")
    expect(panel.get_by_role("status")).to_have_text("Link copied.")
    expect(page.locator(":focus .word")).to_have_text("Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(visit.address + "/?e=") and link.endswith("&sweep=reverse&step=4")
    # Every form of the table, and a link for each to a file of this step.
    forms = panel.locator("[data-form]").evaluate_all("(all) => all.map((each) => each.dataset.form)")
    assert forms == [*FORMS]
    panel.locator("[name=share-part]").select_option("table")
    with page.expect_download() as saved:
        panel.locator("[data-form=md]").press("Enter")
    text = Path(saved.value.path()).read_text()
    assert "| `c6` |" in text and "48" in text and "derivation" not in text
    expect(panel.get_by_role("status")).to_have_text(re.compile(r"\.md saved\.$"))
    visit.press("ArrowLeft")
    expect(panel.locator("[data-form]:focus")).to_have_count(1)
    # A short link is made when it is asked for, and then is what the frame shows.
    panel.get_by_label("the start, playing").check()
    panel.get_by_role("button", name="Make a short link").click()
    expect(page.locator("#share-short")).to_have_value(re.compile("/s/"))
    short = page.locator("#share-short").input_value()
    assert short.replace("/s/", "/embed/") in page.locator("#share-embed").input_value()
    panel.get_by_label("element", exact=True).check()
    assert "<wengert-graph e=" in page.locator("#share-embed").input_value()
    assert "/graph.svg?" in page.locator("#share-markdown").input_value()
    visit.press("Escape")
    expect(page.locator("#view")).to_be_focused()
    # In a profile of its own the link opens at the same step; the short one at the start, but does not play for who asks for calm.
    other = contexts.browser.new_context(reduced_motion="reduce")
    theirs = Visit(other.new_page(), visit.address)
    theirs.page.goto(link)
    assert theirs.page.evaluate(READY, 20_000)
    assert (theirs.count(), theirs.slot("c6", "derivative")) == ("4 of 9", "48")
    theirs.page.goto(short)
    assert theirs.page.evaluate(READY, 20_000) and theirs.count() == "0 of 9"
    theirs.page.emulate_media(reduced_motion="no-preference")
    theirs.page.reload()
    expect(theirs.page.locator("#player .play")).to_have_class(re.compile("playing"))
    other.close()
    assert theirs.wrong == []


def test_on_a_phone_it_fills_the_window(phone: Visit) -> None:
    page = phone.open(STATE).page
    page.locator("#summary [data-share]").click()
    phone.ready()
    assert page.evaluate(WIDTH) and broken_rules(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(page.locator("#share")).not_to_be_visible()


def test_ones_own_text_comes_back_after_somebody_elses_link(visiting: Callable[..., Visit]) -> None:
    visit = visiting()
    page = visit.open("/?e=x*y&x=2&y=5").page
    visit.type("sin(x)*y**2")
    page.goto(visit.address + STATE)  # somebody's link
    visit.ready()
    offer = page.locator(".draft")
    expect(offer).to_contain_text(re.compile(r"Your own text from \d\d:\d\d"))
    assert broken_rules(page) == []
    visit.type("x1*x2 + 1")  # an edit of the link is a text of its own, and takes no other's place
    page.goto(visit.address + "/?e=x&x=1")
    visit.ready()
    offer.get_by_role("button", name="remove it").click()
    offer.get_by_role("button", name="bring it back").click()
    visit.ready()
    assert page.locator("#editor textarea").input_value() == "sin(x)*y**2"
    assert "x=2" in page.url and "y=5" in page.url
    expect(offer).not_to_be_visible()
    page.go_back()
    visit.ready()
    assert page.locator("#editor textarea").input_value() == "x"
    expect(offer).to_be_visible()
    offer.get_by_role("button", name="remove it").click()
    expect(offer).not_to_be_visible()
    assert page.evaluate("localStorage.drafts") is None


def test_the_trace_is_copied_as_a_table_of_numbers(visit: Visit) -> None:
    page = visit.open("/?e=x/3*y&x=-1&y=1e-7&sweep=reverse&step=end").page
    page.locator("#trace-tab").click()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        """() => { const rows = document.querySelectorAll("#trace tbody tr");
        document.querySelector("#trace tbody").dispatchEvent(new Event("selectstart", {bubbles: true}));
        getSelection().setBaseAndExtent(rows[0], 0, rows[2], rows[2].childNodes.length); }"""
    )
    visit.ready().press("Control+C")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    rows = [line.split("\t") for line in lines]
    assert [row[:3] for row in rows] == [["c1", "x", "-1"], ["c2", "y", "1e-7"], ["c3", "c1/3", "-0.3333333333333333"]]
    assert [float(row[-1]) for row in rows] == pytest.approx([1e-7 / 3, -1 / 3, 1e-7], rel=1e-15)
    html = page.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then((blob) => blob.text())"
    )
    assert html.count("<tr>") == 3 and "<td>1e-7</td>" in html and "katex" not in html
