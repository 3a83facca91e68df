"""Names as people write them, θ, x₁, xᵢ, Δx, → names in ASCII, theta, x1, x_i, Deltax: one name to the outside."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache

# What no input may be called: words that options of functions are written with.
RESERVED = ("None", "True", "False")
# Words between operands and before a condition, as Python writes them; elsewhere they are names like any other.
JOINS = {"and": "and", "or": "or", "if": "if", "else": "else", "mod": "%"}
NOT = "not"

NAMED_CONSTANTS = {"pi": math.pi, "e": math.e, "E": math.e}
# The Greek letters that LaTeX has a command for: the others look like Latin ones.
GREEK_IN_LATEX = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
    "omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
)
_PI = "πϖ"


def _greek() -> dict[str, str]:
    """Greek letters by their English names, from their names in Unicode ("GREEK SMALL LETTER THETA")."""
    spelled: dict[str, str] = {"ϵ": "epsilon", "ϑ": "theta", "ϕ": "phi", "ϖ": "pi", "ϱ": "rho", "ϰ": "kappa"}
    # keyboards type the signs of micro, increment and ohm for μ, Δ and Ω
    spelled |= {"\u00b5": "mu", "\u2206": "Delta", "\u2126": "Omega", "ς": "sigma"}
    for first, last in ("ΑΡ", "ΣΩ", "αρ", "σω"):
        for code in range(ord(first), ord(last) + 1):
            name = unicodedata.name(chr(code)).rsplit(" ", 1)[1].replace("LAMDA", "LAMBDA").lower()
            spelled[chr(code)] = name.capitalize() if chr(code).isupper() else name
    return spelled


GREEK = _greek()
_SUBSCRIPT_DIGITS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_SUBSCRIPT_LETTERS = dict(zip("ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "aehijklmnoprstuvx", strict=True)) | {
    "ᵦ": "beta", "ᵧ": "gamma", "ᵨ": "rho", "ᵩ": "phi", "ᵪ": "chi"}  # fmt: skip

_LETTERS = "A-Za-z" + "".join(sorted(GREEK.keys() - set(_PI)))
_REST = _LETTERS + "0-9_" + "".join([*_SUBSCRIPT_DIGITS, *_SUBSCRIPT_LETTERS])
# π before or after a letter is a name of its own, so that 2πr is not an input called pir; π_k and π₁ are names.
_LONE = f"[{_PI}](?=[{_LETTERS}{_PI}])"
_HEAD = f"(?:[{_LETTERS}_]|[{_PI}](?![{_LETTERS}{_PI}]))"
NAME = f"{_LONE}|{_HEAD}(?:[{_REST}]|(?<=_)[{_PI}](?![{_LETTERS}{_PI}]))*"
_NAME = re.compile(NAME)


def spelled(name: str) -> str:
    """A name that NAME matches, in ASCII."""
    if name.isascii():
        return name
    written = ""
    below = False  # letters below the line stand after one underscore: xᵢⱼ is x_ij
    for character in name:
        if character in _SUBSCRIPT_LETTERS:
            written += ("" if below or written.endswith("_") else "_") + _SUBSCRIPT_LETTERS[character]
        else:
            written += GREEK.get(character) or _SUBSCRIPT_DIGITS.get(character, character)
        below = character in _SUBSCRIPT_LETTERS
    return written


@lru_cache(maxsize=1024)
def ascii_name(text: str) -> str | None:
    """The name that a text means, in ASCII (θ is theta, x₁ is x1); None where the text is not a name."""
    if not _NAME.fullmatch(text) or text.startswith("_") or text in RESERVED:
        return None
    return spelled(text)


# A letter with what belongs to it: x, x1, x_i, xᵢ, θ'.
_BELOW = "".join([*_SUBSCRIPT_DIGITS, *_SUBSCRIPT_LETTERS])
_ATOM = re.compile(rf"[A-Za-z{''.join(GREEK)}](?:_[A-Za-z0-9]+|[0-9{_BELOW}]+)*['′]*")


def atoms_of(typed: str) -> list[str]:
    """The letters of a run as they were typed, each with its index; one alone where it is no run of letters."""
    letters = unicodedata.normalize("NFKC", typed)
    if len(letters) != len(typed) or any(character in typed for character in _BELOW):
        letters = typed
    found = _ATOM.findall(letters)
    return found if "".join(found) == letters else [letters]


def is_atom(name: str) -> bool:
    return _ATOM.fullmatch(name) is not None
