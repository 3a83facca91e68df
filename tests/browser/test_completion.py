"""Names that fit come under the caret: they help whoever enters the list, and are in nobody's way."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.test_input import program

FIELD = "#editor textarea"
CODE = "def bent(z):\n    return abs(z)\nrate = 0.5\nloss = bent(rate*x)\n"
CARET = f"document.querySelector('{FIELD}').selectionStart"
FOCUSED = "document.activeElement.localName"


def listed(visit: Visit) -> Locator:
    return visit.page.locator("#suggestions")


def at(visit: Visit, text: str) -> None:
    """An editor with the caret behind this text."""
    visit.page.locator(FIELD).fill(text)
    visit.page.locator(FIELD).press("Control+End")
    visit.ready()


def active(visit: Visit) -> str:
    """The option that assistive technology is told of."""
    option = visit.page.locator(FIELD).get_attribute("aria-activedescendant")
    if option is None:
        return ""
    assert visit.page.locator(f"#{option}").get_attribute("aria-selected") == "true"
    return visit.text(f"#{option} code")


def test_a_list_that_came_by_itself_takes_no_key_before_it_is_entered(visit: Visit) -> None:
    visit.open("/?e=x*y")
    at(visit, "y = ")
    keys, suggestions = visit.page.keyboard, listed(visit)
    keys.type("s")
    expect(suggestions).to_be_hidden()  # of one letter are most inputs
    keys.type("i")
    expect(suggestions.get_by_role("option").first).to_have_text("sin(x) derivative cos(x)")
    assert visit.page.locator(FIELD).get_attribute("aria-controls") == "suggestions" and active(visit) == ""
    keys.press("Enter")
    assert program(visit) == "y = si\n"
    expect(suggestions).to_be_hidden()
    keys.type("z = tan")
    expect(suggestions).to_be_visible()
    keys.press("Escape")
    expect(suggestions).to_be_hidden()
    assert visit.page.evaluate(FOCUSED) == "textarea"
    keys.type("h")
    expect(suggestions).to_be_visible()
    keys.press("Tab")
    assert program(visit) == "y = si\nz = tanh" and visit.page.evaluate(FOCUSED) != "textarea"
    expect(suggestions).to_be_hidden()


def test_who_enters_the_list_takes_a_name_by_enter_or_tab(visit: Visit) -> None:
    visit.open("/?e=x*y")
    at(visit, "2")
    keys, suggestions = visit.page.keyboard, listed(visit)
    keys.type("si")
    keys.press("ArrowDown")
    assert active(visit) == "sin(x)"
    keys.press("ArrowUp")
    assert active(visit) == ""
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    assert active(visit) == "sign(x)"
    keys.press("ArrowUp")
    keys.press("Enter")
    assert program(visit) == "2sin"
    expect(suggestions).to_be_hidden()
    keys.press("Control+z")
    assert program(visit) == "2si"
    at(visit, "y = sigmo")
    keys.press("Control+Space")  # who asks is in the list at once
    assert active(visit) == "sigmoid(x)"
    keys.press("Tab")
    assert program(visit) == "y = sigmoid" and visit.page.evaluate(FOCUSED) == "textarea"
    keys.type("(x) + \\fra")
    keys.press("ArrowDown")
    keys.press("Enter")
    assert program(visit) == "y = sigmoid(x) + \\frac{}{}"
    assert visit.page.evaluate(CARET) == len("y = sigmoid(x) + \\frac{")


def test_nothing_comes_in_a_number_after_an_operator_or_with_a_paste(visit: Visit) -> None:
    visit.open("/?e=x*y").page.locator(FIELD).focus()
    visit.ready()
    for typed in ("1e-12", "0.25", "x + ", "y*", "12 ", "x_1 ="):
        visit.page.locator(FIELD).fill("")
        visit.page.keyboard.type(typed)
        expect(listed(visit)).to_be_hidden()
    visit.page.keyboard.insert_text("si")
    expect(listed(visit)).to_be_hidden()
    visit.ready()


def test_the_text_s_own_names_stand_first(visit: Visit) -> None:
    visit.open("/?e=" + quote(CODE) + "&x=2").page.locator(FIELD).press("Control+End")
    visit.ready().press("Control+Space")
    told = [each.inner_text().split("\n") for each in listed(visit).get_by_role("option").all()[:4]]
    assert told == [
        ["bent(z)", "function of the text"], ["rate", "input 0.5"], ["x", "input 2"], ["loss = bent(rate*x)", "line of the text"],
    ]  # fmt: skip
    visit.page.keyboard.type("be")
    listed(visit).get_by_role("option").first.click()
    assert program(visit) == CODE + "bent" and visit.page.evaluate(FOCUSED) == "textarea"
    visit.ready()


def test_a_finger_takes_a_name_on_a_phone(phone: Visit) -> None:
    phone.open("/?e=x*y").page.locator("#edit").click()
    at(phone, "")
    phone.page.keyboard.type("sigm")
    boxes: Any = phone.page.evaluate("""() => [document.querySelector("#suggestions"), document.querySelector("#suggestions li")].map((it) => {
        const {left, right, top, bottom} = it.getBoundingClientRect(); return {left, right, top, bottom}; })""")
    assert boxes[0]["left"] >= 0 and boxes[0]["right"] <= 360 and boxes[0]["bottom"] <= 800
    assert boxes[1]["bottom"] - boxes[1]["top"] >= 44
    phone.page.keyboard.press("Escape")
    expect(listed(phone)).to_be_hidden()
    expect(phone.page.locator("#rail")).to_have_class("rail open")  # Escape closed the list alone
    phone.page.keyboard.type("o")
    listed(phone).get_by_role("option").first.tap()
    assert program(phone) == "sigmoid" and phone.page.evaluate(FOCUSED) == "textarea"
    phone.ready()
