"""The page for everybody: by keyboard, by ear, enlarged, on a small screen, in few colours, without motion."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_page import ASSIGNMENT

HALFWAY = ASSIGNMENT + "&sweep=reverse&step=4"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(20, 23, 26)"

# Which theme stands in the document when a first frame could be drawn: before anything deferred or loaded.
FIRST_FRAME = """new MutationObserver((_, watch) => {
    if (!document.body) return;
    watch.disconnect();
    requestAnimationFrame(() => (window.first = [document.documentElement.dataset.theme, getComputedStyle(document.documentElement).backgroundColor]));
}).observe(document, {childList: true, subtree: true})"""


@pytest.mark.parametrize(("system", "chosen", "ground"), [
    ("light", None, LIGHT), ("dark", None, DARK), ("light", "dark", DARK), ("dark", "light", LIGHT),
])  # fmt: skip
def test_the_first_frame_has_the_right_theme(visiting: Any, system: Any, chosen: str | None, ground: str) -> None:
    visit = visiting(color_scheme=system, alone=True)
    if chosen:
        visit.page.add_init_script(f"localStorage.setItem('theme', '{chosen}')")
    visit.page.add_init_script(FIRST_FRAME)
    for path in ("/", "/examples"):
        visit.open(path)
        assert visit.page.evaluate("window.first") == ["dark" if ground == DARK else "light", ground], path


def test_each_step_is_told_once_and_politely(either: Visit) -> None:
    either.open(ASSIGNMENT + "&sweep=reverse&step=0")
    assert either.page.locator("#announcement").get_attribute("aria-live") == "polite"
    either.page.evaluate("""() => { window.told = []; const region = document.querySelector("#announcement");
        new MutationObserver(() => window.told.push(region.textContent)).observe(region, {childList: true, characterData: true, subtree: true}); }""")
    for _ in range(3):
        either.press("ArrowRight")
    either.page.locator("#trace tr[data-node=c8]").hover()  # pointing is no step
    either.page.locator(".speed").click()
    either.page.locator(".speed").click()
    either.page.locator(".play").click()
    expect(either.page.locator(".count b")).to_have_text("9", timeout=20_000)
    either.ready()
    told = either.page.evaluate("window.told")
    assert [line.split(".")[0] for line in told] == [f"Step {k} of 9" for k in range(1, 10)]
    assert all(len(line.split(".", 1)[1]) > 10 for line in told)


# Counted by the browser, and none: the thumb on its line, the mark in the text, a pixel where a number turns bold, and what is written anew, in the middle of a row that stays.
WRITTEN = ".thumb, .source, .explanation .row > p, .explanation .row > p *"
SHIFTS = """(written) => { window.shifts = [];
    const of = (node) => node && (node.nodeType === Node.TEXT_NODE ? node.parentElement : node);
    const moved = ({node, previousRect: a, currentRect: b}) => of(node) && !of(node).closest(written) && (Math.abs(a.y - b.y) > 2 || (node === of(node) && a.x !== b.x));
    new PerformanceObserver((list) => { for (const shift of list.getEntries()) for (const {node} of shift.sources.filter(moved))
        window.shifts.push(`step ${document.querySelector(".count b").textContent}: ${of(node).id || of(node).className || of(node).nodeName + " in " + of(node).parentElement.className}`); })
        .observe({type: "layout-shift"}); }"""
# Each key with the frame that shows its step, and the one in which the browser tells of its shifts.
PRESSED = """async (keys) => { for (const key of keys) {
    document.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
    for (let k = 0; k < 2; k++) await new Promise((done) => requestAnimationFrame(() => setTimeout(done))); } }"""
ARRAYS = "/?e=r%3DA@x-y%0Adot(r,r)&A=[[1,2],[3,4]]&x=[1,-1]&y=[1,0]"


@pytest.mark.parametrize(("path", "written"), [(ASSIGNMENT, WRITTEN), (ARRAYS, WRITTEN + ", .explanation *")])
@pytest.mark.parametrize("sweep", ["value", "forward", "reverse"])
def test_nothing_shifts_while_stepping(visit: Visit, path: str, written: str, sweep: str) -> None:
    """As the browser itself counts layout shifts, those right after a key press included, over a whole sweep and back."""
    visit.open(f"{path}&sweep={sweep}&step=1")
    visit.page.evaluate(SHIFTS, written)
    steps = int(visit.count().split(" of ")[1])
    visit.page.evaluate(PRESSED, ["ArrowRight"] * (steps - 1) + ["ArrowLeft"] * (steps - 1))
    assert visit.ready().count() == f"1 of {steps}"
    assert visit.page.evaluate("window.shifts") == []


REACHABLE = """() => { window.tabbed = []; window.reachable = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((e) => !e.closest("[inert], dialog:not([open]), [popover]") && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}));
    return window.reachable.length; }"""
NAMES = """(e) => e.id || e.dataset.move || e.dataset.zoom || e.name && `${e.name}:${e.value}` || e.getAttribute("aria-label") || e.textContent.trim().slice(0, 24)"""
# What was reached, and is not seen to be; null where the focus has left the page.
TABBED = f"""() => {{ const e = document.activeElement; if (!e || e === document.body) return null;
    window.tabbed.push(e);
    const box = e.getBoundingClientRect(); const style = getComputedStyle(e);
    const edge = getComputedStyle(e.closest(".slider") ?? e);
    const seen = box.width > 0 && box.height > 0;
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || edge.outlineStyle !== "none" && parseFloat(edge.outlineWidth) >= 2;
    return seen && ring ? [] : [({NAMES})(e)]; }}"""
MISSED = f"() => window.reachable.filter((e) => !window.tabbed.includes(e)).map({NAMES})"
JUMPED = f"() => window.tabbed.filter((e, k, all) => k && e.compareDocumentPosition(all[k - 1]) & Node.DOCUMENT_POSITION_FOLLOWING).map({NAMES})"


# A checkbox is hit by its label. Links in a sentence, the browser's own parts and what is as large as its text are excepted by the standard; a scrubber's tick is no target.
SMALL = """(least) => [...document.querySelectorAll("a[href], button, input:not([type=hidden], [type=checkbox]), select, summary, [role=slider]")].filter((e) => {
    if (!e.checkVisibility({visibilityProperty: true}) || e.closest("p:not(.brand, :has(> button:only-child)), dialog:not([open]), [inert]")) return false;
    const box = e.getBoundingClientRect(); return box.width < Math.min(least, 24) || box.height < least; })
    .map((e) => `${e.id || e.className || e.textContent.trim()}: ${Math.round(e.getBoundingClientRect().width)} x ${Math.round(e.getBoundingClientRect().height)}`)"""


@pytest.mark.parametrize("path", ["/", HALFWAY, "/examples"])
def test_every_control_is_large_enough_and_reached_by_tab_with_its_focus_seen(visit: Visit, path: str) -> None:
    visit.open(path)
    assert visit.page.evaluate(SMALL, 24) == []
    unseen: list[str] = []
    for _ in range(visit.page.evaluate(REACHABLE) + 5):
        visit.page.keyboard.press("Tab")
        found = visit.page.evaluate(TABBED)
        if found is None:
            break  # the browser's own bar: no trap
        unseen += found
    else:
        raise AssertionError("the focus goes round in a ring")
    assert visit.page.evaluate(MISSED) == []
    assert visit.page.evaluate(JUMPED) == [], "the order is that of the document"
    assert unseen == []


def test_back_by_tab_is_the_same_way(visit: Visit) -> None:
    visit.open(HALFWAY)
    visit.page.locator("#scrubber").focus()
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Shift+Tab")
    assert visit.page.evaluate("document.activeElement.id") == "scrubber"


def test_the_trace_is_the_text_of_the_picture(either: Visit) -> None:
    """Every node's value and derivative stand in the table as they stand in the picture, at every step."""
    either.open(ASSIGNMENT + "&sweep=reverse&step=0")
    read = """(kind) => [...document.querySelectorAll("#trace .trace:not(.formulas) tbody tr")].map((row) => row.querySelector(`.${kind}`).textContent.trim())"""
    for _ in range(10):
        for slot, kind in (("value", "value"), ("derivative", "adjoint")):
            table = [text.replace("·", "⋅") for text in either.page.evaluate(read, kind)]
            assert table == either.slots(slot), (either.count(), kind)
        either.press("ArrowRight")
    current = either.page.locator("#trace tr[aria-current=step]")
    assert current.count() == 1


