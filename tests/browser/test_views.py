"""One cursor, four linked views: what is pointed at lights up everywhere, and every number says where it came from."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

ASSIGNMENT = "/?e=" + quote("exp(x1)*(x1**2 + x2**2)**3") + "&x1=0&x2=2"
REVERSE = ASSIGNMENT + "&sweep=reverse"
FAN_OUT = "/?e=" + quote("x*x + cos(x)*sin(x)") + "&x=0.5&sweep=reverse&step=end"


def shown(page: Page, selector: str) -> str:
    """What is seen of an element, formulas included, without blanks: KaTeX's own copy for screen readers left out."""
    return str(
        page.locator(selector).first.evaluate(
            """e => { const copy = e.cloneNode(true); copy.querySelectorAll(".katex-mathml, .hidden").forEach((each) => each.remove());
            return copy.textContent.replace(/[\\s\\u200b]/g, ""); }"""
        )
    )


def lit(page: Page) -> list[str]:
    """The views in which c4 is marked, and no other node is the one that is pointed at."""
    views = {
        "picture": "svg.graph.marking #c4.marked", "trace": "#trace tr.marked[data-node=c4]", "code": "#code .line.marked[data-node=c4]",
        "rule": "#step .rule .marked[data-node=c4]", "numbers": "#step .numbers .marked[data-node=c4]", "words": "#step .words .marked[data-node=c4]",
        "ledger": "#step .ledger .marked[data-node=c4]",
    }  # fmt: skip
    assert page.locator("#trace tr.marked:not([data-node=c4]), #step .marked:not([data-node=c4])").count() == 0
    return [name for name, selector in views.items() if page.locator(selector).count()]


EVERYWHERE = ["picture", "trace", "code", "rule", "numbers", "words", "ledger"]
POINTED = [
    "#c4 .frame",
    "#step .rule [data-node=c4]",
    "#step .numbers [data-node=c4]",
    "#step .ledger [data-node=c4]",
    "#step .words [data-node=c4]",
]


def test_what_is_pointed_at_lights_up_in_every_view(either: Visit) -> None:
    either.open(REVERSE + "&step=8")
    either.page.locator("#code-tab").click()
    expect(either.page.locator("#code .line[data-node=c4]")).to_have_text("c4 = x1**2")
    for pointed in POINTED:
        either.page.locator(pointed).first.hover()
        assert lit(either.page) == EVERYWHERE, pointed
        either.page.locator(".header").hover()
        assert either.page.locator(".marked").count() == 0, pointed


def test_rows_and_lines_light_the_rest_up_too(visit: Visit) -> None:
    visit.open(REVERSE + "&step=8")
    visit.page.locator("#trace tr[data-node=c4] td.operation").hover()
    assert lit(visit.page) == [view for view in EVERYWHERE if view != "code"]  # not asked for before it is opened
    visit.page.locator("#code-tab").click()
    visit.page.locator("#code .line[data-node=c4]").hover()
    assert lit(visit.page) == EVERYWHERE


def test_the_focus_marks_as_the_pointer_does_and_stays_where_it_is(visit: Visit) -> None:
    visit.open(REVERSE + "&step=8")
    symbol = visit.page.locator("#step .words .symbol[data-node=c4]").first
    symbol.focus()
    assert "trace" in lit(visit.page)
    expect(symbol).to_be_focused()
    visit.press("Enter")
    assert visit.count() == "5 of 9"
    assert visit.page.evaluate("document.activeElement.id") == "explanation"


# A walk to the end of every sweep and some steps back: what is told at each step, and how often a step stood ready. What the page
# leaves for idle time (the steps that come next) is run or dropped.
IDLE = "window.left = []; window.requestIdleCallback = (work) => left.push(work);"
WALK = """async (rests) => {
    const told = [], faces = new Set();
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const shown = (part) => {
        const copy = part.cloneNode(true);
        for (const hidden of copy.querySelectorAll("[hidden]")) hidden.remove();
        return part.offsetHeight ? `${part.className}: ${copy.innerHTML}` : "";
    };
    for (const sweep of ["value", "forward", "reverse"]) {
        document.querySelector(`[name=sweep][value=${sweep}]`).click();
        do await frame(); while (document.documentElement.dataset.ready !== "true"); // forward mode may have to be asked for
        const steps = Number(document.querySelector(".count span").textContent);
        for (const key of ["Home", ...Array(steps).fill("ArrowRight"), "ArrowLeft", "ArrowLeft"]) {
            document.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
            await frame();
            const work = left.splice(0);
            if (rests) for (const each of work) each();
            const parts = ["#step", "#line"].map((part) => document.querySelector(part));
            faces.add(parts[0]);
            told.push(parts.map(shown).join(""));
        }
    }
    return [told, faces.size]; }"""


