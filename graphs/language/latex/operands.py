"""Names, functions, numbers and powers of a formula."""

from __future__ import annotations

import re

from graphs.errors import Fix, TwoReadings
from graphs.language.latex.derivatives import Derivatives
from graphs.language.latex.table import ACCENTS, BOLD, CALLED, COMMANDS, LETTERS, LOGARITHMS, UPRIGHT, WORDS
from graphs.language.latex.tokens import Piece
from graphs.language.latex.writer import Open, Span
from graphs.language.names import GREEK_IN_LATEX
from graphs.language.sheet import Note
from graphs.operations.table import FUNCTIONS

NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+|\.(?!\s*(?:\\end|\\\\|&|$)))?|\.[0-9]+")
_COMMA = re.compile(r"([0-9]+)(?:\{,\}|,)([0-9]+)(?![0-9.]|\{?,[0-9])")
_THOUSANDS = re.compile(r"([1-9][0-9]{0,2})(?:(?:(?:\\,|\{\\,\})[0-9]{3})+|(?:(?:\{,\}|,)[0-9]{3})+)(?![0-9])")
_DEGREES = frozenset(("\\circ", "\\degree", "∘", "°"))
_TEMPERATURE = re.compile(r"(?:\s|\\[,;:! ]|~|\\(?:text|mathrm|textrm)|\{)*[CFK](?![A-Za-z])")
_RUN = re.compile(r"[A-Za-z]+[0-9]*")
_LETTER = re.compile(r"[A-Za-z][0-9]*")
_TRANSPOSED = frozenset(
    ("\\top", "\\intercal", "\\mathsf{T}", "\\mathrm{T}", "\\text{T}", "\\mathrmT", "\\mathsfT", "\\tran", "T")
)
_PRIME = re.compile(r"'|\\prime(?![A-Za-z])")
_PRIMES = re.compile(rf"(?:(?:{_PRIME.pattern})\s*)+")
_OPENING = {"(": ")", "[": "]", "{": "}", "\\{": "}"}
# Fonts that stand round whole formulas, too; and the signs that only a formula has.
_FONTS = BOLD | {"textbf", "mathrm", "mathit", "textit"}
_FORMULA = re.compile(r"\s[-+]\s|[-+*/^=(]\s*\\?[A-Za-z(]|\\(?:cdot|top)(?![A-Za-z])")
_QUOTED = re.compile(r"'[\w:., >-]*'")
_UPRIGHT_IN_WORD = re.compile(r"\\[ ,;:!]|[\\{}]")


