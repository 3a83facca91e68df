"""What a person does with the page, done in a real browser."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

ASSIGNMENT = "/?e=exp(x1)*(x1**2%2Bx2**2)**3&x1=0&x2=2"
DOT = "⋅"


def state(visit: Visit) -> dict[str, str]:
    return {key: value[0] for key, value in parse_qs(urlsplit(visit.page.url).query).items()}


def test_type_and_see_at_once(visit: Visit) -> None:
    visit.open("/").type("x*y + sin(x)")
    assert visit.page.locator("svg .node").count() == 5
    assert visit.page.locator("#trace tbody tr").count() == 5
    assert state(visit)["e"] == "x*y + sin(x)"
    visit.type("a*b*c")
    assert visit.page.locator("#inputs .input").count() == 3


def test_step_to_the_end_in_every_sweep(either: Visit) -> None:
    either.open(ASSIGNMENT + "&sweep=reverse&step=0")
    assert either.slots("derivative") == [DOT] * 8
    for k in range(1, 10):
        either.page.locator("[data-move=next]").click()
        assert either.count() == f"{k} of 9"
    assert either.slots("derivative") == ["64", "192", "64", "48", "48", "48", "1", "1"]
    either.page.locator("[name=sweep][value=forward]").click()
    either.ready().press("Home")
    assert either.count() == "0 of 8"
    either.press(*["ArrowRight"] * 8)
    assert either.count() == "8 of 8"
    assert either.slots("derivative") == ["1", "0", "1", "0", "0", "0", "0", "64"]
    either.page.locator("[name=sweep][value=value]").click()
    either.ready()
    assert either.slots("value") == ["0", "2", "1", "0", "4", "4", "64", "64"]


def test_forward_mode_along_another_input(visit: Visit) -> None:
    visit.open(ASSIGNMENT + "&sweep=forward&step=end")
    visit.page.locator(".wrt select").select_option("x2")
    visit.ready()
    assert visit.slot("c8", "derivative") == "192"
    assert state(visit)["wrt"] == "x2"


def test_a_step_is_told_in_symbols_numbers_and_words(visit: Visit) -> None:
    visit.open(ASSIGNMENT + "&sweep=reverse&step=4")
    assert "Nudge" in visit.text("#step .words") and "48 times as far" in visit.text("#step .words")
    assert visit.page.locator("#step .rule .katex").count() and visit.page.locator("#step .numbers .katex").count()
    assert "current" in (visit.page.locator("#trace tr[data-node=c6]").get_attribute("class") or "")


def test_the_address_reopens_the_state(visit: Visit) -> None:
    visit.open(ASSIGNMENT + "&sweep=reverse&step=end")
    visit.press("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft")
    before = (visit.count(), visit.slots("derivative"), visit.text("#explanation"))
    assert state(visit)["step"] == "4"
    visit.page.reload()
    visit.ready()
    assert (visit.count(), visit.slots("derivative"), visit.text("#explanation")) == before


def test_steps_past_the_limit_are_told_when_they_are_looked_at(visit: Visit) -> None:
    program = "a = x*1\n" + "a = sin(a)\n" * 120 + "a"
    visit.open("/").type(program)
    visit.page.locator("[name=sweep][value=reverse]").click()
    visit.ready().press("Home", "ArrowRight", "ArrowRight")
    assert "Nudge" in visit.text("#step .words")
    visit.press("End")
    assert "Nudge" in visit.text("#step .words")


def test_inputs_may_have_the_names_of_the_languages_own_things(visit: Visit) -> None:
    visit.open("/").type("constructor*valueOf + toString")
    assert visit.page.locator("#inputs .input").count() == 3
    visit.page.reload()
    visit.ready()
    assert visit.slot("c5", "value") == "2"


def test_a_graph_too_large_to_draw_has_its_boxes_its_table_and_no_other_graphs_picture(visit: Visit) -> None:
    halves, quarters = ("+".join(["x", *(f"{k}.{part}" for k in range(600))]) for part in ("5", "25"))
    before = visit.open(ASSIGNMENT).page.locator("svg.graph").get_attribute("aria-label")
    visit.type(f"a = {halves}; a + 2*({quarters})")
    assert visit.page.locator("svg.graph").get_attribute("aria-label") != before
    assert visit.page.locator("svg.graph .box.closed").count() > 0
    assert int(visit.page.locator("#trace table[aria-rowcount]").get_attribute("aria-rowcount") or 0) > 1000
    visit.type("x*y")
    assert visit.page.locator("svg.graph .node").count() == 3


def test_back_returns_to_the_program_before(visit: Visit) -> None:
    visit.open(ASSIGNMENT)
    visit.type("x*y")
    visit.page.locator("#editor textarea").blur()
    visit.ready().page.go_back()
    expect(visit.page.locator("#editor textarea")).to_have_value(re.compile("^exp"))
    visit.ready()
    assert visit.page.locator("svg .node").count() == 8


def test_a_moved_input_changes_numbers_and_no_place(either: Visit) -> None:
    either.open(ASSIGNMENT + "&sweep=reverse&step=end")
    before = either.page.locator("svg.graph").evaluate(
        "svg => [...svg.querySelectorAll('[transform], .wire')].map(e => e.getAttribute('transform') || e.getAttribute('d'))"
    )
    asked: list[str] = []
    either.page.on("request", lambda request: asked.append(request.post_data or ""))
    if either.page.locator("#edit").is_visible():
        either.page.locator("#edit").click()
    field = either.page.locator("#inputs input[type=number]").nth(1)
    field.fill("1")
    field.blur()
    either.ready()
    assert either.slots("value")[7] == "1"
    after = either.page.locator("svg.graph").evaluate(
        "svg => [...svg.querySelectorAll('[transform], .wire')].map(e => e.getAttribute('transform') || e.getAttribute('d'))"
    )
    assert after == before
    assert asked and not any('"svg"' in body for body in asked)
    assert state(either)["x2"] == "1"


def test_an_error_and_its_caret_and_the_last_good_graph_stays(visit: Visit) -> None:
    visit.open(ASSIGNMENT + "&sweep=reverse&step=4").type("x1 + * 2")
    assert visit.page.locator("#problem").is_visible()
    assert "after '+', found '*'" in visit.text("#problem").lower()
    assert "line 1, column 6" in visit.text("#problem").lower()
    assert visit.page.locator("#editor .marks mark").text_content() == "*"
    assert visit.page.locator("svg .node").count() == 8
    assert visit.page.locator(".last-good").is_visible()
    visit.type("x1 * 2")
    assert not visit.page.locator("#problem").is_visible()
    assert visit.page.locator("svg .node").count() == 2


def test_a_link_with_a_wrong_program_can_be_mended(either: Visit) -> None:
    """On a phone too it shows what is wrong, and where, at once."""
    either.open("/?e=x1%20%2B%20*%202")
    assert either.page.locator("#problem").is_visible() and either.page.locator("#editor").is_visible()
    either.type("x1 + 2")
    if either.page.locator("#done").is_visible():
        either.page.locator("#done").click()
        assert not either.page.locator("#done").is_visible()
    assert either.page.locator("svg .node").count() == 2 and either.page.locator("#view svg").is_visible()


def test_everything_by_keyboard_alone(visit: Visit) -> None:
    visit.open(ASSIGNMENT + "&sweep=reverse&step=end")
    reached = set()
    for _ in range(50):
        visit.page.keyboard.press("Tab")
        reached.add(
            visit.page.evaluate("(e => e.dataset.move || e.value || e.id || e.tagName)(document.activeElement)")
        )
    assert {"first", "back", "next", "last", "forward", "reverse", "scrubber", "theme"} <= reached
    assert any(name.startswith("exp(") for name in reached)
    visit.page.locator("#scrubber").focus()
    visit.press("Home")
    assert visit.count() == "0 of 9"
    visit.press("ArrowRight", "ArrowRight", "End", "ArrowLeft")
    assert visit.count() == "8 of 9"


def test_play_runs_to_the_end(visit: Visit) -> None:
    visit.open("/?e=x*2&x=3&sweep=reverse&step=0")
    visit.page.locator(".play").click()
    expect(visit.page.locator(".count")).to_have_text(re.compile("2\\s*of\\s*2"), timeout=10_000)
    assert visit.slots("derivative", 2) == ["2", "1"]


@pytest.mark.parametrize(
    "program",
    [
        "exp(x1)*(x1**2%2Bx2**2)**3&x1=0&x2=2",
        "log(x)*y%2Babs(z)&x=-1&y=2&z=0",
        "k=2;x**k%2B1e-9*y&x=-1.23456&y=7",
        "r=A@x-y;dot(r,r)&A=[[1,2],[3,4]]&x=[1,-1]&y=[1,0]",
        "k=[[1,2,3,4],[5,6,7,-8],[1e-9,0,0,1],[123456,0.5,0,0]];sum(k@x*log(x))&x=[-1,0.123456,3,-1e-7]",
        "sum(W*W*W)&W=[[1,2,3,4,5],[1,2,3,4,5],[1,2,3,4,5],[-0.012345,2,3,4,123456]]&wrt=W[0,0]",
        "a=w*x%2Bb;c=sin(a)*a%2B1/x;c**2*x%2Ba&w=2&x=-1.5&b=0.5&open=c",
        "h=0.1%0Afor t in range(6):%0A    h=tanh(w*h%2Bu)%0AL=(h-w)**2&w=0.7&u=-0.2&open=g5",
    ],
)
def test_the_page_paints_what_the_server_draws(visit: Visit, program: str) -> None:
    """static/js/study/frame.js and static/js/picture/painter.js against graphs/picture/frame.py and graphs/picture/svg.py, at every step of every sweep."""
    visit.open(f"/?e={program}&sweep=value&step=0")
    for sweep in ("value", "forward", "reverse"):
        visit.page.locator(f"[name=sweep][value={sweep}]").click()
        visit.ready().press("Home")
        steps = int(visit.count().split(" of ")[1])
        opened = program if "open=" in program else program + "&open=auto"  # as the page is by itself
        pictures = [f"/graph.svg?e={opened}&sweep={sweep}&step={k}" for k in range(steps + 1)]
        assert visit.page.evaluate(DIFFERENCES, pictures) == [], sweep


# What a picture shows, as text, compared with the server's at each step; a key press writes the picture before it returns.
DIFFERENCES = """async (addresses) => {
    const shown = (svg) => [...svg.querySelectorAll('.node, .node > title, .edge, .chip, .tally, .value, .derivative, .array-slot *, .partial')]
        .filter(e => !(e.closest('.derivative') && e.closest('.sweep-value')))
        .map(e => [e.id || e.closest('[id]').id, [...e.classList].filter(c => c !== 'marked').sort().join(' '),
            e.matches('text, title') ? e.textContent : '', e.matches('.entry') && e.textContent ? e.getAttribute('x') : '',
            e.matches('.array-slot:not(.blank) > .bracket') ? e.getAttribute('transform') : ''].join('|'));
    const drawn = await Promise.all(addresses.map(async (url) => {
        const text = (await (await fetch(url)).text()).replace(/<style>.*?<.style>/s, "");
        return shown(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement);
    }));
    const found = [];
    drawn.forEach((wanted, k) => {
        const here = shown(document.querySelector("svg.graph"));
        if (!here.length || here.length !== wanted.length) found.push(`step ${k}: ${here.length} parts, not ${wanted.length}`);
        here.forEach((part, i) => part === wanted[i] || found.push(`step ${k}: ${part}, not ${wanted[i]}`));
        document.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true, cancelable: true}));
    });
    return found; }"""


def test_a_phone_shows_the_picture_from_top_to_bottom(phone: Visit) -> None:
    phone.open(ASSIGNMENT + "&sweep=reverse&step=4")
    box = phone.page.locator("svg.graph").bounding_box()
    assert box and box["height"] > box["width"] and box["width"] <= 360
    assert phone.page.locator("svg.graph").is_visible()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    phone.page.locator("[data-move=next]").click()
    assert phone.count() == "5 of 9"
    phone.page.locator("#edit").click()
    assert phone.page.locator("#editor textarea").is_visible()
    phone.type("x*sin(x) + x")
    assert phone.page.locator("#view .wire").count() == 5 and phone.page.evaluate(OVER_ONE_ANOTHER) == []


# Pairs of wires that run over one another, their ends at a node left out: more than a crossing.
OVER_ONE_ANOTHER = """() => { const wires = [...document.querySelectorAll("#view .wire")].map((wire) => {
        const length = wire.getTotalLength();
        return [wire.closest(".edge").id, Array.from({length: 41}, (_, k) => wire.getPointAtLength((length * k) / 40))]; });
    const along = (one, other) => one.slice(4, 37).filter((p) => other.some((q) => Math.hypot(p.x - q.x, p.y - q.y) < 4)).length;
    return wires.flatMap(([id, points], k) => wires.slice(k + 1).filter(([, others]) => along(points, others) > 3).map(([other]) => `${id} over ${other}`)); }"""


def test_the_theme_is_remembered(visit: Visit) -> None:
    visit.open("/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = visit.page.evaluate(ground)
    visit.page.locator("#theme").click()
    dark = visit.page.evaluate(ground)
    assert dark != light
    visit.page.reload()
    visit.ready()
    assert visit.page.evaluate(ground) == dark


def test_without_scripts_value_gradient_and_table_are_there(unscripted: Page, address: str) -> None:
    unscripted.goto(address + ASSIGNMENT)
    assert unscripted.locator("svg .node").count() == 8
    assert "192" in unscripted.locator("#answer").inner_text()
    assert unscripted.locator("#trace tbody tr").count() == 8
    assert "c4 + c5" in unscripted.locator("#trace tr[data-node=c6]").inner_text()
