"""Rows that only move entries: literals, indexing, reshape, concat, …

Each map is the same move, or its reverse; what comes from nowhere is nothing, not 0.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from graphs.operations.row import ByName, Map, Mismatch, Operation, Option, Rule, Shape, Use, array_row, optional
from graphs.operations.shapes import Key, axis_of, index_text, indexed, numpy_key, reshaped

_A = {"A": [[2.0, 1.0], [0.0, 3.0]]}
_MANY = (1, 4_096)  # operands of a literal, stack or concat; limits.py bounds them sooner


def _moving(name: str, *aliases: str, maps: Any, **rest: Any) -> Operation:
    """A row that moves entries: what flows moves with them."""
    return array_row(name, *aliases, maps=maps, pattern=maps, exact=True, **rest)


def _transpose(options: dict[str, Any], axes: Shape | None) -> Operation:
    """All axes turned round, two of them swapped, or more of them in another order."""
    swaps = axes is not None and len(axes) == 2

    def order(rank: int) -> Shape:
        """By axis of the result, that of the operand."""
        if axes is None:
            return tuple(range(rank))[::-1]
        named = tuple(axis_of(each, rank) for each in axes)
        if swaps:
            first, second = named
            if first == second:
                raise Mismatch("transpose swaps two different axes")
            return tuple({first: second, second: first}.get(k, k) for k in range(rank))
        if sorted(named) != list(range(rank)):
            raise Mismatch(f"an order of its axes names 0 to {rank - 1}, each once")
        return named

    def turned(m: Any, a: Any) -> Any:
        if axes is None:
            return m.transpose(a)
        return m.swapped(a, *axes) if swaps else m.permuted(a, order(a.ndim))

    def back(m: Any, g: Any) -> Any:
        return m.permuted(g, tuple(map(int, np.argsort(order(g.ndim))))) if axes and not swaps else turned(m, g)

    def pulled(m: Any, u: Use, g: Any) -> Any:
        if len(u.own) < 3 or axes is None:
            return m.transpose(g)
        return m.swapped(g, *axes) if swaps else m.permuted(g, tuple(map(int, np.argsort(order(len(u.own))))))

    places = [*(axes or ())] if swaps else [[*(axes or ())]]
    call = ByName("transpose", "{0}", *(Option(None, each) for each in places))
    return _moving(
        "transpose", "t", value=turned, shape=lambda a: tuple(a[k] for k in order(len(a))), rule="rearrangement",
        maps=lambda m, c, a: (Map(lambda d: turned(m, d), lambda g: back(m, g)),),
        linear=True, closed_pull=pulled,
        rules=(Rule("{gT}", r"{d}^{{\top}}", r"{g}^{{\top}}", "Each adjoint goes back to where its entry came from"),),
        text="{0}.T" if axes is None else call, latex=r"{0}^{{\top}}", binds=4,
        example=("transpose(A)", _A),
        **options)  # fmt: skip


TRANSPOSE = optional(_transpose, axes=None)


def _diag_shape(a: Shape) -> Shape:
    if len(a) == 1:
        return (*a, *a)
    if len(a) != 2:
        raise Mismatch("diag takes a vector or a matrix")
    return (min(a),)


def _diag_back(m: Any, a: Any, g: Any) -> Any:
    if a.ndim == 1:
        return m.diag(g)
    at = np.arange(min(a.shape))
    return m.put(g, (at, at), a.shape)


def _diag_pulled(m: Any, u: Use, g: Any) -> Any:
    u.check(len(set(u.own)) == 1)
    return m.diag(g)


DIAG = _moving(
    "diag", value=lambda m, a: m.diag(a), shape=_diag_shape, rule="rearrangement",
    maps=lambda m, c, a: (Map(lambda d: m.diag(d), lambda g: _diag_back(m, a, g)),),
    linear=True, closed_pull=_diag_pulled,
    rules=(Rule("diag(·)", r"\operatorname{{diag}}({d})", r"\operatorname{{diag}}({g})",
                "Each adjoint goes back to where its entry came from"),),
    latex=r"\operatorname{{diag}}({0})", example=("diag(x)", {"x": [1.0, 2.0]}))  # fmt: skip


def _reshape(options: dict[str, Any], shape: Shape) -> Operation:
    flat = shape == (-1,)
    return _moving(
        "reshape", value=lambda m, x: m.reshape(x, reshaped(x.shape, shape)), shape=lambda x: reshaped(x, shape),
        maps=lambda m, c, x: (Map(lambda d: m.reshape(d, c.shape), lambda g: m.reshape(g, x.shape)),),
        linear=True, closed_pull=lambda m, u, g: m.reshape(g, u.own),
        rules=(Rule("· reshaped", r"\operatorname{{reshape}}({d})", r"\operatorname{{reshape}}({g})",
                    "Each adjoint goes back to where its entry came from"),),
        rule="rearrangement",
        text=ByName("flatten", "{0}") if flat else ByName("reshape", "{0}", Option(None, [*shape])),
        latex=r"\operatorname{{vec}}({0})" if flat else
        r"\operatorname{{reshape}}_{{" + r" \times ".join(map(str, shape)) + "}}({0})",
        typeset_by_name=True, example=("reshape(A, [4])", _A), **options)  # fmt: skip


RESHAPE = optional(_reshape, shape=(-1,))


def _index_pulled(m: Any, u: Use, g: Any) -> Any:
    """A chosen entry's adjoint among zeros; those of several by the matrix that puts them back."""
    chosen = np.asarray(u.row.value(None, np.arange(math.prod(u.own)).reshape(u.own)))
    if not u.shape:
        return m.product(g, m.written_out((np.arange(math.prod(u.own)) == chosen).reshape(u.own) * 1.0), (), u.own)
    return put_back(m, u, g, chosen)


