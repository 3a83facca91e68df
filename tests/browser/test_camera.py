"""The camera over the picture: zoom about the pointer, pan, whole, follow; what hangs in the document; by mouse, keys and fingers, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from benchmarks.visits import chain
from tests.browser.conftest import Visit
from tests.browser.test_page import ASSIGNMENT

HALFWAY = ASSIGNMENT + "&sweep=reverse&step=4"
# Where a node is seen, and how large; what hangs.
BOX = "(id) => { const { x, y, width, height } = document.querySelector(`#${id} .frame`).getBoundingClientRect(); return [x, y, width, height]; }"
EMPTY = """() => { const { left, top, right, bottom } = document.querySelector("#view").getBoundingClientRect();
    for (let y = top + 10; y < bottom; y += 10) for (let x = left + 10; x < right; x += 10) if (document.elementFromPoint(x, y).matches("svg.graph, #view")) return [x, y]; }"""
HANGING = "document.querySelectorAll('svg.graph .node').length"
INSIDE = """(id) => { const at = document.querySelector(`#${id}`)?.getBoundingClientRect(), box = document.querySelector("#view").getBoundingClientRect();
    return Boolean(at) && at.left >= box.left && at.right <= box.right && at.top >= box.top && at.bottom <= box.bottom; }"""


def box(visit: Visit, node: str) -> list[float]:
    found: list[float] = visit.page.evaluate(BOX, node)
    return found


def percent(visit: Visit) -> int:
    return int(visit.text("#zoom .percent").removesuffix("%"))


def pressed(visit: Visit, name: str) -> str | None:
    return visit.page.locator(f"[data-zoom={name}]").get_attribute("aria-pressed")


def reason(visit: Visit, name: str) -> str | None:
    """Why a control would do nothing; None: it would."""
    button = visit.page.locator(f"[data-zoom={name}]")
    return button.get_attribute("title") if button.get_attribute("aria-disabled") == "true" else None


def wheel(visit: Visit, node: str, turns: float) -> None:
    """Ctrl and the wheel, over the middle of a node."""
    x, y, width, height = box(visit, node)
    visit.page.mouse.move(x + width / 2, y + height / 2)
    visit.page.keyboard.down("Control")
    visit.page.mouse.wheel(0, turns)
    visit.page.keyboard.up("Control")


def middle(visit: Visit, node: str) -> list[float]:
    x, y, width, height = box(visit, node)
    return [x + width / 2, y + height / 2]


def test_a_small_graph_is_whole_and_its_controls_say_what_they_can_do(visit: Visit) -> None:
    visit.open(HALFWAY)
    assert percent(visit) == 100 and pressed(visit, "whole") == "true" and pressed(visit, "follow") == "false"
    assert reason(visit, "whole") is None and "full size" in (reason(visit, "follow") or "")
    whole = box(visit, "c6")
    visit.page.locator("[data-zoom=follow]").dispatch_event("click")  # says why, and does nothing
    assert box(visit, "c6") == whole
    # Zoom about the pointer: what is under it stays.
    at = middle(visit, "c7")
    wheel(visit, "c7", -100)
    assert percent(visit) == 125 and pressed(visit, "whole") == "false"
    assert middle(visit, "c7") == pytest.approx(at, abs=1)
    assert box(visit, "c7")[2] == pytest.approx(1.25 * whole[2], rel=0.01)
    for _ in range(5):
        wheel(visit, "c7", -100)
    assert percent(visit) == 250 and "largest" in (reason(visit, "in") or "")
    # A hand drags, and that is no click; keys pan, and step as before.
    before = box(visit, "c7")
    x, y = middle(visit, "c7")
    visit.page.mouse.down()
    visit.page.mouse.move(x - 60, y, steps=3)
    visit.page.mouse.up()
    assert box(visit, "c7")[0] == pytest.approx(before[0] - 60, abs=1) and visit.count() == "4 of 9"
    visit.page.locator("#view").focus()
    visit.press("Shift+ArrowLeft")
    assert box(visit, "c7")[0] == pytest.approx(before[0], abs=1) and visit.count() == "4 of 9"
    visit.press("-", "-")
    assert percent(visit) == 160
    visit.press("+")
    assert percent(visit) == 200
    visit.press(".")
    assert pressed(visit, "follow") == "true"
    visit.press("0")  # on the picture: the whole; elsewhere: the start of the sweep
    assert box(visit, "c6") == whole and visit.count() == "4 of 9" and pressed(visit, "whole") == "true"
    # Without boxes the least type is 13 pixels: it is never seen smaller than it is drawn.
    assert percent(visit) == 100 and "as small as can be read" in (reason(visit, "out") or "")
    visit.page.locator("[data-zoom=in]").click()
    assert percent(visit) == 125
    visit.page.mouse.dblclick(*visit.page.evaluate(EMPTY))
    assert percent(visit) == 100
    visit.page.evaluate("document.activeElement.blur()")
    visit.press("0")
    assert visit.count() == "0 of 9"


def test_of_a_large_graph_only_what_is_near_hangs(visit: Visit) -> None:
    visit.open(chain(33) + "&open=none")
    assert percent(visit) == 100 and pressed(visit, "follow") == "true"
    assert reason(visit, "whole") is None or "larger than its window" in (reason(visit, "whole") or "")
    assert 0 < visit.page.evaluate(HANGING) < 40
    for keys, node in ((["End"], "c1"), (["Home", "ArrowRight"], "c102")):
        visit.press(*keys)
        node = visit.page.locator("#trace tr.current").get_attribute("data-node") or ""
        expect(visit.page.locator(f"#{node}.current")).to_have_count(1)
        assert visit.page.evaluate(INSIDE, node) and visit.page.evaluate(HANGING) < 40
    # Where a hand has put it, it stays until the step is out of sight.
    visit.page.mouse.move(700, 150)
    visit.page.mouse.wheel(-500, 0)
    assert pressed(visit, "follow") == "false"
    # Tab leads to the current node, wherever it is; arrows along edges hang what they come to.
    visit.page.mouse.wheel(-3000, 0)
    node = visit.page.locator("#trace tr.current").get_attribute("data-node") or ""
    assert not visit.page.evaluate(INSIDE, node)
    visit.page.locator("#view").focus()
    visit.press("Tab")
    assert visit.page.evaluate("document.activeElement.id") == node and visit.page.evaluate(INSIDE, node)
    for k in range(20):
        visit.press("ArrowLeft")
    node = visit.page.evaluate("document.activeElement.id")
    assert node == "c82" and visit.page.evaluate(INSIDE, node)
    # What was out of the document is written as what was in it.
    visit.press("End")
    assert visit.page.evaluate(INSIDE, visit.page.locator("#trace tr.current").get_attribute("data-node"))
    assert visit.page.locator("svg.graph .node.waiting").count() == 0
    # On paper all of it hangs.
    visit.page.emulate_media(media="print")
    nodes = visit.page.locator("svg.graph .node")
    expect(nodes).to_have_count(102)
    visit.page.emulate_media(media="null")
    expect(nodes).not_to_have_count(102)
    assert 0 < nodes.count() < 40


def test_of_a_long_trace_too(visit: Visit) -> None:
    """The current row is in sight, arrows lead from row to row, and on paper all of them stand."""
    visit.open(chain(60))
    rows, current = visit.page.locator("#trace tbody tr[data-node]"), visit.page.locator("#trace tr.current")
    for key, row in (("End", "3"), ("Home", None), ("ArrowRight", "184")):
        visit.press(key)
        assert rows.count() < 100
        if row:
            expect(current).to_have_attribute("aria-rowindex", row)
            expect(current).to_be_in_viewport()
    current.focus()
    for k in range(60):
        visit.page.keyboard.press("ArrowUp")
    assert visit.page.evaluate("document.activeElement.dataset.node") == "c123"
    expect(visit.page.locator("tr:focus")).to_be_in_viewport()
    expect(visit.page.locator("tr:focus .katex").first).to_be_attached()
    visit.press("Enter")
    expect(current).to_have_attribute("data-node", "c123")
    visit.page.emulate_media(media="print")
    expect(rows).to_have_count(183)


LSTM = "/?" + urlencode({
    "e": "i = sigmoid(wi*x + ui*h + bi)\nf = sigmoid(wf*x + uf*h + bf)\no = sigmoid(wo*x + uo*h + bo)\ng = tanh(wg*x + ug*h + bg)\n"
    "k = f*c + i*g\nm = o*tanh(k)\nL = (v*m - t)**2", "x": 1, "h": 0.5, "c": -0.4, "wi": 0.6, "ui": -0.4, "bi": 0.1, "wf": 0.8, "uf": 0.2, "bf": 1,
    "wo": -0.5, "uo": 0.7, "bo": 0.2, "wg": 1.2, "ug": -0.6, "bg": 0, "v": 2, "t": 0.5, "sweep": "reverse", "step": 43,
})  # fmt: skip


def opened(visit: Visit) -> list[str]:
    visit.ready()
    found: list[str] = visit.page.locator("svg.graph .box.open").evaluate_all(
        "all => all.map((box) => box.dataset.group)"
    )
    return found


def test_boxes_open_and_close_by_mouse_and_keys(visiting: Callable[..., Visit]) -> None:
    visit = visiting(height=1000).open(LSTM)
    assert opened(visit) == [] and pressed(visit, "whole") == "true"
    numbers = visit.page.locator("#answer dd").all_text_contents()
    head = visit.page.locator("#g1")
    head.locator(".opener .target").click()
    assert opened(visit) == ["g1"] and "&open=i&" in visit.page.url and visit.count() == "43 of 51"
    visit.page.locator("#g2 .value").click()  # its number leads to the step that wrote it; nothing opens
    assert opened(visit) == ["g1"] and visit.count() != "43 of 51"
    visit.page.locator("#g1 .name-and-formula").click()
    assert opened(visit) == [] and "&open=&" in visit.page.url
    visit.page.go_back()
    assert opened(visit) == ["g1"]
    # The keyboard walks over boxes too; the focus stays on the one that it opens.
    visit.page.locator("#view").focus()
    visit.press("Tab")
    for _ in range(12):
        if visit.page.evaluate("document.activeElement.id") == "g2":
            break
        visit.press("ArrowDown")
    focus = "document.activeElement.id + ' ' + document.activeElement.getAttribute('aria-expanded')"
    assert visit.page.evaluate(focus) == "g2 false"
    at = visit.count()
    visit.press("Enter")
    assert opened(visit) == ["g1", "g2"] and visit.page.evaluate(focus) == "g2 true" and visit.count() == at
    visit.press("Enter")
    assert opened(visit) == ["g1"] and visit.page.evaluate(focus) == "g2 false"
    visit.press("o")
    assert visit.page.url.count("open=all") == 1 and visit.page.locator("svg.graph .box.closed").count() == 0
    assert visit.text("[data-boxes]").startswith("Close all lines")
    # What does not fit then closes from the far end, until it does.
    assert reason(visit, "whole") is None
    visit.page.locator("[data-zoom=whole]").click()
    assert len(opened(visit)) < 7 and pressed(visit, "whole") == "true" and reason(visit, "whole") is None
    visit.press("Shift+O")
    assert opened(visit) == [] and visit.page.locator("#answer dd").all_text_contents() == numbers
    # Where the step is followed its box opens, and what was opened so before closes.
    visit.page.locator("[data-zoom=follow]").click()
    for key in ("Home", *["ArrowRight"] * 12):
        visit.press(key)
        assert len(opened(visit)) <= 1 and visit.page.locator("svg.graph .node.box.closed.counting").count() == 0
    assert "open=" in visit.page.url


def test_the_picture_is_searched(visit: Visit) -> None:
    """By name, operation and number; one hit after another, in closed boxes too; what feeds a node; the keyboard alone."""
    visit.open(LSTM)
    told, marked = visit.page.locator("#search output"), "svg.graph .node.found"
    visit.press("/")
    field = visit.page.locator("#search input")
    expect(field).to_be_focused()
    for text, hits, first in (
        ("sigmoid", 3, "i = sigmoid(i4)"),
        ("g_", 0, ""),
        ("wg", 1, "wg"),
        ("0.6225", 1, "i = "),
        ("no number", 0, ""),
    ):
        field.fill(text)
        if hits:
            expect(told).to_contain_text(f"1 of {hits}: {first}" if hits != 1 else "1 of")
            assert visit.page.locator(marked).count() > 0
        else:
            expect(told).to_contain_text("Nothing is called so")
            assert visit.page.locator(marked).count() == 0
    field.fill("tanh")
    visit.press("Enter")
    assert "2 of 2: " in told.inner_text()
    visit.press("Shift+Enter")
    assert "1 of 2: g = tanh(g4)" in told.inner_text()
    assert visit.page.locator("#g4.looked-at").count() == 1  # it is in a closed box
    visit.page.locator("#search [value=open]").click()
    assert opened(visit) == ["g4"] and visit.count() == "43 of 51"
    expect(visit.page.locator(".node.looked-at:not(.box)")).to_have_count(1)
    visit.page.locator("#search [value=from]").click()
    related = visit.page.locator("svg.relating .node.related").evaluate_all("all => all.length")
    assert related == 10 and visit.page.locator("#g5.related").count() == 0  # its line with x, h and three of its own
    visit.page.locator("#search [value=to]").click()
    assert visit.page.locator("#g5.related").count() == 1 and visit.page.locator("#g1.related").count() == 0
    visit.press("Escape")
    assert (
        visit.page.locator("#search").is_hidden()
        and visit.page.locator(":is(.found, .related, .relating)").count() == 0
    )
    expect(visit.page.locator("#view")).to_be_focused()


def test_of_a_stack_one_is_open_and_it_is_chosen(visit: Visit) -> None:
    loop = "a = x\nfor k in range(12):\n    a = sin(a)*w + a\na"
    visit.open("/?" + urlencode({"e": loop, "x": 1, "w": 0.3, "sweep": "reverse", "step": 30}))
    visit.page.locator(".box[data-stack] .opener .target").click()
    assert len(opened(visit)) == 1 and visit.page.locator(".box.open.counting").count() == 1  # the one with the step
    turns = visit.page.locator("#boxes select")
    assert turns.locator("option").count() == 13
    turns.select_option(index=3)
    assert opened(visit) == ["g5"] and visit.count() == "30 of 61"


def touch(visit: Visit, *moves: list[tuple[float, float]]) -> None:
    """Fingers come down at the first places, move to the next ones, and are lifted."""
    session = visit.page.context.new_cdp_session(visit.page)
    for k, places in enumerate(moves):
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(places)]
        session.send("Input.dispatchTouchEvent", {"type": "touchMove" if k else "touchStart", "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


@pytest.mark.parametrize("width", [360, 1280])
def test_two_fingers_zoom_and_one_pans(visiting: Callable[..., Visit], width: int) -> None:
    visit = visiting(width=width, has_touch=True).open(HALFWAY)
    x, y = middle(visit, "c6")
    size = box(visit, "c6")[2]
    spans: list[Any] = [[(x - r, y), (x + r, y)] for r in (30, 36, 42, 48, 54, 60)]
    touch(visit, *spans)
    assert box(visit, "c6")[2] == pytest.approx(2 * size, rel=0.1)
    visit.page.locator("svg.graph:not(.moving)").wait_for(state="attached")
    at = middle(visit, "c6")
    assert at == pytest.approx([x, y], abs=12)
    touch(visit, *[[(at[0] - 40 + 10 * k, at[1])] for k in range(9)])
    assert middle(visit, "c6") == pytest.approx([at[0] + 80, at[1]], abs=25) and visit.count() == "4 of 9"


def test_one_finger_that_goes_up_scrolls_the_page_of_a_phone(phone: Visit) -> None:
    phone.open(LSTM)
    phone.page.locator("#g1 .opener .target").tap()
    assert opened(phone) == ["g1"]
    phone.page.locator("#g1 .opener .target").tap()
    assert opened(phone) == []
    phone.open(HALFWAY)
    touch(phone, *[[(180, 400 - 20 * k)] for k in range(8)])
    phone.page.evaluate("new Promise((done) => scrollY ? done() : addEventListener('scroll', done, {once: true}))")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
