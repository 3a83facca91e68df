"""What is typed, pasted, pulled and mended: each change is understood at once, and undo takes it back."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

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


def bound(visit: Visit, name: str) -> str:
    """An input's value as the address has it, once it is shown there."""
    visit.ready()
    return parse_qs(urlsplit(visit.page.url).query)[name][0]


def preview(visit: Visit) -> str:
    """The source of the typeset program."""
    return " ".join(visit.page.locator("#understood annotation").all_text_contents())


@pytest.mark.parametrize("size", SIZES)
def test_a_hint_is_applied_by_one_click_and_undone(visit: Visit, size: tuple[int, int]) -> None:
    at(ASSIGNMENT, visit, size)
    field = visit.page.locator("#editor textarea")
    field.click()
    visit.press("Control+A")
    visit.page.keyboard.type("x2(x1+1)")
    visit.ready()
    button = visit.page.locator("#problem .apply")
    expect(button).to_have_text("Read as: x2*(x1+1)")
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


def test_there_is_a_button_for_each_fix(visit: Visit) -> None:
    visit.open("/").type("x + * 2")
    expect(visit.page.locator("#problem")).to_be_visible()
    expect(visit.page.locator("#problem .apply")).to_have_count(0)
    visit.type("1,5*x")
    expect(visit.page.locator("#problem .apply")).to_have_text(["Read as: 1.5", "Read as: 1, 5"])
    visit.page.locator("#problem .apply").first.click()
    assert program(visit) == "1.5*x"


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
    mark = visit.page.locator("#editor .marks mark")
    assert mark.text_content() == ")"
    told = visit.page.evaluate(
        """() => { const of = (selector, key, pseudo) => getComputedStyle(document.querySelector(selector), pseudo)[key];
        return [of('#editor textarea', 'borderColor') === of('body', 'color'), of('#editor .marks mark', 'backgroundColor') === of('body', 'color'),
            of('#editor .marks mark', 'borderBottomWidth', '::after'), of('#problem .what', 'fontWeight')]; }"""
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


PRODUCT = "/?e=" + quote("A @ x") + "&A=[[1,2],[3,4]]&x=[1,-1]"


def test_each_input_that_moves_has_an_entry_of_its_own_for_back(visit: Visit) -> None:
    """However fast one follows the other: Back leads to where the first one had come."""
    visit.open(ASSIGNMENT)
    for name, node, value in (("x1", "c1", "1"), ("x1", "c1", "1.5"), ("x2", "c2", "3"), ("x2", "c2", "3.5")):
        slider = visit.page.locator(f"#inputs .input:has(#at-{name}) [type=range]")
        slider.evaluate(
            "(it, value) => { it.value = value; it.dispatchEvent(new Event('input', {bubbles: true})); }", value
        )
        expect(visit.page.locator(f"#{node} text.value")).to_have_text(value)  # and it has not come to rest
    assert (bound(visit, "x1"), bound(visit, "x2")) == ("1.5", "3.5")
    visit.page.go_back()
    assert (bound(visit, "x1"), bound(visit, "x2")) == ("1.5", "2")
    visit.page.go_back()
    assert (bound(visit, "x1"), bound(visit, "x2")) == ("0", "2")


def test_a_key_that_is_held_on_a_slider_makes_one_entry_for_back(visit: Visit) -> None:
    visit.open(ASSIGNMENT).page.locator("#inputs [type=range]").first.focus()
    visit.press(*["ArrowRight"] * 5)
    first = bound(visit, "x1")
    rested = visit.page.evaluate("performance.now() + 1000")
    visit.page.wait_for_function("(at) => performance.now() > at", arg=rested)
    visit.press("ArrowRight")
    assert float(bound(visit, "x1")) > float(first) > 0
    visit.page.go_back()
    assert bound(visit, "x1") == first
    visit.page.go_back()
    assert bound(visit, "x1") == "0"


@pytest.mark.parametrize(("path", "kept"), [
    ("x1*x2 + sin(x1)*3.0&x1=1&x2=2&direction={\"x1\":1,\"x2\":2}&sweep=forward&step=end", "direction"),
    ("tanh([[1,2],[3,4]]@x)*2.0&x=[0.1,0.2]&cotangent=[1,2]&sweep=reverse&step=1", "cotangent"),
])  # fmt: skip
def test_a_number_that_is_pulled_leaves_direction_and_cotangent(visit: Visit, path: str, kept: str) -> None:
    visit.open("/?e=" + path.replace("+", "%2B"))
    count, number = visit.count(), visit.page.locator(".handles span").last
    box = number.bounding_box()
    assert box
    visit.page.mouse.move(box["x"] + 4, box["y"] + 8)
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + 44, box["y"] + 8, steps=4)
    visit.page.mouse.up()
    visit.ready()
    assert "3.0" not in program(visit) and "2.0" not in program(visit)
    assert kept in visit.page.url and visit.count() == count


