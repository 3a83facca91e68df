"""An edge answers: to a click beside its wire, on its chip, to the keyboard, and in a link; the step stays."""

from __future__ import annotations

from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.stage import address

PROGRAM = "exp(x1)*(x1**2 + x2**2)**3"
STEP = "/?" + urlencode({"e": PROGRAM, "x1": 0, "x2": 2, "sweep": "reverse", "wrt": "x2", "step": 4})
SEVERAL = address("attention", open="")  # all lines closed: two edges lead from one to another
BESIDE = """([id, by]) => {
    const wire = document.getElementById(id).querySelector(".wire"), at = wire.getPointAtLength(wire.getTotalLength() / 4);
    const {a, d, e, f} = wire.getScreenCTM();
    return [at.x * a + e, at.y * d + f + by];
}"""


def flows(visit: Visit) -> list[str]:
    return visit.page.locator(".graph text.flow").all_text_contents()


def test_an_edge_answers_and_the_step_stays(visit: Visit) -> None:
    visit.open(STEP)
    page = visit.page
    page.locator("#chip-c7-0").click()
    visit.ready()
    expect(page.locator("#edge h2")).to_contain_text("how far")
    expect(page.locator("#edge .words")).to_contain_text("moves by 0.048")
    assert flows(visit) == ["4 → 192", "48 ← 1"]
    assert page.locator(".trace tr.asked").evaluate_all("rows => rows.map(row => row.dataset.node)")[:2] == ["c6", "c7"]
    assert page.locator("#editor .source mark").text_content() == "**"
    dimmed = page.locator(".node:not(.asked)").evaluate_all(
        "nodes => nodes.map(node => getComputedStyle(node).opacity)"
    )
    assert set(dimmed) == {"0.35"} and page.locator(".node.asked").count() == 2
    assert page.url.endswith("&step=4&edge=c7-0")
    assert visit.count() == "4 of 9"
    page.get_by_role("button", name="Back to step 4").click()
    visit.ready()
    expect(page.locator("#edge")).to_be_hidden()
    expect(page.locator("#step .rule")).to_be_visible()
    assert flows(visit) == [] and "edge=" not in page.url


def test_a_wire_is_hit_beside_it_and_left_by_escape_or_a_step(visit: Visit) -> None:
    visit.open(STEP)
    page = visit.page
    x, y = page.evaluate(BESIDE, ["c8-0", 9])
    page.mouse.move(x, y)
    assert page.locator(".pointed").evaluate_all("all => all.map(each => each.id)") == ["c8-0", "chip-c8-0"]
    page.mouse.click(x, y)
    visit.ready()
    assert flows(visit) == ["0 → 0", "64 ← 1"]
    visit.press("Escape")
    expect(page.locator("#edge")).to_be_hidden()
    assert visit.count() == "4 of 9"
    page.mouse.click(x, y)
    visit.press("ArrowRight")
    expect(page.locator("#edge")).to_be_hidden()
    assert visit.count() == "5 of 9"


def test_keys_lead_from_a_node_over_its_edges_to_an_end(visit: Visit) -> None:
    visit.open(STEP)
    page = visit.page
    page.locator("#c6").focus()
    walk = [("e", "c7-0"), ("Tab", "c6-0"), ("Tab", "c6-1"), ("Shift+Tab", "c6-0")]
    for key, edge in walk:
        visit.press(key)
        assert page.url.endswith(f"&edge={edge}"), key
        expect(page.locator(".asked-edge")).to_be_focused()
    visit.press("ArrowLeft")
    expect(page.locator("#c4")).to_be_focused()
    visit.press("Enter")
    assert visit.count() == "5 of 9" and "edge=" not in page.url
    page.locator("#c6").focus()
    visit.press("e", "Escape")
    expect(page.locator("#c6")).to_be_focused()


def test_a_link_opens_an_edge_on_a_phone_too(either: Visit) -> None:
    either.open(STEP + "&edge=c7-0")
    expect(either.page.locator("#edge .words")).to_contain_text("moves by 0.048")
    assert flows(either) == ["4 → 192", "48 ← 1"]
    boxes = either.page.locator(".graph text.flow, .chip.asked .plate, .node.asked .frame").evaluate_all(
        "all => all.map(each => { const { left, right, top, bottom } = each.getBoundingClientRect(); return [left, right, top, bottom]; })"
    )
    for k, (left, right, top, bottom) in enumerate(boxes):
        for other in boxes[k + 1 :]:
            assert right <= other[0] + 1 or left >= other[1] - 1 or bottom <= other[2] + 1 or top >= other[3] - 1


def test_a_link_with_an_edge_that_is_not_there_opens_without_it(visit: Visit) -> None:
    visit.open(STEP + "&edge=c99-0")
    expect(visit.page.locator("#edge")).to_be_hidden()
    expect(visit.page.locator("#step .rule")).to_be_visible()


def test_a_wire_of_several_edges_asks_which(visit: Visit) -> None:
    """Between two closed boxes. An edge inside a closed box is told, and dims nothing: it is not drawn."""
    visit.open(SEVERAL)
    page = visit.page
    wire = page.locator(".edge[data-edges]").first
    ids = str(wire.get_attribute("data-edges")).split(" ")
    page.mouse.click(*page.evaluate(BESIDE, [wire.get_attribute("id"), 0]))
    visit.ready()
    choices = page.locator("#edge .choices button")
    assert choices.evaluate_all("all => all.map((each) => each.dataset.edge)") == ids and "edge=" not in page.url
    expect(page.locator("svg.graph.asking")).to_have_count(0)
    choices.last.click()
    visit.ready()
    assert page.url.endswith(f"&edge={ids[-1]}")
    expect(page.locator("#edge .words")).to_be_visible()
    expect(page.locator("svg.graph.asking .node.asked")).to_have_count(2)
    assert "c15-0" not in [*ids, *page.locator(".edge").evaluate_all("all => all.map((each) => each.id)")]
    visit.open(SEVERAL + "&edge=c15-0")
    expect(page.locator("#edge .words")).to_be_visible()
    expect(page.locator("svg.graph.asking")).to_have_count(0)


def test_a_finger_asks_an_edge(phone: Visit) -> None:
    phone.open(STEP)
    phone.page.locator("#chip-c7-0 .partial").tap()
    phone.ready()
    expect(phone.page.locator("#edge .words")).to_contain_text("moves by 0.048")
    assert flows(phone) == ["4 → 192", "48 ← 1"] and phone.count() == "4 of 9"
