"""The player by its buttons and keys: loop, digits, the list of keys; what travels, and what is read out."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

REVERSE = "/?e=" + quote("exp(x1)*(x1**2 + x2**2)**3") + "&x1=0&x2=2&sweep=reverse"

KEYS = [
    (["5"], "5 of 9"), (["0"], "0 of 9"), (["9"], "8 of 9"), (["Home"], "0 of 9"), (["End"], "9 of 9"),
    (["ArrowLeft"], "3 of 9"), (["ArrowRight", "ArrowRight"], "6 of 9"),
]  # fmt: skip


def test_keys_walk_and_jump(visit: Visit) -> None:
    """Each row from step 4, which is four tenths of nine."""
    visit.open(REVERSE + "&step=4")
    for keys, count in KEYS:
        visit.press(*keys)
        assert visit.count() == count, keys
        visit.press("4")
        assert visit.count() == "4 of 9", keys


def test_digits_stay_digits_in_a_field(visit: Visit) -> None:
    visit.open(REVERSE + "&step=4")
    visit.page.locator("#editor textarea").focus()
    visit.press("End", "5")
    assert visit.page.locator("#editor textarea").input_value().endswith("35")


def test_nothing_plays_on_behind_a_phones_editor(phone: Visit) -> None:
    phone.open(REVERSE + "&step=0")
    phone.page.locator(".play").click()
    phone.page.locator("#edit").click()
    assert not phone.page.locator(".play").evaluate("e => e.classList.contains('playing')")


def test_a_question_mark_opens_the_keys(either: Visit) -> None:
    either.open(REVERSE + "&step=4")
    either.page.keyboard.press("?")
    expect(either.page.locator("#help")).to_be_visible()
    expect(either.page.locator("#help")).to_contain_text("tenths of the sweep")
    either.page.keyboard.press("Escape")
    expect(either.page.locator("#help")).to_be_hidden()
    assert either.count() == "4 of 9"


def test_a_sweep_loops_until_it_is_stopped(either: Visit) -> None:
    either.open("/?e=x*2&x=3&sweep=reverse&step=0")
    loop = either.page.get_by_role("button", name="Loop this sweep")
    loop.click()
    expect(loop).to_have_attribute("aria-pressed", "true")
    either.page.locator(".speed").click()  # 2×
    either.page.locator(".play").click()
    for step in ("2", "0", "1"):
        expect(either.page.locator(".count")).to_have_text(re.compile(f"{step}\\s*of\\s*2"), timeout=30_000)
    expect(either.page.locator(".play")).to_have_attribute("aria-label", "Pause")
    either.page.locator(".play").click()
    expect(either.page.locator(".play")).to_have_attribute("aria-label", "Play")
    either.press("l")
    expect(loop).to_have_attribute("aria-pressed", "false")


def test_a_dot_travels_along_the_edge_of_a_step_on(either: Visit) -> None:
    either.page.emulate_media(reduced_motion="no-preference")
    either.open(REVERSE + "&step=3")
    either.page.evaluate(
        """() => { window.dots = []; new MutationObserver((all) => all.forEach(({ addedNodes }) => addedNodes.forEach((node) => node.classList?.contains("traveller")
        && window.dots.push([node.querySelector("circle") !== null, node.textContent])))).observe(document.querySelector("svg.graph"), { childList: true }); }"""
    )
    either.press("ArrowRight")
    assert either.page.evaluate("window.dots") == [[True, "48"]]
    either.press("ArrowLeft")
    assert len(either.page.evaluate("window.dots")) == 1  # a step back shows nothing on its way


@pytest.mark.parametrize("width", [1280, 360])
def test_the_player_fits(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 800})
    visit.open(REVERSE + "&step=4")
    least = 44 if width == 360 else 24
    for button in visit.page.locator(".transport button").all():
        box = button.bounding_box()
        assert (
            box is not None
            and box["width"] >= least - 12
            and box["height"] >= least
            and box["x"] + box["width"] <= width
        )


SYMBOLS = """() => [...document.querySelectorAll("#scrubber .label")].filter((e) => e.checkVisibility({visibilityProperty: true}))
    .map((e) => e.getBoundingClientRect()).map(({left, right}) => [left, right])"""


# Controls of the player that lie over one another or, in part, outside its box.
MISPLACED = """() => { const box = document.querySelector("#player").getBoundingClientRect();
    const parts = [...document.querySelectorAll("#player :is(button, select), #scrubber, .count")].filter((e) => e.checkVisibility());
    const found = []; let end = box.left;
    for (const e of parts) { const {left, right} = e.getBoundingClientRect();
        if (left < end - 0.5 || right > box.right) found.push(e.id || e.className || e.value);
        end = right; }
    return found; }"""


def test_the_players_controls_stand_side_by_side_at_every_width(visit: Visit) -> None:
    visit.open(REVERSE.replace("reverse", "forward") + "&step=4")
    for width in (1280, 1199, 1024, 768, 640):
        visit.page.set_viewport_size({"width": width, "height": 800})
        visit.page.evaluate("new Promise(requestAnimationFrame)")
        assert visit.page.locator("#player select").is_visible(), width
        assert visit.page.evaluate(MISPLACED) == [], width
        assert visit.page.evaluate("document.querySelector('#scrubber').clientWidth") >= 100, width


@pytest.mark.parametrize("width", [1280, 1024])
def test_symbols_at_the_line_of_steps_never_touch(visiting: Any, width: int) -> None:
    """Twenty steps have no room for a symbol each; what is left out makes room, and a few steps leave out none."""
    lines = ["y0 = sin(x)", *(f"y{k} = sin(y{k - 1})" for k in range(1, 18)), "y17"]
    visit = visiting(width)
    visit.open("/?" + urlencode({"e": "\n".join(lines), "x": 1, "sweep": "reverse", "step": 3}))
    boxes = visit.page.evaluate(SYMBOLS)
    assert 3 < len(boxes) < 19 and all(right < left for (_, right), (left, _) in pairwise(boxes))
    visit.type("x*y + sin(x)")
    assert len(visit.page.evaluate(SYMBOLS)) == int(visit.count().split(" of ")[1])
