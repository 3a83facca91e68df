"""Calls as people paste them from NumPy, SciPy, PyTorch, JAX and Python's math, and what the libraries make of them.

`python -m tests.support.library_calls` runs every call in its own library, in doubles, at two points, and records value,
gradient and Hessian of `sum(call · weights)` in tests/data/library_calls.jsonl (it needs requirements-extra.txt);
tests/language/test_library_calls.py holds our answers to the record.
"""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tests.support.paths import DATA

RECORD = DATA / "library_calls.jsonl"

# Points by the names that a call uses; the two of a name are taken together with those of the other names.
REAL = {"x": (0.7, -1.3), "y": (-0.4, 2.1)}
POSITIVE = {"x": (0.6, 2.3), "y": (1.7, 0.9)}
UNIT = {"x": (0.2, 0.85), "y": (0.6, 0.3)}
SMALL = {"x": (0.3, -0.55), "y": (0.25, 0.7)}
ABOVE_ONE = {"x": (1.4, 3.2)}
VECTOR = {"x": ([0.5, -1.2, 2.0], [-0.3, 0.8, 0.1]), "y": ([1.1, 0.4, -0.7], [0.2, -0.9, 1.6]), "z": ([0.3, 1.4, -0.6], [1.2, 0.1, 0.8])}  # fmt: skip
POSITIVES = {"x": ([0.5, 1.2, 2.0], [0.3, 0.8, 1.1]), "y": ([1.1, 0.4, 0.7], [0.2, 0.9, 1.6])}
SHARES = {"p": ([0.2, 0.7, 0.9], [0.35, 0.1, 0.55]), "t": ([1.0, 0.0, 1.0], [0.3, 0.6, 0.1])}
MATRIX = {"A": ([[0.5, -1.2, 2.0], [1.5, 0.3, -0.8]], [[1.1, 0.4, -0.6], [0.9, -1.7, 0.2]]),
          "B": ([[0.4, 1.3], [-0.9, 0.6], [1.7, -0.2]], [[1.5, -0.3], [0.8, 1.2], [-0.5, 0.7]]),
          "x": ([0.5, -1.2, 2.0], [-0.3, 0.8, 0.1]), "b": ([0.4, -1.0], [1.3, 0.6]),
          "C": ([[0.2, 0.9, -0.4], [-1.1, 0.6, 1.4]], [[0.7, -0.2, 1.0], [0.3, 1.8, -0.5]])}  # fmt: skip
SQUARE = {"A": ([[2.0, 0.3, -0.5], [0.4, 1.5, 0.7], [-0.2, 0.6, 1.8]], [[1.2, -0.7, 0.3], [0.5, 2.2, -0.4], [0.8, 0.1, 1.6]]),
          "x": ([0.5, -1.2, 2.0], [-0.3, 0.8, 0.1])}  # fmt: skip
DEFINITE = {"A": ([[2.0, 0.5], [0.5, 1.5]], [[3.0, -0.8], [-0.8, 1.2]])}
BATCH = {"A": ([[[0.5, -1.2], [1.5, 0.3]], [[0.9, 0.4], [-0.6, 1.1]]], [[[1.1, 0.4], [0.2, -1.7]], [[0.3, 0.8], [1.4, -0.5]]]),
         "B": ([[[0.4, 1.3], [-0.9, 0.6]], [[1.7, -0.2], [0.5, 0.8]]], [[[1.5, -0.3], [0.8, 1.2]], [[-0.5, 0.7], [0.1, 0.9]]])}  # fmt: skip
LOGITS = {"z": ([[0.5, -1.2, 2.0], [1.5, 0.3, -0.8]], [[1.1, 0.4, -0.6], [0.9, -1.7, 0.2]]),
          "t": ([[0.1, 0.2, 0.7], [0.0, 1.0, 0.0]], [[0.3, 0.3, 0.4], [0.5, 0.0, 0.5]])}  # fmt: skip


class Call(NamedTuple):
    text: str
    points: dict[str, tuple[Any, Any]]

    @property
    def library(self) -> str:
        """The library that runs it: by the prefix of its first call."""
        return next(name for prefix, name in _LIBRARIES if prefix in self.text)


_LIBRARIES = (
    ("torch.", "torch"), ("F.", "torch"), ("nn.functional.", "torch"), ("jax.", "jax"), ("jnp.", "jax"), ("lax.", "jax"),
    ("scipy.", "scipy"), ("special.", "scipy"), ("norm.", "scipy"), ("math.", "math"), ("np.", "numpy"),
)  # fmt: skip