def test_the_address_holds_a_step_that_there_is(visit: Visit) -> None:
    visit.open("/").type("e**2")
    assert visit.count() == "1 of 1"
    expect(visit.page).to_have_url(re.compile("step=end"))


@pytest.mark.parametrize("size", SIZES)
def test_a_matrix_is_edited_in_a_grid(visit: Visit, size: tuple[int, int]) -> None:
    at(PRODUCT, visit, size)
    visit.page.get_by_role("button", name="A, 2×2: edit as a grid").click()
    visit.ready()  # what makes a grid comes with the first one
    cells = visit.page.locator("#inputs .grid input")
    assert [cell.input_value() for cell in cells.all()] == ["1", "2", "3", "4"]
    expect(visit.page.locator("#at-A")).to_be_hidden()
    cells.nth(1).fill("2.5")
    visit.ready()
    assert bound(visit, "A") == "[[1,2.5],[3,4]]"
    visit.page.get_by_role("button", name="A: add a row").click()
    visit.ready()
    assert bound(visit, "A") == "[[1,2.5],[3,4],[0,0]]" and cells.count() == 6
    visit.page.get_by_role("button", name="A: remove a row").click()
    visit.ready()
    assert cells.count() == 4
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    cells.nth(0).fill("1e")
    assert cells.nth(0).get_attribute("aria-invalid") == "true"
    cells.nth(0).fill("7")
    visit.ready()
    visit.page.get_by_role("button", name="A, 2×2: edit as a grid").click()
    visit.ready()  # what makes a grid comes with the first one
    expect(visit.page.locator("#at-A")).to_have_value("[[7, 2.5],\n [3, 4]]")


def test_a_grid_is_walked_by_keyboard_and_filled_from_a_spreadsheet(visit: Visit) -> None:
    visit.open(PRODUCT)
    visit.page.get_by_role("button", name="A, 2×2: edit as a grid").click()
    visit.ready()  # what makes a grid comes with the first one
    focused = "document.activeElement.getAttribute('aria-label')"
    visit.page.locator("#inputs .grid input").first.focus()
    visit.page.keyboard.press("ArrowDown")
    assert visit.page.evaluate(focused) == "A[1,0]"
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("ArrowUp")
    assert visit.page.evaluate(focused) == "A[0,1]"
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate(focused) == "A[1,0]"
    paste(visit, "#inputs .grid input >> nth=0", "1.5\t2\n-3\t4e-1\n")
    assert bound(visit, "A") == "[[1.5,2],[-3,0.4]]"
    paste(visit, "#inputs .grid input >> nth=0", "array([[1., 2.],\n       [5., 6.]])")
    assert bound(visit, "A") == "[[1,2],[5,6]]"
    paste(visit, "#inputs .grid input >> nth=1", "7\t8\n9\t10")  # it grows, and the keys stay with its cells
    assert visit.page.evaluate(focused) == "A[0,1]" and bound(visit, "A") == "[[1,7,8],[5,9,10]]"


