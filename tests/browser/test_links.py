"""Short links in the browser: what no address says is shown at the link itself, until it is changed."""

from __future__ import annotations

import json
from urllib.request import Request, urlopen

from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.web.test_links import LONG


def test_a_long_program_opens_at_its_link(visit: Visit) -> None:
    body = json.dumps({"program": LONG, "at": {"x": 3}}).encode()
    with urlopen(Request(visit.address + "/api/v1/links", body, {"Content-Type": "application/json"})) as answer:
        url = json.load(answer)["url"]
    editor = visit.open(url).page.locator("#editor textarea")
    assert editor.input_value() == LONG
    assert "9" in visit.text("#answer")
    visit.type("x*y*z")
    visit.page.wait_for_url("**/?e=x*y*z*")


def test_a_plus_typed_into_the_address_bar_is_said_anew(visit: Visit) -> None:
    """Or Back would find a space there."""
    visit.open("/?e=2+x&x=3").page.wait_for_url("**/?e=2%2Bx&x=3")
    assert "5" in visit.text("#answer")


def test_without_scripts_a_typed_space_is_no_plus(unscripted: Page, address: str) -> None:
    unscripted.goto(address + "/?e=2+x&x=3")
    assert "5" in unscripted.locator("#answer dd").first.inner_text()
    unscripted.locator("#editor textarea").fill("2 x")
    unscripted.get_by_role("button", name="Show the graph").click()
    assert "6" in unscripted.locator("#answer dd").first.inner_text()
