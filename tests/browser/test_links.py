"""Short links in the browser: what no address says is shown at the link itself, until it is changed."""

from __future__ import annotations

import json
from urllib.request import Request, urlopen

from tests.browser.conftest import Visit
from tests.test_links import LONG


def test_a_long_program_opens_at_its_link(visit: Visit) -> None:
    body = json.dumps({"program": LONG, "at": {"x": 3}}).encode()
    with urlopen(Request(visit.address + "/api/v1/links", body, {"Content-Type": "application/json"})) as answer:
        url = json.load(answer)["url"]
    editor = visit.open(url).page.locator("#editor textarea")
    assert editor.input_value() == LONG
    assert "9" in visit.text("#answer")
    visit.type("x*y*z")
    visit.page.wait_for_url("**/?e=x*y*z*")
