"""What ties the page together: the typed text beside the graph, the graph by keyboard, the plot in the graph's place, nothing that jumps."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_page import ASSIGNMENT

HALFWAY = ASSIGNMENT + "&sweep=reverse&step=4"
SPAN = ".source mark"


def test_the_text_of_a_node_lights_up_with_it(visit: Visit) -> None:
    visit.open(HALFWAY)
    mark = visit.page.locator(SPAN)
    assert mark.text_content() == "+"  # c6 = c4 + c5, the current step
    visit.page.locator("#c3 .frame").hover()
    assert mark.text_content() == "exp"
    visit.page.locator(".legend").hover()
    assert mark.text_content() == "+"
    visit.page.locator("#c1 .frame").hover()  # an input is a name, written in many places
    assert mark.text_content() == ""


@pytest.mark.parametrize("program", ["x1 + * 2", "exp(x1)*(x1**2 + x2**2)**3 + x1 + *"])
def test_no_text_lights_up_while_it_cannot_be_read(visit: Visit, program: str) -> None:
    visit.open(HALFWAY).type(program)
    visit.page.locator("#c3 .frame").hover()
    assert visit.page.locator(SPAN).text_content() == ""
    assert visit.page.locator(".marks mark").count() == 1
    visit.type("sin(x1)*x2")
    visit.page.locator("[data-move=first]").click()
    visit.page.locator("[data-move=next]").click()
    assert visit.page.locator(SPAN).text_content() == "*"


def test_no_text_lights_up_while_it_is_typed(visit: Visit) -> None:
    visit.open(HALFWAY)
    visit.page.route("**/api/v1/trace*", lambda route: None)
    visit.page.locator("#editor textarea").press_sequentially(" + 1")
    visit.page.locator("#c3 .frame").hover()
    assert visit.page.locator(SPAN).text_content() == ""


def test_the_span_lies_over_its_text(visit: Visit) -> None:
    visit.open("/?e=a%20%3D%20x*2%0Asin(a)&x=1&sweep=value&step=end")
    assert visit.page.locator(SPAN).text_content() == "sin"
    field, span = (visit.page.locator(each).bounding_box() for each in ("#editor textarea", SPAN))
    assert field and span
    assert span["x"] - field["x"] == pytest.approx(35, abs=1)  # beside the marks of the lines
    assert span["y"] - field["y"] == pytest.approx(11 + 22, abs=3)
    # On the same page, a program with a function: its calls stand in boxes, which a new point leaves where they are.
    visit.type("def sq(x):\n    y = x*x\n    return y + 1\nsq(p) + sq(2*p)")
    assert [each.text_content() for each in visit.page.locator("svg.graph .group .title").all()] == ["sq", "sq"]
    assert visit.page.locator("svg.graph .group title").last.text_content() == "call 2 of 2 of sq"
    places = _boxes(visit)
    assert [places[f"box{k}"] for k in range(2)] == [
        _around(places[first], places[last]) for first, last in (("c2", "c5"), ("c4", "c6"))
    ]
    shown = " ".join(visit.page.locator(".understood .line annotation").all_text_contents())
    assert "y_{\\mathrm{[2]}} = x" in shown and shown.count("y = ") == 1
    visit.page.locator("#at-p").fill("3")
    visit.ready()
    assert _boxes(visit) == places


def _boxes(visit: Visit) -> dict[str, Any]:
    """Where nodes and the boxes around them stand."""
    places: dict[str, Any] = visit.page.evaluate("""() => Object.fromEntries(
        [...document.querySelectorAll("svg.graph .node .frame, svg.graph .box")].map((each, k) => {
            const { left, top, right, bottom } = each.getBoundingClientRect();
            return [each.closest(".node")?.id ?? `box${k}`, [left, top, right, bottom]];
        }))""")
    return places


def _around(first: list[float], last: list[float]) -> Any:
    """A box with a little room around two nodes, and a title above them."""
    return pytest.approx([first[0], first[1] - 30, last[2], last[3] + 10], abs=30)


# key, the node that has the focus then; from c6, where the sweep stands
WALK = [
    ("ArrowLeft", "c4"), ("ArrowUp", "c3"), ("ArrowLeft", "c1"), ("ArrowRight", "c4"), ("ArrowUp", "c3"), ("ArrowRight", "c8"),
    ("ArrowRight", "c8"),
]  # fmt: skip


def test_the_picture_by_keyboard(visit: Visit) -> None:
    visit.open(HALFWAY)
    focused = "document.activeElement.dataset.node"
    visit.page.locator("#view").focus()
    visit.press("Tab")
    assert visit.page.evaluate(focused) == "c6"
    for key, node in WALK:
        visit.press(key)
        assert visit.page.evaluate(focused) == node
        expect(visit.page.locator("#trace tr.marked")).to_have_attribute("data-node", node)
    assert visit.count() == "4 of 9"
    visit.press("Enter")
    assert visit.count() == "1 of 9"
    assert visit.page.evaluate(focused) == "c8"
    visit.press("Shift+Tab", "ArrowRight")  # on the box, and everywhere else, the arrows step
    assert visit.count() == "2 of 9"


def test_a_click_on_a_node_leaves_the_arrows_to_the_player(visit: Visit) -> None:
    visit.open(HALFWAY)
    visit.page.locator("#c3 .derivative").click()
    assert visit.count() == "2 of 9"
    visit.press("ArrowRight")
    assert visit.count() == "3 of 9"


def test_one_tab_stop_among_the_nodes(visit: Visit) -> None:
    visit.open(HALFWAY)
    assert visit.page.locator("#view svg [tabindex='0']").evaluate_all("all => all.map((each) => each.id)") == ["c6"]
    visit.type("x*y + sin(x)")
    assert visit.page.locator("#view svg [tabindex='0']").count() == 1


def test_the_plot_can_have_the_place_of_the_graph(visit: Visit) -> None:
    visit.open(HALFWAY)
    visit.page.locator("#plot-tab").click()
    visit.ready()  # what draws it comes when it is first opened
    figure = visit.page.locator("#plot .figure")
    small = figure.bounding_box()
    room = visit.page.locator("#plot .room")
    room.click()
    large = figure.bounding_box()
    assert small and large
    assert large["width"] > 2 * small["width"] and large["height"] > 1.3 * small["height"]
    expect(visit.page.locator(".graph-area")).to_be_hidden()
    visit.page.locator("#trace-tab").click()
    expect(visit.page.locator(".graph-area")).to_be_visible()
    visit.page.locator("#plot-tab").click()
    room.click()
    assert figure.bounding_box() == small


def test_tabs_stand_still(visit: Visit) -> None:
    visit.open(HALFWAY)
    places = "[...document.querySelectorAll('.tabs button')].map((each) => each.getBoundingClientRect().x)"
    before = visit.page.evaluate(places)
    visit.page.locator("#plot-tab").click()
    assert visit.page.evaluate(places) == before


def test_the_first_step_moves_no_row(visit: Visit) -> None:
    visit.open(ASSIGNMENT + "&sweep=reverse&step=0")
    ledger = visit.page.locator("#step .ledger")
    before = ledger.bounding_box()
    visit.press("ArrowRight")
    after = ledger.bounding_box()
    assert before and after and abs(before["y"] - after["y"]) <= 2


def test_what_was_understood_has_its_room_from_the_start(visit: Visit) -> None:
    visit.page.route("**/main.js*", lambda route: route.abort())
    visit.page.goto(visit.address + HALFWAY)
    before = visit.page.locator("#point-title").bounding_box()
    visit.page.unroute("**/main.js*")
    visit.wrong.clear()  # of the script that was kept away
    visit.open(HALFWAY)
    after = visit.page.locator("#point-title").bounding_box()
    assert before and after and abs(before["y"] - after["y"]) <= 2


def test_symbols_stand_in_a_sentence_as_words_do(visit: Visit) -> None:
    visit.open(HALFWAY)
    gap = visit.page.locator("#step .words").evaluate(
        """(words) => { const range = document.createRange(); range.selectNode(words.firstChild);
        return words.querySelector(".symbol .katex-html").getBoundingClientRect().x - range.getBoundingClientRect().right; }"""
    )
    assert abs(gap) < 2
    wide = visit.page.locator("#step .words .symbol").evaluate_all("all => all.map((each) => each.offsetWidth)")
    assert min(wide) >= 23


TOUCHING = """() => [...document.querySelectorAll("#trace .trace:not(.formulas) tbody tr")].flatMap((row) => {
    const texts = [...row.querySelectorAll(".operation, .value, .tangent, .adjoint")].map((cell) => {
        const range = document.createRange(); range.selectNodeContents(cell); return range.getBoundingClientRect(); });
    return texts.slice(1).filter(({left}, i) => left < texts[i].right + 3).map((_) => row.textContent); })"""


@pytest.mark.parametrize("sweep", ["forward", "reverse"])
def test_numbers_side_by_side_in_the_trace_do_not_touch(either: Visit, sweep: str) -> None:
    """Seven signs in each column, in bold where the step is."""
    either.open("/?" + urlencode({"e": "-exp(x)*y*z - 1", "x": 1.1, "y": -2.3, "z": 1.01, "sweep": sweep, "step": 3}))
    for _ in range(3):
        assert either.page.evaluate(TOUCHING) == []
        either.press("ArrowRight")


LONG = "/?" + urlencode({
    "e": "learning_rate*loss_value + regularization_strength*norm_of_weights", "learning_rate": 1e-12, "loss_value": 123456789,
    "regularization_strength": 0.333333333, "norm_of_weights": 2,
})  # fmt: skip
# Numbers of the answer that end outside of their panel, and fields that show a part of theirs.
CUT = """() => { const end = document.querySelector("#answer").getBoundingClientRect().right;
    return [...[...document.querySelectorAll("#answer dd")].filter((each) => each.getBoundingClientRect().right > end),
        ...[...document.querySelectorAll("#inputs [type=number]")].filter((each) => each.scrollWidth > each.clientWidth)]
        .map((each) => each.id || each.textContent); }"""


TINY = "/?" + urlencode(
    {"e": "-x*y*1e-13*exp(x) + x", "x": "-3.1777777", "y": "1.0777", "sweep": "reverse", "step": "end"}
)
NAMED = "/?" + urlencode({
    "e": "learning_rate_schedule = sin(x)\nb_really_long_one = learning_rate_schedule**2\nb_really_long_one*learning_rate_schedule",
    "x": "0.3", "sweep": "reverse", "step": "end",
})  # fmt: skip
OVERFULL = """() => [...document.querySelectorAll('body *')].filter((each) => {
    const style = getComputedStyle(each);
    return each.checkVisibility() && style.visibility !== 'hidden' && (style.overflowX !== 'visible' || each.localName === 'input')
        && !each.closest('.hidden, svg, .katex-mathml, .face:not(#step), .running') && each.clientWidth > 0
        && each.scrollWidth > each.clientWidth + 1;
}).map((each) => `${each.localName}#${each.id}.${each.className}: ${each.value ?? each.textContent}`)"""


@pytest.mark.parametrize("path", [TINY, NAMED])
def test_nothing_is_cut_without_a_sign(either: Visit, path: str) -> None:
    """A box that holds more than it shows would cut a number anywhere: -3.18·1 for -3.18·10⁻¹³."""
    either.open(path)
    for _ in range(4):
        assert [each for each in either.page.evaluate(OVERFULL) if "operation" not in each] == []  # those end in dots
        either.press("ArrowLeft")
    sizes = "all => [...new Set(all.map((line) => getComputedStyle(line).fontSize))]"
    assert len(either.page.locator("#understood .line").evaluate_all(sizes)) == 1
    over = """all => all.filter((node) => {
        const parts = ['text.derivative', '.derivative-symbol text', '.frame', '.head'].map((each) => node.querySelector(each));
        if (!parts.every(Boolean)) return false; // a compact node has its symbol in its head
        const [value, symbol, frame, head] = parts.map((each) => each.getBoundingClientRect());
        return value.left < symbol.right || head.left < frame.left || head.right > frame.right;
    }).length"""
    assert either.page.locator("#view .node:not(.leaf)").evaluate_all(over) == 0


def test_the_first_tab_leads_to_the_content(visit: Visit) -> None:
    visit.open(HALFWAY)
    visit.page.evaluate("document.activeElement.blur()")
    visit.press("Tab")
    skip = visit.page.locator(".skip")
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    assert box and box["height"] >= 24 and skip.evaluate("e => getComputedStyle(e).clipPath") == "none"
    visit.press("Enter")
    assert visit.page.evaluate("document.activeElement.localName") == "main" and "#" not in visit.page.url
    assert skip.evaluate("e => getComputedStyle(e).clipPath") != "none"


def test_long_names_leave_their_numbers_to_be_seen(visit: Visit) -> None:
    visit.open(LONG)
    assert visit.page.evaluate(CUT) == []
    assert visit.page.locator("#answer dl").evaluate("e => e.classList.contains('stacked')")
    visit.open(ASSIGNMENT)
    assert not visit.page.locator("#answer dl").evaluate("e => e.classList.contains('stacked')")


@pytest.mark.parametrize("program", [
    {"e": "sum(inv(A)@A.T@x) + det(A)", "A": "[[1,2],[3,4]]", "x": "[1e-12,123456789]"},
    {"e": "exp(x*y)*sin(x+z) - tanh(x*y)*(z-y) + norm(x*y)*max(x,z) + x**3/(1+y**2)", "x": 1.5, "y": 2, "z": -0.7},
])  # fmt: skip
def test_no_ledger_runs_out_of_its_place(either: Visit, program: dict[str, Any]) -> None:
    """Arrays and long sums in it: a cell's text ends in its cell, and the page is as wide as the window."""
    either.open("/?" + urlencode({**program, "sweep": "reverse"}))
    for _ in range(6):
        either.press("ArrowLeft")
        assert either.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        outside = """() => [...document.querySelectorAll("#step .ledger td")].filter((cell) => getComputedStyle(cell).overflowX === "visible"
            && cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent)"""
        assert either.page.evaluate(outside) == []
