"""Parts of the answer that are fetched when somebody opens them."""

from __future__ import annotations

from urllib.parse import quote

from playwright.sync_api import expect

from tests.browser.conftest import Visit

SADDLE = "/?e=" + quote("x1**2 - x2**2") + "&x1=0&x2=0"


def test_second_derivatives_come_when_they_are_opened_and_follow_the_point(visit: Visit) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.post_data or ""))
    visit.open(SADDLE)
    assert not any("hessian" in body for body in asked)
    visit.page.locator("#curvature summary").click()
    visit.ready()
    told = visit.page.locator("#curvature .inside")
    expect(told).to_contain_text("Rows and columns: x1, x2.")
    expect(told).to_contain_text("Eigenvalues −2, 2: indefinite.")
    expect(told).to_contain_text("a saddle")
    visit.page.locator("#at-x1").fill("1")
    visit.ready()
    expect(told).not_to_contain_text("a saddle")
    expect(told).to_contain_text("indefinite")


def test_no_hessian_is_claimed_at_a_kink(visit: Visit) -> None:
    visit.open("/?e=" + quote("abs(x)*y") + "&x=0&y=1")
    visit.page.locator("#curvature summary").click()
    visit.ready()
    expect(visit.page.locator("#curvature .inside")).to_contain_text(
        "there is no Hessian here, because of c3 = abs(c1)"
    )
