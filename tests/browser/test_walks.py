"""A newcomer's questions, each answered in few actions: docs/walks.md says the same."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_foot import LSTM


def test_why_an_adjoint_is_what_it_is(visit: Visit) -> None:
    """In the LSTM at step 43, x has the adjoint −0.24645: two clicks lead to the sum that made it."""
    visit.open(LSTM)
    x = visit.page.locator("#view .node.input").filter(has_text="−0.24645")
    expect(x).to_have_count(1)
    x.locator(".derivative").click()  # 1: all that was added to it, use by use
    visit.ready()
    ledger = visit.page.locator("#step .ledger")
    expect(ledger).to_contain_text("0.029413")
    ledger.locator("[data-step]").filter(has_text="0.029413").first.click()  # 2: the use that made it −0.24645
    visit.ready()
    expect(visit.page.locator("#step .numbers")).to_contain_text("0.24645")
    expect(visit.page.locator("#step .words")).to_contain_text("the third adds 0.029413, which makes −0.24645")
