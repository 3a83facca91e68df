"""The page in the system's Chromium, against a server of its own; a page that errs or calls out fails its test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page

ROOT = Path(__file__).parent.parent.parent
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no chromium on the PATH")
        pytest.skip("no chromium on the PATH")
    return {"executable_path": chromium, "headless": True, "args": FLAGS.split()}


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the app is served: a process of its own, so that the layout's child inherits nothing of the browser's."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = str(tmp_path_factory.mktemp("data"))
    environment = {**os.environ, "PORT": str(port), "WENGERT_DATA": data, "FLASK_RATELIMIT_ENABLED": "false"}
    server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment)
    where = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            with urlopen(f"{where}/healthz"):
                break
        except URLError:
            assert server.poll() is None, "the server ended"
            time.sleep(0.1)  # for the process to listen; pages are waited for by their ready mark
    else:
        pytest.fail("the server did not listen within a minute")
    yield where
    server.terminate()
    server.wait(timeout=10)


# True as soon as the ready mark stands, false when it does not in that many milliseconds.
READY = """(most) => new Promise((done) => {
    const root = document.documentElement;
    const look = () => root.dataset.ready === "true" && (watch.disconnect(), clearTimeout(late), done(true));
    const watch = new MutationObserver(look), late = setTimeout(() => done(false), most);
    watch.observe(root, {attributes: true, attributeFilter: ["data-ready"]});
    look();
})"""


class Visit:
    """One person's look at the page: opens addresses, waits for the ready mark, notes what goes wrong."""

    def __init__(self, page: Page, address: str):
        self.page = page
        self.address = address
        self.wrong: list[str] = []
        self.listeners: list[tuple[Any, Any]] = []
        self.listen("console", lambda message: self._hear(message.type, message.text))
        self.listen("pageerror", lambda error: self.wrong.append(str(error)))
        page.set_default_timeout(20_000)  # a busy machine is no failure of the page

    def listen(self, event: Any, listener: Any) -> None:
        self.page.on(event, listener)
        self.listeners.append((event, listener))

    def end(self) -> None:
        if not self.page.is_closed():  # asked once: a listener would be told of a hundred files at every load
            self._check(self.page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)"))
        for event, listener in self.listeners:
            self.page.remove_listener(event, listener)

    def _hear(self, kind: str, text: str) -> None:
        refused = "the server responded with a status of 4"  # Chromium's own note on every 4xx, which tests ask for
        # And on DRAWN, which a picture that is opened by itself, in a sandbox, does not let run.
        sandboxed = "the document's frame is sandboxed"
        if kind in ("error", "warning") and refused not in text and sandboxed not in text:
            self.wrong.append(text)

    def _check(self, urls: list[str]) -> None:
        self.wrong += [f"a request left for {url}" for url in urls if not url.startswith((self.address, "data:"))]

    def open(self, path: str) -> Visit:
        self.page.goto(self.address + path)
        return self.ready()

    def ready(self) -> Visit:
        """The page tells when it is ready: a locator would look after 20, 70, 170, 270 and 770 ms, and sleep between."""
        while True:
            try:
                assert self.page.evaluate(READY, 20_000), "the page did not become ready"
                return self
            except Error as error:  # a link or a reload was under way: the next page is the one that is meant
                if not any(told in str(error) for told in ("context was destroyed", "is not of type 'Node'")):
                    raise

    def type(self, program: str) -> Visit:
        self.page.locator("#editor textarea").fill(program)
        return self.ready()

    def press(self, *keys: str) -> Visit:
        for key in keys:
            self.page.keyboard.press(key)
        return self.ready()

    def text(self, selector: str) -> str:
        return " ".join(self.page.locator(selector).inner_text().split())

    def slot(self, node: str, kind: str) -> str:
        """What a slot of the picture holds."""
        return (self.page.locator(f"#{node} text.{kind}").text_content() or "").strip()

    def slots(self, kind: str, nodes: int = 8) -> list[str]:
        read = "([kind, nodes]) => nodes.map((id) => document.querySelector(`#${id} text.${kind}`).textContent.trim())"
        texts: list[str] = self.page.evaluate(read, [kind, [f"c{k}" for k in range(1, nodes + 1)]])
        return texts

    def count(self) -> str:
        return self.text(".count")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests measured, and record as `measured`, is read under the report; no test fails for a time."""
    passed = terminalreporter.getreports("passed")
    measured = [value for report in passed for name, value in report.user_properties if name == "measured"]
    if measured:
        terminalreporter.section("measured in the browser")
        for line in dict.fromkeys(measured):
            terminalreporter.line(str(line))


# The foot as a reader drew it, with the step and the trace side by side: most tests look at both. An empty text is nobody's.
DRAWN = "try { localStorage.foot ??= 300; } catch { /* storage is blocked */ }"


class Contexts:
    """A browser's contexts, one for each set of options that no page can take up. They keep the files that they have loaded,
    and each its page while no test has it: with a page of its own for every test the browser works twice as long. What a page has stored, and what a
    test has asked it to pretend, goes when the test leaves it; scripts that run before the page's cannot, so a test that
    needs one says that it is alone.
    """

    def __init__(self, browser: Browser, address: str):
        self.browser = browser
        self.address = address
        self.made: dict[str, BrowserContext] = {}
        self.resting: dict[str, Page] = {}

    def page(self, **options: Any) -> Page:
        key = repr(sorted(options.items()))
        if key not in self.made:
            self.made[key] = self.browser.new_context(**options)
            self.made[key].add_init_script(DRAWN)
        return self.resting.pop(key, None) or self.made[key].new_page()

    def leave(self, visit: Visit, alone: bool, options: dict[str, Any]) -> None:
        """What the page shows stays until the next test opens another address."""
        page = visit.page
        visit.end()
        if page.is_closed():
            return
        session = page.context.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", {"origin": self.address, "storageTypes": "local_storage"})
        session.detach()
        page.context.clear_permissions()
        if alone:
            return page.close()
        page.unroute_all()
        page.mouse.move(-10, -10)
        page.emulate_media(media="null", forced_colors="null")
        self.resting[repr(sorted(options.items()))] = page


@pytest.fixture(scope="session")
def contexts(browser: Browser, address: str) -> Iterator[Contexts]:
    made = Contexts(browser, address)
    yield made
    for context in made.made.values():
        context.close()


@pytest.fixture
def visiting(contexts: Contexts) -> Iterator[Callable[..., Any]]:
    """A visit by a browser with these options, by default a desktop's; what goes wrong in it fails the test. Nothing moves
    by itself unless a test asks for motion: a moving dot costs the machine more than the step that it goes with.
    """
    visits: list[tuple[Visit, bool, dict[str, Any]]] = []

    def begin(
        width: int = 1280,
        height: int = 800,
        kind: type[Visit] = Visit,
        alone: bool = False,
        color_scheme: Any = "light",
        reduced_motion: Any = "reduce",
        **options: Any,
    ) -> Visit:
        options.setdefault("has_touch", width < 640)
        page = contexts.page(**options)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        visit = kind(page, contexts.address)
        visits.append((visit, alone, options))
        return visit

    yield begin
    for visit, alone, options in visits:
        contexts.leave(visit, alone, options)
        assert visit.wrong == []


@pytest.fixture
def visit(visiting: Callable[..., Visit]) -> Visit:
    return visiting()


@pytest.fixture
def phone(visiting: Callable[..., Visit]) -> Visit:
    return visiting(width=360)


@pytest.fixture(params=[1280, 360])
def either(request: pytest.FixtureRequest, visiting: Callable[..., Visit]) -> Visit:
    """A desktop, and a phone."""
    return visiting(width=request.param)


@pytest.fixture
def unscripted(contexts: Contexts) -> Iterator[Page]:
    page = contexts.page(java_script_enabled=False)
    yield page
    page.close()