FORCED = """() => { const look = (s, ...names) => { const style = getComputedStyle(document.querySelector(s)); return names.map((name) => style[name]); };
    return {current: look("#c6 .frame", "stroke", "strokeWidth"), done: look("#c7 .frame", "stroke", "strokeWidth"), waiting: look("#c1 .frame", "stroke", "strokeWidth"),
        passed: look("#c7-0 .wire", "stroke", "strokeWidth", "markerStart"), coming: look("#c4-0 .wire", "stroke", "strokeWidth", "markerStart"),
        row: look("#trace tr.current", "backgroundColor"), other: look("#trace tr[data-node=c1]", "backgroundColor"),
        tick: look(".tick.passed", "backgroundColor"), open: look(".tick:not(.passed)", "backgroundColor"),
        mode: look(".modes [aria-pressed=true]", "backgroundColor"), rest: look(".modes [aria-pressed=false]", "backgroundColor")}; }"""


@pytest.mark.parametrize(("schemes", "width"), [(["light", "dark"], 1280), (["light"], 360)])
def test_in_forced_colours_what_is_now_done_and_to_come_are_told_apart(
    visit: Visit, schemes: list[Any], width: int
) -> None:
    visit.page.set_viewport_size({"width": width, "height": 800})
    visit.page.emulate_media(forced_colors="active", color_scheme=schemes[0])
    visit.open(HALFWAY)
    for scheme in schemes:
        visit.page.emulate_media(forced_colors="active", color_scheme=scheme)
        expect(visit.page.locator("html")).to_have_attribute("data-theme", scheme)
        assert_told_apart(visit.page.evaluate(FORCED))


