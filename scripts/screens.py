"""The pictures of docs/screens, made from the running app: python scripts/screens.py [folder] [name ...]."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
PATIENCE = 60  # seconds, also on a busy machine
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
)
ASSIGNMENT = "/?e=exp(x1)*(x1**2+%2B+x2**2)**3&x1=0&x2=2&sweep=reverse"
LOSS = "yhat+%3D+sigmoid(w*x+%2B+b)%0A-(y*log(yhat)+%2B+(1-y)*log(1-yhat))"
LOGISTIC = f"/?e={LOSS}&b=-0.25&w=0.5&x=2&y=1&sweep=reverse&step=9"


def address(program: str, sweep: str, step: str, **at: object) -> str:
    point = {name: json.dumps(value) for name, value in at.items()}
    return "/?" + urlencode({"e": program, **point, "sweep": sweep, "step": step})


LEAST_SQUARES = address(
    "Phi = [[1, -1, 1, -1], [1, 0, 0, 0], [1, 1, 1, 1], [1, 2, 4, 8]]\ny = [0, 1, 0, 3]\nnorm(y - Phi @ theta)**2",
    "reverse", "end", theta=[0.5, 0.1, -0.3, 0.2],
)  # fmt: skip
SOFTMAX_WEIGHTS = address(
    "x = [1, 2]\nt = [0, 1, 0]\n-sum(t*log(softmax(W @ x)))", "reverse", "end", W=[[0.1, 0.2], [0.3, -0.1], [-0.2, 0.4]]
)
PASTED = address(
    "import torch\nx = torch.tensor(2.0)\ny = torch.tensor(1.0)\nw = torch.tensor(0.5, requires_grad=True)\n"
    "b = torch.tensor(-0.5, requires_grad=True)\n\np = torch.sigmoid(w*x + b)\n"
    "loss = -y*torch.log(p) - (1-y)*torch.log(1-p)\nloss.backward()", "reverse", "end",
)  # fmt: skip
MLP = address(
    "h = tanh(W1 @ x + b1)\no = softmax(W2 @ h + b2)\n-log(o[1])", "reverse", "end",
    W1=[[0.5, -0.2], [0.1, 0.8], [-0.3, 0.4]], b1=[0, 0.1, -0.1],
    W2=[[0.3, -0.6, 0.2], [0.7, 0.1, -0.4]], b2=[0, 0], x=[1, 2],
)  # fmt: skip


def wrong_program(page: Page) -> None:
    page.locator("#editor textarea").fill("exp(x1)*(x1**2 + )**3")


def names_offered(page: Page) -> None:
    """On a new line, where they are asked for."""
    page.locator("#editor textarea").press("Control+End")
    page.keyboard.press("Enter")
    _ready(page)
    page.keyboard.press("Control+Space")
    page.locator("#suggestions").wait_for()


def printed(page: Page) -> None:
    """The first of its pages, on A4 with its margins."""
    page.emulate_media(media="print")
    page.evaluate("document.body.style.padding = '15mm'")


def contour(page: Page) -> None:
    page.locator("#plot-tab").click()
    page.locator("#plot .second").select_option("x2")
    page.locator("html[data-ready='true']").wait_for(state="attached")
    page.locator("#plot .room").click()


# name, address, width, height, colour scheme, what is done before the picture
SCREENS = [
    ("light", ASSIGNMENT + "&step=4", 1280, 800, "light", None),
    ("first-minute", "/", 1280, 800, "light", None),
    ("error", ASSIGNMENT + "&step=4", 1280, 800, "light", wrong_program),
    ("examples", "/examples", 1280, 800, "light", None),
    ("least-squares", LEAST_SQUARES, 1280, 800, "light", None),
    ("contour", address("x1**2 + 3*x2**2 + x1*x2", "reverse", "end", x1=2, x2=-1), 1280, 800, "light", contour),
    ("dark", ASSIGNMENT + "&step=end", 1280, 800, "dark", None),
    ("phone", ASSIGNMENT + "&step=4", 360, 800, "light", None),
    ("print", ASSIGNMENT + "&step=4", 794, 1123, "light", printed),
    ("logistic", LOGISTIC, 1280, 800, "light", None),
    ("fault", "/?e=log(x)+%2B+abs(y)&x=-3&y=0&sweep=reverse&step=end", 1280, 800, "light", None),
    ("softmax-weights", SOFTMAX_WEIGHTS, 1280, 800, "light", None),
    ("mlp", MLP, 1280, 800, "light", None),
    ("pasted", PASTED, 1280, 800, "light", names_offered),
]


def main() -> None:
    """Serve the app on a free port, take the pictures (all, or those named), end the server."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screens"
    wanted = sys.argv[2:] or [name for name, *_ in SCREENS]
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env={**os.environ, "PORT": str(port)})
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS.split())
            for name, path, width, height, scheme, act in (screen for screen in SCREENS if screen[0] in wanted):
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce",
                    device_scale_factor=2 if width < 640 else 1, has_touch=width < 640,
                )  # fmt: skip
                page = context.new_page()
                page.set_default_timeout(PATIENCE * 1000)
                page.goto(f"http://127.0.0.1:{port}{path}")
                _ready(page)
                if act is not None:
                    act(page)
                    _ready(page)
                page.screenshot(path=folder / f"{name}.png")
                context.close()
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait(url: str) -> None:
    for _ in range(PATIENCE * 10):
        try:
            urlopen(url).close()
            return
        except URLError:
            time.sleep(0.1)  # for the process to listen; pages are waited for by their ready mark
    raise SystemExit("the server did not come up")


def _ready(page: Page) -> None:
    page.locator("html[data-ready='true']").wait_for(state="attached")


if __name__ == "__main__":
    main()
