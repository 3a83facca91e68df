"""The plot beside the trace: the line with its tangent and secants, level lines with the ways downhill, edges by weight."""

from __future__ import annotations

import json
import math
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Request, expect

from tests.browser.conftest import Visit


def at(program: str, **point: Any) -> str:
    pairs = "".join(f"&{name}={quote(json.dumps(value))}" for name, value in point.items())
    return f"/?e={quote(program)}{pairs}&sweep=reverse"


ASSIGNMENT = at("exp(x1)*(x1**2 + x2**2)**3", x1=0, x2=2)
BOWL = at("x1**2 + 3*x2**2 + x1*x2", x1=2, x2=-1)
CHAIN = at("a = w*x" + "".join(["\na = sigmoid(a*w)"] * 6) + "\n(a - 1)**2", w=0.5, x=1)


def opened(visit: Visit, path: str, second: str | None = None) -> Visit:
    visit.open(path)
    visit.page.get_by_role("tab", name="Plot").click()
    visit.ready()
    if second is not None:
        visit.page.get_by_label("Second axis").select_option(second)
    return visit.ready()


def row(visit: Visit, name: str) -> str:
    return visit.text(f".beside dl > div:has(dt:text-is('{name}')) dd")


def words(visit: Visit) -> str:
    return visit.page.locator(".plot > [role=img]").get_attribute("aria-label") or ""


def ends(line: Locator) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = (float(line.get_attribute(name) or "nan") for name in ("x1", "y1", "x2", "y2"))
    return x1, y1, x2, y2


def drag(visit: Visit, right: float, down: float, steps: int = 8) -> None:
    point = visit.page.locator(".plot .point")
    point.evaluate("each => each.scrollIntoView({block: 'center', behavior: 'instant'})")  # on a phone it lies far down
    box = point.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    visit.page.mouse.move(x + right, y + down, steps=steps)
    visit.page.mouse.up()
    visit.ready()


def value_of(visit: Visit, name: str) -> float:
    return float(visit.page.locator(f"#at-{name}").input_value())


def test_f_is_drawn_with_its_tangent_and_its_secants(either: Visit) -> None:
    opened(either, ASSIGNMENT)
    assert row(either, "f") == "64" and row(either, "tangent slope") == "64" and row(either, "secant slope") == "88.361"
    assert either.text(".halving output") == "1/4"
    assert either.page.locator(".plot .curve").count() == 1
    assert (
        either.page.locator(".plot line.secant").count() == 3 and either.page.locator(".plot line.tangent").count() == 1
    )
    assert "from −2 to 2" in words(either) and "its tangent has the slope 64" in words(either)
    either.page.get_by_label("h of the secant").fill("10")
    assert either.text(".halving output") == "1/1024" and abs(float(row(either, "secant slope")) - 64) < 0.1


def test_the_tangent_touches_the_curve_at_the_point(visit: Visit) -> None:
    opened(visit, at("x**2/2", x=1))
    x1, y1, x2, y2 = ends(visit.page.locator(".plot line.tangent"))
    handle = visit.page.locator(".plot .handle").get_attribute("transform") or ""
    inside = visit.page.locator(".plot > [role=img] > g").get_attribute("transform") or ""
    (hx, hy), (gx, gy) = ([float(z) for z in each[10:-1].split(" ")] for each in (handle, inside))
    assert y1 + (hx - gx - x1) / (x2 - x1) * (y2 - y1) == pytest.approx(hy - gy, abs=0.5)


def test_the_point_is_dragged_and_the_numbers_follow(either: Visit) -> None:
    visit = opened(either, ASSIGNMENT)
    drag(visit, 50, 0)
    moved = value_of(visit, "x1")
    assert 0.5 < moved < 2 and value_of(visit, "x2") == 2
    slope = math.exp(moved) * (moved**2 + 4) ** 2 * (moved**2 + 4 + 6 * moved)
    assert float(row(visit, "tangent slope")) == pytest.approx(slope, rel=1e-4)
    assert f"x1={moved:g}" in visit.page.url
    assert float(visit.slot("c1", "value")) == pytest.approx(moved, rel=1e-4)


