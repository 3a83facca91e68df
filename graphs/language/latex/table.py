"""What LaTeX's commands mean in the language: the small table that reader.py reads pasted formulas by."""

from __future__ import annotations

from graphs.language.messages.unavailable import DERIVATIVE
from graphs.language.names import GREEK
from graphs.operations.table import FUNCTIONS

# Signs, and commands that stand for one.
SIGNS = {
    "cdot": "*", "times": "*", "ast": "*", "odot": "*", "circ": "*", "div": "/", "pm": None, "le": "<=", "leq": "<=",
    "ge": ">=", "geq": ">=", "lt": "<", "gt": ">", "ne": "!=", "neq": "!=", "colon": ":", "lbrack": "[", "rbrack": "]",
}  # fmt: skip
# What only spaces, sizes or numbers a formula.
SPACES = frozenset(
    "quad qquad displaystyle textstyle scriptstyle limits nolimits nonumber notag big Big bigg Bigg bigl bigr Bigl "
    "Bigr biggl biggr Biggl Biggr bigm middle hfill , ; : ! > ( ) [ ]".split()
) | {" ", "\n"}
# Brackets with a meaning of their own: the call that they are, and what ends it.
FENCES = {
    "lvert": ("abs", "rvert"), "lVert": ("norm", "rVert"), "lfloor": ("floor", "rfloor"), "lceil": ("ceil", "rceil"),
    "{": ("", "}"), "lbrace": ("", "rbrace"), "(": ("", ")"), "[": ("", "]"), "|": ("abs", "|"), "\\|": ("norm", "\\|"),
}  # fmt: skip
CLOSING = {end: (call, end) for call, end in FENCES.values()}
# Commands with arguments: what is written before, between and after them.
ARGUMENTS = {
    "frac": ("((", ")/(", "))"), "dfrac": ("((", ")/(", "))"), "tfrac": ("((", ")/(", "))"),
    "cfrac": ("((", ")/(", "))"), "sqrt": ("sqrt(", ")"), "binom": ("binomial(", ", ", ")"),
    "dbinom": ("binomial(", ", ", ")"), "tbinom": ("binomial(", ", ", ")"),
}  # fmt: skip
# Words in another face: their letters are one name, or a function; bold ones and arrows stand for arrays.
UPRIGHT = frozenset("text mathrm operatorname textrm textit mathit mathsf textsf texttt mathtt".split())
BOLD = frozenset("mathbf boldsymbol bm vec pmb".split())
ACCENTS = {"hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde"}
MATRICES = frozenset(kind + "matrix" for kind in ("", "p", "b", "B", "small"))
LAYOUTS = frozenset(name + star for name in ("align", "equation", "gather", "aligned", "split") for star in ("", "*"))

LETTERS = {name: name for name in GREEK.values()} | {
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho", "varsigma": "sigma",
    "varpi": "pi", "ell": "ell",
}  # fmt: skip
# Letters that are functions where a bracket follows, as the page itself prints them.
CALLED = {"sigma": "sigmoid", "Gamma": "gamma", "Phi": "normcdf", "varphi": "normpdf", "psi": "digamma"}
# Functions by their commands; the others have their own names.
_NAMED = "exp ln log sin cos tan sec csc cot arcsin arccos arctan sinh cosh tanh coth max min det".split()
COMMANDS = {name: name for name in _NAMED if name in FUNCTIONS} | {"lg": "log10", "sgn": "sign", "tr": "trace"}
LOGARITHMS = {"2": "log2", "10": "log10", "e": "log"}

# What the language has no sign for: what to write.
REFUSED = {
    "sum": "sum(x) adds all entries of an array",
    "prod": "prod(x) multiplies all entries of an array",
    "int": "integrals are not computed here",
    "partial": "derivatives are what is computed: " + DERIVATIVE,
    "nabla": "derivatives are what is computed: " + DERIVATIVE,
    "lim": "limits are not computed here",
    "infty": "numbers are finite here",
    "dots": "write all terms out",
    "ldots": "write all terms out",
    "cdots": "write all terms out",
    "pm": "write + or -",
    "otimes": "outer(x, y) is the outer product",
    "langle": "dot(x, y) is the inner product",
    "top": "A^\\top is the transpose",
    "prime": "a prime cannot be part of a name",
}