LARGE = f"A @ x - y&A={[[1, 2, 3, 4, 5]] * 4}&x=[1,-1,2,0,1]&y=[1,0,2,3]&cotangent=[1,2,3,4]"


@pytest.mark.parametrize(("path", "width"), [(ASSIGNMENT, 360), ("/?e=" + LARGE, 1280)])
def test_a_step_that_was_made_ready_is_what_it_would_be_if_it_were_written_now(
    visiting: Any, path: str, width: int
) -> None:
    visit = visiting(width=width, alone=True)
    visit.page.add_init_script(IDLE)
    visit.open(path)
    now, faces = visit.page.evaluate(WALK, False)
    assert faces == 1 and len(set(now)) > 15
    ready, faces = visit.page.evaluate(WALK, True)
    assert faces == 3
    assert ready == now


def test_the_code_shows_the_line_of_the_step(visit: Visit) -> None:
    visit.open(REVERSE + "&step=4")
    visit.page.locator("#code-tab").click()
    current = visit.page.locator("#code .line.current")
    expect(current).to_have_text("c6 = c4 + c5")
    visit.page.locator("[data-move=next]").click()
    expect(current).to_have_text("c4 = x1**2")
    visit.page.locator("#code button[value=jax]").click()
    expect(current).to_have_text("c4 = x1**2")


def test_a_new_user_learns_in_one_action_why_the_adjoint_of_c1_is_64(either: Visit) -> None:
    either.open("/")
    assert either.slot("c1", "derivative") == "⋅"
    either.page.locator("#trace tr[data-node=c1] td.adjoint").click()
    either.ready()
    assert either.slot("c1", "derivative") == "64"
    assert shown(either.page, "#step .numbers").endswith("=0+64=64")
    assert either.page.locator("#step .ledger tbody .symbol[data-node=c4]").first.is_visible()
    assert either.page.locator("#step .ledger tbody .symbol[data-node=c3]").first.is_visible()
    assert either.text("#step .ledger .running") == "0 → 0 → 0 + 64 ="
    assert either.text("#step .ledger tfoot td:last-child") == "64"
    either.page.locator("#step .ledger .symbol[data-node=c3]").first.click()  # and why is that of c3 64?
    either.ready()
    assert either.count() == "2 of 9"
    assert shown(either.page, "#step h2") == "c8passesitsadjointbacktoc3"


CAME_FROM = [
    ("#c1 .derivative", "9 of 9", "reverse"),
    ("#c1 .value", "9 of 9", "reverse"),  # in the picture a node leads to its step, wherever it is hit
    ("#trace tr[data-node=c7] td.tangent", "7 of 8", "forward"),
    ("#trace tr[data-node=c7] td.value", "7 of 8", "value"),
    ("#trace tr[data-node=c3] td.adjoint", "2 of 9", "reverse"),
    ("#answer dd .symbol >> nth=0", "8 of 8", "value"),
    ("#answer dd .symbol >> nth=2", "7 of 9", "reverse"),
    ("#step .numbers [data-node=c7] >> nth=0", "3 of 9", "reverse"),
    ("#step .rule [data-node=c6][data-kind=value] >> nth=0", "6 of 8", "value"),
]


def test_a_number_leads_to_the_step_that_wrote_it(visit: Visit) -> None:
    visit.open(REVERSE + "&step=4")
    for number, count, sweep in CAME_FROM:
        visit.page.locator(number).first.click()
        visit.ready()
        assert visit.count() == count, number
        assert visit.page.locator(f".modes [value={sweep}][aria-pressed=true]").count() == 1, number
        visit.page.locator("[name=sweep][value=reverse]").click()
        visit.ready().press("4")  # tenths of nine steps
        assert visit.count() == "4 of 9"


def test_back_returns_from_where_a_number_came_from(visit: Visit) -> None:
    visit.open(REVERSE + "&step=4")
    visit.page.locator("#trace tr[data-node=c7] td.value").click()
    visit.ready().page.go_back()
    expect(visit.page.locator(".count")).to_have_text("4 of 9")


DEAD = "/?e=" + quote("h = relu(w*x + b)\n(h - y)**2") + "&w=0.5&x=-2&b=-0.2&y=1&sweep=reverse&step=2"


