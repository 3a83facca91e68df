"""What LaTeX's commands mean in the language: the small table that reader.py reads pasted formulas by."""

from __future__ import annotations

from graphs.language.messages.unavailable import DERIVATIVE
from graphs.language.names import GREEK
from graphs.operations.table import FUNCTIONS

# Signs, and commands that stand for one.
SIGNS = {
    "cdot": "*", "times": "*", "ast": "*", "odot": "*", "circ": "*", "div": "/", "pm": None, "le": "<=", "leq": "<=",
    "ge": ">=", "geq": ">=", "lt": "<", "gt": ">", "ne": "!=", "neq": "!=", "colon": ":", "lbrack": "[", "rbrack": "]",
    "leqslant": "<=", "geqslant": ">=", "leftarrow": "←", "gets": "←", "longleftarrow": "←", "approx": "≈",
    "simeq": "≈", "cong": "≈", "doteq": "≈", "equiv": "=", "triangleq": "=", "coloneqq": ":=", "land": "&",
    "wedge": "&", "mid": "|", "bullet": "*", "bmod": "%", "@": "@",
}  # fmt: skip
# Signs of characters that people paste among commands.
CHARACTERS = {
    "·": "*", "⋅": "*", "×": "*", "∗": "*", "−": "-", "–": "-", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=",
    "≈": "≈", "←": "←", "⊙": "*",
}  # fmt: skip
RELATIONS = ("<", "<=", ">", ">=", "==", "!=")
# What only spaces, sizes or numbers a formula.
SPACES = frozenset(
    "quad qquad displaystyle textstyle scriptstyle limits nolimits nonumber notag big Big bigg Bigg bigl bigr Bigl "
    "Bigr biggl biggr Biggl Biggr bigm middle hfill tiny scriptsize footnotesize small normalsize large Large LARGE "
    "huge Huge ensuremath rm bf it sf boldmath centering noindent "
    "allowbreak strut thinspace medspace thickspace enspace negthinspace "
    "qed qedhere blacksquare newline par relax smallskip medskip bigskip item \\\\ , ; : ! > ( ) [ ] /".split()
) | {" ", "\n"}
# Layout with an argument that is no mathematics.
ASIDE = frozenset("hspace vspace mspace kern tag label hphantom vphantom phantom color ref eqref cite".split())
# Brackets with a meaning of their own: the call that they are, and what ends it.
FENCES = {
    "langle": ("angles", "rangle"),
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
UPRIGHT = frozenset(
    "text mathrm operatorname mathbb textrm textit mathit mathsf textsf texttt mathtt mathcal mathscr mathfrak textbf "
    "mbox".split()
)
BOLD = frozenset("mathbf boldsymbol bm vec pmb".split())
ACCENTS = {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde",
    "dot": "dot", "ddot": "ddot", "check": "check", "breve": "breve", "underline": "bar",
}  # fmt: skip
MATRICES = frozenset(kind + "matrix" for kind in ("", "p", "b", "B", "small"))
CASES = frozenset(("cases", "dcases", "rcases"))
LAYOUTS = frozenset(
    name + star
    for name in "align equation gather multline eqnarray flalign alignat aligned alignedat gathered split math "
    "displaymath".split()
    for star in ("", "*")
)
LETTERS = {name: name for name in GREEK.values()} | {
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho", "varsigma": "sigma",
    "varpi": "pi", "ell": "l", "imath": "i", "jmath": "j",
}  # fmt: skip
# Letters that are functions where a bracket follows, as the page itself prints them.
CALLED = {"sigma": "sigmoid", "Gamma": "gamma", "Phi": "normcdf", "varphi": "normpdf", "psi": "digamma"}
# Functions by their commands; the others have their own names.
_NAMED = "exp ln log sin cos tan sec csc cot arcsin arccos arctan sinh cosh tanh coth max min det".split()
COMMANDS = {name: name for name in _NAMED if name in FUNCTIONS} | {
    "lg": "log10", "sgn": "sign", "tr": "trace", "Tr": "trace", "relu": "relu", "ReLU": "relu", "sigmoid": "sigmoid",
    "softmax": "softmax", "erf": "erf", "diag": "diag", "trace": "trace", "arsinh": "asinh", "arcosh": "acosh",
    "artanh": "atanh", "sech": "sech", "csch": "csch",
}  # fmt: skip
# Words that are functions without a backslash, too, and without brackets.
WORDS = frozenset(_NAMED) - {"det"}
SUMS = {"sum": "Sum", "prod": "Product"}
SEARCHES = {"max": "max_over", "min": "min_over"}  # with an index below: of the entries
# What parts one statement from the next.
ARROWS = frozenset(
    "Rightarrow implies rightarrow to iff Leftrightarrow longrightarrow Longrightarrow leftrightarrow therefore "
    "because mapsto hence longmapsto Longleftrightarrow".split()
)
# Words between formulas: what a point follows, and what only parts statements.
POINTS = frozenset(("at", "at the point", "at point", "evaluated at", "point", "evaluate at"))
PARTING = frozenset(
    "where with and for let when given so thus then hence or also therefore i.e. e.g. we have".split()
) | {"such that", "so that", "we have", "and so", "and then"}
# The words of cases, as people have them in their own languages.
IF = frozenset(
    "if for when where whenever provided si pour quand lorsque para cuando falls wenn für fuer se per quando als voor "
    "om för hvis jos jeśli gdy dla jeżeli pokud pro když ako za kada ha dacă pentru eğer если при для якщо коли αν "
    "για jika untuk bila nếu khi 若 如果 当 當 时 時 のとき もし 경우".split()
) | {"for all", "for any", "for each", "for every", "if and only if", "provided that", "in case", "for which", "일 때"}
OTHERWISE = frozenset(
    "otherwise else elsewhere sonst andernfalls ansonsten sinon autrement altrimenti altrove anders annars ellers "
    "muuten inaczej jinak inače egyébként altfel senão иначе інакше διαφορετικά lainnya selainnya khác 其他 其它 否则 "
    "否則 其余 それ以外 その他".split()
) | {
    "in all other cases", "in other cases", "in any other case", "all other cases", "everywhere else", "else where",
    "en otro caso", "en caso contrario", "de lo contrario", "otro caso", "caso contrário", "caso contrario",
    "em caso contrário", "nos outros casos", "dans les autres cas", "dans le cas contraire", "in allen anderen fällen",
    "in tutti gli altri casi", "in den anderen fällen", "w przeciwnym razie", "w przeciwnym wypadku", "aksi halde",
    "diğer durumlarda", "в противном случае", "в остальных случаях", "v ostatních případech", "trường hợp khác",
    "그 외", "その他の場合",
}  # fmt: skip
AND = frozenset("and und et y e en och og и і 且 かつ dan ve i".split())
OR = frozenset("or oder ou o of eller или або 或 または atau veya lub nebo ili".split())
# Signs of what describes a formula and is no part of it: x ∈ ℝ, i = 1, …, n.
DESCRIBES = frozenset("in notin forall exists sim propto subset subseteq ll gg".split())
DOTS = frozenset("dots ldots cdots vdots".split())
# Units behind a number that is all of a value; those of one letter only where they stand upright.
UNITS = frozenset(
    "mm cm dm km nm kg mg lb oz ms sec secs second seconds min minute minutes hour hours hr hrs day days year years "
    "metre metres meter meters foot feet ft inch inches mile miles mph kmh kph gram grams litre litres liter liters "
    "mL ml dollars dollar euros euro percent radians radian rad "
    "newtons joules watts volts amps ohms kelvin celsius units unit "
    "USD EUR Hz kHz MHz Pa kPa mol kJ kW eV MPa GPa kN cents".split()
)
LETTER_UNITS = frozenset("m s g h N J C V W K L A T F H".split())
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
    "arg": "a search for the best argument is not computed here: give the function alone",
    "argmax": "a search for the best argument is not computed here: give the function alone",
    "argmin": "a search for the best argument is not computed here: give the function alone",
    "sup": "a search is not computed here: give the function alone",
    "inf": "a search is not computed here: give the function alone",
    "top": "A^\\top is the transpose",
    "prime": "a prime cannot be part of a name",
    "over": "\\over stands in braces, {a \\over b}: write \\frac{a}{b}",
    "choose": "\\choose stands in braces, {n \\choose k}: write \\binom{n}{k}",
}
