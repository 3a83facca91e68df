"""How soon the page follows a hand: a step, a keystroke, a slider, a zoom, and what the page holds.

`python benchmarks/frames.py --against CHECKOUT` measures this checkout and another, in turns, in one browser.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from math import nan
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.server import ROOT, Server
from benchmarks.visits import chain, launched

LINE = "{0} + 0.1*sin({0})"  # three nodes a line, each of whose numbers goes on changing with x
STEPS = 40
# To the end of a frame: what its callbacks do, style, layout and paint are behind us.
SETUP = """window.frameEnd = () => new Promise((done) =>
    requestAnimationFrame(() => setTimeout(() => done(performance.now()))));
window.isReady = () => document.documentElement.dataset.ready === "true";"""
# A key, and the end of the frame that shows the step; begun after a frame, as a hand's keys fall anywhere.
STEP = """async (steps) => { const times = [];
    for (let k = 0; k < steps; k++) {
        await new Promise((done) => setTimeout(done, 60 + 7 * (k % 5)));
        const began = performance.now();
        document.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true, cancelable: true}));
        times.push(await frameEnd() - began);
    }
    return times; }"""
# A keystroke in the program, and the end of the frame after the one that has its picture: words and all.
KEYSTROKE = """async ([times]) => { const field = document.querySelector("#editor textarea"), found = [];
    for (let k = 0; k < times; k++) {
        const old = document.querySelector("#view svg.graph");
        const began = performance.now();
        field.value = k % 2 ? field.value.slice(0, -4) : field.value + " + x";
        field.dispatchEvent(new Event("input", {bubbles: true}));
        while (document.querySelector("#view svg.graph") === old) await frameEnd();
        found.push(await frameEnd() - began);
        while (!isReady()) await frameEnd();
    }
    return found.slice(2); }"""
# A hand that moves a slider once a frame; an update is one painting of new numbers into the picture.
SLIDE = """async (seconds) => { const slider = document.querySelector("#inputs input[type=range]");
    let updates = 0, frames = 0, at = Number(slider.min), way = Number(slider.step);
    const watch = new MutationObserver(() => updates++);
    watch.observe(document.querySelector("svg.graph"), {childList: true, characterData: true, subtree: true});
    const began = performance.now();
    while (performance.now() - began < 1000 * seconds) {
        frames++;
        at += way;
        if (at >= slider.max || at <= slider.min) way = -way;
        slider.value = at;
        slider.dispatchEvent(new Event("input", {bubbles: true}));
        await new Promise(requestAnimationFrame);
    }
    watch.disconnect();
    return {updates: updates / seconds, frames: frames / seconds}; }"""
# The two buttons in turns, once a frame.
ZOOM = """async (seconds) => { const buttons = ["in", "out"].map((way) => document.querySelector(`[data-zoom=${way}]`));
    let frames = 0;
    const began = performance.now();
    while (performance.now() - began < 1000 * seconds) {
        buttons[(frames++ >> 2) % 2].click();
        await frameEnd();
    }
    return frames / seconds; }"""

# A box after another is opened, and shut again, by its triangle: to the end of the frame after that of its picture.
BOX = """async (times) => { const found = [];
    const pressed = async (opener) => {
        const old = document.querySelector("#view svg.graph"), began = performance.now();
        opener.dispatchEvent(new MouseEvent("click", {bubbles: true}));
        while (document.querySelector("#view svg.graph") === old) await frameEnd();
        found.push(await frameEnd() - began);
        while (!isReady()) await frameEnd();
    };
    for (let k = 0; k < times; k++) {
        const closed = [...document.querySelectorAll("svg.graph .box.closed .opener")];
        await pressed(closed[Math.floor((k * closed.length) / times)]);
        await pressed(document.querySelector("svg.graph .box.open .opener"));
    }
    return found; }"""


def opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.add_init_script(SETUP)
    page.goto(address)
    page.locator("html[data-ready='true']").wait_for(state="attached", timeout=90_000)
    return page


def step(browser: Browser, home: str, lines: int) -> float:
    page = opened(browser, home + chain(lines))
    times = page.evaluate(STEP, STEPS)
    page.close()
    return median(times)


def keystroke(browser: Browser, home: str, lines: int) -> float:
    page = opened(browser, home + chain(lines))
    times = page.evaluate(KEYSTROKE, [8])
    page.close()
    return median(times)


def slider(browser: Browser, home: str, lines: int) -> float:
    page = opened(browser, home + chain(lines, LINE, lines))
    told = page.evaluate(SLIDE, 4)
    page.close()
    updates: float = told["updates"]
    return updates


def zoom(browser: Browser, home: str, lines: int) -> float:
    page = opened(browser, home + chain(lines))
    frames: float = page.evaluate(ZOOM, 3)
    page.close()
    return frames


def box(browser: Browser, home: str, lines: int) -> float:
    """NaN for a checkout that has no boxes."""
    page = opened(browser, home + chain(lines))
    times = page.evaluate(BOX, 8) if page.locator("svg.graph .box.closed .opener").count() else [nan]
    page.close()
    return median(times)


def memory(browser: Browser, home: str, lines: int) -> float:
    """MB of the page's own process that no other shares."""
    page = opened(browser, home + chain(lines))
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    private = [_private(each["id"]) for each in processes if each["type"] == "renderer"]
    page.close()
    return max(private)


