"""Functions and methods that are not known: what is told of them, and how they can be written.

A name is offered in place of another only for a slip of the hand, and never where a library has a function so called.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from graphs.errors import BadSyntax, Fix, Problem, TwoReadings, UnknownFunction, shown
from graphs.language.calls.libraries import KNOWN, is_function
from graphs.language.messages import unavailable
from graphs.language.messages.edits import after, before, instead, mended, typed
from graphs.language.messages.operands import (
    applications,
    arguments,
    bracketed,
    closing_of,
    factor_start,
    in_context,
    power_end,
    prefix_start,
)
from graphs.language.tokens import Token

# Functions that textbooks write without brackets, the longest first.
ELEMENTARY = sorted(
    "sin cos tan sec csc cot sinh cosh tanh asin acos atan arcsin arccos arctan exp ln log log2 log10 sqrt".split(),
    key=lambda name: (-len(name), name),
)
_LETTER = re.compile(r"[A-Za-z]|[A-Za-z]+_?[0-9]+")
_FUNCTION_LETTERS = ("f", "g", "h", "F", "G", "H")

Meant = tuple[str | None, tuple[Fix, ...]]


class Argument(str):
    """An argument as it was typed; {0:t} puts it in brackets where it is more than a name or a number."""

    __slots__ = ("tight",)
    tight: str

    def __format__(self, spec: str) -> str:
        return self.tight if spec == "t" else str(self)


def _argument(tokens: Sequence[Token]) -> Argument:
    made = Argument(typed(tokens[0], tokens[-1]))
    made.tight = bracketed(made, tokens)
    return made


def mistyped(name: str) -> str | None:
    """The one function that a name misses by a slip of the hand: two letters swapped, one doubled, or, in long names,
    one too many, too few or another; the first letter is always right."""
    if name in unavailable.NAMES or len(name) < 3:
        return None
    found = {known for known in KNOWN if len(known) > 2 and known[0] == name[0] and _is_slip(name, known)}
    return found.pop() if len(found) == 1 else None


def _is_slip(name: str, known: str) -> bool:
    k = next((k for k, (a, b) in enumerate(zip(name, known, strict=False)) if a != b), min(len(name), len(known)))
    rest, meant = name[k:], known[k:]
    if rest[:2] == meant[1::-1] and rest[2:] == meant[2:] and len(meant) > 1:
        return True
    if rest[1:] == meant and rest[:1] == name[k - 1]:
        return True
    if len(known) < 5 or any(sign.isdigit() for sign in name + known):
        return False
    return rest[1:] == meant or rest == meant[1:] or rest[1:] == meant[1:]


def unknown_function(raw: Sequence[Token], at: int, bound: Collection[str], library: str) -> Problem:
    """raw[at] is called, or raised to a power and called, and is no function.

    bound: names that a product may be meant with. library: the prefix, np or torch.nn.functional, if there is one.
    """
    name = raw[at]
    hint, fixes = _meant(raw, at, bound, library)
    return UnknownFunction(f"there is no function {shown(name.typed)}", name.place, hint, fixes)


def _meant(raw: Sequence[Token], at: int, bound: Collection[str], library: str) -> Meant:
    name = raw[at]
    if name in unavailable.NAMES:
        return _lacked(raw, at)
    if (base := subscripted(name)) is not None:
        return logarithm(raw, at, base)
    closing = closing_of(raw, at + 1)
    if not library:
        if not at and closing is not None and raw[closing + 1 : closing + 2] == ["="]:
            fixes = mended(name, raw[closing], instead(raw[1], "", raw[closing]))
            return f"name the line without arguments: {name} = …", fixes
        if name in bound or _LETTER.fullmatch(name):
            fixes = mended(name, raw[at + 1 if closing is None else closing], before(raw[at + 1], "*"))
            certain = name not in _FUNCTION_LETTERS  # f(3) after f(x) = … is a call
            return f"did you mean {name.typed}*({_inside(raw, at + 2)})?", fixes if certain else ()
        if (split := _factor(name, bound)) is not None:
            fixes = _instead_of_name(raw, at, f"{split[0]}*{split[1]}")
            return f"did you mean {split[0]}*{split[1]}(…)?", fixes
    meant = name.lower() if name.lower() in KNOWN and len(name) > 2 else mistyped(name)
    if meant is not None and (library or is_function(meant)):
        return f"did you mean {meant}?", _instead_of_name(raw, at, meant)
    return (None if library else f"did you mean {name}*(…)?"), ()


def _instead_of_name(raw: Sequence[Token], at: int, text: str) -> tuple[Fix, ...]:
    """Another name, or a factor and a name: shown with its call, and with a number close before it."""
    name, closing = raw[at], closing_of(raw, at + 1) if at + 1 < len(raw) and raw[at + 1] == "(" else None
    first = name
    if at and raw[at - 1].kind == "number" and after(raw[at - 1], "").end == before(name, "").start:
        first = raw[at - 1]
    last = name if closing is None or raw[closing].place.line != name.place.line else raw[closing]
    return mended(first, last, instead(name, text))


def _lacked(raw: Sequence[Token], at: int) -> Meant:
    """A library's function that the language lacks: written out with its arguments, where it can be."""
    name = raw[at]
    if name in unavailable.RENAMED:
        meant = unavailable.RENAMED[name]
        return f"did you mean {meant}?", _instead_of_name(raw, at, meant)
    templates = unavailable.ASKED.get(name) or (
        (unavailable.WRITTEN_OUT[name],) if name in unavailable.WRITTEN_OUT else ()
    )
    if not templates:
        return unavailable.HELP.get(name, f"the language has no {name}"), ()
    start = power_end(raw, at)
    spans = arguments(raw, start) if start < len(raw) and raw[start] == "(" else None
    given = [_argument(raw[one:end]) for one, end in spans or () if one < end]
    ways = [_filled(template, given) for template in templates]
    closing = closing_of(raw, start) if spans else None
    fixes: tuple[Fix, ...] = ()
    if closing is not None and None not in ways and raw[closing].place.line == name.place.line:
        first = prefix_start(raw, at)
        power = typed(raw[at + 1], raw[start - 1]) if start > at + 1 else ""
        for way in ways:
            text = in_context(raw, first, closing + 1, str(way)) if not power else f"({way}){power}"
            fixes += mended(raw[first], raw[closing], instead(raw[first], text, raw[closing]))
    plain = [way or _filled(template, _letters(template)) for way, template in zip(ways, templates, strict=True)]
    said = "did you mean " if name in unavailable.ASKED else "it can be written as "
    return said + " or ".join(map(str, plain)) + ("?" if name in unavailable.ASKED else ""), fixes


