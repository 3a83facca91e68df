"""Directions on the page: one is typed and a forward pass goes along it; the steepest are fetched when they are opened."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

ASSIGNMENT = "/?e=" + quote("exp(x1)*(x1**2 + x2**2)**3") + "&x1=0&x2=2&sweep=reverse"
ALONG = ASSIGNMENT.replace("reverse", "forward") + "&direction=" + quote('{"x1":1,"x2":2}')
SQUARES = "/?e=" + quote("r = A @ x - y\ndot(r, r)") + "&A=[[1,2],[3,4]]&x=[1,-1]&y=[1,0]&sweep=reverse"


def direction(visit: Visit) -> object:
    found = parse_qs(urlsplit(visit.page.url).query).get("direction")
    return found and json.loads(found[0])


def opened(visit: Visit) -> Visit:
    visit.page.locator("#steepest summary").click()
    visit.page.locator("#steepest .inside p").last.wait_for()
    return visit.ready()


def test_a_direction_is_typed_and_one_pass_goes_along_it(visit: Visit) -> None:
    visit.open(ASSIGNMENT)
    visit.page.locator("#direction summary").click()
    visit.page.locator("#v-x1").fill("1")
    visit.ready()
    assert direction(visit) == {"x1": 1} and visit.slot("c8", "derivative") == "64"
    visit.page.locator("#v-x2").fill("2")
    visit.ready()
    assert direction(visit) == {"x1": 1, "x2": 2} and visit.slot("c8", "derivative") == "448"
    assert visit.text(".wrt option:checked") == "v" and visit.count() == "8 of 8"
    told = visit.text(".answer .along")
    assert "448" in told and "one forward pass along" in told and told.endswith("gives the same.")
    assert visit.page.locator("#answer dd.tangent").inner_text() == "448"
    visit.page.get_by_role("button", name="None").click()
    visit.ready()
    assert (
        direction(visit) is None and visit.count() == "8 of 8" and not visit.page.locator(".answer .along").is_visible()
    )


def test_a_direction_in_the_address_stands_in_its_fields(visit: Visit) -> None:
    visit.open(ALONG)
    assert [visit.page.locator(f"#v-{name}").input_value() for name in ("x1", "x2")] == ["1", "2"]
    assert visit.slot("c8", "derivative") == "448"
    visit.page.locator(".wrt select").select_option("x2")
    visit.ready()
    assert direction(visit) is None and visit.page.locator("#v-x1").input_value() == ""
    visit.page.go_back()
    assert visit.ready().slot("c8", "derivative") == "448"


def test_a_direction_is_checked_as_it_is_typed(visit: Visit) -> None:
    visit.open(SQUARES)
    visit.page.locator("#direction summary").click()
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    for text, told in (("1", "2 entries"), ("[1, 2", "] is missing"), ("[1, 2, 3]", "2 entries")):
        visit.page.locator("#v-x").fill(text)
        assert told in visit.text("#v-complaint-x")
    assert asked == [] and direction(visit) is None
    visit.page.locator("#v-x").fill("[1, 0]")
    visit.ready()
    assert direction(visit) == {"x": [1, 0]} and visit.text("#v-complaint-x") == ""
    visit.page.locator("#at-x").fill("[1, 2, 3]")  # the shape of x is another: the direction cannot stay
    visit.ready()
    assert direction(visit) is None


def test_the_steepest_directions_are_fetched_when_they_are_opened(visit: Visit) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.post_data or ""))
    visit.open(ASSIGNMENT)
    assert not any("directions" in body for body in asked)
    opened(visit)
    told = visit.text("#steepest")
    assert all(part in told for part in ("0.31623", "0.94868", "−0.31623", "202.39", "−202.39", "Cauchy-Schwarz"))
    assert sum("directions" in body for body in asked) == 1
    visit.press("ArrowLeft")
    assert sum("directions" in body for body in asked) == 1
    visit.page.locator("#at-x1").fill("1")
    visit.ready()
    assert "0.31623" not in visit.text("#steepest") and sum("directions" in body for body in asked) == 2
    visit.type("abs(x)")
    visit.page.locator("#at-x").fill("0")
    visit.ready()
    assert (
        "No direction is steepest here" in visit.text("#steepest") and not visit.page.locator("#steepest table").count()
    )
    assert "this one has more" in visit.type("[x, 2]").text("#steepest")


def test_forward_mode_goes_along_the_steepest_direction(visit: Visit) -> None:
    opened(visit.open(ASSIGNMENT))
    button = visit.page.get_by_role("button", name="go along fastest down")
    button.focus()
    visit.press("Enter")
    assert visit.slot("c8", "derivative") == "−202.39"
    assert direction(visit) == pytest.approx({"x1": -0.31622776601683794, "x2": -0.9486832980505138})


def test_directions_of_arrays_are_told_by_entry(visit: Visit) -> None:
    opened(visit.open(SQUARES))
    expect(visit.page.locator("#steepest tbody tr")).to_have_count(8)
    visit.open("/?e=" + quote("sum(A*A)") + f"&A={[[1] * 5] * 5}")
    assert "and 9 more entries" in opened(visit).text("#steepest")


def test_a_phone_takes_a_direction(phone: Visit) -> None:
    phone.open(ASSIGNMENT)
    phone.page.locator("#edit").click()
    phone.page.locator("#direction summary").click()
    assert phone.page.locator("#v-x1").bounding_box()["width"] > 200  # type: ignore[index]
    phone.page.locator("#v-x2").fill("1")
    opened(phone.ready())
    assert "192" in phone.text(".answer .along") and "Cauchy-Schwarz" in phone.text("#steepest")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_scripts_the_derivative_along_a_direction_is_there(unscripted: Page, address: str) -> None:
    unscripted.goto(address + ALONG)
    assert (
        "∇f·v" in unscripted.locator("#answer").inner_text()
        and "448" in unscripted.locator("#answer dd.tangent").inner_text()
    )
