"""What a step, a moved slider and the page cost: told in the report. Weight is bounded here; times depend on the machine,
and benchmarks/page.py measures them with care. `make test` runs this file by itself, for its figures' sake.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

import pytest

from benchmarks.frames import SLIDE
from benchmarks.page import COUNT, PRESSES, STEPS, chain, gzipped, loaded, stepped
from tests.browser.conftest import Visit
from tests.browser.test_everyone import SHIFTS, WRITTEN

MOST = 286  # kB before fonts; with boxes, edges, foot, camera and Share the page outgrew its 250
Record = Callable[[str, object], None]


def test_the_page_weighs_less_than_its_bound(visiting: Callable[..., Visit], record_property: Record) -> None:
    visit = visiting(alone=True, locale="en-GB")  # a browser that has loaded nothing yet
    kinds = loaded(visit.page, visit.address + "/")
    record_property("measured", f"The page: {gzipped(kinds):.0f} kB gzipped before fonts (aim: {MOST}).")
    assert kinds["text/javascript"][1] > 300_000 and kinds["text/css"][1] > 50_000
    assert gzipped(kinds) < MOST


@pytest.mark.parametrize("width", [1280, 360])
def test_what_a_step_costs(visiting: Callable[..., Visit], width: int, record_property: Record) -> None:
    """Script of a step of a graph of a thousand shapes, of which those near the window hang; nothing shifts that the browser
    counts as a surprise."""
    visit = visiting(width=width, alone=True)
    visit.page.add_init_script(PRESSES)
    visit.open(chain(21) + "&open=none")
    count = visit.page.evaluate(COUNT)
    assert count["shapes"] > 100
    visit.page.evaluate(SHIFTS, WRITTEN)
    at = int(visit.count().split(" of ")[0])
    times = stepped(visit.page, STEPS)
    assert int(visit.ready().count().split(" of ")[0]) == at + STEPS
    shifted = visit.page.evaluate("window.shifts")
    script, idle = (f"{median(times[what]):.1f} ms" for what in ("script", "idle"))
    told = f"{script} of script (aim: 2) and {idle} in idle time, {len(shifted)} layout shifts"
    record_property("measured", f"A step at {count['shapes']} shapes, {width} px wide: {told}.")
    assert shifted == []


def test_how_a_moved_slider_is_followed(visiting: Callable[..., Visit], record_property: Record) -> None:
    visit = visiting()
    visit.open(chain(33, "{0} + 0.1*sin({0})", 33) + "&open=none")
    told, nodes = visit.page.evaluate(SLIDE, 2), visit.page.evaluate(COUNT)["nodes"]
    visit.ready()
    at = f"{told['updates']:.0f} updates and {told['frames']:.0f} frames a second (aim: 30)"
    record_property("measured", f"A moved slider at {nodes} nodes: {at}.")
    assert told["updates"] > 1