def _filled(template: str, given: Sequence[Argument]) -> str | None:
    """The formula with the arguments; None where it takes another number of them."""
    wanted = 1 + max(int(slot) for slot in re.findall(r"\{(\d)", template))
    return template.format(*given) if len(given) == wanted else None


def _letters(template: str) -> list[Argument]:
    made = [Argument(letter) for letter in ("xy" if "{1" in template else "x")]
    for each in made:
        each.tight = str(each)
    return made


def subscripted(name: str) -> str | None:
    """The base of log_2 and its kin."""
    return name.removeprefix("log_") if re.fullmatch(r"log_[A-Za-z0-9]+", name) else None


def logarithm(raw: Sequence[Token], at: int, base: str) -> Meant:
    short = {"2": "log2", "10": "log10", "e": "log"}.get(base)
    hint = f"{short}(x)" if short else f"log(x, {base})"
    ways = applications(raw, at, ())
    fixes: tuple[Fix, ...] = ()
    for end, edits in ways:
        close = edits or [before(raw[end - 1], "")]
        named = [instead(raw[at], short or "log"), *edits]
        if not short and not edits:
            named.append(before(raw[end - 1], f", {base}"))
        elif not short:
            named[-1] = close[-1]._replace(text=f", {base})")
        fixes += mended(raw[at], raw[end - 1], *named)
    return hint, fixes


def _inside(raw: Sequence[Token], at: int) -> str:
    """What a bracket holds from raw[at] on, where that is short."""
    short = [this.typed for this in raw[at : at + 6]]
    end = short.index(")") if ")" in short else 0
    return "…" if not end or "(" in short[:end] else "".join(short[:end])


def _factor(name: str, bound: Collection[str]) -> tuple[str, str] | None:
    """xsin: the factor, and the function."""
    for function in ELEMENTARY:
        factor = name.removesuffix(function)
        if factor in ("", name):
            continue
        if factor in bound or _LETTER.fullmatch(factor):
            return factor, function
        if factor.isalpha() and all(letter in bound for letter in factor):
            return "*".join(factor), function
    return None


