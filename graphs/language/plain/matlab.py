"""MATLAB's products of matrices, which in this language go entry by entry: asked where both readings differ."""

from __future__ import annotations

from collections.abc import Sequence

from graphs.errors import Fix, TwoReadings
from graphs.language.tokens import Token, spanning


def check_products(sentences: Sequence[Sequence[Token]]) -> None:
    """Raises TwoReadings for A*x of matrices that the text gives, beside MATLAB's marks; A.*x and A @ x are plain."""
    arrays = {str(line[0]) for line in sentences if len(line) > 3 and line[1:3] == ["=", "["] and line[-1] == "]"}
    for line in sentences:
        for before, sign, after in zip(line, line[1:], line[2:], strict=False):
            if sign == "*" and sign.typed == "*" and {before, after} <= arrays:
                fixes = (Fix(sign.place, " @ ", f"{before.typed} @ {after.typed}"),
                         Fix(sign.place, ".*", f"{before.typed}.*{after.typed}"))  # fmt: skip
                raise TwoReadings(
                    f"{before.typed}*{after.typed} is the product of matrices in MATLAB, and entry by entry here",
                    sign.place, f"{before.typed} @ {after.typed} is the product of matrices", fixes)  # fmt: skip
            if sign == "/" and sign.typed == "/" and {before, after} <= arrays:
                inverse = f"{before.typed} @ inv({after.typed})"
                fixes = (Fix(spanning(before, after), inverse, inverse),
                         Fix(sign.place, "./", f"{before.typed}./{after.typed}"))  # fmt: skip
                raise TwoReadings(
                    f"{before.typed}/{after.typed} is a division of matrices in MATLAB, and entry by entry here",
                    sign.place, f"{before.typed}./{after.typed} goes entry by entry", fixes)  # fmt: skip
            if sign == "^" and sign.typed in ("^", "**") and before in arrays and after == "2":
                place = spanning(before, after)
                fixes = (Fix(place, f"({before.typed} @ {before.typed})", f"{before.typed} @ {before.typed}"),
                         Fix(sign.place, ".^", f"{before.typed}.^{after.typed}"))  # fmt: skip
                raise TwoReadings(
                    f"{before.typed}^{after.typed} is the product of matrices in MATLAB, and entry by entry here",
                    sign.place, f"{before.typed} @ {before.typed} is the product of matrices", fixes)  # fmt: skip