def _rows() -> Iterator[tuple[str, dict[str, tuple[Any, Any]]]]:
    """One string of calls, `;` between them, for each set of points."""
    yield (
        """np.mod(x, y); np.remainder(x, y); np.fmod(x, y); x % np.abs(y); np.floor_divide(x, y); np.round(x); np.rint(x);
        np.trunc(x); np.fix(x); np.sinc(x); np.heaviside(x, 0.5); np.logaddexp(x, y); np.logaddexp2(x, y);
        np.exp2(x); np.reciprocal(x); np.deg2rad(x); np.rad2deg(x); np.radians(x); np.degrees(x); np.fmax(x, y);
        np.fmin(x, y); np.clip(x, -1, 1); np.clip(x, 0, None); np.clip(x, None, 0.5); np.sign(x); np.positive(x);
        np.expm1(x); np.cbrt(x); np.hypot(x, y); np.arctan2(x, y); np.square(x); np.fabs(x); np.true_divide(x, y);
        np.copysign(x, y); np.nan_to_num(x); np.float_power(np.abs(x), y); np.where((x > 0) & (y > 0), x*y, x + y);
        np.where((x > 0) | (y > 0), x*y, x + y); np.where(np.logical_and(x > 0, y < 0), x, y);
        np.where(np.logical_or(x > 0, y > 3), x**2, y); np.where(np.logical_not(x > 0), x**2, y); (x > 0)*np.exp(x);
        np.exp(x) if x > 0 else np.sin(x); np.where(~(x > 0), x**2, y); np.maximum(x, 0.1*x)""",
        REAL,
    )
    yield (
        """math.fmod(x, y); math.remainder(x, y); math.degrees(x); math.radians(x); math.exp2(x); math.trunc(x);
        math.copysign(x, y); math.fabs(x); math.hypot(x, y); math.dist([x], [y]); math.erf(x); math.erfc(x); math.expm1(x);
        math.atan2(x, y); math.cbrt(x); math.prod([x, y]); math.fsum([x, y]); math.pow(abs(x), y)""",
        REAL,
    )
    yield (
        """special.expit(x); special.log_expit(x); special.erf(x); special.erfc(x); special.erfcx(x); special.erfi(x);
        special.dawsn(x); special.ndtr(x); special.log_ndtr(x); special.softplus(x); special.exprel(x);
        special.sinc(x); special.exp10(x); special.cosm1(x); special.sindg(x); special.cosdg(x)""",
        REAL,
    )
    yield (
        """special.gamma(x); special.gammaln(x); special.loggamma(x); special.digamma(x); special.psi(x);
        special.polygamma(1, x); special.polygamma(2, x); special.beta(x, y); special.betaln(x, y); special.xlogy(x, y);
        special.xlog1py(x, y); special.entr(x); special.rel_entr(x, y); special.kl_div(x, y); special.binom(x, y);
        special.boxcox(x, 0.5); special.rgamma(x); special.poch(x, y)""",
        POSITIVE,
    )
    yield (
        """special.logit(x); special.erfinv(x); special.ndtri(x); special.erfcinv(x); special.boxcox1p(x, 0.5)""",
        UNIT,
    )
    yield (
        """norm.pdf(x); norm.cdf(x); norm.logpdf(x); norm.logcdf(x); norm.sf(x); scipy.stats.norm.pdf(x); norm.pdf(x, 1, 2);
        norm.cdf(x, loc=1, scale=2); norm.logpdf(x, loc=y, scale=2)""",
        REAL,
    )
    yield "norm.ppf(x); norm.isf(x)", UNIT
    yield """special.softmax(x); special.log_softmax(x); special.logsumexp(x)""", VECTOR
    yield (
        """special.softmax(A); special.log_softmax(A); special.logsumexp(A); special.softmax(A, axis=0);
        special.logsumexp(A, axis=1); special.logsumexp(A, axis=1, keepdims=True)""",
        MATRIX,
    )
    yield (
        """np.inner(x, y); np.vdot(x, y); np.dot(x, y); np.outer(x, y); np.cross(x, y); np.kron(x, y); np.std(x); np.var(x);
        np.std(x, ddof=1); np.var(x, ddof=1); np.cumsum(x); np.cumprod(x); np.diff(x); np.flip(x); np.roll(x, 1); np.tile(x, 2);
        np.repeat(x, 2); np.hstack([x, y]); np.vstack([x, y]); np.expand_dims(x, 0); np.sort(x); np.median(x); np.ptp(x);
        np.zeros_like(x) + x; np.ones_like(x)*x; np.full(3, 2.5)*x; np.arange(3)*x; np.linspace(0, 1, 3)*x;
        np.linalg.norm(x); np.linalg.norm(x, 1); np.linalg.norm(x, np.inf); np.linalg.norm(x, ord=np.inf); np.linalg.norm(x, 3);
        np.quantile(x, 0.25); np.percentile(x, 75); np.average(x, weights=[1, 2, 3]); np.prod(x); np.max(x); np.min(x);
        np.einsum('i,i->', x, y); np.einsum('i,j->ij', x, y); np.einsum('i,i', x, y); np.argmax(x)*x[0]; np.argmin(x)*x[1];
        np.convolve(x, y); np.diag(x); np.tri(3) @ x; np.column_stack([x, y]); np.append(x, y); np.concatenate([x, y]);
        np.stack([x, y]); np.trapezoid(x); np.linalg.vector_norm(x); np.amax(x); np.amin(x); np.nansum(x); np.ediff1d(x);
        np.count_nonzero(x > 0)*x[0]; np.select([x > 1, x > 0], [x**2, x], 0)""",
        VECTOR,
    )
    yield (
        """np.inner(A, C); np.vdot(A, C); np.matmul(A, B); A @ B + np.zeros((2, 2)); np.kron(A, B); np.std(A); np.var(A, axis=0);
        np.std(A, axis=1, ddof=1); np.cumprod(A, axis=1); np.cumsum(A, axis=0); np.diff(A, axis=1); np.diff(A); np.flip(A);
        np.flip(A, axis=1); np.fliplr(A); np.flipud(A); np.roll(A, 1, axis=1); np.roll(A, 1); np.tile(A, (2, 1));
        np.repeat(A, 2, axis=1); np.tril(A); np.triu(A); np.triu(A, 1); np.squeeze(A[None]); np.swapaxes(A, 0, 1);
        np.moveaxis(A, 0, 1); np.transpose(A); np.transpose(A, (1, 0)); np.hstack([A, C]); np.vstack([A, C]); np.sort(A, axis=1);
        np.max(A, axis=1); np.median(A, axis=1); np.quantile(A, 0.5, axis=0); np.linalg.norm(A); np.linalg.norm(A, 'fro');
        np.linalg.norm(A, 1); np.linalg.norm(A, np.inf); np.linalg.norm(A, axis=1); np.prod(A, axis=0); np.mean(A, axis=0);
        np.einsum('ij,jk->ik', A, B); np.einsum('ij->ji', A); np.einsum('ij->i', A); np.einsum('ij,j->i', A, x);
        np.einsum('ij,ij->', A, C); np.einsum('ij,jk,k->i', A, B, b); np.einsum('ij->', A); np.tensordot(A, B, 1);
        np.rot90(A); np.ravel(A); np.reshape(A, (3, 2)); np.trace(A @ B); np.dot(A, x); np.dot(A, B); np.linalg.multi_dot([A, B, b])
        """,
        MATRIX,
    )
    yield (
        """np.linalg.det(A); np.linalg.slogdet(A)[1]; np.linalg.inv(A); np.linalg.pinv(A); np.linalg.matrix_power(A, 3);
        np.linalg.matrix_power(A, -2); np.linalg.solve(A, x); np.trace(A); np.diag(A); np.diagonal(A); np.einsum('ii->', A);
        np.einsum('ii->i', A); np.tril(A, -1); np.einsum('i,ij,j->', x, A, x)""",
        SQUARE,
    )
    yield "np.linalg.cholesky(A @ A.T + np.eye(2)); np.linalg.slogdet(A)[0]*A", DEFINITE
    yield (
        "np.matmul(A, B)*1; A @ B + np.zeros(2); np.einsum('bij,bjk->bik', A, B); np.swapaxes(A, 1, 2); np.sum(A, axis=(1, 2))",
        BATCH,
    )
    yield (
        """F.relu(x); F.leaky_relu(x, 0.2); F.leaky_relu(x, negative_slope=0.1); F.elu(x); F.elu(x, alpha=1.5); F.selu(x); F.celu(x);
        F.celu(x, alpha=2.0); F.gelu(x); F.gelu(x, approximate='tanh'); F.silu(x); F.mish(x); F.softplus(x); F.softplus(x, beta=2);
        F.softsign(x); F.hardtanh(x); F.hardtanh(x, -0.5, 0.5); F.hardsigmoid(x); F.hardswish(x); F.relu6(x); F.logsigmoid(x);
        F.tanhshrink(x); F.softshrink(x); F.hardshrink(x); F.threshold(x, 0.1, 0.2); torch.sigmoid(x);
        torch.clamp(x, min=0); torch.clamp(x, max=0.5); torch.clamp(x, -1, 1); torch.clamp(x, min=-1, max=1); x.clamp(min=0) + torch.zeros(1)[0];
        torch.rsqrt(torch.exp(x)); torch.frac(x); torch.trunc(x); torch.round(x); torch.fmod(x, y); torch.remainder(x, y); torch.sinc(x);
        torch.logaddexp(x, y); torch.exp2(x); torch.deg2rad(x); torch.rad2deg(x); torch.reciprocal(x); torch.erf(x);
        torch.special.erfcx(x); torch.special.ndtr(x); torch.special.log_ndtr(x); torch.special.expit(x); torch.xlogy(x, torch.exp(y));
        torch.where(x > 0, x**2, y); torch.lerp(x, y, 0.3); torch.addcmul(x, y, y, value=0.5); torch.fmax(x, y);
        torch.maximum(x, y); x.detach()*torch.exp(x); torch.square(x.detach()) + x; F.hardtanh(x, min_val=-0.5, max_val=2);
        torch.sub(x, y, alpha=2); torch.add(x, y, alpha=0.5); torch.nan_to_num(x); F.rrelu(x, 0.1, 0.1); F.prelu(x.reshape(1), torch.tensor([0.25]));
        torch.copysign(x, y); torch.hypot(x, y); torch.float_power(torch.abs(x), y)""",
        REAL,
    )
    yield (
        """torch.logit(x); torch.erfinv(x); torch.special.ndtri(x); torch.special.entr(x); torch.special.logit(x)""",
        UNIT,
    )
    yield (
        """torch.lgamma(x); torch.digamma(x); torch.polygamma(1, x); torch.special.gammaln(x); torch.special.xlog1py(x, y); torch.mvlgamma(x + 2, 2);
        torch.special.polygamma(1, x)""",
        POSITIVE,
    )
    yield (
        """F.mse_loss(x, y); F.mse_loss(x, y, reduction='sum'); F.l1_loss(x, y); F.l1_loss(x, y, reduction='sum'); F.smooth_l1_loss(x, y);
        F.smooth_l1_loss(x, y, beta=0.5); F.huber_loss(x, y); F.huber_loss(x, y, delta=0.5); F.cosine_similarity(x, y, dim=0);
        F.softmax(x, dim=0); F.softmin(x, dim=0); F.log_softmax(x, dim=0); F.normalize(x, dim=0); F.layer_norm(x, (3,));
        F.layer_norm(x, [3], y, z); torch.std(x); torch.var(x); torch.std(x, correction=0); torch.var(x, unbiased=False); torch.logsumexp(x, 0);
        torch.cumprod(x, 0); torch.cumsum(x, 0); torch.diff(x); torch.flip(x, (0,)); torch.roll(x, 1); torch.tile(x, (2,));
        x.repeat(2) + torch.zeros(6); torch.repeat_interleave(x, 2); torch.hstack((x, y)); torch.vstack((x, y)); torch.unsqueeze(x, 0); torch.squeeze(x[None]);
        torch.sort(x)[0]; torch.sort(x, descending=True)[0]; torch.median(x); torch.quantile(x, 0.25); torch.max(x); torch.norm(x); torch.linalg.norm(x);
        torch.linalg.vector_norm(x, 1); torch.norm(x, p=1); torch.einsum('i,i->', x, y); torch.outer(x, y); torch.dot(x, y); torch.inner(x, y);
        torch.linalg.cross(x, y); torch.kron(x, y); torch.full((3,), 2.5)*x; torch.zeros_like(x) + x; torch.ones_like(x)*x; torch.arange(3)*x;
        torch.linspace(0, 1, 3)*x; torch.argmax(x)*x[0]; F.kl_div(x, torch.exp(y), reduction='sum'); F.gelu(x); F.softplus(x); F.logsigmoid(x); torch.prod(x);
        torch.logcumsumexp(x, 0); torch.topk(x, 2)[0]; torch.dist(x, y); torch.mean(x); x.std() + torch.zeros(1)[0]; F.poisson_nll_loss(x, torch.exp(y));
        F.cosine_similarity(x, y, 0); F.binary_cross_entropy_with_logits(x, torch.sigmoid(y)); F.pairwise_distance(x, y);
        F.gaussian_nll_loss(x, y, torch.exp(z)); F.hinge_embedding_loss(x, torch.sign(y)); torch.amax(x, 0); torch.diag(x); torch.cat([x, y]); torch.stack([x, y], dim=1)
        """,
        VECTOR,
    )
    yield (
        """F.binary_cross_entropy(p, t); F.binary_cross_entropy(p, t, reduction='sum'); F.binary_cross_entropy(p, t, reduction='none');
        F.binary_cross_entropy_with_logits(p, t); F.binary_cross_entropy_with_logits(p, t, reduction='sum'); F.kl_div(torch.log(p), t + 0.1, reduction='sum');
        torch.special.entr(p)""",
        SHARES,
    )
    yield (
        """F.cross_entropy(z, t); F.cross_entropy(z, t, reduction='sum'); F.cross_entropy(z, torch.tensor([2, 0])); F.nll_loss(F.log_softmax(z, dim=1), torch.tensor([2, 0]));
        F.cross_entropy(z, torch.tensor([2, 0]), reduction='sum'); F.cross_entropy(z, t, label_smoothing=0.1); F.softmax(z, dim=1); F.log_softmax(z, dim=-1); F.softmin(z, dim=1);
        F.normalize(z); F.normalize(z, dim=1); F.normalize(z, p=1, dim=1); F.layer_norm(z, (3,)); F.mse_loss(z, t); F.cosine_similarity(z, t); F.cosine_similarity(z, t, dim=1);
        F.kl_div(z, t + 0.1, reduction='batchmean'); F.kl_div(z, t + 0.1)""",
        LOGITS,
    )
    yield (
        """F.linear(x, A); F.linear(x, A, b); torch.std(A); torch.var(A, dim=0); torch.std(A, 1); torch.std(A, dim=1, unbiased=False); torch.std(A, dim=1, keepdim=True); torch.var(A, 1, correction=0);
        torch.max(A, dim=1)[0]; torch.max(A, 1)[0]; torch.min(A, dim=0)[0]; torch.max(A, dim=1).values; torch.amax(A, 1); torch.median(A, dim=1)[0]; torch.sort(A, dim=1)[0]; torch.logsumexp(A, dim=1);
        torch.cumprod(A, dim=1); torch.permute(A, (1, 0)); A.permute(1, 0) + torch.zeros(3, 2); torch.swapaxes(A, 0, 1); torch.movedim(A, 0, 1); torch.flip(A, [0, 1]); torch.fliplr(A); torch.flatten(A);
        torch.tril(A); torch.triu(A, diagonal=1); torch.mm(A, B); torch.mv(A, x); torch.addmm(torch.zeros(2, 2), A, B); torch.einsum('ij,jk->ik', A, B); torch.einsum('ij,kj->ik', A, C); torch.linalg.norm(A); torch.norm(A);
        torch.linalg.norm(A, dim=1); torch.norm(A, dim=1); torch.sum(A, dim=1, keepdim=True); torch.mean(A, 1); A.mean(dim=1, keepdim=True) + torch.zeros(2, 1); torch.unsqueeze(A, 1); A.unsqueeze(0) + torch.zeros(1, 2, 3); torch.reshape(A, (3, 2)); A.view(-1) + torch.zeros(6);
        torch.tensordot(A, B, 1); torch.matmul(A, B); torch.linalg.matrix_norm(A); A.t() @ A + torch.zeros(3, 3); A.std(dim=0) + torch.zeros(3); torch.softmax(A, 1); A.softmax(dim=0) + torch.zeros(2, 3); A.expand(2, 2, 3) + torch.zeros(2, 2, 3);
        torch.cdist(A, C); torch.broadcast_to(x, (2, 3))*A; A.max(dim=1)[0] + torch.zeros(2); A.max(1).values + torch.zeros(2); A.flatten() + torch.zeros(6)
        """,
        MATRIX,
    )
    yield (
        """torch.det(A); torch.logdet(A); torch.linalg.slogdet(A)[1]; torch.slogdet(A)[1]; torch.inverse(A); torch.linalg.inv(A); torch.linalg.solve(A, x); torch.linalg.matrix_power(A, 2);
        torch.trace(A); torch.diagonal(A); torch.linalg.solve_triangular(torch.tril(A), x[:, None], upper=False); torch.pinverse(A); torch.linalg.pinv(A); torch.einsum('ii', A); torch.matrix_power(A, 2)""",
        SQUARE,
    )
    yield "torch.linalg.cholesky(A @ A.T + torch.eye(2))", DEFINITE
    yield (
        "torch.bmm(A, B); torch.matmul(A, B)*1; torch.einsum('bij,bjk->bik', A, B); A.transpose(1, 2) + torch.zeros(2, 2, 2); torch.baddbmm(torch.zeros(2, 2, 2), A, B)",
        BATCH,
    )
    yield (
        """jax.nn.relu(x); jax.nn.leaky_relu(x); jax.nn.leaky_relu(x, 0.2); jax.nn.leaky_relu(x, negative_slope=0.2); jax.nn.elu(x); jax.nn.elu(x, 1.5); jax.nn.elu(x, alpha=1.5); jax.nn.selu(x); jax.nn.celu(x); jax.nn.celu(x, alpha=2.0); jax.nn.gelu(x); jax.nn.gelu(x, approximate=False); jax.nn.gelu(x, approximate=True);
        jax.nn.silu(x); jax.nn.swish(x); jax.nn.mish(x); jax.nn.softplus(x); jax.nn.soft_sign(x); jax.nn.hard_tanh(x); jax.nn.hard_sigmoid(x); jax.nn.hard_swish(x); jax.nn.hard_silu(x); jax.nn.relu6(x); jax.nn.log_sigmoid(x); jax.nn.sigmoid(x); jax.nn.squareplus(x); jax.nn.sparse_plus(x);
        jnp.mod(x, y); jnp.remainder(x, y); jnp.fmod(x, y); jnp.sinc(x); jnp.logaddexp(x, y); jnp.exp2(x); jnp.clip(x, 0, 1); jnp.clip(x, min=0); jnp.clip(x, max=0.5); jnp.heaviside(x, 0.5); jnp.trunc(x); jnp.round(x); jnp.deg2rad(x); jnp.reciprocal(x); jnp.fmax(x, y); jax.lax.stop_gradient(x)*jnp.exp(x);
        jax.lax.rsqrt(jnp.exp(x)); jax.scipy.special.expit(x); jax.scipy.special.ndtr(x); jax.scipy.special.erf(x); jax.scipy.special.log_ndtr(x); jax.scipy.stats.norm.pdf(x); jax.scipy.stats.norm.cdf(x); jax.scipy.stats.norm.logpdf(x); jnp.where((x > 0) & (y > 0), x*y, x + y);
        jnp.where(x > 0, jnp.exp(x), y); jnp.copysign(x, y); jnp.sign(x); jax.numpy.logaddexp2(x, y); jax.lax.logistic(x); jax.lax.erf(x)""",
        REAL,
    )
    yield (
        "jax.scipy.special.logit(x); jax.scipy.special.erfinv(x); jax.scipy.special.ndtri(x); jax.scipy.special.entr(x); jax.scipy.stats.norm.ppf(x)",
        UNIT,
    )
    yield (
        "jax.scipy.special.polygamma(1, x); jax.scipy.special.digamma(x); jax.scipy.special.gammaln(x); jax.scipy.special.betaln(x, y); jax.scipy.special.beta(x, y); jax.scipy.special.xlogy(x, y); jax.scipy.special.xlog1py(x, y); jax.scipy.special.gamma(x); jax.scipy.special.rel_entr(x, y); jax.scipy.special.kl_div(x, y)",
        POSITIVE,
    )
    yield (
        """jax.nn.softmax(x); jax.nn.log_softmax(x); jax.nn.logsumexp(x); jax.nn.standardize(x); jnp.std(x); jnp.var(x, ddof=1); jnp.cumprod(x); jnp.diff(x); jnp.flip(x); jnp.roll(x, 1); jnp.sort(x); jnp.median(x); jnp.quantile(x, 0.25); jnp.einsum('i,i->', x, y); jnp.inner(x, y); jnp.vdot(x, y); jnp.cross(x, y);
        jnp.kron(x, y); jnp.linalg.norm(x); jnp.linalg.norm(x, ord=1); jnp.expand_dims(x, 0); jnp.hstack([x, y]); jnp.vstack([x, y]); jnp.tile(x, 2); jnp.repeat(x, 2); jnp.argmax(x)*x[0]; jax.nn.one_hot(1, 3) @ x; jax.nn.relu(x); jnp.ptp(x); jnp.linspace(0, 1, 3)*x; jax.lax.stop_gradient(x) @ x; jnp.prod(x); jnp.sum(x, where=x > 0); jax.nn.glu(jnp.append(x, y))""",
        VECTOR,
    )
    yield (
        """jax.nn.softmax(A); jax.nn.log_softmax(A); jax.nn.logsumexp(A); jax.nn.logsumexp(A, axis=1); jax.nn.softmax(A, axis=0); jax.scipy.special.logsumexp(A); jax.scipy.special.logsumexp(A, axis=0); jnp.std(A, axis=1); jnp.var(A, axis=0, ddof=1); jnp.inner(A, C); jnp.vdot(A, C); jnp.transpose(A); jnp.swapaxes(A, 0, 1); jnp.moveaxis(A, 0, 1); jnp.max(A, axis=1);
        jnp.einsum('ij,jk->ik', A, B); jnp.linalg.norm(A, axis=1); jnp.linalg.norm(A); jnp.tril(A); jnp.triu(A); jnp.matmul(A, B); jnp.squeeze(A[None]); jnp.cumprod(A, axis=0); jnp.diff(A); jnp.kron(A, B); jnp.mean(A, axis=1, keepdims=True); jnp.sum(A, axis=0); jax.nn.standardize(A)""",
        MATRIX,
    )
    yield (
        "jnp.linalg.det(A); jnp.linalg.slogdet(A)[1]; jnp.linalg.inv(A); jnp.linalg.pinv(A); jnp.linalg.matrix_power(A, 3); jnp.linalg.solve(A, x); jnp.trace(A); jnp.diag(A); jax.scipy.linalg.solve_triangular(jnp.tril(A), x, lower=True)",
        SQUARE,
    )
    yield "jnp.linalg.cholesky(A @ A.T + jnp.eye(2))", DEFINITE
    yield (
        """F.cross_entropy(z, t, weight=torch.tensor([0.2, 0.5, 0.3])); F.cross_entropy(z, torch.tensor([2, 0]), torch.tensor([0.2, 0.5, 0.3]));
        F.cross_entropy(z, torch.tensor([2, 0]), torch.tensor([0.2, 0.5, 0.3]), reduction='none'); F.cross_entropy(z, torch.tensor([2, 0]), label_smoothing=0.2);
        F.cross_entropy(z, target=t, reduction='none'); F.cross_entropy(z[0], t[0]); F.cross_entropy(z[0], torch.tensor(2)); F.cross_entropy(z[1], torch.tensor(2), torch.tensor([0.2, 0.5, 0.3]));
        F.nll_loss(torch.log_softmax(z, 1), torch.tensor([1, 1]), weight=torch.tensor([0.2, 0.5, 0.3])); F.nll_loss(z, torch.tensor([0, 2]), reduction='none'); F.nll_loss(z[0], torch.tensor(1));
        F.cosine_similarity(z, t, eps=0.5); F.cosine_similarity(z, t + 0.1, dim=0); F.normalize(z, dim=0); F.normalize(z, 2, 0); F.normalize(z, p=1.0); F.pairwise_distance(z, t, keepdim=True); F.pairwise_distance(z, t, 1);
        F.layer_norm(z, (2, 3)); F.layer_norm(z, [3], weight=t[0], eps=0.1); F.rms_norm(z, [3]); F.rms_norm(z, (3,), t[0], 0.01);
        F.glu(torch.cat([z, t], 1), 0); F.glu(z, dim=0); F.kl_div(z, t, reduction='none', log_target=True);
        F.binary_cross_entropy_with_logits(z, t, pos_weight=torch.tensor([1.0, 2.0, 3.0])); F.linear(z, t); F.mse_loss(z, t, reduction='none'); torch.max(z, dim=0, keepdim=True)[0]; torch.min(z, 1).values; torch.min(input=z, dim=0)[0]; z.max(dim=0, keepdim=True)[0] + torch.zeros(1)""",
        LOGITS,
    )
    yield (
        """F.smooth_l1_loss(x, y, reduction='none', beta=2.0); F.huber_loss(x, y, reduction='sum', delta=0.3); F.huber_loss(x, y, 'none', 2.0); F.poisson_nll_loss(torch.exp(x), torch.exp(y), log_input=False);
        F.poisson_nll_loss(torch.exp(x), torch.exp(y), False, eps=0.1); F.gaussian_nll_loss(x, y, torch.exp(z), full=True, reduction='sum');
        F.margin_ranking_loss(x, y, torch.sign(z), margin=0.2); F.margin_ranking_loss(input1=x, input2=y, target=torch.sign(z)); F.hinge_embedding_loss(x, torch.sign(y), margin=0.5, reduction='none');
        torch.std(x, dim=0, keepdim=True); torch.var(input=x, correction=2); F.mse_loss(input=x, target=y); F.mse_loss(target=y, input=x, reduction='none'); torch.clamp(x, y); torch.clamp(x, min=y, max=None);
        torch.clamp(input=x, max=y); torch.sum(input=x, dim=0, keepdim=True); F.leaky_relu(input=x, negative_slope=0.3); F.leaky_relu(x, inplace=False); F.elu(x, alpha=0.5); x.var(unbiased=False) + torch.zeros(1)[0];
        x.std(dim=0, correction=2) + torch.zeros(1)[0]; torch.mul(x, other=y); x.detach()*y + torch.zeros(1)""",
        VECTOR,
    )
    yield (
        """np.std(A, axis=-1, ddof=1, keepdims=True); np.var(A, axis=(0, 1), ddof=2); np.std(A, ddof=0.5); np.clip(x, a_min=b[0], a_max=None); np.clip(a=x, a_min=0, a_max=1); np.clip(x, max=0.4); np.sum(a=A, axis=0, keepdims=True);
        jax.nn.standardize(A, axis=0); jax.nn.standardize(A, epsilon=0.1); jax.nn.gelu(A, approximate=True); jax.nn.gelu(A, False); jax.nn.leaky_relu(x, negative_slope=0.3); jax.nn.elu(x, alpha=0.5); jax.nn.glu(jnp.concatenate([A, C], axis=1));
        jax.nn.glu(jnp.concatenate([A, C], axis=1), axis=0); jax.nn.one_hot(jnp.array([0, 2]), 3) @ x; jnp.std(A, axis=0, ddof=1, keepdims=True); jax.lax.stop_gradient(A)*A; jnp.var(A, correction=1)""",
        MATRIX,
    )


