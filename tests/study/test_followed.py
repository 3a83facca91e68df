"""Programs that choose by an input: what is read at a point is said, elsewhere it is read anew, and where a condition
changes a jump or a kink is told with the slopes of both sides."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphs.autodiff.issue_kinds import Kind
from graphs.checks.checks import by_differences
from graphs.errors import BadSyntax, TooLarge, WrongBinding
from graphs.landscape.curvature import curvature
from graphs.landscape.directions import directions
from graphs.landscape.plots import plot
from graphs.limits import WEB
from graphs.study import Study, study

CHOICE = "y = x if x > 0 else 0.01*x"
BRANCH = "def f(x):\n    if x > 0:\n        return x\n    return 0.01*x\nf(1.0)"
LOOP = "def f(x):\n    y = x\n    while y < 0:\n        y = y + 1\n    return y*y\nf(1.0)"
ROOT = "def root(x):\n    y = x\n    while abs(y*y - x) > 1e-9:\n        y = (y + x/y)/2\n    return y\nroot(2.0)"
FACTORIAL = "def factorial(x):\n    return 1 if x <= 1 else x*factorial(x - 1)\nfactorial(4.5)"
SEVERAL = (
    "def f(x, y):\n    if x > 0 and 1/x > y:\n        return x*y\n"
    "    elif not x < -1:\n        return x - y\n    return x**2*y\nf(0.5, 1.0)"
)


def branch(x: float) -> float:
    return x if x > 0 else 0.01 * x


def loop(x: float) -> float:
    while x < 0:
        x += 1
    return x * x


def factorial(x: float) -> float:
    return 1.0 if x <= 1 else x * factorial(x - 1)


def several(x: float, y: float) -> float:
    if x > 0 and 1 / x > y:
        return x * y
    return x - y if not x < -1 else x**2 * y


def value(made: Study) -> float:
    return float(made.evaluation.values[made.graph.outputs[0]])


def at(program: str, **point: float) -> Study:
    return study(program, point, limits=WEB)


def told(made: Study) -> list[str]:
    return [note.message for note in made.program.notes if note.kind == "followed"]


@pytest.mark.parametrize(
    ("program", "point", "words"),
    [
        (CHOICE, {"x": 1.0}, []),
        (BRANCH, {}, ["'x > 0' holds at this point, so its branch is followed; another point may take the other"]),
        (BRANCH, {"x": -1.0}, ["'x > 0' does not hold at this point, so its branch is left out; another point may take it"]),
        (LOOP, {"x": -2.5}, ["the loop takes 3 turns at this point; another point may take another number"]),
        (LOOP, {"x": -0.5}, ["the loop takes 1 turn at this point; another point may take another number"]),
        (FACTORIAL, {}, ["'x <= 1' holds 1 of 5 times at this point; another point may choose otherwise"]),
        ("xs = [1.0, -2.0, 3.0]\ny = sum(x*x for x in xs if x > 0)", {},
         ["'x > 0' keeps 2 of 3 at this point; another point may keep others"]),
        ("n = 4\nx = 2.0\nif n > 3:\n    y = x*x\nelse:\n    y = x", {}, []),
        ("def power(x, n):\n    return 1 if n == 0 else x*power(x, n - 1)\nx = 2.0\ny = 1*power(x, 3)", {}, []),
    ],
)  # fmt: skip
def test_what_an_input_decides_is_noted_once_where_it_stands(program: str, point: dict[str, float], words: Any) -> None:
    made = at(program, **point)
    assert told(made) == words
    assert made.program.is_followed == bool(words)


def test_a_note_stands_at_its_condition() -> None:
    (note,) = (each for each in at(BRANCH).program.notes if each.kind == "followed")
    assert (note.place.line, note.place.column, note.place.length) == (2, 8, 5)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("def fact(n): return 1 if n <= 1 else n*fact(n-1)\nfact(5.0)", 120.0),
        ("fact(n) = 1 if n <= 1 else n*fact(n-1)\nfact(5)", 120.0),
        ("fact(n) = Piecewise((1, n <= 1), (n*fact(n-1), True))\nfact(5)", 120.0),
        ("def even(n):\n    return 1 if n == 0 else odd(n - 1)\ndef odd(n):\n    return 0 if n == 0 else even(n - 1)\n"
         "x = 2.0\ny = x*even(4)", 2.0),
        ("def fib(n): return n if n < 2 else fib(n-1) + fib(n-2)\nx = 2.0\ny = x*fib(7)", 26.0),
        ("def f(x):\n    if x != 0 and 1/x > 2:\n        return x\n    return 2*x\nf(0.0)", 0.0),
        ("xs = [1.0, 2.0]\ndef f(x):\n    i = 0\n    while i < len(xs) and xs[i] < 9:\n        x = x + xs[i]\n"
         "        i = i + 1\n    return x\nf(1.0)", 4.0),
        ("def f(x):\n    return x*int(x)\nf(2.5)", 5.0),
    ],
)  # fmt: skip
def test_recursion_ends_and_conditions_ask_no_further_than_they_must(program: str, expected: float) -> None:
    assert value(at(program)) == expected


@pytest.mark.parametrize(
    ("program", "inputs"),
    [
        ("x = 1.0\na = 2.0\nb = 3.0\nif x > 0:\n    y = a*x\nelse:\n    y = b*x", ["x", "a", "b"]),
        ("x = 2.0\nif x < 0:\n    y = 0.0\nelif x < 1:\n    y = x\nelse:\n    y = 1.0\ny", ["x"]),
        ("x = 1.0\nk = 0.01\nif x > 0:\n    k = 1\ny = k*x", ["x"]),
        ("x = 5.0\nwhile x > 1:\n    x = x/2\ny = x*x", ["x"]),
        ("def f(x, a):\n    if x > 0:\n        return a*a\n    return a\nf(1.0, 3.0)", ["x", "a"]),
        ("x = 2.0\ntotal = 0\nfor i in range(3):\n    total += i*x\ntotal", ["x"]),
        ("def f(x, n):\n    for i in range(int(n/2)):\n        x = x*x\n    return x\nf(3.0, 4.0)", ["x"]),
        ("import torch\nx = torch.tensor(2.0, requires_grad=True)\na = 3.0\ny = a*x\ny.backward()", ["x"]),
    ],
)  # fmt: skip
def test_every_point_has_the_same_inputs(program: str, inputs: list[str]) -> None:
    made = at(program)
    assert [*made.graph.inputs] == inputs
    for x in (-1.0, 0.5, 4.0):
        assert [*at(program, **{**made.point, "x": x}).graph.inputs] == inputs


def test_an_input_that_only_decides_is_said_so() -> None:
    made = at("def f(x, a):\n    if x > 0:\n        return a*a\n    return a\nf(1.0, 3.0)")
    assert [each.message for each in made.issues] == ["x only decides what is followed; its gradient is 0"]


@settings(max_examples=40)
@given(st.sampled_from([(CHOICE, branch), (BRANCH, branch), (LOOP, loop), (FACTORIAL, factorial), (ROOT, math.sqrt)]),
       st.floats(0.3, 6.0), st.floats(0.3, 6.0))  # fmt: skip
def test_a_plot_is_what_the_program_is_worth_at_each_point(case: Any, here: float, width: float) -> None:
    program, function = case
    name = at(program).graph.inputs[0]
    low = 0.1 if program is ROOT else here - width
    made = plot(program, {name: here}, [name], [(low, here + width)], True, WEB)
    assert "for one answer" not in made["note"]
    for x, y in [*zip(made["points"], made["values"], strict=True)][::17]:
        assert y is None or y == pytest.approx(function(x), rel=1e-7)


@settings(max_examples=40)
@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-3, 3), st.floats(-3, 3))
def test_a_program_elsewhere_is_that_of_a_fresh_study(x: float, y: float, x0: float, y0: float) -> None:
    way = at(SEVERAL, x=x0, y=y0).elsewhere.at([x, y])
    fresh = at(SEVERAL, x=x, y=y)
    assert way.program.lines == fresh.program.lines
    assert value(fresh) == pytest.approx(several(x, y), rel=1e-12)


@pytest.mark.parametrize("program", [CHOICE, BRANCH])
def test_a_kink_is_told_with_both_slopes(program: str) -> None:
    made = at(program, x=0.0)
    (issue,) = made.issues
    assert issue.kind == Kind.NOT_DIFFERENTIABLE and "meet here with different slopes" in issue.message
    drawn = plot(program, {"x": 0.0}, ["x"], [(-2.0, 2.0)], True, WEB)
    assert drawn["sides"] == pytest.approx([0.01, 1.0]) and drawn["note"] == issue.message
    assert by_differences(made)[0].ok is None
    assert curvature(made, WEB)[0] is None
    assert directions(made, 0.1, 5, WEB)["paths"]["gradient"]["note"].startswith(
        "Stopped at the start: the branches of"
    )


@pytest.mark.parametrize(
    ("program", "x", "meeting", "slopes"),
    [
        (BRANCH, 0.0, "kink", (0.01, 1.0)),
        (BRANCH, 1e-300, None, None),
        (BRANCH.replace("x > 0", "0 >= x"), 0.0, "kink", (1.0, 0.01)),
        (BRANCH.replace("x > 0", "x - 0.1 > 0.3"), 0.4, "jump", (0.01, 1.0)),  # 0.4 - 0.1 rounds to more than 0.3
        (LOOP, 0.0, "jump", (2.0, 0.0)),
        (LOOP, -1.0, "jump", (2.0, 0.0)),
        (BRANCH.replace("0.01*x", "x"), 0.0, "smooth", (1.0, 1.0)),
        (BRANCH.replace("return x\n", "return x*x\n").replace("0.01*x", "-x*x"), 0.0, "smooth", (0.0, 0.0)),
        (BRANCH.replace("x > 0", "x == 0"), 0.0, "kink", (0.01, 0.01)),
        (BRANCH.replace("x > 0", "x"), 0.0, "kink", (1.0, 1.0)),
        (BRANCH.replace("x > 0", "x == 0").replace("0.01*x", "sin(x)/x"), 0.0, "open", None),
        (FACTORIAL, 2.0, "kink", (1.0, 3.0)),
    ],
)  # fmt: skip
def test_where_two_ways_meet(program: str, x: float, meeting: str | None, slopes: Any) -> None:
    made = at(program, x=x)
    assert [each.meeting for each in made.borders] == ([] if meeting is None else [meeting])
    if slopes is not None:
        assert made.borders[0].slopes == pytest.approx(slopes)
    bends = [each for each in made.issues if each.kind == Kind.NOT_DIFFERENTIABLE]
    assert len(bends) == (meeting in ("jump", "kink", "open"))


def test_a_second_derivative_that_jumps_at_a_border_is_not_shown() -> None:
    smooth = BRANCH.replace("return x\n", "return x*x\n").replace("0.01*x", "-x*x")
    hessian, (issue,) = curvature(at(smooth, x=0.0), WEB)
    assert hessian is None and "the second derivative may jump where 'x > 0' changes" in issue.message
    shown, _ = curvature(at(smooth, x=1.0), WEB)
    assert shown is not None and shown["matrix"] == [[2.0]]


@pytest.mark.parametrize(("x", "slope"), [(0.02, 1.0), (-0.02, 0.01)])
def test_differences_beside_a_border_settle_at_the_slope(x: float, slope: float) -> None:
    made = at(BRANCH, x=x)
    comparison, table = by_differences(made)
    assert made.jacobian == [[slope]] and comparison.ok is True
    assert table[0]["quotient"] == pytest.approx((branch(x + 0.1) - branch(x - 0.1)) / 0.2)


def test_a_path_downhill_goes_on_in_another_branch() -> None:
    points = directions(at(BRANCH, x=0.25), 0.1, 6, WEB)["paths"]["gradient"]["points"]
    xs = [0.25]
    for _ in range(6):
        xs.append(xs[-1] - 0.1 * (1.0 if xs[-1] > 0 else 0.01))
    assert [each["at"]["x"] for each in points] == pytest.approx(xs)


def test_what_is_read_too_often_stops_and_says_so() -> None:
    limits = replace(WEB, ways=3)
    drawn = plot(LOOP, {"x": 1.0}, ["x"], [(-6.0, 2.0)], True, limits)
    assert "at most 3 ways through the program are read for one answer" in drawn["note"]
    assert None in drawn["values"] and drawn["values"][-1] == 4.0
    whole = plot(LOOP, {"x": 1.0}, ["x"], [(-6.0, 2.0)], True, WEB)
    assert whole["note"] == "" and whole["values"][0] == 0.0


def test_a_plot_reads_the_text_as_it_is_asked_to() -> None:
    made = plot("x = 2.0\na = 3.0\ny = a*x", {"x": 2.0}, ["x"], [(0.0, 1.0)], True, WEB, None, ["x"], "python")
    assert made["values"][-1] == 3.0
    with pytest.raises(WrongBinding):
        plot("x = 2.0\na = 3.0\ny = a*x", {}, ["a"], None, True, WEB, None, ["x"])


def test_an_undefined_condition_is_refused_at_its_place() -> None:
    program = "def f(x):\n    if log(x) > 0:\n        return x\n    return 2*x\nf(2.0)"
    with pytest.raises(BadSyntax, match="this condition is undefined at this point") as caught:
        at(program, x=-1.0)
    assert caught.value.place is not None and caught.value.place.line == 2
    drawn = plot(program, {"x": 2.0}, ["x"], [(-2.0, 2.0)], True, WEB)
    assert drawn["values"][0] is None and drawn["values"][-1] == 2.0


@pytest.mark.parametrize(
    "program",
    [
        "x = 2.0\nwhile True:\n    x = x*1.0\nx",
        "x = 2.0\nwhile x < 10**6:\n    x = x + 1\nx",
        "x = 2.0\nfor i in range(10**6):\n    x = x + 1\nx",
        "x = 2.0\nfor i in range(10**30):\n    x = x + 1\nx",
        "x = 2.0\ny = sum([x for a in range(1000) for b in range(1000) for c in range(1000)])",
        "def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\nf(2.0)",
        "import math\nx = 2.0\nxs = [x]*10**9\ny = sum(xs)",
        "x = 2.0\nxs = [x]\nfor i in range(100):\n    xs = xs + xs\ny = sum(xs)",
        "x = 2.0\nxs = [x]\nfor i in range(100):\n    xs.extend(xs)\ny = sum(xs)",
        "def f0(x): return x + x\n" + "".join(f"def f{k}(x): return f{k-1}(x) + f{k-1}(x)\n" for k in range(1, 30)) + "f29(2.0)",
        "def f0(x): return x\n" + "".join(f"def f{k}(x): return [f{k-1}(x), f{k-1}(x)][0]\n" for k in range(1, 30)) + "f29(2.0)",
        r"\sum_{i=1}^{1000000} \sum_{j=1}^{1000000} x^{i+j}",
        "def f(n): return 1 if n < 1 else n*f(n-1)\nx=1.0\ny = x*f(10**6)",
        "x = 2.0\nfor i in range(1900):\n    for j in [1]*1900:\n        x = 1*x\nx*x",
    ],
)  # fmt: skip
def test_what_never_ends_or_grows_without_bound_is_refused(program: str) -> None:
    with pytest.raises(TooLarge):
        study(program, limits=WEB)


def test_a_program_that_follows_nothing_has_one_way() -> None:
    elsewhere = at("x*x").elsewhere
    assert elsewhere.at([3.0]) is elsewhere.here and not elsewhere.is_followed and np.isfinite(3.0)
