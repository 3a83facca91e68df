"""Code pasted from NumPy, SciPy, PyTorch and JAX is read as it is."""

from __future__ import annotations

import re

import numpy as np
import pytest
import scipy.special

from graphs import study
from graphs.errors import Problem
from graphs.language.parser import parse
from tests.support.words import written

READS = [
    ("np.exp(x) + numpy.sin(y)", "add(exp(x),sin(y))"),
    ("math.exp(-x**2/2)/math.sqrt(2*math.pi)", "divide(exp(divide(negate(power(x,2)),2)),sqrt(multiply(2,pi)))"),
    ("np . exp ( x )", "exp(x)"),
    ("2np.exp(x)", "multiply(2,exp(x))"),
    ("np.linalg.norm(x)", "norm(x)"),
    ("np.linalg.norm(x, ord=1, axis=-1, keepdims=True)", "norm(x,ord=1,axis=-1,keepdims=True)"),
    ("np.linalg.solve(K, y) + np.linalg.inv(K) @ y", "add(solve(K,y),matmul(inv(K),y))"),
    ("torch.nn.functional.softmax(z, dim=-1)", "softmax(z)"),
    ("F.log_softmax(z, dim=1)", "log_softmax(z,axis=1)"),
    ("F.softplus(nn.functional.relu(x))", "softplus(relu(x))"),
    ("jax.numpy.exp(x) + jnp.log1p(x) + jax.nn.sigmoid(x)", "add(add(exp(x),log1p(x)),sigmoid(x))"),
    ("jax.scipy.special.logsumexp(x)", "logsumexp(x)"),
    ("scipy.special.expit(x) + sp.special.erf(x)", "add(sigmoid(x),erf(x))"),
    ("special.gammaln(x) + special.ndtr(x) + linalg.det(A)", "add(add(lgamma(x),normcdf(x)),det(A))"),
    ("np.pi + math.e + torch.pi", "add(add(pi,e),pi)"),
    ("np.max(x, 1) + np.max(x, axis=0)", "add(max(x,axis=1),max(x,axis=0))"),
    ("np.maximum(0, x) + torch.max(a, b)", "add(max(0,x),max(a,b))"),
    ("np.power(x, 2) + np.square(x) + torch.pow(x, 3)", "add(add(power(x,2),power(x,2)),power(x,3))"),
    ("np.multiply(a, np.add(b, np.negative(c)))", "multiply(a,add(b,negate(c)))"),
    ("torch.matmul(A, x) + torch.mv(A, x) + A.mm(B) + torch.t(A)",
     "add(add(add(matmul(A,x),matmul(A,x)),matmul(A,B)),transpose(A))"),
    ("np.where(x > 0, x, 0)", "where(greater(x,0),x,0)"),
    ("np.concatenate((a, b), axis=1) + torch.cat([a, b], dim=0)", "add(concat(a,b,axis=1),concat(a,b))"),
    ("np.stack([a, b], axis=1)", "stack([a,b],axis=1)"),
    ("x[:, np.newaxis] - x[np.newaxis, :]", "subtract(x[:,None],x[None,:])"),
    ("np.array([[1, 2], [3, 4]])", "[[1,2],[3,4]]"),
    ("np.array([1, 2], dtype=np.float64) @ x", "matmul([1,2],x)"),
    ("np.array([1, 2], float)", "[1,2]"),
    ("np.array([1, 2], dtype='float64').sum()", "sum([1,2])"),
    ("np.array((1, 2))", "[1,2]"),
    ("torch.tensor([1., 2.], requires_grad=True, device='cuda:0')", "[1,2]"),
    ("torch.tensor(2.0)", "2"),
    ("np.asarray(x)[0]", "x[0]"),
    ("2np.array([1, 2])", "multiply(2,[1,2])"),
    ("np.float64(3)*x", "multiply(3,x)"),
    ("np.zeros((2, 3), dtype=float) + torch.ones(2, 3, dtype=torch.float64)", "add(zeros([2,3]),ones([2,3]))"),
    ("np.eye(3) + np.identity(3)", "add(eye(3),eye(3))"),
    ("((y - X @ w)**2).mean() + 0.1*np.sum(w**2)",
     "add(mean(power(subtract(y,matmul(X,w)),2)),multiply(0.1,sum(power(w,2))))"),
    ("-(y*torch.log(p) + (1 - y)*torch.log(1 - p)).mean()",
     "negate(mean(add(multiply(y,log(p)),multiply(subtract(1,y),log(subtract(1,p))))))"),
    ("0.5*(x - mu).T @ np.linalg.inv(S) @ (x - mu)",
     "matmul(matmul(multiply(0.5,transpose(subtract(x,mu))),inv(S)),subtract(x,mu))"),
    ("x.pow(2).sum(dim=1, keepdim=True).sqrt()", "sqrt(sum(power(x,2),axis=1,keepdims=True))"),
    ("np.clip(x, 0, 1) + x.clamp(-1, y)", "add(min(max(x,0),1),min(max(x,negate(1)),y))"),
    ("F.mse_loss(X @ w, y)", "mean(power(subtract(matmul(X,w),y),2))"),
    ("x.float().clone().sum().item() + y.numpy()[0]", "add(sum(x),y[0])"),
    ("F.T @ F[0]", "matmul(transpose(F),F[0])"),
    ("array + tensor + view + power + t + mul", "add(add(add(add(add(array,tensor),view),power),t),mul)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "understood"), READS)
def test_reads(text: str, understood: str) -> None:
    assert written(parse(text).lines[0]) == understood


def test_lines_pasted_together() -> None:
    lines = parse(
        "X = np.array([[1, 2],\n              [3, 4]])\ny = np.array([1., 0.])\np = 1/(1 + np.exp(-X @ w))\nnp.mean(p)"
    ).lines
    assert [written(line) for line in lines] == [
        "X = [[1,2],[3,4]]", "p = divide(1,add(1,exp(matmul(negate(X),w))))", "mean(p)",
    ]  # fmt: skip


def test_composed_functions_have_numpys_values() -> None:
    x, y = [-1.5, 0.25, 3.0], [1.0, 2.0, -0.5]
    clipped = study("np.clip(x, -1, 2)", {"x": x})
    assert np.array_equal(clipped.evaluation.values[clipped.graph.outputs[0]], np.clip(x, -1, 2))
    loss = study("F.mse_loss(x, y)", {"x": x, "y": y})
    assert loss.evaluation.values[loss.graph.outputs[0]] == pytest.approx(np.mean((np.array(x) - y) ** 2), rel=1e-15)
    assert np.allclose(loss.jacobian[0][0], 2 * (np.array(x) - y) / 3)  # type: ignore[index]


X, A, B = np.array([1.0, 2.0, 4.0]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0, 6.0], [7.0, 8.0]])
NAMED = {"x": X, "A": A, "B": B, "v": np.array([5.0, 7.0])}
MEANT = [
    ("np.inner(A, B)", np.inner(A, B)), ("inner(A, v)", np.inner(A, [5, 7])), ("np.inner(v, A)", np.inner([5, 7], A)),
    ("torch.inner(x, x)", np.inner(X, X)), ("np.vdot(A, B)", np.vdot(A, B)), ("vdot(x, x)", np.vdot(X, X)),
    ("np.hstack([A, B])", np.hstack([A, B])), ("np.hstack((x, v))", np.hstack((X, [5, 7]))),
    ("np.vstack([A, v, B])", np.vstack([A, [5, 7], B])), ("torch.vstack((x, x))", np.vstack((X, X))),
    ("np.std(x)", np.std(X)), ("var(A)", np.var(A)), ("torch.std(x)", np.std(X, ddof=1)),
    ("torch.var(A)", np.var(A, ddof=1)), ("jnp.var(x)", np.var(X)),
    ("scipy.special.softmax(A)", scipy.special.softmax(A)), ("special.log_softmax(B)", scipy.special.log_softmax(B)),
    ("scipy.special.softmax(A, axis=0)", scipy.special.softmax(A, axis=0)),
    ("softmax(A)", scipy.special.softmax(A, axis=-1)), ("jax.nn.softmax(A)", scipy.special.softmax(A, axis=-1)),
    ("scipy.special.logsumexp(A)", scipy.special.logsumexp(A)), ("jax.nn.logsumexp(A)", scipy.special.logsumexp(A)),
    ("sp.special.logsumexp(A, axis=0)", scipy.special.logsumexp(A, axis=0)),
    ("jax.nn.gelu(x)", X / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (X + 0.044715 * X**3)))),
    ("F.gelu(x)", X * scipy.special.ndtr(X)),
    ("A⁻¹ @ v", np.linalg.solve(A, [5, 7])), ("A^-1", np.linalg.inv(A)), ("A^(-1)", np.linalg.inv(A)),
    ("A**-1", A**-1), ("x⁻¹", 1 / X), ("x^-1", 1 / X), ("(A @ B)⁻¹", np.linalg.inv(A @ B)),
    ("np.transpose(A, (1, 0))", A.T),
    ("F.layer_norm(A, [2], None, v)", np.array([5, 7]) + np.array([-0.5, 0.5]) / np.sqrt(0.25 + 1e-5)),
    ("binary_cross_entropy(x*0, x*0 + 1)", 100), ("binary_cross_entropy(x*0 + 1, 1)", 0),
    ("F.binary_cross_entropy_with_logits(1000*x, 0)", 7000 / 3), ("F.cross_entropy(x*1000, 2)", 0),
    ("F.soft_margin_loss(x, -1)", np.mean(np.log1p(np.exp(X)))), ("tf.reduce_std(A, 0)", [1, 1]),
    ("tf.nn.leaky_relu(-x)", -0.2 * X), ("tf.nn.l2_loss(x)", 10.5), ("tf.reduce_max(A, axis=1)", [2, 4]),
    ("tf.nn.sigmoid_cross_entropy_with_logits(labels=0, logits=x)", np.log1p(np.exp(X))),
    ("tf.nn.softmax_cross_entropy_with_logits([1, 0], v)", np.log1p(np.exp(2))),
    ("tf.cumsum(A)", np.cumsum(A, axis=0)), ("K.logsumexp(A)", scipy.special.logsumexp(A)),
    ("x.clip(2)", [2, 2, 4]), ("tf.clip_by_value(x, 2, 3)", [2, 2, 3]), ("tf.constant([[1., 2.]])[0]*v", [5, 14]), ("sympy.sin(x)", np.sin(X)),
]  # fmt: skip


