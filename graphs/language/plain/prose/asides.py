"""What stands behind a definition and is no part of its value: where it holds, x > 0 and x ∈ ℝ, and units, 3 cm."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from graphs.errors import BadSyntax, Fix, TwoReadings
from graphs.language.messages.unavailable import DERIVATIVE
from graphs.language.plain.scanner import gap
from graphs.language.tokens import OPENS, Token, spanning

_LETTERS = frozenset("m s g h N J C V W K L".split())  # units beside a stroke: m/s
_DERIVE = ("D", "Dt", "Grad")  # Mathematica's
_COMPARES = ("<", ">", "<=", ">=", "!=", "∈")
UNITS = frozenset(
    "mm cm km nm kg mg lb oz ms sec secs second seconds minute minutes hour hours hr hrs day days year years metre "
    "metres meter meters foot feet ft inch inches mile miles mph kmh kph gram grams grammes litre litres liter liters "
    "dollars dollar euros euro cents percent radians radian rad newtons joules watts volts amps ohms kelvin celsius "
    "fahrenheit units unit USD EUR Hz Pa mol".split()
)


def is_condition(part: Sequence[Token]) -> bool:
    """x > 0, 0 ≤ t ≤ 5, x ∈ ℝ: a comparison outside of brackets."""
    depth = 0
    for this in part:
        depth += (this in OPENS) - (this in OPENS.values())
        if depth == 0 and this in _COMPARES:
            return True
    return False


def condition_of(piece: Sequence[Token]) -> int:
    """Where the comma stands behind which a definition has conditions alone; its length where it has none."""
    if not any(this == "=" for this in piece):
        return len(piece)
    depth, commas = 0, []
    for k, this in enumerate(piece):
        depth += (this in OPENS) - (this in OPENS.values())
        if depth == 0 and this == ",":
            commas.append(k)
    at = len(piece)
    for comma in reversed(commas):
        if not is_condition(piece[comma + 1 : at]):
            break
        at = comma
    return at


def units_in(piece: Sequence[Token], names: Collection[str]) -> list[range]:
    """Where units stand behind numbers that are the whole value of a name: r = 3 cm, v = 20 m/s.

    names: those that the text binds, which are no units.
    """
    found = []
    for k in range(1, len(piece) - 2):
        if piece[k] != "=" or piece[k - 1].kind != "name":
            continue
        number = k + 1 + (piece[k + 1] in ("-", "+"))
        end = number + 1
        while (
            end < len(piece)
            and piece[end] != "and"
            and (piece[end].kind in ("name", "power", "number") or piece[end] in ("/", "^"))
        ):
            end += 1
        follows = end >= len(piece) or piece[end] in (",", ";", "and", ".")
        unit = piece[number + 1 : end]
        if follows and unit and gap(piece[number], unit[0]) and _is_unit(unit, names):
            found.append(range(number + 1, end))
    return found


def _is_unit(unit: Sequence[Token], names: Collection[str]) -> bool:
    words = [this for this in unit if this.kind == "name"]
    if any(this in names for this in words):
        return False
    known = UNITS if "/" not in unit else UNITS | _LETTERS
    return unit[0].kind == "name" and all(this.typed.rstrip("0123456789") in known for this in words)


def _check_percent(piece: Sequence[Token], k: int) -> None:
    """Raises TwoReadings for 20% x; 20%x and 20 % x are remainders, and 20% before no operand is refused elsewhere."""
    number, sign = piece[k - 1 : k + 1]
    after = piece[k + 1] if k + 1 < len(piece) else None
    if number.kind != "number" or gap(number, sign) or after is None or not gap(sign, after):
        return
    if after.kind not in ("name", "number"):
        return
    part, rest, remainder = f"({number.typed}/100)", after.typed, f"{number.typed} mod {after.typed}"
    fixes = (Fix(spanning(number, after), f"{part}*{rest}", f"{part}*{rest}"),
             Fix(spanning(number, after), f"({remainder})", remainder))  # fmt: skip
    raise TwoReadings(f"{number.typed}% {rest} may be a part of {rest}, or the remainder of a division",
                      spanning(number, sign), f"{part}*{rest} or {remainder}", fixes)  # fmt: skip


def check_signs(piece: Sequence[Token]) -> None:
    """Raises TwoReadings for ±, BadSyntax for degrees and D[…, x], with what may be written in their place."""
    for k, this in enumerate(piece):
        if this in ("±", "∓"):
            fixes = (Fix(this.place, "+", "+"), Fix(this.place, "-", "-"))
            raise TwoReadings(f"{this.typed} stands for two values", this.place, "write one formula for each", fixes)
        if this in _DERIVE and piece[k + 1 : k + 2] == ["["] and "," in piece[k + 1 :]:
            raise BadSyntax("a derivative sign is not part of the language", this.place, DERIVATIVE)
        if this == "%" and k:
            _check_percent(piece, k)
        if this == "°":
            number = piece[k - 1] if k and piece[k - 1].kind == "number" else None
            fix = () if number is None else (
                Fix(spanning(number, this), f"({number}*pi/180)", f"{number}*pi/180"),)  # fmt: skip
            raise BadSyntax("angles are in radians", this.place, "45° is 45*pi/180", fix)