def test_dragging_asks_for_one_plot_at_a_time(visit: Visit) -> None:
    opened(visit, BOWL, "x2")
    under_way: set[Request] = set()
    most = 0

    def begun(request: Request) -> None:
        nonlocal most
        if request.url.endswith("/api/v1/plot"):
            under_way.add(request)
            most = max(most, len(under_way))

    visit.page.on("request", begun)
    visit.page.on("requestfinished", lambda request: under_way.discard(request))
    visit.page.on("requestfailed", lambda request: under_way.discard(request))
    drag(visit, -40, -30, steps=30)
    assert most == 1
    assert (value_of(visit, "x1"), value_of(visit, "x2")) != (2, -1)


def test_keys_move_the_point_and_leave_the_player_alone(visit: Visit) -> None:
    opened(visit, ASSIGNMENT)
    before = visit.count()
    visit.page.locator(".plot .handle").focus()
    visit.press("ArrowRight", "ArrowRight", "ArrowDown")
    assert value_of(visit, "x1") == 0.1 and visit.count() == before
    visit.press("Shift+ArrowRight")
    assert value_of(visit, "x1") == 1.1
    assert visit.page.locator(".plot .handle").get_attribute("aria-valuenow") == "1.1"
    assert visit.page.locator(".plot .handle").get_attribute("aria-valuetext") == "x1 = 1.1"


def test_a_point_that_leaves_the_view_takes_it_along(visit: Visit) -> None:
    opened(visit, ASSIGNMENT)
    visit.page.locator("#at-x1").fill("3")
    visit.ready()
    assert "from −0.75 to 6.75" in words(visit)
    visit.page.get_by_role("button", name="Closer view").click()
    visit.ready()
    assert "from 1.125 to 4.875" in words(visit)


def test_a_kink_has_a_line_on_each_side(visit: Visit) -> None:
    opened(visit, at("abs(x - 1) + x**2/4", x=1))
    assert row(visit, "slope left") == "−0.5" and row(visit, "slope right") == "1.5" and row(visit, "shown") == "0.5"
    assert visit.page.locator(".plot line.tangent").count() == 2
    assert visit.page.locator(".plot line.convention").count() == 1
    assert "not differentiable here" in visit.text(".beside .note")


def test_gaps_and_poles_are_seen(visit: Visit) -> None:
    opened(visit, at("1/x + sqrt(2 - x)", x=1))
    path = visit.page.locator(".plot .curve").get_attribute("d") or ""
    assert path.count("M") == 2 and "The line has gaps, or breaks." in words(visit)
    visit.page.locator("#at-x").fill("3")
    visit.ready()
    assert row(visit, "f") == "undefined" and visit.page.locator(".plot line.tangent").count() == 0
    assert "f is undefined" in visit.text(".beside .note")


def test_level_lines_with_the_gradient_across_them_and_the_ways_downhill(either: Visit) -> None:
    opened(either, BOWL, "x2")
    plot = either.page.locator(".plot")
    assert plot.locator("path.level").count() > 6 and plot.locator("path.level.here").count() == 1
    assert row(either, "∇f") == "(3, −4)"
    x1, y1, x2, y2 = ends(plot.locator("line.gradient"))
    assert (x2 - x1) / (y2 - y1) == pytest.approx(3 / 4, rel=0.02)  # at one scale, and y points down
    assert plot.locator(".ray").count() == 26 and plot.locator(".mark").count() == 2
    assert plot.locator(".stop.gradient").count() == 50 and plot.locator(".stop.newton").count() == 1
    assert row(either, "Newton, 1 step") == "0"
    told = words(either)
    assert (
        "level lines of f over x1 and x2" in told
        and "3 along x1 and −4 along x2" in told
        and "Newton’s method: f is 0" in told
    )


def test_the_step_of_descent_is_chosen(visit: Visit) -> None:
    opened(visit, BOWL, "x2")
    visit.page.get_by_label("Step of gradient descent").fill("0.01")
    visit.press("Tab")
    assert float(row(visit, "descent, 50 steps")) > 0.1


