"""Names that libraries have and the language lacks: none of them is a mistyped name of ours.

Where the language can write one out, it stands here in terms of the arguments: {0} is the first one as it was typed,
{0:t} the same in brackets where it is more than a name or a number.
"""

from __future__ import annotations

DERIVATIVE = "give the function alone; its derivative is what is shown"
# Formulas of Abramowitz & Stegun, 4.5 (hyperbolic functions), and of the documentation of NumPy, SciPy and PyTorch.
WRITTEN_OUT = {
    "sech": "1/cosh({0})", "csch": "1/sinh({0})", "cosech": "1/sinh({0})", "coth": "1/tanh({0})",
    "asech": "acosh(1/{0:t})", "arcsech": "acosh(1/{0:t})", "arsech": "acosh(1/{0:t})",
    "acsch": "asinh(1/{0:t})", "arccsch": "asinh(1/{0:t})", "arcsch": "asinh(1/{0:t})",
    "acoth": "atanh(1/{0:t})", "arccoth": "atanh(1/{0:t})", "arcoth": "atanh(1/{0:t})",
    "asec": "acos(1/{0:t})", "arcsec": "acos(1/{0:t})", "acsc": "asin(1/{0:t})", "arccsc": "asin(1/{0:t})",
    "sind": "sin({0:t}*pi/180)", "cosd": "cos({0:t}*pi/180)", "tand": "tan({0:t}*pi/180)",
    "deg2rad": "{0:t}*pi/180", "radians": "{0:t}*pi/180", "rad2deg": "{0:t}*180/pi", "degrees": "{0:t}*180/pi",
    "sinpi": "sin(pi*{0:t})", "cospi": "cos(pi*{0:t})",
    "logit": "log({0:t}/(1 - {0:t}))", "logsigmoid": "-softplus(-{0:t})", "log_sigmoid": "-softplus(-{0:t})",
    "log_expit": "-softplus(-{0:t})", "logaddexp": "{0:t} + softplus({1:t} - {0:t})",
    "exp2": "2^({0})", "exp10": "10^({0})", "reciprocal": "1/{0:t}", "rsqrt": "1/sqrt({0})",
    "xlogy": "where({0} == 0, 0, {0:t}*log({1}))", "betaln": "lgamma({0}) + lgamma({1}) - lgamma({0:t} + {1:t})",
    "erfcx": "exp({0:t}^2)*erfc({0})",
    "trunc": "sign({0})*floor(abs({0}))", "fix": "sign({0})*floor(abs({0}))",
    "ptp": "max({0}) - min({0})", "ldexp": "{0:t}*2^({1})", "dist": "norm({0:t} - {1:t})",
    "relu6": "min(max({0}, 0), 6)", "hardtanh": "min(max({0}, -1), 1)", "softsign": "{0:t}/(1 + abs({0}))",
    "mish": "{0:t}*tanh(softplus({0}))", "tanhshrink": "{0:t} - tanh({0})",
    "heaviside": "where({0} > 0, 1, where({0} == 0, {1}, 0))",
}  # fmt: skip
# Other names of what the language has.
RENAMED = {
    "sine": "sin", "cosine": "cos", "tangent": "tan", "tg": "tan", "ctg": "cot", "arctg": "atan", "sh": "sinh",
    "ch": "cosh", "th": "tanh", "squareroot": "sqrt", "square_root": "sqrt", "fmax": "max", "fmin": "min",
    "fsum": "sum", "float_power": "power", "pnorm": "normcdf", "dnorm": "normpdf",
    "naturallog": "log", "magnitude": "norm",
}  # fmt: skip
# Names with more than one meaning, each in the language's own words.
ASKED = {
    "sqr": ("sqrt({0})", "{0:t}^2"),
    "lg": ("log10({0})", "log2({0})"),
    "sinc": ("where({0} == 0, 1, sin(pi*{0:t})/(pi*{0:t}))", "where({0} == 0, 1, sin({0})/{0:t})"),
}
_DERIVATIVES = (
    "diff grad gradient derivative Derivative D jacobian jacfwd jacrev hessian value_and_grad vjp jvp backward nabla "
    "differentiate partial"
)
_CODE = (
    "print input int bool str len range list tuple dict set type map zip enumerate sorted open eval exec lambda return "
    "Value Var Parameter requires_grad_ zero_grad no_grad append isinstance"
)
_RANDOM = "rand randn random normal uniform randint rand_like randn_like choice"
_OTHERS = (
    "acosd acot acotan airy all allclose angle any arange arccot arg argmax argmin argsort around asind atand "
    "batch_norm besselj bessely block bmm cdf celu cholesky choose column_stack cond conj conjugate conv1d conv2d "
    "convolve copysign corrcoef correlate cosm1 count count_nonzero cov cross cummax cummin "
    "cumprod cumtrapz dawsn diagonal divmod dropout dsolve dstack eig eigh eigvals eigvalsh einsum ellipe ellipk "
    "embedding erfcinv erfi erfinv expand expm factorial2 flip fmod frac frexp fsolve full full_like gather gcd "
    "hard_sigmoid hardmax hardshrink hardsigmoid hardswish hinge histc histogram hsigmoid hswish huber "
    "hyp2f1 i0 i1 imag int integral integrate interp isclose isfinite isinf isnan iv j0 j1 jv "
    "kron kv lambertw lbeta lchoose lcm limit linsolve linspace log_loss logb logcdf logical_and logical_not "
    "logical_or logm logpdf lstsq lu matrix_power matrix_rank maxout median meshgrid mode modf moveaxis nCr nPr "
    "nanmax nanmean nanmin nansum ndtri nextafter nsolve ones_like pad pdf percentile perm "
    "permute pinv polyfit polygamma polyval powm1 ppf prelu probit psi qnorm qr qsigmoid quantile rank real "
    "repeat rint rms rnorm roll round scatter selu signbit signum sinhc softshrink "
    "sort split sqrtm squeeze step svd swapaxes take tensordot threshold tile trapz tril triu unique unsqueeze "
    "vecdot xor y0 y1 yv zeros_like zeta "
)
# What helps where nothing can be written out.
HELP = {
    **dict.fromkeys(_DERIVATIVES.split(), DERIVATIVE),
    **dict.fromkeys(_CODE.split(), "give the mathematics alone; the rest of the code is not needed"),
    **dict.fromkeys(_RANDOM.split(), "it has no fixed values; write them out"),
}
NAMES = frozenset(_OTHERS.split()) | HELP.keys() | WRITTEN_OUT.keys() | RENAMED.keys() | ASKED.keys()
