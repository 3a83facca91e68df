"""Lines as boxes on the page: opened and closed by mouse, keys and fingers, by all at once, and by following the step."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

PROGRAM = """i = sigmoid(wi*x + ui*h + bi)
f = sigmoid(wf*x + uf*h + bf)
o = sigmoid(wo*x + uo*h + bo)
L = (i*f + o - t)**2"""
AT = "&".join(f"{name}=0.5" for name in "x h wi ui bi wf uf bf wo uo bo t".split())
ADDRESS = f"/?e={quote(PROGRAM)}&{AT}&sweep=reverse&step=8"
LOOP = "/?e=" + quote("y = x\nfor k in range(12):\n    y = sin(y*w) + x\ny")


def opened(visit: Visit) -> list[str]:
    """The names of the boxes that the link opens."""
    return parse_qs(urlsplit(visit.page.url).query, keep_blank_values=True).get("open", [])


def shown(visit: Visit, kind: str) -> list[str]:
    told: list[str] = visit.page.eval_on_selector_all(f"svg.graph .box.{kind}", "all => all.map((box) => box.id)")
    return sorted(told)


def test_a_line_opens_by_its_triangle_and_closes_again_and_the_step_stays(visit: Visit) -> None:
    visit.open(ADDRESS)
    closed = shown(visit, "closed")
    assert len(closed) == 4 and shown(visit, "open") == []
    count = visit.text("#player .count")
    at = visit.page.locator(".box.closed .opener").nth(1).bounding_box()
    assert at
    spot = [at["x"] + at["width"] / 2, at["y"] + at["height"] / 2]
    visit.page.mouse.click(*spot)
    expect(visit.page.locator(".box.open")).to_have_count(1)
    visit.ready()
    assert visit.text("#player .count") == count
    assert visit.page.evaluate(
        "(spot) => document.elementFromPoint(...spot).closest('.node[data-node]') !== null", spot
    )
    # What came under the pointer was not pointed at: nothing steps back until the pointer moves.
    expect(visit.page.locator("svg.graph.marking")).to_have_count(0)
    assert len(opened(visit)) == 1 and opened(visit)[0] in "ifoL"
    visit.page.locator(".box.open .opener").click()
    expect(visit.page.locator(".box.open")).to_have_count(0)
    visit.ready()
    assert shown(visit, "closed") == closed and opened(visit) == [""]


def test_keys_open_and_close_one_and_all(visit: Visit) -> None:
    visit.open(ADDRESS)
    visit.page.locator("#view .box.closed").first.focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".box.open")).to_have_count(1)
    visit.ready()
    assert visit.page.evaluate("document.activeElement.matches('.box.open')")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".box.open")).to_have_count(0)
    visit.ready()
    visit.page.locator("#view").focus()
    visit.page.keyboard.press("o")
    expect(visit.page.locator(".box.closed")).to_have_count(0)
    assert opened(visit) == ["all"]
    expect(visit.page.locator("[data-boxes]")).to_have_text("Close all lines")
    visit.page.keyboard.press("Shift+O")
    expect(visit.page.locator(".box.open")).to_have_count(0)
    assert opened(visit) == [""]


def test_whole_graph_closes_what_is_far_from_the_step(visit: Visit) -> None:
    visit.open(ADDRESS + "&open=all")
    whole = visit.page.locator("[data-zoom=whole]")
    assert whole.get_attribute("aria-disabled") == "false"
    if visit.page.evaluate("document.querySelector('[data-zoom=whole]').getAttribute('aria-pressed')") != "true":
        whole.click()
        visit.ready()
        expect(visit.page.locator(".box.closed").first).to_be_visible()
    assert int(visit.text("#zoom .percent").removesuffix("%")) >= 72


def test_following_the_step_opens_the_box_that_it_is_in(visit: Visit) -> None:
    visit.open(ADDRESS)
    visit.page.locator("[data-zoom=follow]").click()
    visit.page.keyboard.press("ArrowRight")
    expect(visit.page.locator(".box.open")).to_have_count(1)
    visit.ready()
    assert visit.page.locator(".box.open.counting").count() == 1


def test_of_a_stack_one_turn_is_open_at_a_time(visit: Visit) -> None:
    visit.open(LOOP)
    stacks = visit.page.locator(".box.stack")
    expect(stacks.first).to_be_visible()
    stacks.first.locator(".opener").click()
    expect(visit.page.locator(".box.open")).to_have_count(1)
    visit.ready()
    visit.page.locator(".box.stack .opener").last.click()
    expect(visit.page.locator(".box.open")).to_have_count(1)


def test_a_link_with_boxes_that_are_not_there_opens_without_them(visit: Visit) -> None:
    visit.open(ADDRESS + "&open=nothing,g99,i")
    assert len(shown(visit, "open")) == 1


@pytest.mark.parametrize("size", [(360, 740)])
def test_a_finger_opens_a_line(visit: Visit, size: tuple[int, int]) -> None:
    visit.open(ADDRESS)
    visit.page.set_viewport_size({"width": size[0], "height": size[1]})
    visit.ready()
    visit.page.locator(".box.closed .opener").first.click()
    expect(visit.page.locator(".box.open")).to_have_count(1)