def paste(visit: Visit, selector: str, text: str) -> None:
    visit.page.locator(selector).focus()
    visit.page.locator(selector).evaluate(
        """(field, text) => { const data = new DataTransfer(); data.setData("text", text);
        field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""",
        text,
    )
    visit.ready()


@pytest.mark.parametrize("size", SIZES)
def test_pasted_latex_is_read(visit: Visit, size: tuple[int, int]) -> None:
    at(ASSIGNMENT, visit, size).type(r"\frac{1}{1+e^{-x_1 x_2}}")
    assert not visit.page.locator("#problem").is_visible()
    assert visit.page.locator("#inputs .input").count() == 2
    assert "0.73106" in visit.text("#answer dl")
    visit.type(r"\frac{1}{1+e^{-x_1}} + \sum x")
    assert visit.page.locator("#editor .marks mark").text_content() == "x"
    assert "an index with its bounds" in visit.text("#problem")


def test_what_moves_asks_for_numbers_alone_and_for_words_nearby_when_it_rests(visit: Visit) -> None:
    visit.open("/?e=exp(x1)*(x1**2 %2B x2**2)**3&x1=0&x2=2&sweep=reverse&step=4")
    asked: list[tuple[str, Any]] = []
    visit.page.on("request", lambda each: "/api/" in each.url and asked.append((each.url, each.post_data_json)))
    slider = visit.page.locator("#inputs input[type=range]").nth(1)
    for value in ("2.5", "3", "3.5"):
        slider.evaluate(
            "(it, value) => { it.value = value; it.dispatchEvent(new Event('input', {bubbles: true})); }", value
        )
        visit.page.wait_for_function("value => document.querySelector('#c2 .value').textContent === value", arg=value)
        assert visit.text("#step .words")
    visit.ready()
    moving = [body for url, body in asked if url.endswith("/api/v1/trace")]
    assert all(body["include"] == ["columns", "parts"] and body["wording"] for body in moving)
    assert [body["explain"] for body in moving] == [{"sweep": "reverse", "index": 3, "wrt": None}] * 3
    assert {url.rpartition("/")[2] for url, _ in asked} == {"trace", "steps"}  # the words of the steps nearby
    visit.press("ArrowRight")
    words = visit.text("#step .words")
    assert words and visit.page.url.endswith("step=5") and "x2=3.5" in visit.page.url
    visit.page.reload()
    assert visit.ready().text("#step .words") == words


# All that the picture and the trace say.
SAID = """[...document.querySelectorAll("svg.graph text, #trace tbody td:is(.value, .tangent, .adjoint)")].map((it) => it.textContent)"""


def test_what_was_out_of_sight_while_it_moved_follows_when_it_rests(visit: Visit) -> None:
    """While a slider moves only what is seen is written; at rest the page is what it would be if it were opened there."""
    lines = ["a0 = x*y", *(f"a{k} = sin(a{k - 1})*0.9 + 0.1" for k in range(1, 26)), "a25"]
    visit.open("/?e=" + quote("\n".join(lines)) + "&x=1&y=2&sweep=reverse&step=end")
    slider = visit.page.locator("#inputs input[type=range]").first
    before = visit.page.evaluate(SAID)
    for value in ("1.5", "0.5", "1.25"):
        slider.evaluate(
            "(it, value) => { it.value = value; it.dispatchEvent(new Event('input', {bubbles: true})); }", value
        )
    visit.page.locator("tr.unseen").first.wait_for(state="attached")
    assert visit.page.locator(":is(.node, tr).current.unseen").count() == 0
    moved = visit.ready().page.evaluate(SAID)
    assert visit.page.locator(".unseen").count() == 0
    assert sum(one != other for one, other in zip(before, moved, strict=True)) > 200
    visit.page.reload()
    assert visit.ready().page.evaluate(SAID) == moved
