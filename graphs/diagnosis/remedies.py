"""The usual remedies for numbers that go wrong, recognised from the rows round a node and written in our language.

They are those of N. J. Higham, "Accuracy and Stability of Numerical Algorithms" (2002), chapter 1, of the C library's
reasons for log1p, expm1 and hypot, and of what every course on neural networks says about softmax and its kin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from graphs.autodiff.issue_kinds import Kind
from graphs.diagnosis.cures import Cure, instead
from graphs.diagnosis.patterns import Around, Part


def remedy(around: Around, i: int, kind: Kind) -> Cure | None:
    """What to write in place of node i, where a fault of this kind starts; None if nothing is usual."""
    return _first(_RULES.get(kind, _DOMAIN), Part(around, i))


def remedy_of_cancellation(around: Around, i: int) -> Cure | None:
    """What to write in place of node i, where digits cancel; None if nothing is usual."""
    return _first(_CANCELLATION, Part(around, i))


def _first(rules: Iterable[Rule], term: Part) -> Cure | None:
    for rule in rules:
        cure = rule(term)
        if cure:
            return cure
    return None


Rule = Callable[[Part], Cure | None]


def _exponential(c: Part) -> Cure | None:
    x = c.of("exp")
    if x is None:
        return None
    for use in c.around.uses(c):
        if use.name == "log" and len(use.operands) == 1:
            return Cure(f"log(exp({x.text})) is {x.text}", use, "{0}", (x,))
        cure = _in_sum(c, x, use)
        if cure:
            return cure
        if use.name == "divide" and use.operands[1].k == c.k and use.operands[0].k != c.k:
            words = f"write exp(-{x.text}) as a factor in place of dividing by exp({x.text})"
            return Cure(words, use, "{0:b}*exp(-{1:b})", (use.operands[0], x))
        if use.name == "divide":
            return Cure("divide only after subtracting the largest exponent from all, as softmax and sigmoid do")
    shifted = f"exp({x.text} - max(…))"
    return Cure(f"subtract the maximum first, {shifted}, or work with the logarithm: here it is {x.text} itself")


def _in_sum(c: Part, x: Part, use: Part) -> Cure | None:
    """The exponential is part of a sum whose logarithm or reciprocal is taken."""
    total = use
    if total.name not in ("add", "sum"):
        return None
    while True:
        above = c.around.uses(total)
        log = next((each for each in above if each.name == "log" and len(each.operands) == 1), None)
        if log is not None:
            if use.beside_one is not None and total.k == use.k:
                return instead(log, "softplus({0})", x, of="log(1 + exp({0}))")
            return _log_of_sum(log, total)
        ratio = next((each for each in above if each.name == "divide" and each.operands[1].k == total.k), None)
        if ratio is not None:
            return _reciprocal(ratio, c, x, use, total)
        grown = [each for each in above if each.name == "add"]
        if not grown:
            return None
        total = grown[0]


def _reciprocal(ratio: Part, c: Part, x: Part, use: Part, total: Part) -> Cure | None:
    if use.beside_one is not None and total.k == use.k:
        if x.name == "negate":
            cure = instead(ratio, "sigmoid({0})", x.operands[0])
        else:
            cure = instead(ratio, "sigmoid(-{0:b})", x)
        of = f"1/(1 + exp({x.text}))"
        if ratio.operands[0].number(1):
            return cure._replace(words=f"{cure.words} for {of}")
        return Cure(f"{cure.words} for {of}")
    if use.name == "sum" and x.rank == 1:
        words = f"write softmax({x.text}): it subtracts the maximum first"
        return Cure(words, ratio, "softmax({0})", (x,)) if ratio.operands[0].k == c.k else Cure(words)
    return None


def _log_of_sum(log: Part, total: Part) -> Cure | None:
    """log of a sum of exponentials: of a vector's, or of several numbers' (a 1 is exp(0))."""
    if total.name == "sum":
        x = total.operands[0].of("exp")
        if x is None or x.rank != 1:
            return None
        return instead(log, "logsumexp({0})", x, of="log(sum(exp({0})))")
    forms, parts, stack = list[str](), list[Part](), [total]
    while stack:
        one = stack.pop()
        x = one.of("exp")
        if one.name == "add":
            stack += reversed(one.operands)
        elif one.number(1):
            forms.append("0")
        elif x is None or x.rank:
            return None
        else:
            forms.append(f"{{{len(parts)}}}")
            parts.append(x)
    return instead(log, f"logsumexp([{', '.join(forms)}])", *parts)


def _under_root(c: Part) -> Cure | None:
    """A square, or a sum of squares, that overflows or vanishes under a root."""
    above = [c]
    for _ in range(4):
        for use in [use for each in above for use in c.around.uses(each)]:
            if use.name == "sqrt" or (use.name == "power" and use.operands[1].number(0.5)):
                return _root_of_squares(use)
        above = [use for each in above for use in c.around.uses(each) if use.name in ("add", "sum")]
    return None


def _root_of_squares(c: Part) -> Cure | None:
    inside = c.operands[0]
    x = inside.square_of
    if x is not None:
        words = f"write abs({x.text}) for the root of a square"
        return Cure(words, c, "abs({0})", (x,))
    if inside.name == "add":
        a, b = (each.square_of for each in inside.operands)
        return instead(c, "hypot({0}, {1})", a, b) if a is not None and b is not None else None
    if inside.name == "sum" and not c.rank:
        x = inside.operands[0].square_of
        return None if x is None else instead(c, "norm({0})", x)
    if inside.name in ("dot", "matmul") and inside.operands[0].k == inside.operands[1].k and not inside.rank:
        return instead(c, "norm({0})", inside.operands[0])
    return None


def _large(c: Part) -> Cure | None:
    x = ", ".join(each.text for each in c.operands)
    log = next((use for use in c.around.uses(c) if use.name == "log" and len(use.operands) == 1), None)
    if c.name in ("gamma", "factorial"):
        form = "lgamma({0})" if c.name == "gamma" else "lgamma({0} + 1)"
        return Cure(f"work with the logarithm: {form.format(x)}", log, form, (c.operands[0],))
    if c.name in ("cosh", "sinh") and log is not None:
        return Cure(f"for large {x} the logarithm is abs({x}) - log(2)")
    if c.name in ("multiply", "prod", "power"):
        return Cure("add logarithms in place of multiplying, or scale the factors first")
    return None


def _logarithm(c: Part) -> Cure | None:
    if c.name not in ("log", "log2", "log10") or len(c.operands) > 1:
        return None
    inside = c.operands[0]
    if c.name == "log":
        if inside.name == "index" and inside.operands[0].name == "softmax":
            return Cure(f"take the entry of log_softmax({inside.operands[0].operands[0].text})")
        if inside.name == "prod":
            return Cure(f"write sum(log({inside.operands[0].text})), if all entries are positive")
        if inside.name == "exp":
            return Cure(
                f"log(exp({inside.operands[0].text})) is {inside.operands[0].text}", c, "{0}", (inside.operands[0],)
            )
        if inside.name in _LOGARITHMS:
            return instead(c, _LOGARITHMS[inside.name], inside.operands[0], of=f"log({inside.name}({{0}}))")
        if inside.name in ("sum", "add") and (cure := _log_of_sum(c, inside)) is not None:
            return cure
        if inside.name == "subtract" and inside.operands[0].number(1):
            return _log_of_one_minus(c, inside.operands[1])
    return Cure(f"guard it: where({inside.text} > 0, {c.name}({inside.text}), …); only the branch taken counts")


_LOGARITHMS = {
    "softmax": "log_softmax({0})", "sigmoid": "-softplus(-{0:b})", "normcdf": "lognormcdf({0})",
    "normpdf": "-{0:b}**2/2 - log(2*pi)/2", "gamma": "lgamma({0})", "det": "logdet({0})",
}  # fmt: skip


def _log_of_one_minus(log: Part, y: Part) -> Cure:
    forms = {"exp": "log(-expm1({0}))", "sigmoid": "-softplus({0})", "normcdf": "lognormcdf(-{0:b})"}
    if y.name in forms:
        return instead(log, forms[y.name], y.operands[0], of=f"log(1 - {y.name}({{0}}))")
    return instead(log, "log1p(-{0:b})", y, of="log(1 - {0})", then=f", and keep {y.text} below 1")


def _quotient(c: Part) -> Cure | None:
    if c.name != "divide":
        return None
    a, b = c.operands
    if b.name == "normcdf":
        x = b.operands[0]
        form = "exp(-{0:b}**2/2 - log(2*pi)/2 - lognormcdf({0}))"
        cure = instead(c, form, x, of="normpdf({0})/normcdf({0})")
        return cure if a.name == "normpdf" and a.operands[0].k == x.k else Cure(cure.words)
    zero = np.ndim(a.value) == 0 and a.value == 0
    limit = "its limit there" if zero else "…"
    return Cure(f"guard it: where({b.text} == 0, {limit}, {a.text}/{b.text}); only the branch taken counts")


def _negative_base(c: Part) -> Cure | None:
    if c.name == "sqrt":
        return Cure(f"guard it: where({c.operands[0].text} > 0, sqrt({c.operands[0].text}), 0)")
    if c.name != "power":
        return None
    x, y = c.operands
    if np.ndim(x.value) or np.ndim(y.value) or x.value != x.value:
        return None
    if x.value < 0:
        third = y.k < 0 and abs(y.value - 1 / 3) < 1e-9
        if third:
            words = f"write cbrt({x.text}): the cube root is real for negative numbers too"
            return Cure(words, c, "cbrt({0})", (x,))
        if y.k >= 0:
            return Cure(
                "an exponent that moves needs a positive base: write exp(y*log(x)) for x > 0, or a constant exponent"
            )
        return Cure(f"write abs({x.text})**{y.text}, if the absolute value is what is meant")
    return Cure(f"guard it: where({x.text} == 0, …, {x.text}**{y.text})") if x.value == 0 else None


def _singular(c: Part) -> Cure | None:
    if c.name not in ("inv", "solve", "logdet"):
        return None
    a = c.operands[0]
    size = c.around.graph.shape_of(a.k)[0]
    return Cure(f"add a small multiple of the identity matrix to make it regular: {a.text} + 1e-6*eye({size})")


def _steep_root(c: Part) -> Cure | None:
    if c.name == "sqrt" or (c.name == "power" and c.operands[1].number(0.5)):
        cure = _root_of_squares(c)
        if cure:
            return cure._replace(words=f"{cure.words}: at 0 it takes the slope of least norm, 0")
        return Cure(f"keep it away from 0: sqrt({c.operands[0].text} + 1e-12)")
    if c.name in ("asin", "acos"):
        return Cure(f"keep {c.operands[0].text} inside (-1, 1): the slope is infinite at both ends")
    return None


def _difference(c: Part) -> Cure | None:
    if c.name != "subtract":
        return None
    a, b = c.operands
    if a.number(1):
        forms = {"cos": "2*sin({0:b}/2)**2", "exp": "-expm1({0})", "sigmoid": "sigmoid(-{0:b})", "erf": "erfc({0})",
                 "normcdf": "normcdf(-{0:b})"}  # fmt: skip
        return instead(c, forms[b.name], b.operands[0], of=f"1 - {b.name}({{0}})") if b.name in forms else None
    if b.number(1):
        forms = {"exp": "expm1({0})", "cosh": "2*sinh({0:b}/2)**2"}
        return instead(c, forms[a.name], a.operands[0], of=f"{a.name}({{0}}) - 1") if a.name in forms else None
    if a.name == b.name == "sqrt":
        return instead(c, "({0:b} - {1:b})/(sqrt({0}) + sqrt({1}))", a.operands[0], b.operands[0])
    if a.name == b.name == "log" and len(a.operands) == len(b.operands) == 1:
        return instead(c, "log({0:b}/{1:b})", a.operands[0], b.operands[0])
    p, q = a.square_of, b.square_of
    return instead(c, "({0:b} - {1:b})*({0:b} + {1:b})", p, q) if p is not None and q is not None else None


def _near_one(c: Part) -> Cure | None:
    if c.name != "log" or len(c.operands) > 1 or c.operands[0].beside_one is None:
        return None
    inside = c.operands[0]
    x = inside.beside_one
    assert x is not None
    if inside.name == "subtract":
        return _log_of_one_minus(c, x)
    return instead(c, "log1p({0})", x, of="log(1 + {0})")


_OVERFLOW: tuple[Rule, ...] = (_exponential, _under_root, _large)
_DOMAIN: tuple[Rule, ...] = (_logarithm, _quotient, _negative_base, _singular)
_STEEP: tuple[Rule, ...] = (_steep_root, _negative_base)
_RULES = {Kind.OVERFLOW: _OVERFLOW, Kind.INFINITE_SLOPE: _STEEP}
_CANCELLATION: tuple[Rule, ...] = (_difference, _near_one)