@pytest.mark.parametrize(("program", "value"), MEANT)
def test_a_function_means_what_its_library_means(program: str, value: np.ndarray) -> None:
    made = study(program, {name: given.tolist() for name, given in NAMED.items() if re.search(rf"\b{name}\b", program)})
    assert np.allclose(made.evaluation.values[made.graph.outputs[0]], value, rtol=1e-12, atol=0)
    assert made.check.ok


def test_a_deviation_says_what_it_divides_by_where_no_library_does() -> None:
    told = {program: [issue.message for issue in study(program, {"x": [1, 2, 4]}).issues if issue.kind == "hint"]
            for program in ("std(x)", "np.std(x)", "torch.std(x)")}  # fmt: skip
    assert told == {
        "std(x)": ["std divides by n, as in NumPy; torch.std divides by n - 1"], "np.std(x)": [], "torch.std(x)": [],
    }  # fmt: skip


def test_functions_of_several_rows_have_their_slopes() -> None:
    """d std/dx = (x - mean)/((n - k) std); of Σ inner(A, B) by A, the column sums of B."""
    for program, less in (("np.std(x)", 0), ("torch.std(x)", 1)):
        slopes = (X - X.mean()) / ((3 - less) * X.std(ddof=less))
        assert np.allclose(study(program, {"x": X.tolist()}).jacobian[0][0], slopes)  # type: ignore[index]
    found = study("np.sum(np.inner(A, B))", {"A": A.tolist(), "B": B.tolist()}).jacobian
    assert np.allclose(found[0][0], [B.sum(axis=0)] * 2)  # type: ignore[index]