def assert_told_apart(look: dict[str, list[str]]) -> None:
    for one, other in [
        ("current", "done"),
        ("done", "waiting"),
        ("passed", "coming"),
        ("row", "other"),
        ("tick", "open"),
        ("mode", "rest"),
    ]:
        assert look[one] != look[other], (one, other)
    assert look["passed"][1:] != look["coming"][1:]  # by width and by the turned head, not by colour alone


def test_what_a_hue_says_is_said_without_it_too(either: Visit) -> None:
    """An adjoint's symbol has a bar, a tangent's a dot."""
    drawn = "['bar', 'dot'].map((mark) => getComputedStyle(document.querySelector(`#c6 .${mark}`)).visibility)"
    either.open(HALFWAY)
    assert either.page.evaluate(drawn) == ["visible", "hidden"]
    either.page.locator("[value=forward]").click()
    assert either.ready().page.evaluate(drawn) == ["hidden", "visible"]


@pytest.mark.parametrize("path", ["/", HALFWAY, "/?e=x1%20%2B%20*%202", "/examples", "/problems/syntax"])
def test_at_320_pixels_nothing_is_lost_sideways(visiting: Any, path: str) -> None:
    """What 1280 pixels are at 400 % (WCAG 1.4.10); the picture and tables may scroll in themselves."""
    visit = visiting(width=320, height=640).open(path)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", [640, 1024])
def test_at_twice_the_size_nothing_is_lost(visiting: Any, width: int) -> None:
    visit = visiting(width, height=512, device_scale_factor=2).open(HALFWAY)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    for part in ("#editor textarea", "#answer dd", "#view svg", "#step .rule", "#trace tbody tr"):
        visit.page.locator(part).first.scroll_into_view_if_needed()
        assert visit.page.locator(part).first.is_visible(), part


SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
CUT = """() => [...document.querySelectorAll("h1, h2, h3, p, dd, dt, button, summary, label, a")].filter((e) =>
    e.checkVisibility({visibilityProperty: true}) && !e.closest(".hidden, .katex, .scroller, svg") && getComputedStyle(e).overflowX === "hidden" && e.scrollWidth > e.clientWidth + 1)
    .map((e) => e.className || e.textContent)"""


def test_wider_text_is_not_cut(visiting: Any) -> None:
    """Spacing as in WCAG 1.4.12, set by the reader's own style sheet."""
    visit = visiting(bypass_csp=True).open(HALFWAY)
    visit.page.add_style_tag(content=SPACED)
    assert visit.page.evaluate(CUT) == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_motion_is_left_out_where_it_is_not_wanted(visit: Visit) -> None:
    visit.page.emulate_media(reduced_motion="reduce")
    visit.open(ASSIGNMENT + "&sweep=reverse&step=3").press("ArrowRight")
    assert visit.page.locator(".traveller").count() == 0
    assert visit.page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--fast')") == "0ms"


def test_a_tall_window_gives_its_height_to_the_graph(visiting: Any) -> None:
    heights: dict[int, dict[str, float]] = {}
    measure = "Object.fromEntries(['#view', '#explanation', '#player'].map(s => [s, document.querySelector(s).getBoundingClientRect().height]))"
    for height in (800, 1200):
        heights[height] = visiting(height=height).open(HALFWAY).page.evaluate(measure)
    grown = {part: heights[1200][part] - heights[800][part] for part in heights[800]}
    assert grown == {"#view": 400, "#explanation": 0, "#player": 0}
