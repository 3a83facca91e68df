"""Names, functions, numbers and powers of a LaTeX text."""

from __future__ import annotations

import re

from graphs.language.latex.table import ACCENTS, BOLD, CALLED, LETTERS, LOGARITHMS, UPRIGHT
from graphs.language.latex.writer import Open, Writer
from graphs.language.messages.unavailable import DERIVATIVE
from graphs.operations.table import FUNCTIONS

NUMBER = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")
GROUP = re.compile(r"\s*\{([^{}]*)\}")
_LETTER = re.compile(r"[A-Za-z][0-9]*")
_WORD = re.compile(r"[A-Za-z]+[0-9]*")
_FACE = re.compile(r"\\(?:text|mathrm|mathsf|mathbf|operatorname)\s*\{([^{}]*)\}|\\([A-Za-z]+)")
_TRANSPOSED = ("\\top", "\\intercal", "T", "\\mathsf{T}", "\\mathrm{T}", "\\text{T}", "\\mathrm T")
_PRIME = re.compile(r"'|\\prime(?![A-Za-z])")
_PRIMES = re.compile(rf"(?:(?:{_PRIME.pattern})\s*)+")
_SLASHED = re.compile(r"d[A-Za-z]?\s*/\s*d(?:[A-Za-z](?![A-Za-z])|\\[A-Za-z]+)")
_OPENING = {"(": ")", "[": "]", "{": "}", "\\{": "}"}

_QUOTED = re.compile(r"'[\w:., >-]*'")


