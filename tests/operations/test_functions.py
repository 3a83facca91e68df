"""Functions of numbers against mpmath, at ordinary points and in their tails: value, slopes, second derivatives.

The references are written here from the textbooks, and read no formula of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import pytest

from graphs.autodiff.issue_kinds import Kind
from graphs.landscape.curvature import curvature
from graphs.limits import WEB
from graphs.operations.flows import outside
from graphs.study import study

mp = mpmath.mp.clone()
mp.dps = 120
Point = float | tuple[float, float]
SELU = mp.mpf(1.0507009873554805), mp.mpf(1.6732632423543772)


def _normal(x: Any) -> Any:
    return mp.erfc(-x / mp.sqrt(2)) / 2


TABLE: list[tuple[str, Callable[..., Any], list[Point]]] = [
    # circular and hyperbolic functions
    ("sech(x)", mp.sech, [0.3, 300.0, -740.0]), ("csch(x)", mp.csch, [0.3, 300.0, -1e-5]),
    ("coth(x)", mp.coth, [0.3, -2.0, 1e-5]), ("asech(x)", mp.asech, [0.3, 0.999999999, 1e-8]),
    ("acsch(x)", lambda x: mp.asinh(1 / x), [0.3, -2.0, 1e-8]),
    ("acoth(x)", lambda x: mp.atanh(1 / x), [1.3, -1.000000001, 1e8]),
    ("asec(x)", lambda x: mp.acos(1 / x), [1.3, -1.000000001, 1e8]),
    ("acsc(x)", lambda x: mp.asin(1 / x), [1.3, -1.000000001, 1e8]),
    ("acot(x)", lambda x: mp.atan(1 / x), [1.3, -2.0, 1e8]), ("arcctg(x)", lambda x: mp.pi / 2 - mp.atan(x), [1.3, -2.0, 1e8]),
    ("sind(x)", lambda x: mp.sin(mp.pi * x / 180), [30.0, -200.5, 100000.5]),
    ("cosd(x)", lambda x: mp.cos(mp.pi * x / 180), [30.0, -200.5, 89.99999]),
    ("tand(x)", lambda x: mp.tan(mp.pi * x / 180), [30.0, -200.5, 89.99999]),
    ("sinc(x)", lambda x: mp.sin(mp.pi * x) / (mp.pi * x), [0.3, -2.2, 1e-9, 0.63, 100.3]),
    ("cosm1(x)", lambda x: mp.cos(x) - 1, [0.3, 1e-9]),
    # exponentials and logarithms
    ("exp2(x) - exp10(y)", lambda x, y: mp.mpf(2) ** x - mp.mpf(10) ** y, [(0.3, -0.7)]),
    ("logit(x)", lambda x: mp.log(x / (1 - x)), [0.3, 0.5000001, 1e-40, 1 - 1e-15]),
    ("logaddexp(x, y)", lambda x, y: mp.log(mp.exp(x) + mp.exp(y)), [(0.3, 0.7), (1e3, 999.0), (-1e3, -1001.0)]),
    ("logaddexp2(x, y)", lambda x, y: mp.log(mp.mpf(2) ** x + mp.mpf(2) ** y) / mp.log(2), [(0.3, 0.7), (1e3, 999.0)]),
    ("xlogy(x, y)", lambda x, y: x * mp.log(y), [(0.3, 0.7), (-2.0, 1e-40)]),
    ("xlog1py(x, y)", lambda x, y: x * mp.log(1 + y), [(0.3, 0.7), (-2.0, 1e-20)]),
    ("entr(x)", lambda x: -x * mp.log(x), [0.3, 1e-40]),
    ("rel_entr(x, y)", lambda x, y: x * mp.log(x / y), [(0.3, 0.7), (0.3, 0.30000001)]),
    ("kl_term(x, y)", lambda x, y: x * mp.log(x / y) - x + y, [(0.3, 0.7), (0.3, 0.30000001), (0.3, 0.33)]),
    ("exprel(x)", lambda x: mp.expm1(x) / x, [0.3, -2.0, 1e-9, 1.01, -30.0, 700.5]),
    ("boxcox(x, y)", lambda x, k: (x**k - 1) / k, [(0.3, 0.7), (2.5, 1e-9), (1e-5, 2.5)]),
    ("boxcox1p(x, y)", lambda x, k: ((1 + x) ** k - 1) / k, [(0.3, 0.7), (2.5, 1e-9), (1e-12, 2.5)]),
    # steps
    ("frac(x)", lambda x: x - int(x), [2.3, -2.3]), ("fmod(x, y)", lambda x, y: x - y * int(x / y), [(5.3, 2.1), (-5.3, 2.1)]),
    ("ieee_remainder(x, y)", lambda x, y: x - y * mp.nint(x / y), [(5.3, 2.1), (-4.4, 2.1)]),
    ("copysign(x, y)", lambda x, y: abs(x) * mp.sign(y), [(2.0, -3.0), (-2.0, 3.0)]),
    # activations
    ("celu(x, y)", lambda x, a: x if x > 0 else a * mp.expm1(x / a), [(-0.3, 2.0), (-50.0, 0.5), (2.0, 2.0)]),
    ("selu(x)", lambda x: SELU[0] * (x if x > 0 else SELU[1] * mp.expm1(x)), [0.3, -2.0, -100.0]),
    ("mish(x)", lambda x: x * mp.tanh(mp.log(1 + mp.exp(x))), [0.3, -2.0, -100.0, 40.0]),
    ("softsign(x)", lambda x: x / (1 + abs(x)), [0.3, -2.0, 1e9]),
    ("log_sigmoid(x)", lambda x: -mp.log(1 + mp.exp(-x)), [0.3, -800.0, 100.0]),
    ("tanhshrink(x)", lambda x: x - mp.tanh(x), [0.3, -2.0, 1e-8, 0.99]),
    ("softshrink(x)", lambda x: x - mp.sign(x) / 2 if abs(x) > 0.5 else mp.mpf(0), [2.0, -2.0, 0.3]),
    ("hardshrink(x)", lambda x: x if abs(x) > 0.5 else mp.mpf(0), [2.0, -2.0, 0.3]),
    ("hardswish(x)", lambda x: x * min(max(x + 3, 0), 6) / 6, [0.3, -2.0, 5.0]),
    ("hardsigmoid(x)", lambda x: min(max(x + 3, 0), 6) / mp.mpf(6), [0.3, -5.0, 5.0]),
    ("squareplus(x)", lambda x: (x + mp.sqrt(x * x + 4)) / 2, [0.3, -2.0, -1e8]),
    ("squareplus(x, y)", lambda x, b: (x + mp.sqrt(x * x + b)) / 2, [(0.3, 2.0), (-2.0, 0.5)]),
    ("sparse_plus(x)", lambda x: mp.mpf(0) if x < -1 else (x + 1) ** 2 / 4 if x < 1 else x, [0.3, -2.0, 5.0]),
    ("gelu(x)", lambda x: x * _normal(x), [0.3, -30.0]),
    # special functions
    ("erfinv(x)", mp.erfinv, [0.3, -0.7, 1 - 1e-12]), ("erfcinv(x)", lambda x: mp.erfinv(1 - x), [0.3, 1.7, 1e-12]),
    ("ndtri(x)", lambda x: mp.sqrt(2) * mp.erfinv(2 * x - 1), [0.3, 1e-12, 0.49999, 1 - 1e-10]),
    ("erfcx(x)", lambda x: mp.exp(x * x) * mp.erfc(x), [0.3, -20.0, 7.9, 8.1, 30.0, 1e3]),
    ("erfi(x)", mp.erfi, [0.3, -20.0]),
    ("dawsn(x)", lambda x: mp.sqrt(mp.pi) / 2 * mp.exp(-x * x) * mp.erfi(x), [0.3, 7.9, -8.1, 30.0]),
    ("trigamma(x)", lambda x: mp.psi(1, x), [0.3, -1.3, 30.0]), ("polygamma(2, x)", lambda x: mp.psi(2, x), [0.3, -1.3]),
    ("polygamma(5, x)", lambda x: mp.psi(5, x), [0.3, -1.3, 30.0]),
    ("betaln(x, y)", lambda a, b: mp.log(abs(mp.beta(a, b))), [(0.3, 0.7), (100.0, 1e-3), (1e5, 2e5), (-0.3, 2.5)]),
    ("rgamma(x)", mp.rgamma, [0.3, -2.0, -150.3, 174.0]),
    ("poch(x, y)", lambda x, n: mp.gamma(x + n) / mp.gamma(x), [(0.3, 0.7), (100.5, 30.25), (5.5, -2.3), (-2.5, 1.2)]),
    # the normal distribution
    ("norm_pdf(x, y, 2)", lambda x, y: mp.npdf(x, y, 2), [(0.3, 0.7)]),
    ("norm_cdf(x, 1, y)", lambda x, y: _normal((x - 1) / y), [(0.3, 0.9), (-20.0, 0.7)]),
    ("norm_sf(x)", lambda x: _normal(-x), [30.0]), ("norm_logpdf(x, 1, y)", lambda x, y: mp.log(mp.npdf(x, 1, y)), [(40.0, 0.7)]),
    ("norm_logcdf(x, y)", lambda x, y: mp.log(_normal(x - y)), [(-30.0, 0.7)]), ("norm_logsf(x)", lambda x: mp.log(_normal(-x)), [9.0]),
    ("norm_ppf(x, 1, y)", lambda x, y: 1 + y * mp.sqrt(2) * mp.erfinv(2 * x - 1), [(0.3, 0.7)]),
    ("norm_isf(x, y)", lambda x, y: y - mp.sqrt(2) * mp.erfinv(2 * x - 1), [(0.3, 0.7)]),
]  # fmt: skip
CASES = [(program, truth, point) for program, truth, points in TABLE for point in points]


def close(found: Any, true: Any, most: float) -> bool:
    return found is not None and bool(abs(mp.mpf(found) - true) <= most * abs(true) + mp.mpf(2) ** -1070)


@pytest.mark.parametrize(("program", "truth", "point"), CASES, ids=[f"{program} at {at}" for program, _, at in CASES])
def test_value_slopes_and_second_derivatives(program: str, truth: Callable[..., Any], point: Point) -> None:
    x = point if isinstance(point, tuple) else (point,)
    made = study(program, dict(zip("xy", x, strict=False)))
    exact = [mp.mpf(each) for each in x]

    def derivative(*by: int) -> Any:
        orders = tuple(by.count(k) for k in range(len(x)))
        at, order = (exact[0], orders[0]) if len(x) == 1 else (tuple(exact), orders)
        return mp.diff(truth, at, order, relative=True)

    assert close(made.evaluation.values[made.graph.outputs[0]], truth(*exact), 1e-12)
    assert made.jacobian is not None
    for k, slope in enumerate(made.jacobian[0]):
        assert close(slope, derivative(k), 1e-11), k
    hessian, _ = curvature(made, WEB)
    assert hessian is not None and hessian["matrix"] is not None
    for i, row in enumerate(hessian["matrix"]):
        for j, entry in enumerate(row):
            assert close(entry, derivative(i, j), 1e-9) or abs(entry - derivative(i, j)) < 1e-25, (i, j)


@pytest.mark.parametrize(("program", "points"), [(program, points) for program, _, points in TABLE])
def test_entries_of_arrays_are_the_numbers(program: str, points: list[Point]) -> None:
    rows = [each if isinstance(each, tuple) else (each,) for each in points]
    columns = [[float(x) for x in column] for column in zip(*rows, strict=True)]
    made = study(f"c = {program}\nsum(c)", dict(zip("xy", columns, strict=False)))
    for k, at in enumerate(zip(*columns, strict=True)):
        alone = study(program, dict(zip("xy", at, strict=False)))
        (output,) = alone.graph.outputs
        assert made.evaluation.values[made.graph.operands[-1][0]][k] == pytest.approx(
            alone.evaluation.values[output], rel=1e-13
        )
        assert alone.jacobian is not None and made.adjoints is not None
        slopes = [float(outside(each, (len(points),))[k]) for each in made.adjoints[: len(at)]]
        assert slopes == pytest.approx(alone.jacobian[0], rel=1e-12, abs=0)


# program, point, value, gradient, and what is told: the slopes of a bend, or a jump
ENDS: list[tuple[str, dict[str, float], float, list[float], str]] = [
    ("hardtanh(x)", {"x": 1}, 1, [0], "showing 0 of [0, 1]"), ("hardtanh(x, -2, 3)", {"x": -2}, -2, [0], "of [0, 1]"),
    ("relu6(x)", {"x": 6}, 6, [0], "of [0, 1]"), ("relu6(x)", {"x": 0}, 0, [0], "of [0, 1]"),
    ("clip(x, 0, 1)", {"x": 1}, 1, [0], "of [0, 1]"), ("selu(x)", {"x": 0}, 0, [1.0507009873554805], "of [1, 1.67"),
    ("softshrink(x)", {"x": -0.5}, 0, [0], "of [0, 1]"), ("hardshrink(x)", {"x": 0.5}, 0, [0], "jumps here"),
    ("threshold(x, 1, 3)", {"x": 1}, 3, [0], "jumps here"), ("heaviside(x)", {"x": 0}, 0.5, [0], "jumps here"),
    ("heaviside(x, y)", {"x": 0, "y": 2}, 2, [0, 1], "jumps here"), ("heaviside(x, y)", {"x": -1, "y": 2}, 0, [0, 0], ""),
    ("round(x)", {"x": 2.5}, 2, [0], "jumps here"), ("round(x)", {"x": 3.5}, 4, [0], "jumps here"), ("rint(x)", {"x": 3}, 3, [0], ""),
    ("trunc(x)", {"x": -2}, -2, [0], "jumps here"), ("trunc(x)", {"x": 0}, 0, [0], ""), ("fix(x)", {"x": -2.7}, -2, [0], ""),
    ("frac(x)", {"x": 0}, 0, [1], ""), ("frac(x)", {"x": 2}, 0, [1], "jumps here"),
    ("fmod(x, y)", {"x": -4, "y": 2}, 0, [1, 2], "jumps here"), ("fmod(x, y)", {"x": 0, "y": 2}, 0, [1, 0], ""),
    ("ieee_remainder(x, y)", {"x": 1, "y": 2}, 1, [1, 0], "jumps here"),
    ("copysign(x, y)", {"x": 0, "y": -1}, 0, [0, 0], "of [-1, 1]"), ("copysign(x, y)", {"x": 2, "y": 0}, 2, [1, 0], "jumps here"),
    ("celu(x)", {"x": 0}, 0, [1], ""), ("softsign(x)", {"x": 0}, 0, [1], ""), ("hardswish(x)", {"x": -3}, 0, [0], "of [0, 1]"),
    ("fmax(x, y)", {"x": 1, "y": 1}, 1, [0.5, 0.5], "of [0, 1]"), ("sinc(x)", {"x": 0}, 1, [0], ""), ("sinc(x)", {"x": 3}, 0, [-1 / 3], ""),
    ("xlogy(x, y)", {"x": 0, "y": 0.5}, 0, [-0.6931471805599453, 0], ""), ("exprel(x)", {"x": 0}, 1, [0.5], ""),
    ("sind(x)", {"x": 180}, 0, [-0.017453292519943295], ""), ("rgamma(x)", {"x": -2}, 0, [2], ""),
    ("boxcox(x, y)", {"x": 2, "y": 0}, 0.6931471805599453, [0.5, 0.2402265069591007], ""), ("logit(x)", {"x": 0.5}, 0, [4], ""),
    ("squareplus(x)", {"x": 1e308}, 1e308, [1], ""), ("poch(x, y)", {"x": 3, "y": 0}, 1, [0, 0.9227843350984671], ""), ("kl_term(x, y)", {"x": 2, "y": 2}, 0, [0, 0], ""), ("cosd(x)", {"x": 90}, 0, [-0.017453292519943295], ""),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at", "value", "gradient", "told"), ENDS)
def test_ends_and_kinks(program: str, at: dict[str, float], value: float, gradient: list[float], told: str) -> None:
    made = study(program, at)
    assert made.evaluation.values[made.graph.outputs[0]] == pytest.approx(value, rel=1e-15, abs=0)
    assert made.jacobian is not None
    assert made.jacobian[0] == pytest.approx(gradient, rel=1e-14, abs=1e-15)
    messages = [issue.message for issue in made.issues if issue.kind is Kind.NOT_DIFFERENTIABLE]
    assert told in messages[0] if told else messages == []