def calls() -> list[Call]:
    split = ((text.strip(), points) for block, points in _rows() for text in block.split(";"))
    return [Call(text, _used(text, points)) for text, points in split]


def _used(text: str, points: dict[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    names = {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}
    return {name: pair for name, pair in points.items() if name in names}


def weights(shape: tuple[int, ...]) -> Any:
    """A number for each entry of an output, none like another: what is differentiated is their sum of products."""
    import numpy as np

    return 1.0 + np.cos(np.arange(math.prod(shape)) + 0.5).reshape(shape) / 2


def direction(count: int) -> Any:
    """The direction in which a Hessian is recorded."""
    import numpy as np

    return np.sin(np.arange(count) + 1.0)


def record() -> None:
    """Run every call in its library and write down what came of it."""
    with RECORD.open("w", encoding="utf-8") as file:
        for call in calls():
            for which in (0, 1):
                at = {name: pair[which] for name, pair in call.points.items()}
                try:
                    answer = answered(call, at)
                except Exception as problem:  # a call that the library itself refuses is told of, and left out
                    print(f"{call.text}: {type(problem).__name__}: {str(problem)[:100]}")
                    break
                row = {"call": call.text, "library": call.library, "at": at, **answer}
                file.write(json.dumps(row) + "\n")


def answered(call: Call, at: dict[str, Any]) -> dict[str, Any]:
    """A call's value, gradient and second order at a point, by its own library."""
    runners: dict[str, Callable[[Call, dict[str, Any]], dict[str, Any]]] = {"torch": _by_torch, "jax": _by_jax}
    return runners.get(call.library, _by_numpy)(call, at)


def _listed(x: Any) -> Any:
    import numpy as np

    return np.asarray(x, dtype=float).tolist()


def _by_torch(call: Call, at: dict[str, Any]) -> dict[str, Any]:
    import torch
    import torch.nn.functional as functional

    torch.set_default_dtype(torch.float64)
    names = list(at)
    space = {"torch": torch, "F": functional}
    code = compile(call.text, "call", "eval")

    def run(*x: Any) -> Any:
        return eval(code, space, dict(zip(names, x, strict=True)))

    x = [torch.tensor(at[name], requires_grad=True) for name in names]
    value = run(*x)
    w = torch.tensor(weights(tuple(value.shape)))

    def scalar(*x: Any) -> Any:
        return (run(*x) * w).sum()

    def second(*x: Any) -> Any:
        u = run(*x)
        return u if u.ndim == 0 else (u * u).sum()

    gradient = torch.autograd.grad(scalar(*x), x, allow_unused=True, materialize_grads=True)
    step, at_entry = [], 0
    for each in x:
        step.append(torch.tensor(direction(at_entry + each.numel())[at_entry:]).reshape(each.shape))
        at_entry += each.numel()
    first = torch.autograd.grad(second(*x), x, create_graph=True, allow_unused=True, materialize_grads=True)
    along = sum((g * s).sum() for g, s in zip(first, step, strict=True))
    try:
        curved = torch.autograd.grad(along, x, allow_unused=True, materialize_grads=True)
        hessian = [float(h) for each in curved for h in each.flatten()]
    except RuntimeError as problem:  # nothing of second order, or none implemented
        hessian = None if "not implemented" in str(problem) else [0.0] * at_entry
    return {
        "value": _listed(value.detach()), "by": "torch",
        "gradient": {name: _listed(g) for name, g in zip(names, gradient, strict=True)}, "curved": hessian,
    }  # fmt: skip


def _by_jax(call: Call, at: dict[str, Any], space: dict[str, Any] | None = None) -> dict[str, Any]:
    import jax
    import jax.numpy as jnp
    import jax.scipy.linalg
    import jax.scipy.stats

    jax.config.update("jax_enable_x64", True)
    names = list(at)
    space = space or {"jax": jax, "jnp": jnp}
    code = compile(call.text, "call", "eval")

    def run(*x: Any) -> Any:
        return jnp.asarray(eval(code, space, dict(zip(names, x, strict=True))))

    x = [jnp.asarray(at[name], dtype=float) for name in names]
    value = run(*x)
    w, every = weights(value.shape), tuple(range(len(x)))
    gradient = jax.grad(lambda *x: (run(*x) * w).sum(), every)(*x)
    sizes = [each.size for each in x]
    flat = direction(sum(sizes))
    step, start = [], 0
    for each in x:
        step.append(jnp.asarray(flat[start : start + each.size]).reshape(each.shape))
        start += each.size

    def second(*x: Any) -> Any:
        u = run(*x)
        return u if u.ndim == 0 else (u * u).sum()

    curved = jax.jvp(jax.grad(second, every), tuple(x), tuple(step))[1]
    return {
        "value": _listed(value), "by": "jax",
        "gradient": {name: _listed(g) for name, g in zip(names, gradient, strict=True)},
        "curved": [float(h) for each in curved for h in each.flatten()],
    }  # fmt: skip


def _by_numpy(call: Call, at: dict[str, Any]) -> dict[str, Any]:
    """The value by NumPy, SciPy or math; derivatives by JAX where it has the call and agrees, else by differences."""
    import jax
    import jax.numpy as jnp
    import jax.scipy.stats
    import numpy as np
    import scipy.special
    import scipy.stats

    jax.config.update("jax_enable_x64", True)
    ours = {"np": np, "special": scipy.special, "norm": scipy.stats.norm, "scipy": scipy, "math": math}
    theirs = {"np": jnp, "special": jax.scipy.special, "norm": jax.scipy.stats.norm, "scipy": jax.scipy, "math": jnp}
    code, names = compile(call.text, "call", "eval"), list(at)

    def run(x: dict[str, Any]) -> Any:
        return np.asarray(
            eval(code, ours, {k: np.asarray(v, float) if np.ndim(v) else np.float64(v) for k, v in x.items()}), float
        )

    value = run(at)
    try:
        answer = _by_jax(call, at, theirs)
        alike = np.shape(answer["value"]) == value.shape and np.allclose(answer["value"], value, rtol=1e-11, atol=1e-13)
        if alike and all(np.isfinite(g).all() for g in answer["gradient"].values()):
            return {**answer, "value": value.tolist()}
    except Exception as problem:  # JAX has not this call: differences do
        print(f"{call.text} by differences: {type(problem).__name__}")
    w = weights(value.shape)
    gradient = {}
    for name in names:
        x = np.asarray(at[name], float)
        slopes = np.zeros(x.shape)
        for k in np.ndindex(x.shape):
            slopes[k] = _slope(lambda h, name=name, x=x, k=k: float((run({**at, name: _moved(x, k, h)}) * w).sum()))
        gradient[name] = slopes.tolist()
    return {"value": value.tolist(), "by": "differences", "gradient": gradient, "curved": None}


def _moved(x: Any, k: tuple[int, ...], h: float) -> Any:
    moved = x.copy()
    moved[k] += h
    return moved if moved.ndim else float(moved)


def _slope(f: Callable[[float], float]) -> float:
    """Ridders' extrapolation of central differences."""
    table: list[list[float]] = []
    best, error, h = math.nan, math.inf, 0.05
    for i in range(9):
        row = [(f(h) - f(-h)) / (2 * h)]
        for j in range(1, i + 1):
            row.append(row[j - 1] + (row[j - 1] - table[i - 1][j - 1]) / (4.0**j - 1))
            spread = max(abs(row[j] - row[j - 1]), abs(row[j] - table[i - 1][j - 1]))
            if spread <= error:
                best, error = row[j], spread
        table.append(row)
        h /= 2
    return best


if __name__ == "__main__":
    record()