class OperandWriter(Derivatives):
    """The part of the reader that knows names."""

    def _number(self, digits: str, typed: int, end: int) -> None:
        if self.ended and self.out[-1].text[-1:].isdigit() and not self.plain:
            self.ended = False  # two numbers side by side, which the language refuses
        self.array = False
        self._operand(Piece(digits, typed, end, "number"), typed)

    def _digits(self, typed: int) -> bool:
        """A number; a comma between digits is a point, where no list of arguments can be meant."""
        match = NUMBER.match(self.text, typed)
        if match is None:
            return False
        if self._thousands(typed):
            return True
        comma = _COMMA.match(self.text, typed)
        if comma is not None and ("{" in comma.group() or not self._is_listed(comma.end())):
            read = f"{comma[1]}.{comma[2]}"
            place = self._place(typed, comma.end())
            fix = Fix(place, f"{comma[1]}, {comma[2]}", f"{comma[1]}, {comma[2]}") if "{" not in comma.group() else None
            self.notes.append(Note(place, "read as", f"the comma between digits is read as a point: {read}", fix))
            self.at = comma.end()
            self._number(read, typed, self.at)
            return True
        self.at = match.end()
        self._number(match.group(), typed, self.at)
        return True

    def _thousands(self, typed: int) -> bool:
        """1\\,000 is a thousand, and so is 1{,}000{,}000; of 1{,}000 it is asked whether the comma is a point.

        Raises TwoReadings.
        """
        match = _THOUSANDS.match(self.text, typed)
        if match is None:
            return False
        digits, end = re.sub(r"[^0-9]", "", match.group()), match.end()
        place = self._place(typed, end)
        if match.group().count(",") == 1 and "\\" not in match.group():
            if "{" not in match.group() and self._is_listed(end):
                return False
            point = f"{match[1]}.{digits[len(match[1]) :]}"
            message = f"the comma may part thousands, {digits}, or be a point, {point}"
            fixes = tuple(Fix(place, each, each) for each in (digits, point))
            raise TwoReadings(message, place, f"{digits} or {point}", fixes)
        if "{" not in match.group() and "\\" not in match.group() and self._is_listed(end):
            return False
        self.notes.append(Note(place, "read as", f"the number is read as {digits}"))
        self.at = end
        self._number(digits, typed, end)
        return True

    def _is_listed(self, end: int) -> bool:
        """Whether a comma between digits parts the entries of a list or the arguments of a call: f(1,2)."""
        opened = next((each for each in reversed(self.stack) if each.kind not in ("bare", "sum")), None)
        is_list = opened is not None and opened.kind in (")", "]", "}", "matrix") and bool(opened.close)
        return is_list or self.is_listed or self.text[end : end + 1] == ","

    def _letters(self, typed: int) -> None:
        """A run of letters: one name, a function, or letters that are multiplied."""
        match = _RUN.match(self.text, typed)
        assert match is not None
        run, end = match.group(), match.end()
        self.at = end
        called = self.text[self._after_space() :].startswith("(")
        if self._is_function(run, called):
            self._function(run, typed)
            return
        if (run[0] == "d" and self._slashed(typed)) or self._capital(run, typed):
            return
        if self._is_name(run):
            self._name(run, typed, run[0].isupper() or self.bold)
            return
        if (word := self._run_together(run)) and not called:
            rest = run[len(word) :]
            raise self._refuse(f"is {run} {word} of {rest}?", typed, f"\\{word} {rest}",
                               self._fix(typed, end, f"\\{word} {rest}", f"\\{word} {rest}"))  # fmt: skip
        if self._is_one_name(run) and not (called and any(run[k:] in FUNCTIONS for k in range(1, len(run) - 1))):
            apart = " ".join(run)
            fix = Fix(self._place(typed, end), apart, apart)
            message = f"{run} is read as one name, as none of its letters stands by itself"
            self.notes.append(Note(self._place(typed, end), "read as", message, fix))
            self._name(run, typed, run[0].isupper())
            return
        while typed < end:
            rest = self.text[typed:end]
            if self._is_function(rest, called) and typed > match.start():
                self.at = end
                self._function(rest, typed)
                return
            own = next((rest[:k] for k in range(len(rest), 1, -1) if rest[:k] in self.names.own), None)
            letter = _LETTER.match(rest)
            word = own or (letter.group() if letter is not None else rest)
            self.at = typed + len(word)
            self._name(word, typed, word[0].isupper() or self.bold)
            typed = max(self.at, typed + len(word))

    def _is_function(self, word: str, called: bool) -> bool:
        if word in (self.names.headers if called else self.names.own) or len(word) == 1:
            return False
        return word in (FUNCTIONS if called else WORDS)

    def _is_name(self, run: str) -> bool:
        return run in self.names.own or _LETTER.fullmatch(run) is not None

    def _is_one_name(self, run: str) -> bool:
        letters = run.rstrip("0123456789")
        return len(letters) > 2 and not self.names.single.intersection(letters)

    def _run_together(self, run: str) -> str:
        """The function that a run begins with, where one letter follows: sinx."""
        letters = run.rstrip("0123456789")
        return letters[:-1] if letters[:-1] in WORDS and len(letters) > 2 else ""

    def _name(self, name: str, typed: int, array: bool = False) -> None:
        """A name with what stands below and above it."""
        if name in self.names.headers and self._derived_by_name(name, typed):
            return
        scripts = self._scripts(name)
        if not scripts.indices:
            self._operand(Piece(scripts.name, typed, self.at, "name"), typed, array, plain=True)
            return
        self._operand(Piece("entry", typed, typed + 1, "name"), typed)
        self._write("(", typed)
        self._write(scripts.name, typed, self.at, "name")
        for index in scripts.indices:
            self._write(",", index.start)
            self.out += self._inner(index)
        self._write(")", self.at - 1)

    def _letter(self, name: str, typed: int) -> None:
        after = self._after_space()
        spelled = LETTERS[name]
        function = CALLED.get(name, "")
        if spelled in self.names.factors:
            self._operand(Piece(spelled, typed, self.at, "name"), typed)
            return
        if function and spelled not in self.names.headers and self.text[after : after + 1] == "(":
            if spelled in self.names.own:
                message = f"\\{name}(…) is read as {function}, beside the name {spelled}"
                self.notes.append(Note(self._place(typed), "read as", message))
            self._function(function, typed)
            return
        if name == "Delta" and (letter := _LETTER.match(self.text, after)) is not None:
            self.at, spelled = after + 1, spelled + letter.group()[0]
        self._name(spelled, typed, spelled[0].isupper() and name != "Delta")

    def _face(self, name: str, typed: int) -> None:
        """Upright words, bold letters, and letters with an accent."""
        self.at += self.text.startswith("*", self.at)  # \\operatorname*
        span = self._script(self.at)
        self.at, script = span.after, self._of(span)
        if script == "d" and name in UPRIGHT and self._slashed(typed):
            return
        if name in UPRIGHT and _QUOTED.fullmatch(script):  # \\text{'sum'}, the value of an option
            self._operand(script, typed)
            self.ended = True
            return
        if name in ACCENTS and "_" in script:
            self._accented(name, span, typed)
            return
        if script == "1" and name in BOLD | {"mathbb"}:
            self._indicator(typed)
            return
        inner = re.fullmatch(r"\\(\w+)\s*\{?\s*\\?(\w+)\s*\}?", script)  # \\hat{\\mathbf{y}}, \\mathbf{\\hat y}
        accent = ACCENTS.get(name, "")
        if name in _FONTS and self._formula_in(span, script, name != "mathrm"):
            return
        if inner is not None and (inner[1] in BOLD or inner[1] in UPRIGHT or inner[1] in ACCENTS):
            script, accent = inner[2], accent + ACCENTS.get(inner[1], "")
        below = ""
        if name in UPRIGHT and (parts := re.fullmatch(r"([A-Za-z]+)_\{?(\w+)\}?", script)):
            script, below = parts[1], "_" + parts[2]
        word = re.sub(r"[- ]", "_", _UPRIGHT_IN_WORD.sub("", script)) + accent + below
        if not re.fullmatch(r"[A-Za-z]\w*", word, re.ASCII):
            raise self._refuse("a name is letters and digits", typed)
        if name in UPRIGHT and word in FUNCTIONS and len(word) > 1 and word not in self.names.headers:
            self._function(word, typed)
        elif name in UPRIGHT and word in COMMANDS and word not in self.names.own:
            self._function(COMMANDS[word], typed)
        else:
            self._name(word, typed, name in BOLD or (word[0].isupper() and (name in ACCENTS or len(word) == 1)))

    def _formula_in(self, span: Span, script: str, bold: bool) -> bool:
        """A font round a formula, \\textbf{Ax - b}, or round letters that stand singly elsewhere, \\mathbf{Ax}."""
        letters = set(script)
        is_product = len(letters) > 1 and script not in self.names.own and letters <= self.names.single
        if not (is_product and bold) and _FORMULA.search(script) is None:
            return False
        self._operand("(", span.start)
        begins = self.start
        self.out += self._inner(span, bold)
        self._write(")", span.end)
        self.start, self.ended, self.plain, self.array, self.raised = begins, True, False, bold, False
        return True

    def _accented(self, name: str, span: Span, typed: int) -> None:
        """An accent over a name with what stands below it, \\hat{y_i}: it is one over the letter."""
        pieces = self._inner(span)
        k = 2 if pieces[0].text == "entry" and len(pieces) > 2 else 0
        letter, sign, below = pieces[k].text.partition("_")
        if pieces[k].kind != "name" or (not k and len(pieces) > 1):
            raise self._refuse("a name is letters and digits", typed)
        pieces[k] = pieces[k]._replace(text=letter + ACCENTS[name] + sign + below)
        if not k:
            pieces[k] = pieces[k]._replace(at=typed, end=self.at)
        self._operand(pieces[0], typed, plain=not k)
        self.out += pieces[1:]

    def _indicator(self, typed: int) -> None:
        """𝟙(x > 0): the condition itself is the factor."""
        after = self._after_space()
        sign = self.text[after : after + 1]
        if sign == "_":
            span = self._script(after + 1)
            braces = re.match(r"\s*\\\{(.*)\\\}\s*$", self.text[span.start : span.end], re.DOTALL)
            self._operand("(", typed)
            begins = len(self.out)
            inside = span if braces is None else Span(span.start + braces.start(1), span.start + braces.end(1), 0)
            self.out += self._inner(inside)
            self._condition(begins)
            self.at = span.after
            self._write(")", self.at - 1)
            return
        opening = next((each for each in _OPENING if self.text.startswith(each, after)), None)
        if opening is None:
            raise self._refuse("a condition is expected here", typed, "\\mathbb{1}(x > 0)")
        self.at = after + len(opening)
        self._operand("(", typed)
        self.ended = False
        self._push(Open(_OPENING[opening], typed, begins=len(self.out) - 1, compares=True))

    def _function(self, name: str, typed: int) -> None:
        """sin x, sin^2(x), log_2 x, sin^{-1} x: brackets may be missing."""
        power, suffix, written = "", "", self.at
        while (after := self._after_space()) < len(self.text) and (follows := self.text[after]) in ("^", "_"):
            span = self._script(after + 1)
            script = re.sub(r"\s", "", self._of(span))
            if follows == "^" and script == "-1" and f"a{name}" in FUNCTIONS:
                name = f"a{name}"
            elif follows == "^" and (script.isalnum() or not script):
                power = script
            elif follows == "^" and _PRIMES.fullmatch(script) is None:
                raise self._refuse(f"a power of {name} must be a positive number", typed, f"a{name}(x) is the inverse"
                                   if f"a{name}" in FUNCTIONS else None)  # fmt: skip
            elif follows == "^":
                break
            elif name == "log":
                name, suffix = (LOGARITHMS[script], "") if script in LOGARITHMS else (name, f", {script}")
            else:
                raise self._refuse(f"{name} takes no subscript", after)
            self.at = span.after
        alone = not self.ended and bool(self.stack) and self.stack[-1].kind == "bare"
        if self.ended:
            self._end_bare()
        after = self._after_space()
        opening = next((sign for sign in _OPENING if self.text.startswith(sign, after)), None)
        self._operand(Piece(name, typed, written, "name"), typed)
        begins = self.start
        if power:
            self._write(f"^{power}", typed)
        self._write("(", typed if opening is None else after)
        self.ended = False
        if opening is None:
            self._push(Open("bare", typed, close=suffix + ")", begins=begins))
            return
        self.at = after + len(opening)
        self._push(Open(_OPENING[opening], typed, close=suffix + ")", alone=alone, begins=begins))

    def _primed(self, primes: str, typed: int, end: int) -> None:
        """Primes are part of a name that a line has, c' = …; whether one has it is the language's to say."""
        if not (self.ended and self.plain) or self.raised or self.out[-1].kind != "name":
            raise self._refuse("this superscript is no power", typed)
        self.at = end
        name = self.out[-1]
        if self.text[self._after_space() :].startswith("(") and name.text + primes not in self.names.own:
            self._derived_by_prime(name, len(primes), end)
            return
        self.out[-1] = name._replace(text=name.text + primes, end=end)

    def _degrees(self, typed: int, end: int) -> None:
        """30^\\circ is 30 π/180."""
        if _TEMPERATURE.match(self.text, end) is not None:
            raise self._refuse("degrees of a temperature are no number", typed, "write the number alone")
        message = "degrees are read as their radians, times pi/180"
        self.notes.append(Note(self._place(typed, end), "read as", message))
        self.out.insert(self.start, Piece("(", self.out[self.start].at))
        self.out += [Piece("*", typed, end, "sign"), Piece("pi", typed, end, "name"), Piece("/", typed, end, "sign")]
        self.out += [Piece("180", typed, end, "number"), Piece(")", typed, end)]
        self.at, self.plain, self.array, self.raised = end, False, False, True

    def _is_scaled(self) -> bool:
        """Whether what stands before an operand is a number by its letters: λ w^T, and x 𝐰^T beside a bold letter."""
        before = self.out[self.start - 2].text if self.start > 1 else ""
        return self.array or (before in GREEK_IN_LATEX and self.out[self.start].text not in GREEK_IN_LATEX)

    def _power(self, typed: int) -> None:
        if not self.ended:
            raise self._refuse("expected an operand before '^'", typed)
        span = self._span(typed + 1)
        if span is None and not self.text[typed + 1 :].lstrip(" ").startswith("{"):
            raise self._refuse("something is expected after '^'", typed)
        script, end = (self._of(span), span.after) if span is not None else ("", typed + 1)
        if _PRIMES.fullmatch(script):
            self._primed("'" * len(_PRIME.findall(script)), typed, end)
            return
        if re.sub(r"\s", "", script) in _TRANSPOSED:
            if self.beside and not self._is_scaled():
                raise self._refuse("it is not clear whether this is an outer product", typed,
                                   "outer(x, y) is the outer product; \\cdot multiplies")  # fmt: skip
            self.at, self.array, self.plain = end, True, False
            self._write(".", typed)
            self._write("T", typed + 1, end, "name")
            return
        if re.sub(r"\s", "", script) in _DEGREES:
            self._degrees(typed, end)
            return
        if self.raised:
            raise self._refuse("one power after another: it is not clear which comes first", typed, "x^{2^{3}}")
        if script == "*" or script.startswith(("'", "\\prime", "\\ast", "\\dagger", "\\star")):
            raise self._refuse("this superscript is no power", typed)
        if self.text[typed + 1 :].lstrip(" ")[:1].isdigit() and self.text[end : end + 1].isdigit():
            digits = NUMBER.match(self.text, self.text.index(script, typed))
            raised = digits.group() if digits is not None else script
            start = self.text.index(script, typed)
            fixes = self._fix(start, start + len(raised), f"{{{raised}}}", f"^{{{raised}}}")
            raise self._refuse("in LaTeX only the first digit is raised", end, "several digits stand in braces: x^{10}",
                               fixes)  # fmt: skip
        base = self.out[self.start]
        is_e = base.text == "e" and len(self.out) == self.start + 1 and "e" not in self.names.own
        if is_e:
            self.out[self.start] = base._replace(text="exp")
            self._write("(", typed)
        else:
            self._write("^(", typed, kind="array power" if self.array else "power")
        self._push(Open("arguments", typed, rest=[")"], array=self.array, begins=len(self.out) - 1))
        self.ended = self.plain = False
        self.array, self.raised = False, True
