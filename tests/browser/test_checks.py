"""The badge and what it opens, and the code to take along."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

ASSIGNMENT = "/?e=" + quote("exp(x1)*(x1**2 + x2**2)**3") + "&x1=0&x2=2"


def test_every_answer_has_a_badge_and_its_residuals_come_when_it_is_opened(visit: Visit) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.post_data or ""))
    visit.open(ASSIGNMENT)
    assert visit.text("#checks summary") == "Checked: forward and reverse mode agree."
    assert not any('"checks"' in body for body in asked)
    visit.page.locator("#checks summary").focus()
    visit.press("Enter")
    told = visit.page.locator("#checks .inside")
    expect(told.locator(".verdicts li")).to_have_count(4)
    expect(told).to_contain_text("Difference quotient agrees")
    expect(told).to_contain_text("SymPy agrees, off by 0")
    expect(told).to_contain_text("PyTorch")
    expect(told).to_contain_text("192.000000000000000000000000000")
    assert told.locator("tbody tr").count() == 12
    assert "nearest" in told.locator("tr.best th").inner_text()
    visit.type("relu(z)")
    visit.page.locator("#at-z").fill("0")
    visit.ready()
    expect(told).to_contain_text("not differentiable here")


def test_a_check_that_fails_is_shown_as_failed(visit: Visit) -> None:
    visit.open("/?e=" + quote("(exp(x) - 1)/x") + "&x=1e-9")
    assert not visit.page.locator("#checks.failed").count()
    visit.page.locator("#checks summary").click()
    visit.ready()
    expect(visit.page.locator("#checks.failed summary")).to_have_text("SymPy disagrees.")
    expect(visit.page.locator("#checks li.failed")).to_contain_text("SymPy disagrees, off by 8")
    visit.page.locator("#at-x").fill("1")
    visit.ready()
    expect(visit.page.locator("#checks.failed")).to_have_count(0)
    assert visit.text("#checks summary") == "Checked: forward and reverse mode agree."


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_code_is_shown_and_copied(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.open(ASSIGNMENT)
    visit.page.locator("#trace-tab").focus()
    visit.press("ArrowRight")
    expect(visit.page.locator("#code pre")).to_contain_text("value.backward()")
    visit.page.locator("#code .copy").click()
    expect(visit.page.locator("#code [role=status]")).to_have_text("Copied.")
    assert copied(visit.page).startswith("import torch\n")
    visit.page.locator("#code button[value=jax]").click()
    expect(visit.page.locator("#code pre")).to_contain_text("jax.grad(function, argnums=(0, 1))(x1, x2)")
    visit.page.locator("#code .copy").click()
    expect(visit.page.locator("#code [role=status]")).to_have_text("Copied.")
    assert copied(visit.page).startswith("import jax\n")
    visit.page.locator("#code button[value=numpy]").click()
    expect(visit.page.locator("#code pre")).to_contain_text("c6_bar += c7_bar*3*c6**2")
    visit.page.locator("#code button[value=jax]").click()
    visit.page.locator("#trace-tab").click()
    expect(visit.page.locator("#code")).to_be_hidden()
    visit.page.locator("#at-x1").fill("1")
    visit.ready()
    visit.page.locator("#code-tab").click()
    expect(visit.page.locator("#code pre")).to_contain_text("x1 = jnp.array(1.0)")


def test_without_the_clipboard_the_code_is_selected(visiting: Callable[..., Visit]) -> None:
    visit = visiting(alone=True)
    visit.page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('closed'))")
    visit.open(ASSIGNMENT)
    visit.page.locator("#code-tab").click()
    expect(visit.page.locator("#code pre")).to_contain_text("backward")
    visit.page.locator("#code .copy").click()
    expect(visit.page.locator("#code [role=status]")).to_contain_text("press Ctrl+C")
    assert "value.backward()" in str(visit.page.evaluate("getSelection().toString()"))


def test_on_a_phone_the_checks_and_the_code_fit(phone: Visit) -> None:
    phone.open(ASSIGNMENT)
    phone.page.locator("#edit").click()
    phone.page.locator("#checks summary").click()
    phone.ready()
    expect(phone.page.locator("#checks .verdicts li")).to_have_count(4)
    wide = "[...document.querySelectorAll('#checks, #checks *:not(.hidden), #answer')].every((e) => e.scrollWidth <= e.clientWidth + 1 || !e.clientWidth)"
    assert phone.page.evaluate(wide)
    phone.page.locator("#done").click()
    phone.page.locator("#code-tab").click()
    expect(phone.page.locator("#code pre")).to_contain_text("backward")
    box = phone.page.locator("#code").bounding_box()
    assert box is not None and box["x"] >= 0 and box["width"] <= 360
    assert phone.page.locator("#code .copy").bounding_box()["height"] >= 44  # type: ignore[index]


def test_without_scripts_the_badge_is_a_sentence(unscripted: Page, address: str) -> None:
    unscripted.goto(address + ASSIGNMENT)
    expect(unscripted.locator("#answer .note.unscripted")).to_have_text("Checked: forward and reverse mode agree.")
    expect(unscripted.locator("#checks")).to_be_hidden()
