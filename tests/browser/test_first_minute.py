"""The bare address: the assignment in the middle of its sweep, examples beside it, and one tour that steps aside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_page import ASSIGNMENT

TOUR = "#tour"


def turn(visit: Visit) -> str:
    return visit.text(f"{TOUR} [role=status] p:not([hidden]) b")


def test_the_first_screen_is_the_assignment_in_the_middle_of_its_sweep(either: Visit) -> None:
    either.open("/")
    assert either.page.locator("#editor textarea").input_value() == "exp(x1)*(x1**2 + x2**2)**3"
    assert either.count() == "4 of 9"
    assert either.slot("c6", "derivative") == "48"


def test_an_example_opens_in_place_and_the_list_steps_aside(visit: Visit) -> None:
    visit.open("/")
    visit.page.evaluate("window.same = true")
    visit.page.get_by_role("button", name="Softmax").click()
    visit.page.get_by_role("link", name="Jacobian of softmax").click()
    visit.ready()
    assert visit.page.evaluate("window.same") and "softmax" in visit.page.locator("#editor textarea").input_value()
    expect(visit.page.locator("#starts")).not_to_have_attribute("open", "")
    expect(visit.page.locator("#starts summary")).to_be_focused()
    assert not visit.page.locator("#problem").is_visible()
    visit.page.go_back()
    expect(visit.page.locator("#editor textarea")).to_have_value("exp(x1)*(x1**2 + x2**2)**3")
    visit.ready()


def test_typing_puts_the_list_aside_and_stepping_does_not(visit: Visit) -> None:
    visit.open("/").press("ArrowRight", "ArrowRight")
    assert visit.page.get_by_role("button", name="Splines").is_visible()
    visit.type("x*y")
    assert not visit.page.get_by_role("button", name="Splines").is_visible()
    visit.page.locator("#starts summary").click()
    assert visit.page.get_by_role("button", name="Splines").is_visible()


def test_every_example_is_in_the_list_by_keyboard(visit: Visit) -> None:
    visit.open("/")
    visit.page.get_by_role("button", name="Kinks").focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".menu:popover-open h3")).to_have_text("Kinks")
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator(".menu:popover-open")).to_have_count(0)
    assert visit.page.locator(TOUR).is_visible()  # the key closed what lay over it, and no more
    assert visit.page.locator(".menu a").count() == 41


def test_the_tour_has_three_turns_and_never_comes_back(either: Visit) -> None:
    either.open("/")
    seen = []
    for _ in range(3):
        seen.append(turn(either))
        if len(seen) < 3:
            either.page.locator("[data-turn=next]").click()
    assert len(set(seen)) == 3
    expect(either.page.locator("[data-turn=end]")).to_be_focused()
    either.page.keyboard.press("Enter")
    assert not either.page.locator(TOUR).is_visible()
    expect(either.page.locator("#view")).to_be_focused()
    either.open("/")
    assert not either.page.locator(TOUR).is_visible()


def test_the_tour_asks_for_nothing_and_covers_no_node(either: Visit) -> None:
    """It takes no focus, the page works under it, and escape ends it from anywhere."""
    visit = either.open("/")
    assert visit.page.evaluate("document.activeElement === document.body")
    wide = visit.page.evaluate("innerWidth > 640")
    position = visit.page.locator(TOUR).evaluate("e => getComputedStyle(e).position")
    assert position == ("fixed" if wide else "static")  # where there is a free corner it moves nothing
    overlaps = """() => { const box = document.querySelector("#tour").getBoundingClientRect();
        return [...document.querySelectorAll("svg .node, svg .chip")].filter((node) => { const at = node.getBoundingClientRect();
            return at.right > box.left && at.left < box.right && at.bottom > box.top && at.top < box.bottom; }).map((node) => node.id); }"""
    for at in range(3):
        assert visit.page.evaluate(overlaps) == [], at
        if at < 2:
            visit.page.locator("[data-turn=next]").click()
    visit.press("ArrowRight")
    assert visit.count() == "5 of 9"
    visit.page.locator("#scrubber").focus()
    visit.page.keyboard.press("Escape")
    assert not visit.page.locator(TOUR).is_visible()
    expect(visit.page.locator("#scrubber")).to_be_focused()


def test_the_tour_is_told_politely(visit: Visit) -> None:
    visit.open("/")
    assert visit.page.locator(f"{TOUR} [role=status]").count() == 1
    assert visit.page.locator(f"{TOUR} [role=status] p:visible").count() == 1


@pytest.mark.parametrize("path", [ASSIGNMENT, ASSIGNMENT + "&sweep=reverse&step=4", "/?e=x*2&x=3"])
def test_a_link_somebody_shared_has_neither_list_nor_tour(visit: Visit, path: str) -> None:
    visit.open(path)
    assert not visit.page.locator(TOUR).is_visible()
    assert visit.page.locator("#starts").count() == 0


def test_whatever_asks_for_the_tour_gets_it(visit: Visit) -> None:
    visit.open(ASSIGNMENT)
    visit.page.locator("#help-open").click()
    visit.page.get_by_role("button", name="Take the tour").click()
    assert not visit.page.locator("#help").is_visible()
    expect(visit.page.locator("[data-turn=next]")).to_be_focused()
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator("#help-open")).to_be_focused()


def test_a_browser_that_keeps_nothing_still_shows_the_page(visiting: Callable[..., Visit]) -> None:
    blocked = """Object.defineProperty(window, "localStorage", {get() { throw new DOMException("blocked", "SecurityError"); }})"""
    visit = visiting(alone=True)
    visit.page.add_init_script(blocked)
    visit.open("/")
    visit.page.keyboard.press("Escape")
    assert not visit.page.locator(TOUR).is_visible()
    visit.page.locator("#theme").click()
    assert visit.page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_on_a_phone_the_list_stands_below_the_explanation(phone: Visit) -> None:
    phone.open("/")
    phone.page.keyboard.press("Escape")
    below = "(['#view', '#explanation', '#starts']).map(s => document.querySelector(s).getBoundingClientRect().top)"
    tops = phone.page.evaluate(below)
    assert tops == sorted(tops)
    phone.page.get_by_role("button", name="Hessians").click()
    phone.page.get_by_role("link", name="A saddle").click()
    phone.ready()
    assert phone.page.evaluate("scrollY") == 0
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_scripts_the_examples_are_links(unscripted, address: str) -> None:  # type: ignore[no-untyped-def]
    unscripted.goto(address + "/")
    assert not unscripted.locator(TOUR).is_visible()
    unscripted.get_by_role("button", name="Kinks").click()
    unscripted.get_by_role("link", name="Mean absolute error").click()
    assert "abs" in unscripted.locator("textarea[name=e]").input_value()
