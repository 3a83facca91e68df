"""The trace in formulas: fetched when it is chosen, in the c's and in the inputs, with what was left out."""

from __future__ import annotations

import json
from urllib.parse import quote

from playwright.sync_api import expect

from tests.browser.conftest import Visit

ASSIGNMENT = "/?e=" + quote("exp(x1)*(x1**2 + x2**2)**3") + "&x1=0&x2=2&sweep=reverse"
LONG = "/?e=" + quote("\n".join(["a = x"] + ["a = sin(a)*cos(a)"] * 16)) + "&x=0.5&sweep=reverse"


def choose(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name=name).click()
    visit.ready()


def cell(visit: Visit, node: str, kind: str) -> str:
    shown = f"#trace .formulas tr[data-node={node}] td.{kind}"
    visit.page.locator(f"{shown} .katex").first.wait_for()
    return " ".join((visit.page.locator(f"{shown} annotation").text_content() or "").split())


def test_formulas_are_asked_for_when_they_are_chosen(visit: Visit) -> None:
    visit.open(ASSIGNMENT)
    asked: list[str] = []
    visit.page.on("request", lambda request: request.post_data and asked.append(request.post_data))
    choose(visit, "formulas in c")
    assert [json.loads(body)["include"] for body in asked] == [["symbolic"]]
    assert cell(visit, "c4", "adjoint") == "3 c_3 c_6^{2}"
    choose(visit, "formulas in inputs")
    assert "x_1" in cell(visit, "c4", "adjoint")
    assert len(asked) == 1
    choose(visit, "numbers")
    expect(visit.page.locator("#trace .formulas")).to_be_hidden()
    expect(visit.page.locator("#trace tr[data-node=c4] td.adjoint").first).to_have_text("48")
    named, counted = (visit.page.locator(f".trace .names button[value={each}]:visible") for each in ("own", "c"))
    expect(counted).to_have_attribute("aria-pressed", "true")
    named.click()
    visit.ready()
    expect(named).to_have_attribute("aria-pressed", "true")
    assert "names=own" in visit.page.url and "step=" in visit.page.url
    expect(visit.page.locator("#trace tr[data-node=c4] th").first).to_have_attribute("title", "f2")
    expect(visit.page.locator("#c4 title")).to_have_text("f2 = x1**2: value 0, adjoint 48")
    choose(visit, "formulas in names")
    assert "f_1" in cell(visit, "c4", "adjoint")
    expect(named).to_have_attribute("aria-pressed", "true")
    counted.press("Enter")
    visit.ready()
    expect(counted).to_be_focused()
    assert cell(visit, "c4", "adjoint") == "3 c_3 c_6^{2}"
    choose(visit, "numbers")
    visit.open("/?e=" + quote("f = c2*x\nf + 1"))
    expect(counted).to_have_attribute("aria-disabled", "true")
    expect(visit.page.locator(".legend .ratio")).to_have_text("∂out/∂c")


def test_formulas_follow_the_program_and_not_the_point(visit: Visit) -> None:
    visit.open(ASSIGNMENT)
    choose(visit, "formulas in inputs")
    asked: list[str] = []
    visit.page.on("request", lambda request: request.post_data and asked.append(request.post_data))
    visit.page.locator("#at-x1").fill("1")
    visit.ready()
    assert not [body for body in asked if "symbolic" in body]
    visit.page.locator("#editor textarea").fill("sin(x1)*x2")
    visit.ready()
    assert cell(visit, "c3", "adjoint") == "x_2"
    assert [body for body in asked if "symbolic" in body]


def test_a_row_is_marked_and_chosen(visit: Visit) -> None:
    visit.open(ASSIGNMENT)
    choose(visit, "formulas in c")
    visit.page.locator("#trace .formulas tr[data-node=c6] th").click()
    assert "current" in (visit.page.locator("#trace .formulas tr[data-node=c6]").get_attribute("class") or "")


def test_what_is_left_out_is_said(visit: Visit) -> None:
    visit.open(LONG)
    choose(visit, "formulas in inputs")
    expect(visit.page.locator(".formula-notes")).to_contain_text("formulas of more than")
    expect(visit.page.locator("#trace .formulas td.left-out").first).to_have_text("left out")


def test_a_program_that_was_typed_meanwhile_is_fitted_when_its_numbers_are_seen(visit: Visit) -> None:
    visit.open(ASSIGNMENT)
    choose(visit, "formulas in c")
    visit.type("where(temperature > 1000, temperature*1000, temperature)")
    choose(visit, "numbers")
    expect(visit.page.locator("#trace td.operation.long").first).to_be_visible()
