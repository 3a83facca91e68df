"""A number is asked why it is so: from the answer, from the step, in a link; the paths are drawn, and Escape leads back."""

from __future__ import annotations

from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_axe import broken_rules

DEEP = "/?" + urlencode({"e": "h = x\n" + "h = sigmoid(h)\n" * 10 + "h", "x": 0.3})
CANCELS = "/?" + urlencode({"e": "1000*x - 999.9*x", "x": 3, "sweep": "forward", "step": "end"})
WIDTH = "id => parseFloat(getComputedStyle(document.getElementById(id).querySelector('.wire')).strokeWidth)"


def test_a_vanishing_derivative_is_asked_in_the_answer(visit: Visit) -> None:
    visit.open(DEEP)
    page = visit.page
    page.get_by_role("button", name="Why so small?").first.click()
    visit.ready()
    expect(page.locator("#paths h2")).to_contain_text("is 3.69·10−7: why?")
    expect(page.locator("#paths .words")).to_contain_text("10 slopes of sigmoid, each at most 0.24446")
    expect(page.locator("#paths .rest")).to_have_text("This is the only path.")
    page.locator("#paths summary").click()
    assert page.locator("#paths .whole .factor").count() == 10
    assert page.locator("#step .rule").is_hidden() and "paths=c1" in page.url
    visit.press("Escape")
    expect(page.locator("#paths")).to_be_hidden()
    expect(page.locator("#step")).to_be_visible()
    assert "paths=" not in page.url and page.locator(".traced").count() == 0


def test_two_paths_that_cancel_are_asked_at_the_step_and_drawn(visit: Visit) -> None:
    visit.open(CANCELS)
    page = visit.page
    page.locator("#why").click()
    visit.ready()
    expect(page.locator("#paths .words")).to_contain_text("+1,000 and −999.9 leave 0.1")
    assert page.locator("#paths .product").all_text_contents() == ["+1000", "−999.9"]
    assert 4.4 < page.evaluate(WIDTH, "c4-0") < 4.6 and page.locator(".node:not(.traced)").count() == 0
    page.locator("#paths li").last.hover()
    assert page.locator(".edge.traced").evaluate_all("all => all.map(({id}) => id)") == ["c3-0", "c4-1"]
    page.locator("#inputs input").first.fill("4")
    visit.ready()
    page.reload()
    visit.ready()
    expect(page.locator("#paths .words")).to_contain_text("+1,000 and −999.9 leave 0.1")
    assert broken_rules(page) == []
    page.get_by_role("button", name="Back to the step").click()
    expect(page.locator("#paths")).to_be_hidden()


def test_on_a_phone_the_paths_fit(phone: Visit) -> None:
    phone.open(DEEP + "&sweep=reverse&step=end&paths=c1")
    page = phone.page
    expect(page.locator("#paths .words")).to_contain_text("10 slopes of sigmoid")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("#paths .back").bounding_box()["height"] >= 44  # type: ignore[index]
    assert broken_rules(page) == []
