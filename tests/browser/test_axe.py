"""axe finds nothing: one row per state that a person can come to."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.stage import address
from tests.browser.test_page import ASSIGNMENT

AXE = (Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js").read_text()


# What is asked for and what comes back are kept small: the findings that are none take longer to carry than to find.
RUN = """([only, off]) => axe.run(document, {runOnly: only, rules: Object.fromEntries(off.map((rule) => [rule, {enabled: false}])), resultTypes: ["violations"], preload: false})
    .then(({violations}) => violations.map(({id, nodes}) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" ")}`))"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST, SIZES = "color-contrast", "target-size"  # each takes as long as all the others


def broken_rules(page: Page, rules: list[str] = RULES, left_out: Collection[str] = ()) -> list[str]:
    """What axe finds: every rule that is broken, with the elements that break it."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, [rules, list(left_out)])
    return found


GRAPH = ASSIGNMENT + "&sweep=reverse&step=4"
FAULT = "/?e=log(x)%2Babs(y)&x=-3&y=0&sweep=forward&step=end"
LATEX = "/?e=" + quote(r"e^{x_1} \left(x_1^2 + x_2^2\right)^3") + "&x_1=0&x_2=2&sweep=reverse&step=0"
KINK = "/?e=abs(x)*y&x=0&y=1&sweep=reverse&step=end"
LARGE = "/?e=" + quote("sum(A @ A)") + f"&A={[[1, 2, 3, 4, 5]] * 5}&sweep=reverse&step=2".replace(" ", "")
CODE = (
    "/?e="
    + quote(
        "import torch\nx = torch.tensor(2.0)\nw = torch.tensor(0.5, requires_grad=True)\nprint(w)\nb = 1.0  # bias\n(w*x + b)**2"
    )
    + "&w=0.7"
)
SHEET = "/?e=" + quote(
    r"Let $f(x, y) = x^2 y$ at the point $(2, 1)$. Then $f(2, 1) = 4$ and \[ \frac{\partial f}{\partial y} = 5. \]"
)
ARRAYS = "/?e=r%3DA@x-y%0Adot(r,r)&A=[[1,2],[3,4]]&x=[1,-1]&y=[1,0]&sweep=reverse&step=end"


Act = Callable[[Page], None]


def nothing(page: Page) -> None:
    pass


def clicked(*selectors: str) -> Act:
    def act(page: Page) -> None:
        for selector in selectors:
            page.locator(selector).first.click()

    return act


def over_two(page: Page) -> None:
    page.locator("#plot select.second").select_option("x2")


def focused(selector: str) -> Act:
    return lambda page: page.locator(selector).focus()


def keyed(selector: str, *keys: str) -> Act:
    def act(page: Page) -> None:
        page.locator(selector).focus()
        for key in keys:
            page.keyboard.press(key)

    return act


def typed(program: str) -> Act:
    return lambda page: page.locator("#editor textarea").fill(program)


def offered(page: Page) -> None:
    """Names that fit, with the reader in their list."""
    page.locator("#editor textarea").fill("y = si")
    page.locator("html[data-ready='true']").wait_for(state="attached")  # the script of the list is there
    page.keyboard.press("Control+Space")
    expect(page.locator("#suggestions")).to_be_visible()


class State(NamedTuple):
    """What is shown, by what is done, and which of the long rules are asked: those whose answer is its own."""

    name: str
    act: Act = nothing
    asked: Collection[str] = ()


COLOURS, TARGETS = (CONTRAST, SIZES), (SIZES,)
# Address, and what is shown there, one thing done after another.
PAGES: list[tuple[str, list[State]]] = [
    ("/", [State("the first screen", asked=COLOURS),
           State("the tour's last turn", clicked("[data-turn=next]", "[data-turn=next]")),
           State("an examples menu", clicked("#starts li:nth-child(3) button"), TARGETS)]),
    (GRAPH, [State("a graph", asked=COLOURS), State("the trace in formulas", clicked("#trace .notations button:nth-child(2)")),
             State("the code", clicked("#code-tab"), TARGETS), State("the plot of a line", clicked("#plot-tab"), TARGETS),
             State("a contour plot", over_two, COLOURS), State("help", clicked("#help-open"), COLOURS)]),
    (LATEX, [State("a program in LaTeX, before the first step"), State("edge widths", clicked("[data-move=last]", "#weighing input"))]),
    (FAULT, [State("forward mode with a fault and a kink", asked=COLOURS)]),
    (SHEET, [State("claims, right and wrong", asked=COLOURS)]),
    (KINK, [State("a plot with a kink", clicked("#plot-tab"))]),
    (LARGE, [State("an array past what a formula holds")]),
    ("/?e=" + quote("sin x1 + 2"), [State("no graph yet, with a hint", asked=TARGETS)]),
    ("/examples", [State("the gallery", asked=COLOURS)]),
    ("/rules", [State("all rules", asked=TARGETS)]),
    ("/rules/exp", [State("a rule", asked=TARGETS)]),
    ("/api/v1/docs", [State("the API's description", asked=TARGETS)]),
    ("/problems/syntax", [State("a kind of problem", asked=TARGETS)]),
]  # fmt: skip
WIDE: list[tuple[str, list[State]]] = [
    (ARRAYS, [State("arrays", asked=COLOURS), State("a grid", clicked(".input.list .shape"), TARGETS),
              State("directions of arrays", clicked("#direction summary", "#steepest summary"))]),
    (GRAPH, [State("a node of the picture with the focus", focused("#c3")),
             State("the plot in the graph's place", clicked("#plot-tab", "#plot .room")),
             State("a foot that is shut", keyed("#splitter", "Home"), COLOURS),
             State("a low foot", keyed("#splitter", "ArrowUp"), COLOURS),
             State("the trace in a low foot", clicked("#trace-tab"), TARGETS),
             State("present", clicked("#present"), COLOURS),
             State("present no more", keyed("main", "Escape")),
             State("an error beside the last graph", typed("x1 + * 2"), COLOURS),
             State("two readings", typed("0,5x"), TARGETS),
             State("names that fit", offered, COLOURS)]),
    (address("LSTM"), [State("lines as boxes, all closed", asked=COLOURS),
                       State("all lines open", clicked("[data-boxes]"), COLOURS),
                       State("an edge that is asked", keyed("#c6", "e"), COLOURS),
                       State("the search", keyed("#view", "Escape", "/"), COLOURS),
                       State("present with boxes", keyed("#view", "Escape", "f"), COLOURS)]),
    (CODE, [State("code, and what is left out of it", clicked(".notes summary"), COLOURS),
            State("data made an input", clicked(".role [aria-pressed=false]"), TARGETS)]),
    ("/?e=" + quote("(exp(x) - 1)/x") + "&x=1e-9", [
        State("a badge that warns, and drawers", clicked("#checks summary", "#curvature summary", "#steepest summary"), COLOURS)]),
]  # fmt: skip
NARROW: list[tuple[str, list[State]]] = [
    (CODE, [State("a phone's code", clicked("#edit"), TARGETS), State("names that fit, on a phone", offered, TARGETS)]),
    (ARRAYS, [State("arrays", asked=COLOURS), State("a phone's editor", clicked("#edit"), TARGETS),
              State("a phone's grid", clicked(".input.list .shape"), TARGETS)]),
]  # fmt: skip
COLOURS_ON_A_PHONE = {"the first screen", "a graph", "forward mode with a fault and a kink"}
CASES = [
    pytest.param(width, path, states, id=f"{width}: {states[0].name}")
    for width, more in ((1280, WIDE), (360, NARROW))
    for path, states in PAGES + more
]


@pytest.mark.parametrize(("width", "path", "states"), CASES)
def test_axe_finds_nothing(visiting: Any, width: int, path: str, states: list[State]) -> None:
    """At 1280 px in the dark too, where colours are a state's own; the palette's contrasts are computed in test_looks.py.
    A phone has the same colours in other places: its contrasts are asked for where it shows most.
    """
    visit = visiting(width)
    visit.open(path)
    for name, act, asked in states:
        act(visit.page)
        visit.ready()
        if width < 640 and name not in COLOURS_ON_A_PHONE:
            asked = set(asked) - {CONTRAST}
        assert broken_rules(visit.page, left_out={CONTRAST, SIZES}.difference(asked)) == [], name
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        if CONTRAST in asked and width == 1280:
            turn(visit.page, "dark")
            assert broken_rules(visit.page, [CONTRAST]) == [], name
            turn(visit.page, "light")


def turn(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    expect(page.locator("html")).to_have_attribute("data-theme", scheme)


def test_axe_would_find_something(visit: Visit) -> None:
    visit.open("/problems/syntax").page.evaluate("document.querySelector('h1').after(document.createElement('button'))")
    assert any(found.startswith("button-name") for found in broken_rules(visit.page))