def test_a_prefix_that_is_bound_is_an_ordinary_name() -> None:
    assert written(parse("F.sum()", given=["F"]).lines[0]) == "sum(F)"
    assert written(parse("F = [1, 2]\nF.sum() + np.sum(F)").lines[-1]) == "add(sum(F),sum(F))"
    with pytest.raises(Problem, match="sum takes 1 argument"):
        parse("F.sum()")


def test_a_constant_behind_a_prefix_is_the_constant_even_where_its_name_is_bound() -> None:
    assert written(parse("np.pi*pi", given=["pi"]).lines[0]) == "multiply(3.14159,pi)"


REFUSED = [
    ("np.nosuchthing(x)", 422, (1, 4, 11), "no function 'nosuchthing'", None),
    ("1 + np.linalg.nrom(x)", 422, (1, 15, 4), "no function 'nrom'", "norm"),
    ("np.sine(x)", 422, (1, 4, 4), "no function 'sine'", "did you mean sin?"),
    ("torch.clamp(x, most=0)", 422, (1, 16, 4), "clamp takes no most", "low and high"),
    ("np.clip(x, 0)", 422, (1, 4, 4), "clip takes 3 arguments", None),
    ("np.sin", 400, (1, 4, 3), "sin needs an argument", "sin(x)"),
    ("F.sum()", 422, (1, 3, 3), "sum takes 1 argument; it has 0 here", None),
    ("double(x)", 422, (1, 1, 6), "no function 'double'", None),
    ("np.inf", 400, (1, 4, 3), "numbers are finite here", None),
    ("np.linalg", 400, (1, 4, 6), "linalg is not a function or constant", None),
    ("np.newaxis", 400, (1, 4, 7), "newaxis is not a function or constant", None),
    ("np.", 400, (1, 3, 1), "expected a name after '.'", None),
    ("np.array()", 400, (1, 4, 5), "array needs an argument", None),
    ("np.array(dtype=float)", 400, (1, 4, 5), "array needs an argument", None),
    ("np.array(1, 2)", 422, (1, 13, 1), "array takes one array", None),
    ("array(x, y)", 422, (1, 10, 1), "array takes one array", None),
    ("np.array([1, 2], dtype=)", 400, (1, 24, 1), "cannot be read as Python", None),
    ("from math import exp", 400, (1, 1, 20), "all of it is left out (an import)", "write a formula below it"),
    ("np.transpose(A, (0, 1))", 422, (1, 17, 6), "leaves an array as it is", None),
    ("np.std(x, most=0)", 422, (1, 11, 4), "std takes no most", "axis, ddof, keepdims and unbiased"),
    ("np.std(x, ddof=-1)", 422, (1, 16, 2), "ddof is a number from 0 on", None),
    ("torch.std(x, correction=y)", 422, (1, 25, 1), "correction is a number from 0 on", None),
    ("F.gelu(x, approximate='erf')", 422, (1, 23, 5), "approximate is 'none' or 'tanh'", None),
    ("F.mse_loss(x, y, reduction='batchmean')", 422, (1, 28, 11), "reduction is 'mean', 'sum' or 'none'", None),
    ("F.kl_div(x, y, reduction='max')", 422, (1, 26, 5), "'mean', 'batchmean', 'sum' or 'none'", None),
    ("F.huber_loss(x, delta=2)", 422, (1, 3, 10), "huber_loss needs y", None),
    ("max(x, np.inf)", 400, (1, 8, 6), "numbers are finite here", None),
    ("m = torch.max(A, dim=1)\nm[0]", 422, (1, 11, 3), "max gives values and indices", ".values or [0]"),
    ("torch.max(A, dim=1)[2]", 422, (1, 21, 1), "this gives values and indices", None),
    ("A.max(1)[0]", 422, (1, 9, 3), "an entry in NumPy, the values in PyTorch", "dim= is PyTorch's"),
    ("x.std()", 422, (1, 3, 3), "by n in NumPy, by n - 1 in PyTorch", "torch.std(x)"),
]


@pytest.mark.parametrize(("text", "status", "place", "message", "hint"), REFUSED)
def test_refuses_and_points(
    text: str, status: int, place: tuple[int, int, int], message: str, hint: str | None
) -> None:
    with pytest.raises(Problem) as told:
        parse(text)
    problem = told.value
    assert (problem.status, tuple(problem.place or ())) == (status, place)
    assert message in problem.message
    assert hint is None or hint in (problem.hint or "")