def test_the_point_of_a_contour_is_dragged_and_moved_by_keys(visit: Visit) -> None:
    opened(visit, BOWL, "x2")
    drag(visit, -40, -30)
    x, y = value_of(visit, "x1"), value_of(visit, "x2")
    assert x < 2 and y > -1
    found = row(visit, "∇f").replace("−", "-").strip("()").split(", ")
    assert [float(z) for z in found] == pytest.approx([2 * x + y, 6 * y + x], abs=0.02)
    visit.page.locator(".plot .handle").focus()
    visit.press("ArrowUp")
    assert value_of(visit, "x1") == x and value_of(visit, "x2") == pytest.approx(y + 0.1, abs=0.06)


def test_entries_of_arrays_are_axes(visit: Visit) -> None:
    opened(visit, at("sum(tanh(A @ x))", A=[[1, -2], [0.5, 1]], x=[1, -1]))
    visit.page.get_by_label("First axis").select_option("x[1]")
    visit.ready()
    visit.page.locator(".plot .handle").focus()
    visit.press("ArrowRight")
    assert json.loads(visit.page.locator("#at-x").input_value()) == [1, -0.9]
    assert words(visit).startswith("f along x[1]")


@pytest.mark.parametrize(
    ("path", "told"), [(at("[x, x**2]", x=1), "an output of one number"), (at("2 + 3"), "has no inputs")]
)
def test_what_cannot_be_plotted_is_told(visit: Visit, path: str, told: str) -> None:
    opened(visit, path)
    assert told in visit.text("#plot .nothing") and not visit.page.locator("#plot .axes").is_visible()
    visit.type("x**2")
    assert visit.page.locator(".plot .curve").is_visible()


def test_edges_are_as_wide_as_what_they_pass_back(either: Visit) -> None:
    either.open(CHAIN + "&open=all")
    either.page.get_by_label("edge width").check()

    def width(edge: str) -> float:
        return float(
            either.page.locator(f"#{edge} .wire").evaluate("wire => parseFloat(getComputedStyle(wire).strokeWidth)")
        )

    spine = [
        width(edge["id"])
        for edge in either.page.evaluate("JSON.parse(document.querySelector('#study').textContent).study.edges")
        if edge["from"] != "c1"
    ]
    assert spine[0] == 1 and spine == sorted(spine) and spine[-1] > 7
    assert either.text("#weighing .largest") == "0.858"
    either.press("Home")
    assert either.text("#weighing .key") == "nothing has been passed back yet"
    either.page.get_by_role("button", name="Forward").click()
    assert either.ready().text("#weighing .key") == "in the reverse sweep"


def test_what_vanishes_is_dashed_and_not_hued(visit: Visit) -> None:
    visit.open(ASSIGNMENT)
    visit.page.get_by_label("edge width").check()
    wire = visit.page.locator("#c4-0 .wire")
    assert wire.evaluate("wire => getComputedStyle(wire).strokeDasharray") == "2px, 5px"
    assert wire.evaluate("wire => getComputedStyle(wire).stroke") == visit.page.locator("#c7-0 .wire").evaluate(
        "wire => getComputedStyle(wire).stroke"
    )
    visit.page.get_by_label("edge width").uncheck()
    assert wire.evaluate("wire => getComputedStyle(wire).strokeDasharray") == "none"


@pytest.mark.parametrize("second", [None, "x2"])
def test_the_phone_has_room_for_fingers(phone: Visit, second: str | None) -> None:
    opened(phone, BOWL, second)
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 360
    figure = phone.page.locator(".figure").bounding_box()
    assert figure is not None and figure["x"] >= 0 and figure["x"] + figure["width"] <= 360
    for control in phone.page.locator(
        "#plot :is(select, button, input):visible, .plot .target, #weighing label, #aside [role=tab]:not([hidden])"
    ).all():
        box = control.bounding_box()
        assert box is not None and box["height"] >= 44, control.evaluate("each => each.outerHTML")


def test_without_a_pointer_nothing_is_lost(visit: Visit) -> None:
    opened(visit, ASSIGNMENT)
    visit.page.get_by_role("tab", name="Plot").focus()
    reached = []
    for _ in range(8):
        visit.press("Tab")
        reached.append(visit.page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''"))
    assert reached[:4] == ["First axis", "Second axis", "Wider view", "Closer view"]
    assert "Point of the plot: x1" in reached and "h of the secant" in reached
    expect(visit.page.locator(".plot .handle")).to_have_attribute("role", "slider")