def put_back(m: Any, u: Use, g: Any, at: Any) -> Any:
    """Adjoints where their entries came from, as a product with a matrix of zeros and ones; -1: from nowhere."""
    places = np.arange(math.prod(u.own))[:, None]
    flat = g if len(u.shape) == 1 else m.reshape(g, (-1,))
    back = m.matmul(m.written_out((places == np.ravel(at)) * 1.0), flat)
    return back if len(u.own) == 1 else m.reshape(back, u.own)


def _index(options: dict[str, Any], key: Key) -> Operation:
    text = index_text(key)
    return _moving(
        "index", value=lambda m, x: x[numpy_key(key)], shape=lambda x: indexed(x, key), rule="selection",
        maps=lambda m, c, x: (
            Map(lambda d: d[numpy_key(key)], lambda g: m.put(g, numpy_key(key), x.shape)),),
        linear=True, closed_pull=_index_pulled,
        rules=(Rule("→ [" + text + "]", "{{{d}}}_{{[" + text + "]}}", r"{g} \to {{{0}}}_{{[" + text + "]}}",
                    "Only the chosen entries of {0} reach {c}, and they get their adjoints; the others get none"),),
        functions=(), binds=5, example=("x[1]", {"x": [1.0, 2.0, -1.0]}), text="{0}[" + text + "]",
        latex="{{{0}}}_{{[" + text.replace("...", r"\dots") + "]}}", **options)  # fmt: skip


INDEX = optional(_index, key=(Ellipsis,))


# Several arrays into one: operand k takes the place `key(k)` of it.


def _assembled(name: str, *aliases: str, value: Any, shape: Any, keys: Any, text: str, latex: str, rule: Rule,
               pulled: Any, options: dict[str, Any]) -> Operation:  # fmt: skip
    """pulled: its pull in closed form."""

    def maps(m: Any, c: Any, *x: Any) -> tuple[Map, ...]:
        def one(key: Any) -> Map:
            return Map(lambda d: m.put(d, key, c.shape), lambda g: g[key])

        return tuple(one(key) for key in keys(c.shape, *[each.shape for each in x]))

    return _moving(name, *aliases, value=value, maps=maps, shape=shape, rules=(rule,), arity=_MANY,
                     closed_push=_among_zeros, closed_pull=pulled,
                     spread=True, rule="rearrangement", text=text, latex=latex, **options)  # fmt: skip


def _among_zeros(m: Any, u: Use, d: Any) -> Any:
    return m.call(u.row, *[d if slot == u.slot else m.zeros(shape) for slot, shape in enumerate(u.shapes)])


_TO_PLACE = Rule(
    "· its part",
    r"{d} \text{{ in its place}}",
    r"{g}\text{{, its part}}",
    "Each part of {c} came from one operand, and its adjoint goes back there",
)


def _same(what: str, shapes: tuple[Shape, ...]) -> Shape:
    for shape in shapes:
        if shape != shapes[0]:
            raise Mismatch(f"{what} must have one shape")
    return shapes[0]


