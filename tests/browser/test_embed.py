"""The player alone in the browser: in a frame of its two sizes, in a page of another origin, as a file without a network."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import pytest
from playwright.sync_api import Frame, Page, expect

from graphs.forms.player import contents, packed
from graphs.limits import WEB
from tests.browser.conftest import READY, Contexts, Visit
from tests.browser.test_axe import broken_rules
from tests.forms.test_player import ASSIGNMENT
from wengert import study

STATE = "?e=exp(x1)*(x1**2%2Bx2**2)**3&x1=0&x2=2&sweep=reverse&step=4"
# Everything has its place in the frame: nothing is cut off, nothing scrolls.
OUTSIDE = """() => [...document.querySelectorAll(".title, .view, #line, button, #scrubber, .count")].filter((each) => {
    const {left, right, top, bottom} = each.getBoundingClientRect();
    return left < 0 || top < 0 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5;
}).map((each) => each.outerHTML).concat(document.documentElement.scrollHeight > innerHeight ? ["it scrolls"] : [])"""

# Texts of the picture that are seen under 13 pixels high.
SMALL = """() => [...document.querySelectorAll("#view svg text")]
    .filter((text) => text.textContent.trim() && text.checkVisibility({visibilityProperty: true}))
    .map((text) => [text.textContent, parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a])
    .filter(([, size]) => size < 12.99)"""


@pytest.mark.parametrize(("width", "height", "theme"), [(480, 360, "light"), (320, 480, "dark")])
def test_it_steps_by_click_and_key(visiting: Callable[..., Visit], width: int, height: int, theme: str) -> None:
    visit = visiting(width=width, height=height).open(f"/embed{STATE}&theme={theme}")
    page = visit.page
    assert page.evaluate("document.activeElement === document.body")  # a page that frames it keeps its focus
    assert page.evaluate(OUTSIDE) == [] and page.evaluate(SMALL) == []
    assert page.locator("html").get_attribute("data-theme") == theme
    assert page.locator("#view").get_attribute("data-layout") == ("wide" if width > height else "tall")
    assert (visit.count(), visit.slots("derivative")[5]) == ("4 of 9", "48")
    page.get_by_role("button", name="Step back").click()
    assert (visit.ready().count(), visit.slots("derivative")[5]) == ("3 of 9", "⋅")
    visit.press("ArrowRight", "ArrowRight")
    assert visit.count() == "5 of 9"
    assert visit.press("End").slots("derivative")[:2] == ["64", "192"]
    assert "step=end" in (page.locator("#open").get_attribute("href") or "")
    visit.press("5")
    box = page.locator("#scrubber .line").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 1, box["y"])
    assert visit.ready().count() == "0 of 9" and "The sweep starts at the output" in visit.text("#line")
    page.locator("#c6").hover()
    assert page.locator("#line annotation").first.text_content() == r"c_6 = c_4 + c_5 = 4"
    assert broken_rules(page) == []


def test_boxes_are_open_and_closed_as_the_address_says(visiting: Callable[..., Visit]) -> None:
    program = quote("i = sigmoid(w*x + u*h + b)\ng = tanh(v*x + b)\nL = (i*g - t)**2")
    visit = visiting(width=480, height=360).open(f"/embed?e={program}&open=i&sweep=reverse&step=4")
    page = visit.page
    boxes = page.locator("#view svg .box")
    assert (
        page.locator("#view svg .box.closed").count() > 0
        and boxes.count() > page.locator("#view svg .box.closed").count()
    )
    assert page.evaluate(OUTSIDE) == [] and page.evaluate(SMALL) == []
    assert "open=i" in (page.locator("#open").get_attribute("href") or "")
    assert visit.press("ArrowRight").count().startswith("5 of")
    assert broken_rules(page) == []


def test_a_problem_stands_in_the_frame(visiting: Callable[..., Visit]) -> None:
    page = visiting(width=320, height=200).open("/embed?e=x1*%2Bsin(").page
    assert page.locator("mark").inner_text() == "(" and page.locator("pre").inner_text().endswith("^")
    assert broken_rules(page) == []


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *of: Any) -> None:
        pass


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, address: str) -> Iterator[str]:
    """A page of another origin, as strict as pages are: it may take scripts and frames from us alone."""
    folder = tmp_path_factory.mktemp("elsewhere")
    policy = f"default-src 'none'; script-src {address}; frame-src {address}"
    (folder / "index.html").write_text(
        f'<!doctype html><title>Week 7</title><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<script src="{address}/wengert-graph.js" defer></script>'
        f'<wengert-graph e="{ASSIGNMENT}" x1="0" x2="2" sweep="reverse" step="4"></wengert-graph>'
        '<wengert-graph W="[[1,2],[3,4]]" x="[1,-1]">y = W @ x\nsum(y*y)</wengert-graph>'
        f'<iframe name="refused" src="{address}/{STATE}"></iframe>'
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()


def shown_in(page: Page, element: int) -> Frame:
    """What an element shows, once it is ready."""
    handle = page.wait_for_function(
        "(k) => document.querySelectorAll('wengert-graph')[k].shadowRoot?.querySelector('iframe')", arg=element
    )
    frame = handle.as_element().content_frame()  # type: ignore[union-attr]
    assert frame is not None
    frame.wait_for_url("**/embed?*")
    assert frame.evaluate(READY, 20_000)
    return frame


def test_an_element_shows_it_in_a_page_of_another_origin(contexts: Contexts, elsewhere: str) -> None:
    page = contexts.page()
    page.set_viewport_size({"width": 700, "height": 1400})
    page.goto(elsewhere)
    frame = shown_in(page, 0)
    assert frame.evaluate("origin") == "null"  # it stands in a sandbox
    assert frame.locator(".count").inner_text() == "4 of 9"
    frame.get_by_role("button", name="Next step").click()
    assert frame.evaluate(READY, 20_000) and frame.locator(".count").inner_text() == "5 of 9"
    assert frame.locator("#line annotation").count()  # its words came from the server
    assert page.evaluate("document.querySelector('wengert-graph').offsetHeight") == 513  # 684 x 3/4
    page.evaluate("document.querySelector('wengert-graph').setAttribute('step', '1')")
    frame.wait_for_url("**step=1")
    assert frame.evaluate(READY, 20_000) and frame.locator(".count").inner_text() == "1 of 9"
    assert "W=%5B%5B1" in shown_in(page, 1).url  # as the program spells it
    with page.context.expect_page() as opened:
        frame.locator("#open").click()
    assert opened.value.url.endswith("&sweep=reverse&step=1")
    opened.value.close()
    refused = next(each for each in page.frames if each.name == "refused")
    assert refused.url.startswith("chrome-error:")
    page.close()


def saved(contexts: Contexts, folder: Path, name: str, **more: str) -> Path:
    """A file of the assignment, in the middle of the reverse sweep, as the server gives it."""
    query = urlencode({"e": ASSIGNMENT, "x1": "0", "x2": "2", "sweep": "reverse", "step": "4", **more})
    with urlopen(f"{contexts.address}/{name}?{query}") as answer:
        (folder / name).write_bytes(answer.read())
    return folder / name


# By seconds, the adjoints that are seen.
PLAYED = {
    "no-preference": {
        0.5: "⋅⋅⋅⋅⋅⋅⋅⋅",
        2.5: "⋅⋅64⋅⋅⋅⋅1",
        4.5: "⋅⋅64⋅⋅4811",
        9.5: "641926448484811",
        60.0: "641926448484811",
    },
    "reduce": {0.5: "⋅⋅64⋅⋅4811", 60.0: "⋅⋅64⋅⋅4811"},
}
SEEN = """(seconds) => {
  document.documentElement.pauseAnimations();
  document.documentElement.setCurrentTime(seconds);
  const seen = (node) => !node.closest(".moment") || getComputedStyle(node.closest(".moment")).opacity === "1";
  return [...document.querySelectorAll(".nodes .node")].filter(seen)
    .map((node) => node.querySelector(".derivative").textContent).join("");
}"""


def test_a_picture_plays_without_a_script(visiting: Any, contexts: Contexts, tmp_path: Path) -> None:
    page = visiting().page
    path = saved(contexts, tmp_path, "graph.svg", animate="1")
    for motion, seen in PLAYED.items():
        page.emulate_media(reduced_motion=motion)
        page.goto(path.as_uri())
        assert {seconds: page.evaluate(SEEN, seconds) for seconds in seen} == seen


def test_a_file_plays_without_a_network(contexts: Contexts, tmp_path: Path) -> None:
    path = saved(contexts, tmp_path, "graph.html")
    page = contexts.page(offline=True)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: request.url.startswith(("file:", "data:")) or wrong.append(request.url))
    page.goto(path.as_uri())
    visit = Visit(page, "file:").ready()
    assert visit.count() == "4 of 9" and "passes its adjoint back to" in visit.text("#told h2")
    assert page.evaluate("[...document.fonts].filter((font) => font.status === 'loaded').length") >= 4
    page.locator("body").press("End")
    assert visit.ready().slots("derivative")[:2] == ["64", "192"]
    assert visit.text("#trace tr[data-node=c2] .adjoint") == "192"
    page.locator("#trace tr[data-node=c6] td.value").click()
    assert visit.press("Home").count() == "0 of 9"
    assert broken_rules(page) == []
    visit.end()
    page.close()
    assert wrong == [] and visit.wrong == []


def test_a_notebook_moves_the_point_of_the_file_that_it_frames(contexts: Contexts) -> None:
    """The file keeps its step, and takes numbers from nobody but the page that frames it."""
    made, page = study(ASSIGNMENT, x1=0, x2=2), contexts.page()
    page.set_content(
        f'<iframe sandbox="allow-scripts" width="900" height="640" srcdoc="{escape(made.html())}"></iframe>'
    )
    page.frame_locator("iframe").locator("html[data-ready='true']").wait_for()
    frame = page.frame_locator("iframe")
    frame.locator("[data-move=back]").click()
    told = packed(contents(made.at(x1=1)._traced, "/", WEB))
    frame.locator("body").evaluate("(body, told) => postMessage({wengert: told}, '*')", told)  # from itself
    page.evaluate("told => frames[0].postMessage({other: told}, '*')", told)
    expect(frame.locator(".where")).to_have_text("at (0, 2)")
    page.evaluate("told => frames[0].postMessage({wengert: told}, '*')", told)
    expect(frame.locator(".where")).to_have_text("at (1, 2)")
    expect(frame.locator(".count")).to_have_text("8 of 9")
    expect(frame.locator("#line")).to_contain_text("407.74")
    expect(frame.locator("#trace")).to_contain_text("339.79")
    page.close()
