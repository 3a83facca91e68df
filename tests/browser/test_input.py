"""What is typed, pasted, pulled and mended: each change is understood at once, and undo takes it back."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

ASSIGNMENT = "/?e=exp(x1)*(x1**2%2Bx2**2)**3&x1=0&x2=2&sweep=reverse&step=4"
SIZES = [(1280, 800), (360, 800)]


def at(path: str, visit: Visit, size: tuple[int, int]) -> Visit:
    """The page in a window of that size, with the editor in sight."""
    visit.page.set_viewport_size({"width": size[0], "height": size[1]})
    visit.open(path)
    if size[0] < 640:
        visit.page.locator("#edit").click()
    return visit


def program(visit: Visit) -> str:
    return visit.page.locator("#editor textarea").input_value()


def preview(visit: Visit) -> str:
    """The source of the typeset program."""
    return " ".join((visit.page.locator("#understood annotation").all_text_contents()))


@pytest.mark.parametrize("size", SIZES)
def test_a_hint_is_applied_by_one_click_and_undone(visit: Visit, size: tuple[int, int]) -> None:
    at(ASSIGNMENT, visit, size)
    field = visit.page.locator("#editor textarea")
    field.click()
    visit.press("Control+A")
    visit.page.keyboard.type("x2(x1+1)")
    visit.ready()
    button = visit.page.locator("#problem .apply")
    expect(button).to_have_text("Apply: x2*(x1+1)")
    box = button.bounding_box()
    assert box and box["x"] + box["width"] <= size[0] and box["height"] >= (24 if size[0] > 640 else 32)
    button.click()
    visit.ready()
    assert program(visit) == "x2*(x1+1)"
    assert not visit.page.locator("#problem").is_visible()
    visit.press("Control+Z")
    assert program(visit) == "x2(x1+1)"
    expect(button).to_be_visible()


def test_a_hint_is_applied_by_keyboard(visit: Visit) -> None:
    visit.open("/").type("sin x")
    visit.press("Tab")
    assert visit.page.evaluate("document.activeElement.className") == "apply scripted"
    visit.press("Enter")
    assert program(visit) == "sin(x)"
    assert visit.page.evaluate("document.activeElement.localName") == "textarea"


def test_a_hint_that_is_no_text_has_no_button(visit: Visit) -> None:
    visit.open("/").type("x + * 2")
    expect(visit.page.locator("#problem")).to_be_visible()
    expect(visit.page.locator("#problem .apply")).to_be_hidden()


@pytest.mark.parametrize("size", SIZES)
def test_the_preview_is_live_and_the_last_good_one_stays(visit: Visit, size: tuple[int, int]) -> None:
    at(ASSIGNMENT, visit, size).type("1/2x")
    assert preview(visit) == r"f = \frac{1}{2} x"
    opacity = "getComputedStyle(document.querySelector('#understood')).opacity"
    assert visit.page.evaluate(opacity) == "1"
    visit.type("1/2x + ")
    assert preview(visit) == r"f = \frac{1}{2} x"
    assert visit.page.locator("#understood").is_visible()
    assert float(visit.page.evaluate(opacity)) < 0.5


def test_an_error_is_marked_as_the_mock_has_it(visit: Visit) -> None:
    visit.open(ASSIGNMENT).type("exp(x1)*(x1**2 + )**3")
    mark = visit.page.locator("#editor mark")
    assert mark.text_content() == ")"
    told = visit.page.evaluate(
        """() => { const of = (selector, key, pseudo) => getComputedStyle(document.querySelector(selector), pseudo)[key];
        return [of('#editor textarea', 'borderColor') === of('body', 'color'), of('#editor mark', 'backgroundColor') === of('body', 'color'),
            of('#editor mark', 'borderBottomWidth', '::after'), of('#problem .what', 'fontWeight')]; }"""
    )
    assert told == [True, True, "7px", "600"]


@pytest.mark.parametrize("size", SIZES)
def test_a_number_in_the_text_is_dragged_in_one_step_of_undo(visit: Visit, size: tuple[int, int]) -> None:
    at("/?e=" + quote("k = 2.5\nx**2 + k") + "&x=3&sweep=value", visit, size)
    number = visit.page.locator(".handles span").first
    box = number.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    for step in range(1, 13):
        visit.page.mouse.move(x + step * 6, y)
    visit.page.mouse.up()
    visit.ready()
    assert program(visit) == "k = 3.7\nx**2 + k"
    assert "12.7" in visit.text("#answer dl")
    visit.press("Control+Z")
    assert program(visit) == "k = 2.5\nx**2 + k"


def test_a_number_at_the_caret_moves_by_keyboard(visit: Visit) -> None:
    visit.open("/?e=" + quote("x**2 + 0.25") + "&x=3&sweep=value")
    field = visit.page.locator("#editor textarea")
    field.focus()
    visit.press("End", "Alt+ArrowUp")
    assert program(visit) == "x**2 + 0.26"
    visit.page.keyboard.down("Alt")
    for _ in range(3):
        visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.up("Alt")
    visit.ready()
    assert program(visit) == "x**2 + 0.23"
    visit.press("Control+Z")
    assert program(visit) == "x**2 + 0.26"
    visit.press("Control+Z")
    assert program(visit) == "x**2 + 0.25"


def test_a_click_on_a_number_puts_the_caret_there(visit: Visit) -> None:
    visit.open("/?e=" + quote("x**2 + 25") + "&x=3")
    visit.page.locator(".handles span").last.click()
    visit.page.keyboard.type("4")
    visit.ready()
    assert program(visit) == "x**2 + 4"


def test_back_restores_a_program_and_undo_survives_it(visit: Visit) -> None:
    visit.open(ASSIGNMENT).type("x*y")
    visit.page.locator("#editor textarea").blur()
    visit.ready().page.go_back()
    expect(visit.page.locator("#editor textarea")).to_have_value("exp(x1)*(x1**2+x2**2)**3")
    visit.ready().page.locator("#editor textarea").focus()
    visit.press("Control+Z")
    assert program(visit) == "x*y"