# After a dot.


def unknown_method(raw: Sequence[Token], at: int) -> Problem:
    """raw[at] is called after a dot, and is no method."""
    name = raw[at]
    message = f"there is no method {shown(name.typed)}"
    if name in KNOWN:
        return UnknownFunction(message, name.place, f"{name} is a function of its own: {name}(…)")
    if name in unavailable.NAMES:
        return UnknownFunction(message, name.place, *_lacked_method(raw, at))
    close = mistyped(name)
    fixes = mended(name, name, instead(name, close)) if close is not None else ()
    hint = f"did you mean {close}?" if close else "functions of one array are methods, too: x.sum(), x.exp()"
    return UnknownFunction(message, name.place, hint, fixes)


def _lacked_method(raw: Sequence[Token], at: int) -> Meant:
    name = raw[at]
    if name in unavailable.RENAMED:
        meant = unavailable.RENAMED[name]
        return f"did you mean {meant}?", mended(name, name, instead(name, meant))
    template = unavailable.WRITTEN_OUT.get(name)
    start, closing = factor_start(raw, at - 1), closing_of(raw, at + 1)
    if template is None or start is None or closing is None:
        return unavailable.HELP.get(name, f"the language has no {name}"), ()
    rest = [_argument(raw[one:end]) for one, end in arguments(raw, at + 1) or () if one < end]
    text = _filled(template, [_argument(raw[start : at - 1]), *rest])
    if text is None:
        return f"it can be written as {_filled(template, _letters(template))}", ()
    fixes = mended(
        raw[start], raw[closing], instead(raw[start], in_context(raw, start, closing + 1, text), raw[closing])
    )
    return f"it can be written as {text}", fixes


def spread_method(raw: Sequence[Token], at: int) -> Problem:
    """x.std() and x.var(): NumPy's divide by n, PyTorch's by n - 1."""
    name, start, closing = raw[at], factor_start(raw, at - 1), closing_of(raw, at + 1)
    fixes: tuple[Fix, ...] = ()
    if start is not None and closing == at + 2:
        x = typed(raw[start], raw[at - 2])
        for library, count in (("np", "n"), ("torch", "n - 1")):
            text = f"{library}.{name}({x})"
            fixes += mended(raw[start], raw[closing], instead(raw[start], text, raw[closing]),
                            label=f"{text}, which divides by {count}")  # fmt: skip
    return TwoReadings(f".{name.typed}() divides by n in NumPy, by n - 1 in PyTorch", name.place,
                       f"np.{name}(x) divides by n, torch.{name}(x) by n - 1", fixes)  # fmt: skip


def repeat_method(raw: Sequence[Token], at: int) -> Problem:
    """x.repeat(2): NumPy's repeats each entry, PyTorch's the whole array."""
    name, start, closing = raw[at], factor_start(raw, at - 1), closing_of(raw, at + 1)
    fixes: tuple[Fix, ...] = ()
    if start is not None and closing is not None and closing > at + 2:
        x, counts = typed(raw[start], raw[at - 2]), typed(raw[at + 2], raw[closing - 1])
        told = [(f"np.repeat({x}, {counts})", "each entry")] if "," not in counts else []
        listed = counts if counts.startswith(("(", "[")) or "," not in counts else f"[{counts}]"
        for text, what in (*told, (f"np.tile({x}, {listed})", "the whole array")):
            fixes += mended(raw[start], raw[closing], instead(raw[start], text, raw[closing]),
                            label=f"{text}, which repeats {what}")  # fmt: skip
    return TwoReadings(f".{name.typed}() repeats each entry in NumPy, the whole array in PyTorch", name.place,
                       "np.repeat(x, 2) repeats each entry, np.tile(x, 2) the whole array", fixes)  # fmt: skip


def no_attribute(raw: Sequence[Token], at: int) -> BadSyntax:
    """A name after a dot that is not called."""
    name = raw[at]
    if name in KNOWN:
        fixes = mended(name, name, after(name, "()"))
        return BadSyntax(f".{name.typed} needs brackets", name.place, f".{name.typed}()", fixes)
    return BadSyntax(f".{name.typed} is not part of the language", name.place,
                     "after a dot stands T, or a function with its brackets: A.T, x.sum()")  # fmt: skip
