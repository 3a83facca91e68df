"""Names of libraries that are calculated from several rows: differences, order statistics, norms, products, powers.

The meanings are those of the documentation of NumPy, SciPy, PyTorch and JAX. What is chosen by its size (a median, a
quantile) is followed at the point: the slope is that of the entries that are chosen there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from graphs.operations.arranged import expanded, in_a_row, in_shape, part_of
from graphs.operations.arrays.constants import EYE
from graphs.operations.arrays.decompositions import CHOLESKY
from graphs.operations.arrays.moved import TRIL, TRIU
from graphs.operations.arrays.order import SORT
from graphs.operations.arrays.products import EINSUM
from graphs.operations.composed import Maker, with_options
from graphs.operations.elementwise import ADD, DIVIDE, ELEMENTWISE, MULTIPLY, SUBTRACT
from graphs.operations.linear_algebra import INV, MATMUL, SOLVE
from graphs.operations.rearrangement import CONCAT, TRANSPOSE
from graphs.operations.reductions import MAX, MEAN, MIN, NORM, SUM
from graphs.operations.row import Mismatch, Operation
from graphs.operations.shapes import axes_of, axis_of, keepdims_shape

_ROWS = {row.name: row for row in ELEMENTWISE}
_ABS, _UNEQUAL = _ROWS["abs"], _ROWS["unequal"]
_LETTERS = "abcdefgh"
_MOST_POWER = 1_000  # of a matrix: some twenty products


def _times(m: Maker, number: float, x: int) -> int:
    return x if number == 1 else m.make(MULTIPLY, m.constant(float(number)), x)


# Neighbours.


def _diff(m: Maker, x: int, n: int, axis: int) -> int:
    """Each entry less the one before it, n times."""
    at = axis_of(axis, len(m.shape(x)))
    if not 0 <= n < m.shape(x)[at]:
        raise Mismatch(f"diff takes orders from 0 to {m.shape(x)[at] - 1} here")
    for _ in range(n):
        x = m.make(SUBTRACT, part_of(m, x, at, (1, None, None)), part_of(m, x, at, (None, -1, None)))
    return x


def _trapezoid(m: Maker, y: int, x: int | None = None, *, dx: float, axis: int) -> int:
    """The integral by the trapezoidal rule, between places x, or places dx apart."""
    at, rank = axis_of(axis, len(m.shape(y))), len(m.shape(y))
    if m.shape(y)[at] < 2:
        raise Mismatch("the trapezoidal rule takes two entries at least")
    both = m.make(ADD, part_of(m, y, at, (1, None, None)), part_of(m, y, at, (None, -1, None)))
    if x is None:
        return _times(m, dx / 2.0, m.make(with_options(SUM, axis=at), both))
    widths = _diff(m, x, 1, -1 if len(m.shape(x)) == 1 else at)
    if len(m.shape(x)) == 1 and at != rank - 1:
        widths = in_shape(m, widths, (*m.shape(widths), *(1,) * (rank - 1 - at)))
    return _times(m, 0.5, m.make(with_options(SUM, axis=at), m.make(MULTIPLY, widths, both)))


# By size.


def _sorted(m: Maker, x: int, axis: Any, descending: bool = False) -> tuple[int, int]:
    """In order along an axis, and that axis; all entries in a row without one."""
    if not m.shape(x):
        raise Mismatch("a number has no entries to put in order")
    if axis is None:
        x, axis = in_a_row(m, x), 0
    at = axis_of(axis, len(m.shape(x)))
    return m.make(with_options(SORT, axis=at if at != len(m.shape(x)) - 1 else -1, descending=descending), x), at


def _keeping(m: Maker, value: int, x: int, axis: Any, keepdims: bool) -> int:
    return in_shape(m, value, keepdims_shape(m.shape(x), axes_of(axis, m.shape(x)))) if keepdims else value


def _quantile(m: Maker, x: int, q: float, axis: Any, keepdims: bool, method: str) -> int:
    """By the way between two neighbours in order (R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages",
    1996, definition 7)."""
    if not 0 <= q <= 1:
        raise Mismatch("a quantile is between 0 and 1")
    if method not in ("linear", "lower", "higher", "midpoint"):
        raise Mismatch("quantile takes the methods 'linear', 'lower', 'higher' and 'midpoint'")
    ordered, at = _sorted(m, x, axis)
    place = q * (m.shape(ordered)[at] - 1)
    low = math.floor(place)
    share = {"linear": place - low, "lower": 0.0, "higher": 1.0, "midpoint": 0.5}[method] if place != low else 0.0
    value = part_of(m, ordered, at, low + int(share == 1.0))
    if 0.0 < share < 1.0:
        gap = m.make(SUBTRACT, part_of(m, ordered, at, low + 1), value)
        value = m.make(ADD, value, _times(m, share, gap))
    return _keeping(m, value, x, axis, keepdims)


def _percentile(m: Maker, x: int, q: float, axis: Any, keepdims: bool, method: str) -> int:
    if not 0 <= q <= 100:
        raise Mismatch("a percentile is between 0 and 100")
    return _quantile(m, x, q / 100.0, axis, keepdims, method)


def _median(m: Maker, x: int, axis: Any, keepdims: bool) -> int:
    """The middle entry in order; of an even number of them the mean of the two."""
    ordered, at = _sorted(m, x, axis)
    count = m.shape(ordered)[at]
    if count % 2:
        return _keeping(m, part_of(m, ordered, at, count // 2), x, axis, keepdims)
    middle = part_of(m, ordered, at, (count // 2 - 1, count // 2 + 1, None))
    return _keeping(m, m.make(with_options(MEAN, axis=at), middle), x, axis, keepdims)


def _lower_median(m: Maker, x: int, axis: Any, keepdims: bool) -> int:
    """PyTorch's: of an even number of entries the lower one of the two."""
    ordered, at = _sorted(m, x, axis)
    return _keeping(m, part_of(m, ordered, at, (m.shape(ordered)[at] - 1) // 2), x, axis, keepdims)


def _topk(m: Maker, x: int, k: int, axis: int, largest: bool) -> int:
    """The k largest entries along an axis, or the smallest, in order."""
    ordered, at = _sorted(m, x, axis, largest)
    if not 1 <= k <= m.shape(x)[at]:
        raise Mismatch(f"topk takes 1 to {m.shape(x)[at]} entries here")
    return part_of(m, ordered, at, (None, k, None))


def _ptp(m: Maker, x: int, axis: Any, keepdims: bool) -> int:
    return m.make(SUBTRACT, m.make(with_options(MAX, axis=axis, keepdims=keepdims), x),
                  m.make(with_options(MIN, axis=axis, keepdims=keepdims), x))  # fmt: skip


# Sums.


def _average(m: Maker, x: int, weights: int | None = None, *, axis: Any, keepdims: bool) -> int:
    """The mean, or with weights their sum of products over their sum."""
    if weights is None:
        return m.make(with_options(MEAN, axis=axis, keepdims=keepdims), x)
    shape, own = m.shape(x), m.shape(weights)
    if own != shape:
        if not isinstance(axis, int) or own != (shape[axis_of(axis, len(shape))],):
            raise Mismatch("weights have the shape of what is averaged, or are a vector along its axis")
        at = axis_of(axis, len(shape))
        weights = in_shape(m, weights, tuple(size if k == at else 1 for k, size in enumerate(shape)))
    total = m.make(with_options(SUM, axis=axis, keepdims=keepdims), m.make(MULTIPLY, x, weights))
    if own == shape:
        return m.make(DIVIDE, total, m.make(with_options(SUM, axis=axis, keepdims=keepdims), weights))
    return m.make(DIVIDE, total, m.make(SUM, weights))


def _count_nonzero(m: Maker, x: int, axis: Any, keepdims: bool) -> int:
    return m.make(with_options(SUM, axis=axis, keepdims=keepdims), m.make(_UNEQUAL, x, m.constant(0.0)))


# Norms.


def _norm(m: Maker, x: int, ord: Any, axis: Any, keepdims: bool) -> int:
    """Of vectors by any order from 1 on, ∞ and -∞; of matrices Frobenius' norm, and those of orders 1 and ∞."""
    shape = m.shape(x)
    over = axes_of(axis, shape)
    if len(over) == 2 and ord in (1, -1, math.inf, -math.inf):
        return _matrix_norm(m, x, ord, over, keepdims)
    if len(over) == 2 and ord in (2, -2, "nuc"):
        raise Mismatch(f"the matrix norm {ord!r} needs singular values; there are 'fro', 1 and inf")
    if len(over) == 2 and ord not in (None, "fro"):
        raise Mismatch("a matrix has the norms 'fro', 1 and inf here")
    if len(over) != 2 and ord == "fro":
        raise Mismatch("'fro' is a norm of matrices")
    if len(over) > 2 and ord is not None:
        raise Mismatch("an order of a norm is of vectors and matrices")
    return _vector_norm(m, x, ord, axis, keepdims)


def _vector_norm(m: Maker, x: int, ord: Any, axis: Any, keepdims: bool) -> int:
    """The norm of all entries along the axes as one vector."""
    if ord in (math.inf, -math.inf):
        return m.make(with_options(MAX if ord > 0 else MIN, axis=axis, keepdims=keepdims), m.make(_ABS, x))
    if isinstance(ord, str) and ord != "fro":
        raise Mismatch(f"{ord!r} is no norm of vectors; they have those of orders 1, 2, … and inf")
    return m.make(with_options(NORM, ord=None if ord in (2, "fro") else ord, axis=axis, keepdims=keepdims), x)


def _matrix_norm(m: Maker, x: int, ord: Any, over: tuple[int, ...], keepdims: bool) -> int:
    """The largest sum of magnitudes of a column (1) or a row (∞); the smallest for -1 and -∞."""
    rows, columns = over
    summed, compared = (rows, columns) if abs(ord) == 1 else (columns, rows)
    sums = m.make(with_options(SUM, axis=summed, keepdims=True), m.make(_ABS, x))
    norm = m.make(with_options(MAX if ord > 0 else MIN, axis=compared, keepdims=True), sums)
    left = tuple(size for k, size in enumerate(m.shape(x)) if k not in over)
    return norm if keepdims else in_shape(m, norm, left)


def _norm_of_matrices(m: Maker, x: int, ord: Any, axis: Any, keepdims: bool) -> int:
    if len(m.shape(x)) < 2:
        raise Mismatch("matrix_norm takes a matrix")
    return _norm(m, x, ord, axis, keepdims)


def _dist(m: Maker, x: int, y: int, ord: Any) -> int:
    return _vector_norm(m, m.make(SUBTRACT, x, y), ord, None, False)


def _cdist(m: Maker, x: int, y: int, ord: Any) -> int:
    """The distance of each row of x from each row of y."""
    if len(m.shape(x)) != 2 or len(m.shape(y)) != 2 or m.shape(x)[1] != m.shape(y)[1]:
        raise Mismatch("cdist takes two matrices with rows of one length")
    rows, columns = m.shape(x)
    gaps = m.make(SUBTRACT, in_shape(m, x, (rows, 1, columns)), in_shape(m, y, (1, *m.shape(y))))
    return _vector_norm(m, gaps, ord, -1, False)


# Products of matrices.


def _kron(m: Maker, a: int, b: int) -> int:
    """Every entry of a times all of b (C. F. Van Loan, "The ubiquitous Kronecker product", 2000)."""
    if not m.shape(a) or not m.shape(b):
        return m.make(MULTIPLY, a, b)
    rank = max(len(m.shape(a)), len(m.shape(b)))
    if rank > 2:
        raise Mismatch("kron takes vectors and matrices")
    one, other = (in_shape(m, k, (*(1,) * (rank - len(m.shape(k))), *m.shape(k))) for k in (a, b))
    first, second = _LETTERS[:rank], _LETTERS[rank : 2 * rank]
    mixed = "".join(p + q for p, q in zip(first, second, strict=True))
    product = m.make(with_options(EINSUM, equation=f"{first},{second}->{mixed}"), one, other)
    return in_shape(m, product, tuple(p * q for p, q in zip(m.shape(one), m.shape(other), strict=True)))


def _tensordot(m: Maker, a: int, b: int, axes: Any) -> int:
    """Summed over the last axes of a and the first of b, or over those that are named for each."""
    one, other = len(m.shape(a)), len(m.shape(b))
    if isinstance(axes, int):
        if not 0 <= axes <= min(one, other):
            raise Mismatch(f"tensordot sums over at most {min(one, other)} axes here")
        pairs = [(one - axes + k, k) for k in range(axes)]
    else:
        named = [each if isinstance(each, tuple) else (each,) for each in axes]
        if len(named) != 2 or len(named[0]) != len(named[1]):
            raise Mismatch("tensordot names as many axes of one side as of the other")
        pairs = [(axis_of(p, one), axis_of(q, other)) for p, q in zip(*named, strict=True)]
    first, second = [*_LETTERS[:one]], [*_LETTERS[one : one + other]]
    for p, q in pairs:
        second[q] = first[p]
    result = [*(each for each in first if each not in second), *(each for each in second if each not in first)]
    return m.make(with_options(EINSUM, equation=f"{''.join(first)},{''.join(second)}->{''.join(result)}"), a, b)


def _chain(m: Maker, *x: int) -> int:
    product = x[0]
    for each in x[1:]:
        product = m.make(MATMUL, product, each)
    return product


def _batched(m: Maker, a: int, b: int) -> int:
    if len(m.shape(a)) != 3 or len(m.shape(b)) != 3 or m.shape(a)[0] != m.shape(b)[0]:
        raise Mismatch("bmm takes two stacks of equally many matrices")
    return m.make(MATMUL, a, b)


def _added_product(m: Maker, c: int, a: int, b: int, beta: float, alpha: float) -> int:
    """beta C + alpha A B."""
    return m.make(ADD, _times(m, beta, c), _times(m, alpha, m.make(MATMUL, a, b)))


def _added_products(m: Maker, c: int, a: int, b: int, beta: float, alpha: float) -> int:
    return m.make(ADD, _times(m, beta, c), _times(m, alpha, _batched(m, a, b)))


def _matrix_power(m: Maker, a: int, n: int) -> int:
    """By repeated squaring; for negative n of the inverse."""
    shape = m.shape(a)
    if len(shape) != 2 or shape[0] != shape[1]:
        raise Mismatch("matrix_power takes a square matrix")
    if abs(n) > _MOST_POWER:
        raise Mismatch(f"matrix_power takes powers up to {_MOST_POWER:,}")
    if n == 0:
        return m.make(with_options(EYE, shape=(shape[0],)))
    square = m.make(INV, a) if n < 0 else a
    power: int | None = None
    left = abs(n)
    while True:
        if left % 2:
            power = square if power is None else m.make(MATMUL, power, square)
        left //= 2
        if not left:
            assert power is not None
            return power
        square = m.make(MATMUL, square, square)


def _solve_triangular(m: Maker, a: int, b: int, lower: bool, trans: Any, unit_diagonal: bool, left: bool) -> int:
    """A linear system of which one triangle of the matrix is read."""
    shape = m.shape(a)
    if len(shape) != 2 or shape[0] != shape[1]:
        raise Mismatch("solve_triangular takes a square matrix")
    if not left:
        raise Mismatch("solve_triangular solves A X = B here; X A = B is solve_triangular(A.T, B.T).T")
    triangle = TRIL if lower else TRIU
    if unit_diagonal:
        strict = m.make(with_options(triangle, k=-1 if lower else 1), a)
        a = m.make(ADD, strict, m.make(with_options(EYE, shape=(shape[0],))))
    else:
        a = m.make(triangle, a)
    return m.make(SOLVE, m.make(TRANSPOSE, a) if trans in (1, 2, "T", "C") else a, b)


def _solve_by_triangle(m: Maker, a: int, b: int, upper: Any, left: bool, unitriangular: bool) -> int:
    """PyTorch's."""
    if upper is None:
        raise Mismatch("solve_triangular needs upper=True or upper=False")
    return _solve_triangular(m, a, b, not upper, 0, unitriangular, left)


def _upper_cholesky(m: Maker, a: int, lower: bool) -> int:
    """SciPy's, the upper factor unless the lower one is asked for."""
    factor = m.make(CHOLESKY, a)
    return factor if lower else m.make(TRANSPOSE, factor)


_ALONG = {"axis": None, "keepdims": False}
VECTOR_NORM = expanded("vector_norm", expand=_vector_norm, options={"ord": 2, **_ALONG})


def _rows() -> Iterator[Operation]:
    along = _ALONG
    yield expanded("diff", expand=_diff, options={"n": 1, "axis": -1}, axes="one")
    yield expanded("ediff1d", expand=lambda m, x: _diff(m, in_a_row(m, x), 1, 0))
    yield expanded("trapezoid", "trapz", expand=_trapezoid, count=(1, 2), options={"dx": 1.0, "axis": -1}, axes="one",
                   parameters=("y", "x"))  # fmt: skip
    yield expanded("median", expand=_median, options=along, axes="one or all")
    yield expanded("quantile", expand=_quantile, options={"q": 0.5, **along, "method": "linear"}, axes="one or all")
    yield expanded("percentile", expand=_percentile, options={"q": 50.0, **along, "method": "linear"},
                   axes="one or all")  # fmt: skip
    yield expanded("topk", expand=_topk, options={"k": 1, "axis": -1, "largest": True}, axes="one")
    yield expanded("ptp", expand=_ptp, options=along)
    yield expanded("average", expand=_average, count=(1, 2), options=along, parameters=("x", "weights"))
    yield expanded("nansum", options=along, expand=lambda m, x, axis, keepdims: m.make(
        with_options(SUM, axis=axis, keepdims=keepdims), x))  # fmt: skip
    yield expanded("count_nonzero", expand=_count_nonzero, options=along)
    yield expanded(
        "norm",
        expand=_norm,
        options={"ord": None, **along},
        latex=lambda ord, **rest: r"\lVert {0} \rVert" + ("_1" if ord == 1 else ""),
    )
    yield VECTOR_NORM
    yield expanded("matrix_norm", expand=_norm_of_matrices, options={"ord": "fro", "axis": (-2, -1), "keepdims": False})
    yield expanded("dist", expand=_dist, count=2, options={"ord": 2})
    yield expanded("cdist", expand=_cdist, count=2, options={"ord": 2})
    yield expanded("kron", expand=_kron, count=2)
    yield expanded("tensordot", expand=_tensordot, count=2, options={"axes": 2})
    yield expanded("multi_dot", expand=_chain, count=CONCAT.arity, spread=True)
    yield expanded("bmm", expand=_batched, count=2)
    yield expanded("addmm", "addmv", expand=_added_product, count=3, options={"beta": 1, "alpha": 1})
    yield expanded("baddbmm", expand=_added_products, count=3, options={"beta": 1, "alpha": 1})
    yield expanded("matrix_power", expand=_matrix_power, options={"n": 1})
    yield expanded("solve_triangular", expand=_solve_triangular, count=2,
                   options={"trans": 0, "lower": False, "unit_diagonal": False, "left": True})  # fmt: skip


CALCULATED = (*_rows(),)
# Where a library means something else by a name.
LOWER_MEDIAN = expanded("median", expand=_lower_median, options=_ALONG, axes="one or all", functions=())
UPPER_CHOLESKY = expanded("cholesky", expand=_upper_cholesky, options={"lower": False}, functions=())
SOLVE_BY_TRIANGLE = expanded("solve_triangular", expand=_solve_by_triangle, count=2, functions=(),
                             options={"upper": None, "left": True, "unitriangular": False})  # fmt: skip