def _private(pid: int) -> float:
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(map(int, re.findall(r"^Private_\w+: +(\d+) kB", told, re.MULTILINE))) / 1000


# What, over how many lines of a chain and so of nodes, the aim, how it is measured.
ROWS: list[tuple[str, int, str, Callable[[Browser, str, int], float]]] = [
    ("step, key to the end of its frame, ms", 33, "16", step),
    ("step, key to the end of its frame, ms", 110, "25", step),
    ("step, key to the end of its frame, ms", 332, "33", step),
    ("keystroke to the new picture, ms", 2, "80", keystroke),
    ("keystroke to the new picture, ms", 33, "150", keystroke),
    ("keystroke to the new picture, ms", 99, "300", keystroke),
    ("slider, updates a second", 33, "60", slider),
    ("slider, updates a second", 99, "30", slider),
    ("zoom, frames a second", 99, "60", zoom),
    ("zoom, frames a second", 332, "30", zoom),
    ("a box opens or closes, ms", 14, "150", box),
    ("a box opens or closes, ms", 99, "150", box),
    ("a box opens or closes, ms", 332, "150", box),
    ("memory of the page, MB", 332, "", memory),
]


def rows(browser: Browser, homes: list[str], wanted: str, rounds: int) -> Iterator[str]:
    """A row a measure: medians of every home's, the homes in turns."""
    for name, lines, aim, measured in ROWS:
        if wanted in name:
            told = [[measured(browser, home, lines) for home in homes] for _ in range(rounds)]
            cells = " | ".join(f"{median(each):,.0f}" for each in zip(*told, strict=True))
            yield f"| {name} | {3 * lines + 3} | {cells} | {aim} |"


def table(browser: Browser, against: Path | None, wanted: str = "", rounds: int = 3) -> Iterator[str]:
    """The table, line by line; with another checkout, before and now."""
    with ExitStack() as stack:
        servers = [stack.enter_context(Server(root=root)) for root in ([against] if against else []) + [ROOT]]
        for server in servers:
            server.seconds_until_healthy()
        yield f"| what a hand waits for | nodes | {'before | now' if against else 'now'} | aim |"
        yield f"| --- |{' ---: |' * (len(servers) + 2)}"
        yield from rows(browser, [f"http://127.0.0.1:{server.port}" for server in servers], wanted, rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", type=Path, help="another checkout, which is measured in turns")
    parser.add_argument("--only", default="", help="rows whose name has this in it")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        browser = launched(playwright)
        for line in table(browser, asked.against, asked.only, asked.rounds):
            print(line, flush=True)
        browser.close()


if __name__ == "__main__":
    main()
