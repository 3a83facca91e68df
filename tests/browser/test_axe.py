"""axe finds nothing: one row per state that a person can come to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_page import ASSIGNMENT

AXE = (Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js").read_text()


# What is asked for and what comes back are kept small: the findings that are none take longer to carry than to find.
RUN = """([only, contrast]) => axe.run(document, {runOnly: only, rules: {"color-contrast": {enabled: contrast}}, resultTypes: ["violations"], preload: false})
    .then(({violations}) => violations.map(({id, nodes}) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" ")}`))"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast"]  # takes as long as all the others


def broken_rules(page: Page, rules: list[str] = RULES, contrast: bool = True) -> list[str]:
    """What axe finds: every rule that is broken, with the elements that break it."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, [rules, contrast])
    return found


GRAPH = ASSIGNMENT + "&sweep=reverse&step=4"
FAULT = "/?e=log(x)%2Babs(y)&x=-3&y=0&sweep=reverse&step=end"
LATEX = "/?e=" + quote(r"e^{x_1} \left(x_1^2 + x_2^2\right)^3") + "&x_1=0&x_2=2&sweep=reverse&step=4"
KINK = "/?e=abs(x)*y&x=0&y=1&sweep=reverse&step=end"
LARGE = "/?e=" + quote("sum(A @ A)") + f"&A={[[1, 2, 3, 4, 5]] * 5}&sweep=reverse&step=2".replace(" ", "")
ARRAYS = "/?e=r%3DA@x-y%0Adot(r,r)&A=[[1,2],[3,4]]&x=[1,-1]&y=[1,0]&sweep=reverse&step=end"


def nothing(page: Page) -> None:
    pass


def clicked(*selectors: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        for selector in selectors:
            page.locator(selector).first.click()

    return act


def plotted(page: Page) -> None:
    """The plot's tab, over both inputs."""
    page.locator("#plot-tab").click()
    page.locator("#plot select.second").select_option("x2")


def typed(program: str) -> Callable[[Page], None]:
    return lambda page: page.locator("#editor textarea").fill(program)


# what is shown, address, what is done there
STATES: list[tuple[str, str, Callable[[Page], None]]] = [
    ("the first screen", "/", nothing),
    ("an examples menu", "/", clicked("#starts li:nth-child(3) button")),
    ("the tour's last turn", "/", clicked("[data-turn=next]", "[data-turn=next]")),
    ("a graph", GRAPH, nothing),
    ("forward mode", ASSIGNMENT + "&sweep=forward&step=3", nothing),
    ("before the first step", ASSIGNMENT + "&sweep=value&step=0", nothing),
    ("a fault and a kink", FAULT, nothing),
    ("arrays", ARRAYS, nothing),
    ("no graph yet", "/?e=x1%20%2B%20*%202", nothing),
    ("a program in LaTeX", LATEX, nothing),
    ("the code", GRAPH, clicked("#code-tab")),
    ("the plot of a line", GRAPH, clicked("#plot-tab")),
    ("a contour plot", GRAPH, plotted),
    ("edge widths", ASSIGNMENT + "&sweep=reverse&step=end", clicked("#weighing input")),
    ("no graph yet, with a hint", "/?e=" + quote("sin x1 + 2"), nothing),
    ("help", GRAPH, clicked("#help-open")),
    ("the trace in formulas", GRAPH, clicked("#trace .notations button:nth-child(2)")),
    ("a plot with a kink", KINK, clicked("#plot-tab")),
    ("an array past what a formula holds", LARGE, nothing),
    ("the gallery", "/examples", nothing),
    ("all rules", "/rules", nothing),
    ("a rule", "/rules/exp", nothing),
    ("the API's description", "/api/v1/docs", nothing),
    ("a kind of problem", "/problems/syntax", nothing),
]
WIDE: list[tuple[str, str, Callable[[Page], None]]] = [
    ("an error beside the last graph", GRAPH, typed("x1 + * 2")),
    ("a grid open", ARRAYS, clicked(".input.list .shape")),
    ("the plot in the graph's place", GRAPH, clicked("#plot-tab", "#plot .room")),
    ("a node of the picture with the focus", GRAPH, lambda page: page.locator("#c3").focus()),
    ("a badge that warns", "/?e=" + quote("(exp(x) - 1)/x") + "&x=1e-9", clicked("#checks summary")),
    ("directions of arrays", ARRAYS, clicked("#direction summary", "#steepest summary")),
    ("drawers open", GRAPH, clicked("#checks summary", "#curvature summary", "#steepest summary")),
]
NARROW: list[tuple[str, str, Callable[[Page], None]]] = [
    ("a phone's editor", GRAPH, clicked("#edit")),
    ("a phone's grid", ARRAYS, clicked("#edit", ".input.list .shape")),
]
# What has colours of its own is asked for contrast, at 1280 px in the dark too: the palette's contrasts are computed in
# tests/test_looks.py.
COLOURED = {
    "the first screen",
    "a graph",
    "forward mode",
    "a fault and a kink",
    "arrays",
    "a contour plot",
    "help",
    "the gallery",
    "an error beside the last graph",
    "a badge that warns",
    "drawers open",
}
CASES = [
    pytest.param(width, path, act, name in COLOURED, id=f"{width}: {name}")
    for width, more in ((1280, WIDE), (360, NARROW))
    for name, path, act in STATES + more
]


@pytest.mark.parametrize(("width", "path", "act", "coloured"), CASES)
def test_axe_finds_nothing(visiting: Any, width: int, path: str, act: Any, coloured: bool) -> None:
    visit = visiting(width)
    visit.open(path)
    act(visit.page)
    visit.ready()
    assert broken_rules(visit.page, contrast=coloured) == []
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if coloured and width == 1280:
        visit.page.emulate_media(color_scheme="dark")
        expect(visit.page.locator("html")).to_have_attribute("data-theme", "dark")
        assert broken_rules(visit.page, CONTRAST) == []


def test_axe_would_find_something(visit: Visit) -> None:
    visit.open("/problems/syntax").page.evaluate("document.querySelector('h1').after(document.createElement('button'))")
    assert any(found.startswith("button-name") for found in broken_rules(visit.page))
