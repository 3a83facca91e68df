"""What stands below and above a name: part of the name, x_1, W^{(1)}; or the index that a sum binds, x_i."""

from __future__ import annotations

import re
from typing import NamedTuple

from graphs.language.latex.names import key_of
from graphs.language.latex.tokens import Piece
from graphs.language.latex.writer import Span, Writer

_FACE = re.compile(
    r"\\(?:text(?:rm|it|bf|tt|sf)?|mbox|operatorname|math(?:rm|sf|bf|it|cal|scr|bb|frak|tt)|boldsymbol|bm)\s*\{([^{}]*)\}|\\([A-Za-z]+)"
)
_LAYERS = re.compile(r"(?:\([^()\[\]]*\)|\[[^()\[\]]*\])+")
_LAYER = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_BELOW = re.compile(r"[A-Za-z0-9]\w*(?:[-+][0-9A-Za-z]\w*)?|[-+][0-9]+", re.ASCII)
_LETTERS = re.compile(r"\\[A-Za-z]+|[A-Za-z]")
_WORD_ABOVE = re.compile(
    r"\^\s*\{\s*(?:\\(?:text|mathrm|textrm)\s*\{\s*\(?([A-Za-z]{2,20})\)?\s*\}|(new|old|next|prev|init)|\+|\*|\\ast|\\star)\s*\}|\^\s*(\*|\\ast(?![A-Za-z])|\\star(?![A-Za-z]))"
)
_DEEPEST = 3  # a script within a script is read by a call of the reader
_SUBSCRIPT = re.compile(r"\s*_\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\?[A-Za-z0-9]+)")
_EACH = re.compile(r"\s*(?:[A-Za-z]|[0-9]+)\s*")


class Scripts(NamedTuple):
    """name: the name with what is part of it. indices: what a sum binds, each a stretch of the formula."""

    name: str
    indices: list[Span]


class ScriptWriter(Writer):
    """The part of the reading that knows subscripts, and superscripts that are no powers."""

    def _scripts(self, name: str, is_name: bool = True) -> Scripts:
        """What stands below and above the name just read, which is left behind."""
        below: Span | None = None
        layers: list[Span] = []
        sign_at, squared = self.at, ""
        while True:
            after = self._after_space()
            sign = self.text[after : after + 1]
            if sign == "_" and below is None and self.text[after : after + 3] != "_{[":
                below, sign_at = self._script(after + 1), after
                self.at = below.after
            elif sign == "^" and not layers and is_name and (end := self._square(name, below, after)):
                self.at, squared = end, "_squared"
            elif sign == "^" and not layers and is_name:
                layers = self._layers(after)
                if not layers and not (word := self._word_above(after)):
                    break
                name += f"_{word}" if not layers else ""
            else:
                break
        indices: list[Span] = []
        for layer in layers:
            script = re.sub(r"\s", "", self._of(layer))
            if self._is_bound(layer):
                indices.append(layer)
            elif script and script == self.each:
                continue
            elif script.isdigit() and not name[-1:].isdigit():
                name += script
            else:
                name += "_" + self._below(layer, sign_at)
        if below is not None and (not self.each or self._letters_of(below) != self.each or self._is_bound(below)):
            bound = self._bound_below(below)
            bound = bound or ([below] if indices and self._of(below).isdigit() else [])
            name += "" if bound or not is_name else "_" + self._below(below, sign_at)
            indices += bound
        return Scripts(name + squared, indices)

    def _square(self, name: str, below: Span | None, at: int) -> int:
        """Where the 2 above ends, if the text defines what it is the square of by that alone: \\sigma^2 = …"""
        two = self._span(at + 1) if self.names.squares else None
        if two is None or self._of(two) != "2":
            return 0
        behind = _SUBSCRIPT.match(self.text, two.after) if below is None else None
        script = self._of(below) if below is not None else behind.group() if behind is not None else ""
        return two.after if key_of(name, script) in self.names.squares else 0

    def _layers(self, at: int) -> list[Span]:
        """Of W^{(1)}, a^{[1](i)} what stands in the brackets; none of a power, which is not read."""
        span = self._span(at + 1)
        inner = self._of(span) if span is not None else ""
        if span is None or not _LAYERS.fullmatch(inner):
            return []
        is_power = re.search(r"[-+*/\\^,]", inner) and not self._is_bound(span)
        letters = set(_LETTERS.findall(inner))
        if is_power and not letters & self.names.layers:
            return []
        self.at = span.after
        start = self.text.index(inner, span.start)
        return [Span(start + each.start(1), start + each.end(1), span.after) for each in _LAYER.finditer(inner)]

    def _word_above(self, at: int) -> str:
        """Of w^{\\text{new}} and w^{+} the word, which is part of the name."""
        match = _WORD_ABOVE.match(self.text, at)
        if match is not None:
            self.at = match.end()
        if match is None:
            return ""
        return match[1] or match[2] or ("next" if "+" in match.group() else "star")

    def _letters_of(self, span: Span) -> str:
        return re.sub(r"[\s,{}]", "", self._of(span))

    def _is_bound(self, span: Span) -> bool:
        letters = (each.removeprefix("\\").replace("ell", "l") for each in _LETTERS.findall(self._of(span)))
        return bool(self.bound) and any(letter in self.bound for letter in letters)

    def _bound_below(self, span: Span) -> list[Span]:
        """The indices of a subscript, if a sum binds one of them: x_i, W_{ij}, x_{i, j+1}, x_{2i}."""
        if not self._is_bound(span) or (_FACE.match(self._of(span)) and "{" in self._of(span)):
            return []
        parts: list[Span] = []
        start = span.start
        for part in self.text[span.start : span.end].split(","):
            end = start + len(part)
            script = part.strip()
            if script.isalnum() and len(script) > 1 and not re.fullmatch(r"[0-9]+[A-Za-z]", script):
                at = start
                while (each := _EACH.match(self.text, at, end)) is not None:
                    parts.append(Span(each.start(), each.end(), span.after))
                    at = each.end()
            else:
                parts.append(Span(start, end, span.after))
            start = end + 1
        return parts

    def _below(self, span: Span, at: int) -> str:
        script = self._of(span)
        letters = re.sub(r"[\s,{}()]|\\[,;:! ]", "", _FACE.sub(lambda match: match.group(1) or match.group(2), script))
        letters = letters.replace("\\_", "_").replace("'", "")
        if not _BELOW.fullmatch(letters):
            raise self._refuse("a subscript is letters and digits", at)
        return letters

    def _inner(self, span: Span, bold: bool = False) -> list[Piece]:
        """The pieces of a stretch of the formula, read by itself."""
        script = self._of(span)
        if re.fullmatch(r"[A-Za-z]|[0-9]+", script, re.ASCII):
            at = self.text.index(script, span.start)
            return [Piece(script, at, at + len(script), "number" if script.isdigit() else "name")]
        if self.level > _DEEPEST:
            raise self._refuse("scripts of scripts of scripts are not read", span.start)
        inner = type(self)(self.text[: span.end], self.base, self.source, self.names, self.limits)
        inner.at, inner.bound, inner.notes, inner.level = span.start, [*self.bound], self.notes, self.level + 1
        inner.each = self.each
        inner.bold = bold or self.bold
        inner.read()
        return inner.out

    def read(self) -> None:
        """Read all of the text."""
        raise NotImplementedError
