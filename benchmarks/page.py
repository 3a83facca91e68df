"""What the page weighs, what a step costs, how soon the page follows a hand and how long a first visit waits, in the
system's Chromium: `python benchmarks/page.py`, with `--against CHECKOUT` for hands and visits on both in turns.
"""

from __future__ import annotations

import argparse
import gzip
import re
import shutil
import sys
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Page, sync_playwright

from benchmarks import frames, visits
from benchmarks.server import Server
from benchmarks.visits import chain

STEPS = 60  # measured, from the first one on: fewer than the shortest sweep has
FONTS = (".woff2",)
HEAD = """| a step | nodes | + edges, chips | SVG shapes | script, ms (aim: 2) | 95th | style | layout | idle script |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |"""
COUNT = """() => {
    const all = (selector) => document.querySelectorAll(`svg.graph ${selector}`).length;
    return {nodes: all(".node"), groups: all(":is(.node, .edge, .chip)"),
        shapes: all(":is(rect, path, line, circle, ellipse, polygon, text)")};
}"""
# One key press, to the end of the frame that shows it; and what the page has left for idle time, run when it is told
# to. Both in timers: what the protocol itself evaluates does not count as script.
PRESSES = """(() => { const left = [];
    window.requestIdleCallback = (work) => left.push(work);
    window.idle = () => new Promise((done) => setTimeout(() => {
        for (const work of left.splice(0)) work();
        done();
    }));
    window.press = (key) => new Promise((done) => setTimeout(() => {
        document.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
        requestAnimationFrame(() => setTimeout(done));
    }));
})()"""
SPENT = {"script": "ScriptDuration", "style": "RecalcStyleDuration", "layout": "LayoutDuration"}


def ready(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("html[data-ready='true']").wait_for(state="attached", timeout=60_000)


def loaded(page: Page, address: str) -> dict[str, list[int]]:
    """By kind, what an address loads: files, bytes, and bytes gzipped as a server in front would; fonts are already."""
    kinds: dict[str, list[int]] = {}
    responses: list[Any] = []
    page.on("response", lambda response: responses.append(response))
    ready(page, address)
    for response in responses:
        body = response.body()
        kind = "fonts" if response.url.endswith(FONTS) else re.sub(r";.*", "", response.headers["content-type"])
        files, plain, packed = kinds.setdefault(kind, [0, 0, 0])
        kinds[kind] = [
            files + 1,
            plain + len(body),
            packed + (len(body) if kind == "fonts" else len(gzip.compress(body, 6))),
        ]
    return kinds


def gzipped(kinds: dict[str, list[int]]) -> float:
    """kB of all but fonts."""
    return sum(packed for kind, (_, _, packed) in kinds.items() if kind != "fonts") / 1000


def weight(page: Page, address: str) -> str:
    kinds = loaded(page, address)
    rows = [
        f"| {kind} | {files} | {plain / 1000:.0f} | {packed / 1000:.0f} |"
        for kind, (files, plain, packed) in kinds.items()
    ]
    head = "| what `/` loads | files | kB | kB gzipped |\n| --- | --- | --- | --- |\n"
    return head + "\n".join([*rows, f"| all but fonts (aim: 250) | | | **{gzipped(kinds):.0f}** |"])


def stepped(page: Page, steps: int) -> dict[str, list[float]]:
    """Milliseconds of each step, by what the browser says that it did; PRESSES runs before the page's scripts.

    A step is a key press and all that it causes up to the end of its frame: picture, trace, words. `idle` is the script
    that makes the next step ready while nobody waits. What a key without a use costs is the measurement's own, and
    taken off.
    """
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def spent(expression: str) -> dict[str, float]:
        before = session.send("Performance.getMetrics")["metrics"]
        session.send("Runtime.evaluate", {"expression": expression, "awaitPromise": True})
        after = session.send("Performance.getMetrics")["metrics"]
        grown = {new["name"]: 1000 * (new["value"] - old["value"]) for old, new in zip(before, after, strict=True)}
        return {what: grown[name] for what, name in SPENT.items()}

    times: dict[str, list[float]] = {**{what: [] for what in SPENT}, "idle": []}
    spent("idle()")
    own = median(spent("press('x')")["script"] for _ in range(steps))
    for _ in range(steps):
        for what, milliseconds in spent("press('ArrowRight')").items():
            times[what].append(milliseconds - (own if what == "script" else 0))
        times["idle"].append(spent("idle()")["script"])
    session.detach()
    return times


def step_row(page: Page, address: str, name: str) -> str:
    """Medians of a step."""
    ready(page, address)
    count = page.evaluate(COUNT)
    times = {what: sorted(each) for what, each in stepped(page, STEPS).items()}
    assert page.locator(".count b").inner_text() == str(STEPS), "a key was pressed for nothing"
    drawn = f"{count['nodes']} | {count['groups']} | {count['shapes']}"
    others = " | ".join(f"{median(times[what]):.1f}" for what in ("style", "layout", "idle"))
    return f"| {name} | {drawn} | **{median(times['script']):.1f}** | {times['script'][-STEPS // 20]:.1f} | {others} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", type=Path, help="another checkout, whose page is measured in turns with ours")
    against = parser.parse_args().against
    with Server() as server, sync_playwright() as playwright:
        server.seconds_until_healthy()
        home = f"http://127.0.0.1:{server.port}"
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        print(weight(page, home + "/"), "\n")
        page.add_init_script(PRESSES)
        print(HEAD)
        print(step_row(page, home + chain(21), "1,000 SVG shapes"))
        print(step_row(page, home + chain(110), "1,000 nodes, edges and chips"))
        print()
        page.close()
        for line in (*frames.table(browser, against), "", *visits.table(browser, against)):
            print(line, flush=True)
        browser.close()


if __name__ == "__main__":
    main()
