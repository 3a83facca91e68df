"""Names that libraries have and the language lacks: none of them is a mistyped name of ours.

Where the language can write one out, it stands here in terms of the arguments: {0} is the first one as it was typed,
{0:t} the same in brackets where it is more than a name or a number.
"""

from __future__ import annotations

DERIVATIVE = "give the function alone; its derivative is what is shown"
# Formulas of the documentation of NumPy, SciPy and PyTorch.
WRITTEN_OUT = {
    "sinpi": "sin(pi*{0:t})", "cospi": "cos(pi*{0:t})", "ldexp": "{0:t}*2^({1})",
}  # fmt: skip
# Other names of what the language has.
RENAMED = {
    "sine": "sin", "cosine": "cos", "tangent": "tan", "squareroot": "sqrt", "square_root": "sqrt", "fsum": "sum",
    "pnorm": "normcdf", "dnorm": "normpdf", "naturallog": "log", "magnitude": "norm",
}  # fmt: skip
# Names with more than one meaning, each in the language's own words.
ASKED = {
    "sqr": ("sqrt({0})", "{0:t}^2"),
}
_DERIVATIVES = (
    "grad gradient derivative Derivative D jacobian jacfwd jacrev hessian value_and_grad vjp jvp backward nabla "
    "differentiate partial"
)
_CODE = (
    "print input int bool str len range list tuple dict set type map zip enumerate sorted open eval exec lambda return "
    "Value Var Parameter requires_grad_ zero_grad no_grad isinstance"
)
_RANDOM = "rand randn random normal uniform randint rand_like randn_like choice"
_OTHERS = (
    "acosd acotan airy all allclose angle any arg argsort asind atand batch_norm besselj bessely block cdf choose "
    "cond conj conjugate conv1d conv2d corrcoef count cov cummax cummin cumtrapz divmod dropout dsolve eig eigh "
    "eigvals eigvalsh ellipe ellipk embedding expm factorial2 frexp fsolve gather gcd hardmax hinge histc histogram "
    "hsigmoid hswish huber hyp2f1 i0 i1 imag int integral integrate interp isclose isfinite isinf isnan iv j0 j1 jv "
    "kv lambertw lchoose lcm limit linsolve log_loss logb logcdf logm logpdf lstsq "
    "lu matrix_rank maxout meshgrid mode modf nanmax nanmean nanmin nCr nextafter nPr nsolve pad pdf perm polyfit "
    "polyval powm1 ppf probit qnorm qr qsigmoid rank real rms rnorm scatter signbit sinhc split sqrtm step svd take "
    "unique vecdot xor y0 y1 yv zeta "
)
# What helps where nothing can be written out.
HELP = {
    **dict.fromkeys(_DERIVATIVES.split(), DERIVATIVE),
    **dict.fromkeys(_CODE.split(), "give the mathematics alone; the rest of the code is not needed"),
    **dict.fromkeys(_RANDOM.split(), "it has no fixed values; write them out"),
}
NAMES = frozenset(_OTHERS.split()) | HELP.keys() | WRITTEN_OUT.keys() | RENAMED.keys() | ASKED.keys()