def _literal(options: dict[str, Any], grid: Shape) -> Operation:
    """[a, b] or [[a, b], [c, d]] with expressions inside; grid is the shape of the brackets."""
    if len(grid) == 1:
        text = "[{all}]"
        latex = r"\left[{all}\right]"
    else:
        rows = [range(k * grid[1], (k + 1) * grid[1]) for k in range(grid[0])]
        text = "[" + ", ".join("[" + ", ".join(f"{{{k}}}" for k in row) + "]" for row in rows) + "]"
        written = r" \\ ".join(" & ".join(f"{{{k}}}" for k in row) for row in rows)
        latex = r"\begin{{bmatrix}}" + written + r"\end{{bmatrix}}"
    return _assembled(
        "array", value=lambda m, *x: m.reshape(m.stack(x, 0), (*grid, *x[0].shape)),
        shape=lambda *x: (*grid, *_same("the entries of [ … ]", x)),
        keys=lambda c, *x: [tuple(map(int, np.unravel_index(k, grid))) for k in range(len(x))],
        text=text, latex=latex, rule=_TO_PLACE, pulled=_literal_pulled,
        options={**options, "functions": (), "example": ("[x, y]", {"x": 0.5, "y": 2.0})})  # fmt: skip


def _literal_pulled(m: Any, u: Use, g: Any) -> Any:
    grid = u.shape[: len(u.shape) - len(u.own)]
    return m.call(INDEX.given(key=tuple(map(int, np.unravel_index(u.slot, grid)))), g)  # type: ignore[misc]


LITERAL = optional(_literal, grid=(1,))


def _joining(name: str) -> dict[str, Any]:
    example = (f"{name}([x, y])", {"x": [1.0, 2.0], "y": [3.0, -1.0]})
    return {"typeset_by_name": True, "axes": "one", "example": example}


def _axis_given(axis: int) -> dict[str, int]:
    return {"axis": axis} if axis else {}


def _stack_pulled(m: Any, u: Use, g: Any) -> Any:
    u.of_all()
    return m.call(INDEX.given(key=(u.slot,)), g)  # type: ignore[misc]


def _concat_pulled(m: Any, u: Use, g: Any) -> Any:
    u.of_all()
    start = sum(shape[0] for shape in u.shapes[: u.slot])
    return m.call(INDEX.given(key=((start, start + u.own[0], None),)), g)  # type: ignore[misc]


def _stack(options: dict[str, Any], axis: int) -> Operation:
    def shape(*x: Shape) -> Shape:
        one = _same("stacked arrays", x)
        at = axis_of(axis, len(one) + 1)
        return (*one[:at], len(x), *one[at:])

    def keys(c: Shape, *x: Shape) -> list[Any]:
        at = axis_of(axis, len(c))
        return [(*[slice(None)] * at, k) for k in range(len(x))]

    return _assembled("stack", value=lambda m, *x: m.stack(x, axis), shape=shape, keys=keys, rule=_TO_PLACE,
                      pulled=_stack_pulled,
                      text=ByName("stack", "[{all}]", **_axis_given(axis)),
                      latex=r"\operatorname{{stack}}({all})",
                      options={**options, **_joining("stack")})  # fmt: skip


def _concat(options: dict[str, Any], axis: int) -> Operation:
    def shape(*x: Shape) -> Shape:
        if not all(x):
            raise Mismatch("concat takes vectors or matrices")
        if len({len(each) for each in x}) > 1:
            raise Mismatch("joined arrays must have the same number of axes")
        at = axis_of(axis, len(x[0]))
        rest = [(*each[:at], *each[at + 1 :]) for each in x]
        if len(set(rest)) > 1:
            raise Mismatch(f"joined arrays must agree in all sizes but that of axis {at}")
        return (*x[0][:at], sum(each[at] for each in x), *x[0][at + 1 :])

    def keys(c: Shape, *x: Shape) -> list[Any]:
        at = axis_of(axis, len(c))
        ends = np.cumsum([each[at] for each in x])
        return [(*[slice(None)] * at, slice(int(end) - each[at], int(end))) for end, each in zip(ends, x, strict=True)]

    return _assembled("concat", "concatenate", "cat", value=lambda m, *x: m.concat(x, axis), shape=shape, keys=keys,
                      rule=_TO_PLACE, pulled=_concat_pulled, text=ByName("concat", "{all}", **_axis_given(axis)),
                      latex=r"\operatorname{{concat}}({all})", options={**options, **_joining("concat")})  # fmt: skip


STACK = optional(_stack, axis=0)
CONCAT = optional(_concat, axis=0)


ARRANGEMENTS = (TRANSPOSE, DIAG, RESHAPE, INDEX, LITERAL, STACK, CONCAT)
