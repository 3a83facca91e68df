"""A first visit: how long until the key → moves a step, in a browser that has loaded nothing yet.

`python benchmarks/visits.py --against CHECKOUT` visits this checkout and another in turns.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, sync_playwright

from benchmarks.server import ROOT, Server

ROUNDS = 7
# Presses the key until it has moved a step, and keeps the time at the end of the frame that shows it.
PRESS = """window.moved = new Promise((done) => {
    const press = () => {
        document.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true, cancelable: true}));
        if (!(Number(document.querySelector(".count b")?.textContent) > FIRST)) return;
        clearInterval(pressing);
        requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    };
    const pressing = setInterval(press, 10);
})"""
TOLD = """async () => {
    const moved = await window.moved;
    const [page] = performance.getEntriesByType("navigation"), files = performance.getEntriesByType("resource");
    const paint = await new Promise((done) => new PerformanceObserver((list) => {
        for (const { name, startTime } of list.getEntries()) if (name === "first-contentful-paint") done(startTime);
    }).observe({type: "paint", buffered: true}));
    return {page: page.responseEnd, paint, moved, files: files.length + 1,
        bytes: files.reduce((sum, file) => sum + file.transferSize, page.transferSize)};
}"""


def chain(lines: int, line: str = "sin({0})*0.9 + 0.1", step: int = 0) -> str:
    """Three nodes a line."""
    rows = ["a0 = x*y", *(f"a{k} = {line.format(f'a{k - 1}')}" for k in range(1, lines + 1)), f"a{lines}"]
    return "/?" + urlencode({"e": "\n".join(rows), "x": 1, "y": 2, "sweep": "reverse", "step": step})


class Visit(NamedTuple):
    """What is visited, and how far away: milliseconds of a round trip; slow: how many times slower the processor is."""

    name: str
    address: str
    first: int  # the step that it begins with
    trip: float = 0.0
    slow: float = 1.0


VISITS = [
    Visit("`/`", "/", 4),
    Visit("`/`, 150 ms a round trip", "/", 4, trip=150.0),
    Visit("`/`, processor 4 times slower", "/", 4, slow=4.0),
    *(Visit(f"{size} operations by address", chain(size // 3), 0) for size in (100, 500, 900)),
]
Told = dict[str, float]


def visited(browser: Browser, home: str, visit: Visit) -> Told:
    """Milliseconds since the visit began: until the HTML has come (page), the first paint, and a moved step; what the
    page's thread has worked by then (busy: its own processor time); files and bytes loaded.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(PRESS.replace("FIRST", str(visit.first)))
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    conditions = {"offline": False, "latency": visit.trip, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.emulateNetworkConditions", conditions)
    session.send("Emulation.setCPUThrottlingRate", {"rate": visit.slow})
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(home + visit.address, wait_until="commit")
    told: Told = page.evaluate(TOLD)
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    told["busy"] = 1000 * metrics["TaskDuration"]
    context.close()
    return told


def launched(playwright: Any) -> Browser:
    """The system's Chromium."""
    path = shutil.which("chromium")
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])  # type: ignore[no-any-return]


def rows(browser: Browser, homes: list[str], rounds: int) -> Iterator[str]:
    """A row a visit: medians of every home's, the homes in turns, and the median of the ratios within rounds."""
    for visit in VISITS:
        told: list[list[Told]] = []
        for _ in range(rounds + 1):
            told.append([visited(browser, home, visit) for home in homes])
        del told[0]  # the server's caches are warm from then on
        sides = [[each[side] for each in told] for side in range(len(homes))]
        cells = [
            " / ".join(f"{median(each[what] for each in side):,.0f}" for side in sides)
            for what in ("moved", "paint", "page", "busy", "files")
        ]
        cells.append(" / ".join(f"{median(each['bytes'] for each in side) / 1000:,.0f}" for side in sides))
        if len(homes) > 1:
            cells.append(f"{median(then['moved'] / now['moved'] for then, now in told):.1f}")
        yield f"| {visit.name} | {' | '.join(cells)} |"


def table(browser: Browser, against: Path | None, rounds: int = ROUNDS) -> Iterator[str]:
    """The table, line by line; with another checkout, before / now."""
    heads = ["until a step moves, ms", "first paint, ms", "HTML, ms", "page’s thread, ms", "files", "kB"]
    heads += ["times sooner"] if against else []
    yield f"| a first visit{', before / now' if against else ''} | {' | '.join(heads)} |"
    yield "| --- |" + " ---: |" * len(heads)
    with ExitStack() as stack:
        servers = [stack.enter_context(Server(root=root)) for root in ([against] if against else []) + [ROOT]]
        for server in servers:
            server.seconds_until_healthy()
        yield from rows(browser, [f"http://127.0.0.1:{server.port}" for server in servers], rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", type=Path, help="another checkout, which is visited in turns")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        browser = launched(playwright)
        for line in table(browser, asked.against, asked.rounds):
            print(line, flush=True)
        browser.close()


if __name__ == "__main__":
    main()
