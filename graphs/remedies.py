"""The usual remedies for numbers that go wrong, recognised from the rows round a node and written in our language.

They are those of N. J. Higham, "Accuracy and Stability of Numerical Algorithms" (2002), chapter 1, of the C library's
reasons for log1p, expm1 and hypot, and of what every course on neural networks says about softmax and its kin.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from graphs.patterns import Around, Part


def remedy(around: Around, i: int, kind: str) -> str | None:
    """What to write in place of node i, where it goes wrong as `kind` says; None if nothing is usual."""
    term = Part(around, i)
    rules = {"overflow": _OVERFLOW, "cancellation": _CANCELLATION, "infinite slope": _STEEP}.get(kind, _DOMAIN)
    for rule in rules:
        found = rule(term)
        if found:
            return found
    return None


Rule = Callable[[Part], str | None]


def _exponential(c: Part) -> str | None:
    x = c.of("exp")
    if x is None:
        return None
    for use in c.around.uses(c):
        if use.name == "log" and len(use.operands) == 1:
            return f"log(exp({x.text})) is {x.text}"
        found = _in_sum(c, x, use)
        if found:
            return found
        if use.name == "divide" and use.operands[1].k == c.k and use.operands[0].k != c.k:
            return f"write exp(-{x.text}) as a factor in place of dividing by exp({x.text})"
        if use.name == "divide":
            return "divide only after subtracting the largest exponent from all, as softmax and sigmoid do"
    return f"subtract the maximum first, exp({x.text} - max(…)), or work with the logarithm: here it is {x.text} itself"


def _in_sum(c: Part, x: Part, use: Part) -> str | None:
    """The exponential is part of a sum whose logarithm or reciprocal is taken."""
    total = use
    if total.name not in ("add", "sum"):
        return None
    while True:
        above = c.around.uses(total)
        if any(each.name == "log" and len(each.operands) == 1 for each in above):
            if use.beside_one is not None and total.k == use.k:
                return f"write softplus({x.text}) for log(1 + exp({x.text}))"
            if use.name == "sum":
                return f"write logsumexp({x.text}) for log(sum(exp({x.text})))"
            exponents = _exponents(total)
            return f"write logsumexp([{', '.join(exponents)}])" if exponents else None
        if any(each.name == "divide" and each.operands[1].k == total.k for each in above):
            if use.beside_one is not None and total.k == use.k:
                minus = x.operands[0].text if x.name == "negate" else f"-{x.text}"
                return f"write sigmoid({minus}) for 1/(1 + exp({x.text}))"
            if use.name == "sum":
                return f"write softmax({x.text}): it subtracts the maximum first"
        grown = [each for each in above if each.name == "add"]
        if not grown:
            return None
        total = grown[0]


def _exponents(total: Part) -> list[str]:
    """The exponents of a sum of exponentials (a 1 is exp(0)); [] where something else is in it."""
    found, stack = [], [total]
    while stack:
        one = stack.pop()
        x = one.of("exp")
        if one.name == "add":
            stack += reversed(one.operands)
        elif x is not None or one.number(1):
            found.append("0" if x is None else x.text)
        else:
            return []
    return found


def _under_root(c: Part) -> str | None:
    """A square, or a sum of squares, that overflows or vanishes under a root."""
    above = [c]
    for _ in range(4):
        for use in [use for each in above for use in c.around.uses(each)]:
            if use.name == "sqrt" or (use.name == "power" and use.operands[1].number(0.5)):
                return _root_of_squares(use)
        above = [use for each in above for use in c.around.uses(each) if use.name in ("add", "sum")]
    return None


def _root_of_squares(c: Part) -> str | None:
    inside = c.operands[0]
    x = inside.square_of
    if x is not None:
        return f"write abs({x.text}) for the root of a square"
    if inside.name == "add":
        a, b = (each.square_of for each in inside.operands)
        return f"write hypot({a.text}, {b.text})" if a is not None and b is not None else None
    if inside.name == "sum":
        x = inside.operands[0].square_of
        return None if x is None else f"write norm({x.text})"
    if inside.name in ("dot", "matmul") and inside.operands[0].k == inside.operands[1].k:
        return f"write norm({inside.operands[0].text})"
    return None


def _large(c: Part) -> str | None:
    x = ", ".join(each.text for each in c.operands)
    if c.name in ("gamma", "factorial"):
        return f"work with the logarithm: lgamma({x}{' + 1' if c.name == 'factorial' else ''})"
    if c.name in ("cosh", "sinh") and any(use.name == "log" for use in c.around.uses(c)):
        return f"for large {x} the logarithm is abs({x}) - log(2)"
    if c.name in ("multiply", "prod", "power"):
        return "add logarithms in place of multiplying, or scale the factors first"
    return None


def _logarithm(c: Part) -> str | None:
    if c.name not in ("log", "log2", "log10") or len(c.operands) > 1:
        return None
    inside = c.operands[0]
    x = inside.operands[0].text if inside.operands else ""
    if c.name == "log":
        if inside.name == "index" and inside.operands[0].name == "softmax":
            return f"take the entry of log_softmax({inside.operands[0].operands[0].text})"
        known = {
            "softmax": f"write log_softmax({x}) for log(softmax({x}))",
            "sigmoid": f"write -softplus(-{x}) for log(sigmoid({x}))",
            "normcdf": f"write lognormcdf({x}) for log(normcdf({x}))",
            "normpdf": f"write -{x}**2/2 - log(2*pi)/2 for log(normpdf({x}))",
            "exp": f"log(exp({x})) is {x}",
            "gamma": f"write lgamma({x})",
            "det": f"write logdet({x})",
            "prod": f"write sum(log({x}))",
        }
        if inside.name in known:
            return known[inside.name]
        if inside.name in ("sum", "add") and _exponents_of(inside):
            return f"write logsumexp({_exponents_of(inside)})"
        if inside.name == "subtract" and inside.operands[0].number(1):
            return _log_of_one_minus(inside.operands[1])
    return f"guard it: where({inside.text} > 0, {c.name}({inside.text}), …); only the branch taken counts"


def _exponents_of(inside: Part) -> str:
    if inside.name == "add":
        found = _exponents(inside)
        return f"[{', '.join(found)}]" if found else ""
    x = inside.operands[0].of("exp")
    return "" if x is None else x.text


def _log_of_one_minus(y: Part) -> str:
    x = y.operands[0].text if y.operands else ""
    known = {
        "exp": f"write log(-expm1({x})) for log(1 - exp({x}))",
        "sigmoid": f"write -softplus({x}) for log(1 - sigmoid({x}))",
        "normcdf": f"write lognormcdf(-{x}) for log(1 - normcdf({x}))",
    }
    return known.get(y.name, f"write log1p(-{y.text}) for log(1 - {y.text}), and keep {y.text} below 1")


def _quotient(c: Part) -> str | None:
    if c.name != "divide":
        return None
    a, b = c.operands
    if b.name == "normcdf":
        x = b.operands[0].text
        return f"write exp(-{x}**2/2 - log(2*pi)/2 - lognormcdf({x})) for normpdf({x})/normcdf({x})"
    zero = np.ndim(a.value) == 0 and a.value == 0
    limit = "its limit there" if zero else "…"
    return f"guard it: where({b.text} == 0, {limit}, {a.text}/{b.text}); only the branch taken counts"


def _negative_base(c: Part) -> str | None:
    if c.name == "sqrt":
        return f"guard it: where({c.operands[0].text} > 0, sqrt({c.operands[0].text}), 0)"
    if c.name != "power":
        return None
    x, y = c.operands
    if np.ndim(x.value) or np.ndim(y.value) or x.value != x.value:
        return None
    if x.value < 0:
        third = y.k < 0 and abs(y.value - 1 / 3) < 1e-9
        if third:
            return f"write cbrt({x.text}): the cube root is real for negative numbers too"
        if y.k >= 0:
            return "an exponent that moves needs a positive base: write exp(y*log(x)) for x > 0, or a constant exponent"
        return f"write abs({x.text})**{y.text}, if its size is what is meant"
    return f"guard it: where({x.text} == 0, …, {x.text}**{y.text})" if x.value == 0 else None


def _singular(c: Part) -> str | None:
    if c.name not in ("inv", "solve", "logdet"):
        return None
    a = c.operands[0]
    size = c.around.graph.shape_of(a.k)[0]
    return f"a small multiple of the unit matrix makes it regular: {a.text} + 1e-6*eye({size})"


def _steep_root(c: Part) -> str | None:
    if c.name == "sqrt" or (c.name == "power" and c.operands[1].number(0.5)):
        found = _root_of_squares(c)
        if found:
            return f"{found}: at 0 it takes the slope of least norm, 0"
        return f"keep it away from 0: sqrt({c.operands[0].text} + 1e-12)"
    if c.name in ("asin", "acos"):
        return f"keep {c.operands[0].text} inside (-1, 1): the slope is infinite at both ends"
    return None


def _difference(c: Part) -> str | None:
    if c.name not in ("add", "subtract"):
        return None
    a, b = c.operands
    y = b.operands[0].text if b.operands else ""
    x = a.operands[0].text if a.operands else ""
    if c.name == "subtract" and a.number(1):
        known = {"cos": f"2*sin({y}/2)**2", "exp": f"-expm1({y})", "sigmoid": f"sigmoid(-{y})", "erf": f"erfc({y})",
                 "normcdf": f"normcdf(-{y})"}  # fmt: skip
        return f"write {known[b.name]} for 1 - {b.name}({y})" if b.name in known else None
    if c.name == "subtract" and b.number(1):
        known = {"exp": f"expm1({x})", "cosh": f"2*sinh({x}/2)**2"}
        return f"write {known[a.name]} for {a.name}({x}) - 1" if a.name in known else None
    if c.name == "subtract" and a.name == b.name == "sqrt":
        return f"write ({x} - {y})/(sqrt({x}) + sqrt({y}))"
    if c.name == "subtract" and a.name == b.name == "log":
        return f"write log({x}/{y})"
    squares = a.square_of, b.square_of
    if c.name == "subtract" and squares[0] is not None and squares[1] is not None:
        p, q = squares[0].text, squares[1].text
        return f"write ({p} - {q})*({p} + {q})"
    return None


def _near_one(c: Part) -> str | None:
    if c.name != "log" or len(c.operands) > 1 or c.operands[0].beside_one is None:
        return None
    inside = c.operands[0]
    x = inside.beside_one
    assert x is not None
    if inside.name == "subtract":
        return _log_of_one_minus(x)
    return f"write log1p({x.text}) for log(1 + {x.text})"


_OVERFLOW: tuple[Rule, ...] = (_exponential, _under_root, _large)
_DOMAIN: tuple[Rule, ...] = (_logarithm, _quotient, _negative_base, _singular)
_STEEP: tuple[Rule, ...] = (_steep_root, _negative_base)
_CANCELLATION: tuple[Rule, ...] = (_difference, _near_one)
