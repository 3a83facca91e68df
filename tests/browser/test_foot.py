"""The foot as the reader draws it, what stands in the rail beside it, the line of steps in segments, and Present."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_page import ASSIGNMENT

CELL = (
    "i = sigmoid(wi*x + ui*h + bi)\nf = sigmoid(wf*x + uf*h + bf)\no = sigmoid(wo*x + uo*h + bo)\ng = tanh(wg*x + ug*h + bg)\n"
    "c' = f*c + i*g\nh' = o*tanh(c')\nL = (v*h' - t)**2"
)
POINT = {
    "x": 1, "h": 0.5, "c": -0.4, "wi": 0.6, "ui": -0.4, "bi": 0.1, "wf": 0.8, "uf": 0.2, "bf": 1, "wo": -0.5, "uo": 0.7, "bo": 0.2,
    "wg": 1.2, "ug": -0.6, "bg": 0, "v": 2, "t": 0.5,
}  # fmt: skip
LSTM = "/?" + urlencode({"e": CELL, **POINT, "sweep": "reverse", "step": 43})
HEIGHT = "(selector) => document.querySelector(selector).getBoundingClientRect().height"


def newcomer(visit: Visit, path: str) -> Visit:
    """Somebody who has drawn no foot yet."""
    visit.open(path)
    visit.page.evaluate("localStorage.foot = ''")
    visit.page.reload()
    return visit.ready()


def test_the_foot_is_the_readers(visit: Visit) -> None:
    newcomer(visit, LSTM)
    page = visit.page
    step, trace, splitter = page.locator("#step .rule"), page.locator("#trace .trace").first, page.locator("#splitter")
    tabs = page.locator("[role=tab]:visible")
    assert page.evaluate(HEIGHT, "#view") > 400
    assert tabs.all_inner_texts() == ["Step", "Trace", "Code", "Plot"]
    expect(step).to_be_visible()
    expect(trace).to_be_hidden()
    tabs.nth(1).click()
    expect(step).to_be_hidden()
    expect(trace).to_be_visible()
    visit.press("ArrowLeft")
    expect(step).to_be_visible()
    tabs.nth(1).click()
    page.locator("#view .edge .band").first.dispatch_event("click")  # an edge answers in the step's place
    expect(visit.ready().page.locator("#edge .rule")).to_be_visible()
    visit.press("Escape")
    expect(step).to_be_visible()

    splitter.focus()
    for key, height in (("ArrowUp", 164), ("ArrowDown", 140), ("End", 480)):
        visit.press(key)
        assert (splitter.get_attribute("aria-valuenow"), page.evaluate(HEIGHT, "#answer")) == (str(height), height + 1)
    assert tabs.all_inner_texts() == ["Trace", "Code", "Plot"]
    expect(step).to_be_visible()
    expect(trace).to_be_visible()

    visit.press("Home")
    assert splitter.get_attribute("aria-valuetext") == "shut"
    expect(page.locator("#line")).to_contain_text("0.1367")
    expect(step).to_be_hidden()
    assert sorted(visit.text("#answer").split()[:2]) == ["17", "derivatives"] and page.evaluate(HEIGHT, "#answer") == 41
    visit.press("ArrowRight")
    expect(page.locator("#line")).to_contain_text("0.1367)⋅1")  # the next step's
    assert page.locator("#line").get_attribute("aria-hidden") == "false"
    page.reload()
    assert visit.ready().page.evaluate(HEIGHT, "#answer") == 41  # kept on the device
    visit.press("d")
    assert page.evaluate(HEIGHT, "#answer") == 481
    splitter.dblclick()
    assert page.evaluate(HEIGHT, "#answer") == 41
    page.get_by_role("button", name="Open panel").click()
    box = splitter.bounding_box()
    assert box
    at = box["x"] + box["width"] / 3
    page.mouse.move(at, box["y"] + 6)
    page.mouse.down()
    page.mouse.move(at, box["y"] + 106, steps=3)
    page.mouse.up()
    assert page.evaluate(HEIGHT, "#answer") == 381
    assert "foot" not in page.url


def test_many_inputs_lines_and_steps(visit: Visit) -> None:
    newcomer(visit, LSTM)
    page = visit.page
    assert not page.locator("#inputs .slider:visible").count()
    rows = "() => { const rows = new Map(); for (const input of document.querySelectorAll('#inputs input[type=number]')) { const { top } = input.getBoundingClientRect(); rows.set(top, [...(rows.get(top) ?? []), input.name].sort()); } return [...rows.values()].map((names) => names.join(' ')); }"
    assert page.evaluate(rows) == ["h x", "bi ui wi", "bf uf wf", "bo uo wo", "bg ug wg", "c t v"]
    assert visit.text("#answer dl").count("=") == 0 and page.locator("#answer dt").count() == 3
    names = page.locator("#answer dt").evaluate_all(
        "all => all.map((each) => each.querySelector('annotation').textContent)"
    )
    assert names == ["L", "\\partial L/\\partial t", "\\partial L/\\partial c"]
    page.get_by_role("button", name="All 17 derivatives").click()
    assert page.locator("#answer dt").count() == 18
    page.locator("#at-x").focus()
    visit.press("ArrowUp")
    assert page.locator("#at-x").input_value() == "1.1"
    visit.press("Shift+ArrowDown")
    assert page.locator("#at-x").input_value() == "0.1"
    page.locator("#at-x").fill("1")
    visit.ready()

    row = page.locator("#editor .source .row")
    assert row.text_content() == CELL.splitlines()[0] and row.locator("mark").text_content() == "+"
    page.evaluate("document.activeElement.blur()")
    assert page.locator(".segment").count() == 7
    widths = page.locator(".segment").evaluate_all("all => all.map((each) => each.getBoundingClientRect().width)")
    assert min(widths) < 25 < max(widths)
    page.locator(".segment").nth(2).click(force=True)
    assert visit.count() == "10 of 51"
    visit.press("Shift+ArrowRight")
    assert visit.count() == "16 of 51"
    visit.press("Shift+ArrowLeft", "Shift+ArrowLeft", "ArrowLeft")
    assert visit.count() == "6 of 51"
    assert row.text_content() == CELL.splitlines()[5]


SHOWN = """() => ["#view", "#step .rule", "#step .numbers", "#step .words", "#scrubber", ".header nav", "#rail", ".modes", "#aside", ".under"]
    .filter((each) => document.querySelector(each).checkVisibility({ visibilityProperty: true }))"""
ROOM = ["#view", "#step .rule", "#step .numbers", "#scrubber"]


def test_present(visiting: Callable[..., Any]) -> None:
    visit = visiting(height=720, alone=True)
    visit.page.clock.install()
    visit.open(ASSIGNMENT + "&sweep=reverse&step=4")
    page = visit.page
    before = page.evaluate(SHOWN)
    visit.press("f")
    page.clock.run_for(100)
    assert page.evaluate(SHOWN) == ROOM
    sizes = (
        "[...document.querySelectorAll('#step .rule, #step .numbers')].map((each) => getComputedStyle(each).fontSize)"
    )
    assert page.evaluate(sizes) == ["35px", "35px"]
    assert [page.evaluate(HEIGHT, each) for each in ("#explanation", "#player")] == [128, 88]
    edge = "(selector) => document.querySelector(selector).getBoundingClientRect().left"
    assert abs(page.evaluate(edge, "#step .numbers") - page.evaluate(edge, "#c6 .frame")) < 4
    for key, count in ((" ", "5 of 9"), ("PageDown", "6 of 9"), ("PageUp", "5 of 9"), ("ArrowLeft", "4 of 9")):
        visit.press(key)
        assert visit.count() == count
    for key, part in (("r", "#step .rule"), ("v", "#step .numbers"), ("w", "#step .words")):
        visit.press(key)
        assert (part in page.evaluate(SHOWN)) == (part == "#step .words")
        visit.press(key)
    visit.press("b")
    assert page.evaluate(SHOWN) == []
    visit.press("b")
    page.clock.run_for(3100)
    assert page.evaluate("getComputedStyle(document.body).cursor") == "none"
    page.mouse.move(300, 300)
    assert page.evaluate("getComputedStyle(document.body).cursor") != "none"
    visit.press("Escape")
    assert page.evaluate(SHOWN) == before
    # With the screen that the browser gave, and takes back.
    visit.press("f")
    expect(page.locator("html:fullscreen")).to_have_count(1)
    page.evaluate("document.exitFullscreen()")
    expect(page.locator("html[data-presenting]")).to_have_count(0)
    # A browser that does not give its screen.
    page.evaluate("() => void (Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('refused')))")
    page.get_by_role("button", name="Present").click()
    assert visit.ready().page.evaluate(SHOWN) == ROOM
    visit.press("Escape")
    expect(page.get_by_role("button", name="Present")).to_be_focused()


def test_letters_can_be_switched_off(visit: Visit) -> None:
    visit.open(ASSIGNMENT + "&sweep=reverse&step=4")
    visit.press("?")
    keys = visit.text("#help")
    for word in (
        "open all lines",
        "whole graph",
        "search in the picture",
        "its edges",
        "the current step",
        "panel under",
        "present",
    ):
        assert word in keys, word
    visit.page.locator("#letters").uncheck()
    visit.press("Escape", "d", "f", "9", "?")
    assert visit.count() == "4 of 9" and not visit.page.locator("#help").is_visible()
    assert visit.page.evaluate(
        "[document.documentElement.dataset.foot, 'presenting' in document.documentElement.dataset]"
    ) == ["high", False]
    visit.press("ArrowRight")
    assert visit.count() == "5 of 9"
    visit.page.reload()
    visit.ready().press("9")
    assert visit.count() == "5 of 9"
    visit.page.locator("#help-open").click()
    visit.page.locator("#letters").check()
    visit.press("Escape", "9")
    assert visit.count() == "8 of 9"


def test_several_outputs_are_chosen_by_a_click(visit: Visit) -> None:
    visit.open("/?" + urlencode({"e": "a = x*y\nb = sin(x)\na, b", "x": 1, "y": 2}))
    page = visit.page
    page.locator("#answer .output").nth(1).click()
    visit.ready()
    assert page.locator("#answer .output").evaluate_all("all => all.map((each) => each.ariaPressed)") == [
        "false",
        "true",
    ]
    assert visit.slot("c1", "derivative") == "0.5403" and visit.count() == "5 of 5"
    page.locator("#answer dd [data-output='0']").first.click()  # ∂a/∂x, of the other output
    visit.ready()
    assert visit.slot("c1", "derivative") == "2" and "cotangent=[1,0]" in page.url.replace("%5B", "[").replace(
        "%5D", "]"
    )
    page.locator("#answer .output").first.click()
    visit.ready()
    assert "cotangent" not in page.url


def test_tangents_along_all_inputs_stand_side_by_side(visit: Visit) -> None:
    visit.open(ASSIGNMENT + "&sweep=forward&step=5")
    page = visit.page
    page.locator("#trace .every input").check()
    cells = (
        "(id) => [...document.querySelectorAll(`#trace tr[data-node=${id}] td.entry`)].map((each) => each.textContent)"
    )
    assert [page.evaluate(cells, each) for each in ("c1", "c3", "c6")] == [["1", "0"], ["1", "0"], ["·", "·"]]
    visit.press("End")
    assert page.evaluate(cells, "c8") == ["64", "192"]
    assert not page.locator("#trace .trace:not(.formulas) td.tangent:not(.entry):visible").count()
    page.locator("#at-x2").fill("1")
    visit.ready()
    assert page.evaluate(cells, "c8") == ["1", "6"]
    page.locator("#trace .every input").uncheck()
    assert page.locator("#trace td.entry").count() == 0