def test_a_number_that_no_step_wrote_says_why(either: Visit) -> None:
    """Behind a dead relu every adjoint is 0: in the trace, in the answer, in the picture."""
    either.open(DEAD)
    either.page.locator("#trace tr[data-node=c6] td.adjoint").click()
    either.ready()
    assert (either.count(), shown(either.page, "#step h2")) == ("4 of 4", "Nothingpassesbacktoh2")
    assert shown(either.page, "#step .words").endswith("h2=−1.2<0:slope0,nothingpasses.")
    assert shown(either.page, "#step .numbers").endswith("=(−2)⋅0=0")
    assert "slope 0" in (either.page.locator("#announcement").text_content() or "")
    assert either.page.locator("#c6.current").count() == 1 and either.page.locator(".node.current").count() == 1
    edit = either.page.locator("#edit")
    if edit.is_visible():
        edit.click()
    either.page.locator(
        "#answer dd .symbol[data-node=c1]"
    ).click()  # the answer behind it; on a phone what lies over it goes
    either.ready()
    assert shown(either.page, "#step h2") == "Nothingpassesbacktob"
    assert "onlythroughh=relu(h2)" in shown(either.page, "#step .words")
    either.page.locator("#c6").click()  # in its middle
    either.ready()
    assert shown(either.page, "#step h2") == "Nothingpassesbacktoh2" and "sweep=reverse" in either.page.url
    either.press("ArrowLeft")
    assert (either.count(), shown(either.page, "#step h2")) == ("3 of 4", "f1passesitsadjointbacktoh")


def test_enter_in_a_field_of_the_point_keeps_sweep_and_step(visit: Visit) -> None:
    visit.open(DEAD)
    field = visit.page.locator("#at-b")
    field.fill("-0.1")
    field.press("Enter")
    visit.ready()
    assert visit.count() == "2 of 4" and "b=-0.1" in visit.page.url and "sweep=reverse&step=2" in visit.page.url


def test_the_ledger_tells_term_by_term_how_a_sum_grew(either: Visit) -> None:
    either.open(FAN_OUT)
    assert either.page.locator("#step .ledger tbody tr").count() == 3
    told = either.text("#step .ledger .running")
    assert told.count("→") >= 2 and told.endswith("=")
    assert either.text("#step .ledger tfoot td:last-child") == "1.5403"
    either.page.locator("#step .ledger tbody td:last-child .symbol").first.click()
    either.ready()
    assert either.count() != "8 of 8"
    expect(either.page.locator("#step .ledger tbody tr.current")).to_have_count(1)


def test_the_ledger_leads_to_the_rules_of_the_program_that_stands_there(visit: Visit) -> None:
    """Though its terms look the same: only their numbers are written anew at another point."""
    rules = "all => all.map((link) => link.getAttribute('href'))"
    visit.open("/?e=" + quote("x + sin(x)") + "&x=1&sweep=reverse&step=end")
    assert "/rules/add" in visit.page.locator("#step .ledger a").evaluate_all(rules)
    visit.type("x - sin(x)")
    assert "/rules/add" not in visit.page.locator("#step .ledger a").evaluate_all(rules)


def test_the_numbers_are_put_into_the_rule_before_they_are_worked_out(either: Visit) -> None:
    either.open(REVERSE + "&step=4")
    assert shown(either.page, "#step .numbers").endswith("=1⋅3⋅42=1⋅48=48")


def test_forward_says_its_pass_and_every_sweep_its_cost(either: Visit) -> None:
    either.open(ASSIGNMENT + "&sweep=forward&step=end")
    expect(either.page.locator("#step .pass")).to_contain_text("pass 1 of 2, along")
    told = either.text("#step .end")
    assert "2 passes, 16 operations" in told and "Reverse mode: 1 pass" in told
    either.press("ArrowLeft")
    assert either.text("#step .end") == ""
    either.page.locator(".wrt select").select_option("x2")
    either.ready()
    expect(either.page.locator("#step .pass")).to_contain_text("pass 2 of 2")
    either.page.locator("[name=sweep][value=reverse]").click()
    either.ready()
    assert (
        either.text("#step .end") == "This pass: 8 operations, 8 numbers kept. Forward mode: 2 passes, 16 operations."
    )
    assert either.text("#step .pass") == ""


def test_the_rule_of_a_step_has_a_page(either: Visit) -> None:
    either.open(REVERSE + "&step=4")
    either.page.get_by_role("link", name="power rule").click()
    either.ready()
    expect(either.page.locator("h1")).to_have_text("The rule of power")
    assert either.page.locator(".formula .katex").count() == either.page.locator(".formula").count() > 8
    either.page.get_by_role("link", name="Step through it").first.click()
    either.ready()
    assert either.page.locator("svg .node").count() == 3


def test_on_a_phone_a_tap_on_a_number_says_where_it_came_from(phone: Visit) -> None:
    phone.open(REVERSE + "&step=4")
    phone.page.locator("#c1 .derivative").tap()
    phone.ready()
    assert phone.count() == "9 of 9"
    way = phone.page.locator("#step .ledger .symbol[data-node=c4]").first
    box = way.bounding_box()
    assert box is not None and box["height"] >= 44
    way.tap()
    phone.ready()
    assert phone.count() == "5 of 9"
    for tab in phone.page.locator("[role=tab]:visible").all():
        assert tab.bounding_box()["height"] >= 44  # type: ignore[index]