class NameWriter(Writer):
    """The part of the reading that knows names."""

    def _number(self, digits: str, typed: int) -> None:
        if self.ended and self.out[-1][0][-1:].isdigit() and not self.plain:
            self._write(" ", typed)  # two numbers side by side, which the language refuses
            self.ended = False
        self.array = False
        self._operand(digits, typed)

    def _letters(self, typed: int) -> None:
        """A letter with its digits, or a name that the text assigns, or a function whose bracket follows."""
        match = _WORD.match(self.text, typed)
        assert match is not None
        word = match.group()
        self.at = match.end()
        if word in FUNCTIONS and self.text[self._after_space() :].startswith("("):
            self._function(word, typed)
            return
        if word[0] == "d" and "d" not in self.names and _SLASHED.match(self.text, typed):
            raise self._refuse("a derivative sign is not part of the language", typed, DERIVATIVE)
        letter = _LETTER.match(self.text, typed)
        word = word if word in self.names or letter is None else letter.group()
        self.at = typed + len(word)
        self._name(word, typed, word[0].isupper())

    def _name(self, name: str, typed: int, array: bool = False) -> None:
        self._operand(name + self._subscript(), typed, array, plain=True)

    def _subscript(self) -> str:
        after = self._after_space()
        if self.text[after : after + 1] != "_":
            return ""
        script, self.at = self._script(after + 1)
        letters = re.sub(r"[\s,]", "", _FACE.sub(lambda match: match.group(1) or match.group(2), script))
        letters = letters.replace("\\_", "_")
        if not re.fullmatch(r"[A-Za-z0-9]\w*", letters, re.ASCII):
            raise self._refuse("a subscript is letters and digits", after)
        return "_" + letters

    def _letter(self, name: str, typed: int) -> None:
        after = self._after_space()
        if name in CALLED and self.text[after : after + 1] == "(":
            self._function(CALLED[name], typed)
            return
        spelled = LETTERS[name]
        if name == "Delta" and (letter := _WORD.match(self.text, after)) is not None:
            self.at, spelled = after + 1, spelled + letter.group()[0]
        self._name(spelled, typed, spelled[0].isupper() and name != "Delta")

    def _face(self, name: str, typed: int) -> None:
        """Upright words, bold letters, and letters with an accent."""
        match = GROUP.match(self.text, self.at)
        script, self.at = (match.group(1), match.end()) if match is not None else self._script(self.at)
        if name in UPRIGHT and _QUOTED.fullmatch(script.strip()):  # \\text{'sum'}, the value of an option
            self._operand(script.strip(), typed)
            self.ended = True
            return
        word = script.strip().replace("\\", "").replace("-", "_").replace(" ", "_") + ACCENTS.get(name, "")
        if not re.fullmatch(r"[A-Za-z]\w*", word):
            raise self._refuse("a name is letters and digits", typed)
        if name in UPRIGHT and word in FUNCTIONS:
            self._function(word, typed)
        else:
            self._name(word, typed, name in BOLD or (word[0].isupper() and name in ACCENTS))

    def _function(self, name: str, typed: int) -> None:
        """sin x, sin^2(x), log_2 x: brackets may be missing."""
        power, suffix = "", ""
        while (follows := self.text[self.at :].lstrip(" ")[:1]) in ("^", "_") and follows:
            script, end = self._script(self.text.index(follows, self.at) + 1)
            if follows == "^":
                power = "^" + script
            elif name == "log":
                name, suffix = (LOGARITHMS[script], "") if script in LOGARITHMS else (name, f", {script.strip('{}')}")
            else:
                raise self._refuse(f"{name} takes no subscript", self.at)
            self.at = end
        alone = not self.ended and bool(self.stack) and self.stack[-1].kind == "bare"
        if self.ended:
            self._end_bare()
        after = self._after_space()
        opening = next((sign for sign in _OPENING if self.text.startswith(sign, after)), None)
        self._operand(name + power + "(", typed)
        self.ended = False
        if opening is None:
            self._push(Open("bare", typed, close=suffix + ")"))
            return
        self.at = after + len(opening)
        self._push(Open(_OPENING[opening], typed, close=suffix + ")", alone=alone))

    def _primed(self, primes: str, typed: int, end: int) -> None:
        """Primes are part of a name that a line has, c' = …; whether one has it is the language's to say."""
        if not (self.ended and self.plain) or self.raised:
            raise self._refuse("this superscript is no power", typed)
        self._write(primes, typed)
        self.at = end

    def _power(self, typed: int) -> None:
        if not self.ended:
            raise self._refuse("expected an operand before '^'", typed)
        script, end = self._script(typed + 1, deep=True)
        if _PRIMES.fullmatch(script):
            self._primed("'" * len(_PRIME.findall(script)), typed, end)
            return
        if script in _TRANSPOSED:
            if self.beside:
                raise self._refuse("it is not clear whether this is an outer product", typed,
                                   "outer(x, y) is the outer product; \\cdot multiplies")  # fmt: skip
            self.at, self.array = end, True
            self._write(".T", typed)
            return
        if self.raised:
            raise self._refuse("one power after another: it is not clear which comes first", typed, "x^{2^{3}}")
        if re.fullmatch(r"\(.*\)", script) and self.plain and not re.search(r"[-+*/]", script):
            index = script[1:-1].strip()
            fixes = self._fix(typed, end, f"_{{{index}}}", f"_{{{index}}}") if index.isalnum() else ()
            raise self._refuse("a superscript in brackets is not a power", typed,
                               "a number of a name is a subscript: W_1", fixes)  # fmt: skip
        if script == "*" or script.startswith(("'", "\\prime", "\\ast", "\\dagger")):
            raise self._refuse("this superscript is no power", typed)
        if re.fullmatch(r"-\s*1", script) and self.array:
            self.at = end
            self.out[self.start] = ("inv(" + self.out[self.start][0], self.out[self.start][1])
            self._write(")", typed)
            return
        if self.text[typed + 1 :].lstrip(" ")[:1].isdigit() and self.text[end : end + 1].isdigit():
            digits = NUMBER.match(self.text, self.text.index(script, typed))
            raised = digits.group() if digits is not None else script
            start = self.text.index(script, typed)
            fixes = self._fix(start, start + len(raised), f"{{{raised}}}", f"^{{{raised}}}")
            raise self._refuse("in LaTeX only the first digit is raised", end, "several digits stand in braces: x^{10}",
                               fixes)  # fmt: skip
        is_e = self.out[self.start][0] == "e" and len(self.out) == self.start + 1 and "e" not in self.names
        if is_e:
            self.out[self.start] = ("exp", self.out[self.start][1])
        self._write("(" if is_e else "**(", typed)
        self._push(Open("arguments", typed, rest=[")"], array=self.array, begins=len(self.out) - 1))
        self.ended = self.plain = False
        self.array, self.raised = False, True
