"""Numbers that go wrong: the page says why, and leads to the node."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit

OVERFLOW = "/?e=log(1%2Bexp(x))%2Babs(y)&x=1000&y=0"


def test_why_is_told_and_leads_to_the_node(visit: Visit) -> None:
    visit.open(OVERFLOW)
    assert visit.text(".why .why-question") == "Why is this infinite?"
    assert "1000 is larger than a double can hold" in visit.text(".why .cause")
    assert visit.text(".why .remedy") == "The usual remedy: write softplus(x) for log(1 + exp(x))."
    visit.page.locator(".why .cause button").click()
    expect(visit.page.locator("svg.marking #c3.marked")).to_have_count(1)
    expect(visit.page.locator("#trace tr.marked, #trace [aria-current]").first).to_be_attached()
    issues = visit.text(".issues")
    assert "showing 0 of [−1, 1]. Its slope is −1 on one side, 1 on the other." in issues
    assert "larger than a double" not in issues
    assert visit.text(".why .apply") == "Apply: softplus(x)"
    visit.page.locator(".why .apply").click()
    expect(visit.page.locator(".why")).to_be_hidden()
    expect(visit.page.locator("#editor textarea")).to_have_value("softplus(x)+abs(y)")


def test_on_a_phone_the_way_leads_out_of_the_rail(phone: Visit) -> None:
    phone.open(OVERFLOW)
    phone.page.locator("#edit").tap()
    phone.page.locator(".why .cause button").tap()
    expect(phone.page.locator("#rail")).to_be_hidden()
    expect(phone.page.locator("svg #c3.marked")).to_be_in_viewport()


def test_paths_stand_against_edges(visit: Visit) -> None:
    visit.open("/?x=1&e=" + "%0A".join(["a=sin(x)*cos(x)", *["a=sin(a)*cos(a)"] * 9]))
    assert visit.text(".paths") == (
        "1,024 paths lead from the inputs to the output; a reverse pass goes over the 40 edges once."
    )
    visit.open("/?e=x*y&x=1&y=2")
    assert visit.text(".paths") == ""
