"""Lines as they were written → the Program: its inputs, what was left out, what was followed, what is claimed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graphs.errors import BadSyntax, Place, Problem, printable
from graphs.language.program import Bound, Condition, Derivative, Group, Line, Program, Stated, Word
from graphs.language.reading.assembled.claims import digits_of, without_derivatives
from graphs.language.reading.assembled.literals import named_literals
from graphs.language.reading.draft import Followed, Setting
from graphs.language.reading.followed import notes_of
from graphs.language.reading.order import bound_by, parameters_of
from graphs.language.reading.statements import Statements
from graphs.language.reading.values import Function, Term, line_of
from graphs.language.sheet import Sheet
from graphs.language.tree import Claim, place_of, placed


class Assembly:
    """reader: has gone through the statements of the sheet. read: the names that they read, in any branch.

    has_function: the program is a function of the text, so that literal lines are data.
    """

    def __init__(self, sheet: Sheet, reader: Statements, has_function: bool, read: set[str]):
        self.sheet, self.reader, self.draft = sheet, reader, reader.draft
        self.has_function, self.read = has_function, read
        self.is_code = sheet.form == "python"

    def program(self, output: int, cotangent: ast.expr | None) -> Program:
        """Inputs are taken out of the lines, lines that nothing uses left out, and those that are left counted anew."""
        lines = self.draft.lines
        needed = self._needed([output])
        elsewhere = self._read_elsewhere()
        chosen, conditions = self._inputs(needed | elsewhere, output)
        kept = [k for k in range(len(lines)) if k not in chosen and self._is_kept(k, needed, elsewhere)]
        kept = [k for k in kept if k != output] + [output]
        point: dict[str, Any] = {}
        if self.draft.evaluation is not None:
            point = {self.draft.literals[k].name: self.draft.known(Term(lines[k].words)) for k in sorted(chosen)}
        self._note_points(chosen, needed | elsewhere)
        claims = tuple(self._claims(output, chosen))
        deciding = [k for k in sorted(self._needed(_read_by(each.words for each in conditions))) if k not in chosen]
        tests = [Line(None, each.place, each.words, 1, frozenset()) for each in conditions]
        program_lines = self._renumbered([lines[k] for k in kept], kept, chosen)
        notes = (*self.sheet.notes, *self.draft.notes, *notes_of(conditions, self.draft.typed))
        return Program(
            text=self.draft.text,
            lines=program_lines,
            form=self.sheet.form,
            inputs=self._order(chosen),
            point=point,
            notes=tuple(note._replace(message=printable(note.message)) for note in notes),
            claims=claims,
            groups=self._groups(kept, chosen),
            cotangent=self._cotangent(cotangent),
            conditions=tuple(
                Condition(each.place, each.number, len(deciding) + k, each.holds) for k, each in enumerate(conditions)
            ),
            deciding=tuple(self._renumbered([*(lines[k] for k in deciding), *tests], deciding, chosen)),
            has_several_lines=self._has_several_lines(),
            literals=named_literals(self.draft, chosen, {*kept}, program_lines),
            counts=frozenset(self.draft.counts),
        )

    def _groups(self, kept: Sequence[int], chosen: set[int]) -> tuple[Group, ...]:
        """The groups with what their parameters stand for, as far as that is left."""
        numbers = {line: k for k, line in enumerate(kept)}
        names = {line: self.draft.literals[line].name for line in chosen}
        left = numbers.keys() | names.keys()
        return tuple(
            each._replace(bindings=tuple(
                (name, word._replace(leaf=_leaf_of(word.leaf, numbers, names)))
                for name, word in each.bindings if not isinstance(word.leaf, Bound) or word.leaf.line in left))
            for each in self.draft.groups
        )  # fmt: skip

    def _renumbered(self, lines: Sequence[Line], kept: Sequence[int], chosen: set[int]) -> list[Line]:
        """Lines with those that they read counted anew, inputs by their names. kept: their numbers so far."""
        numbers = {line: k for k, line in enumerate(kept)}
        names = {line: self.draft.literals[line].name for line in chosen}
        renumbered = []
        for line in lines:
            words = [word._replace(leaf=_leaf_of(word.leaf, numbers, names)) for word in line.words]
            reads = frozenset(word.leaf for word in words if isinstance(word.leaf, str))
            renumbered.append(line._replace(words=words, reads=reads))
        return renumbered

    def _cotangent(self, tree: ast.expr | None) -> Any:
        """What the text pulls back from its output, where that is known."""
        if tree is None or self.draft.evaluation is None:
            return None
        term = self.reader.expressions.term(tree, self.reader.top)
        return None if self.draft.source(term.words).is_free else self.draft.known(term)

    def _has_several_lines(self) -> bool:
        lines = (ast.Assign, ast.AugAssign, ast.FunctionDef, ast.For, ast.While, ast.If, ast.Expr)
        return sum(isinstance(each, lines) for each in self.sheet.statements) > 1

    # Lines.

    def _needed(self, outputs: Iterable[int]) -> set[int]:
        """These lines and all that they are computed from."""
        needed, waiting = set[int](), [*outputs]
        while waiting:
            k = waiting.pop()
            if k not in needed:
                needed.add(k)
                waiting += _read_by([self.draft.lines[k].words])
        return needed

    def _read_elsewhere(self) -> set[int]:
        """In mathematics, lines beside the output stay, with what they are computed from."""
        if self.is_code:
            return set()
        return _read_by(line.words for k, line in enumerate(self.draft.lines) if k not in self.draft.literals)

    def _is_kept(self, k: int, needed: set[int], elsewhere: set[int]) -> bool:
        if k in needed or (not self.is_code and k not in self.draft.literals):
            return True
        return not self.is_code and k in elsewhere

    # Inputs.

    def _inputs(self, used: set[int], output: int) -> tuple[set[int], list[Followed]]:
        """The literal lines that are inputs, and the conditions that an input decides.

        Where there are such conditions, another point may use other lines: all inputs that it may use are inputs here.
        """
        literals = self.draft.literals.items()
        used = (used | {k for k, each in literals if each.is_parameter}) - self._counters(used)
        may_be = used | {k for k, each in literals if each.is_trainable or each.name in self.read}
        may_be -= self._counters(used)
        chosen = self._chosen(may_be, output)
        conditions = [
            each for each in self.draft.followed if each.source.is_free or not chosen.isdisjoint(each.source.literals)
        ]
        return (chosen, conditions) if conditions else (self._chosen(used, output), [])

    def _counters(self, used: set[int]) -> set[int]:
        """Parameters that only count the calls of a function that calls itself: n of power(b, n), beside b."""
        deciding = {k for each in self.draft.followed for k in each.source.literals}
        counters = {
            k
            for k, each in self.draft.literals.items()
            if each.is_parameter and k in deciding - used
            and self.draft.typed(self.draft.lines[k].words[0].place).isdigit()
        }  # fmt: skip
        beside = any(each.is_parameter and k in used for k, each in self.draft.literals.items())
        return counters if beside else set()

    def _chosen(self, used: set[int], output: int) -> set[int]:
        """The literal lines that are inputs where these lines are used: those with requires_grad, if any; else the
        parameters of the function that is the program, if it is one, or free names are left; else every one."""
        literals = [each for k, each in self.draft.literals.items() if k in used and k != output]
        literals = [each for each in literals if not each.counts]
        if self.draft.wanted is not None:
            return {each.line for each in literals if each.name in self.draft.wanted}
        trained = {each.line for each in literals if each.is_trainable}
        if trained or self.draft.asks_gradient:
            return trained
        parameters = {each.line for each in literals if each.is_parameter}
        if parameters or self.has_function or self._has_free(used | {output}):
            return parameters
        taken = {each.name: each.line for each in literals if not each.starts}
        header = self.draft.headers.get(self.draft.lines[output].name or "", [])
        of_header = {line for name, line in taken.items() if name in header}
        if of_header:
            return of_header
        if taken or self.draft.given_lines or self.draft.parameters:
            return set(taken.values())
        return {each.line for each in literals}

    def _has_free(self, used: set[int]) -> bool:
        """Whether names that no line binds are left, which are inputs then."""
        own = set(self.draft.given_lines)
        return any(self.draft.is_input(name) and name not in own for k in used for name in self.draft.lines[k].reads)

    def _order(self, chosen: set[int]) -> tuple[str, ...]:
        """The inputs whose order the text gives: the parameters of a header or a call, then lines that give numbers.

        Mathematics may give them below where they are used, and is read in another order than it stands in.
        """
        names = {*self.draft.given_lines, *(self.draft.literals[k].name for k in chosen)}
        settings = self.draft.settings
        by_line = [
            each.name for each in (settings if self.is_code else sorted(settings, key=_where)) if each.name in names
        ]
        data = {each.name for each in self.draft.literals.values() if each.is_parameter and each.line not in chosen}
        parameters = [name for name in self.draft.parameters if name not in data and not self._is_group(name)]
        return tuple(dict.fromkeys([*parameters, *by_line, *self.draft.given_lines]))

    def _is_group(self, name: str) -> bool:
        """w of f(w) = w0 + w1*x: it stands for its entries, which the text names, and nothing reads it."""
        read = {each for line in self.draft.lines for each in line.reads}
        entry = re.compile(re.escape(name) + "_?[0-9]+")
        return name not in read and name not in self.draft.given and any(
            entry.fullmatch(each) for each in [*read, *(setting.name for setting in self.draft.settings)])  # fmt: skip

    def _note_points(self, chosen: set[int], used: set[int]) -> None:
        """Say of each line that gives a number whether it is an input or data, and why."""
        for k, literal in self.draft.literals.items():
            if literal.is_parameter or (k not in used and self.is_code):
                continue
            place = self.draft.lines[k].place
            if k not in used:
                if k not in chosen and not literal.counts:
                    self.draft.note(place, "data", f"{literal.name} is read by nothing")
                continue
            if k in chosen:
                self.draft.note(place, "input", f"{literal.name} is an input, and this line its value")
            elif literal.counts:
                self.draft.note(place, "data", f"{literal.name} counts or chooses entries, and is no input")
            elif literal.starts:
                self.draft.note(place, "data", f"{literal.name} is where a loop starts, and no input")
            else:
                self.draft.note(place, "data", f"{literal.name} is data: other names are the inputs")

    # Claims.

    def _claims(self, output: int, chosen: set[int]) -> Iterator[Stated]:
        """What the text states; a claim that cannot be read in the program's names is left out, and noted."""
        for claim in self.sheet.statements:
            if isinstance(claim, Claim):
                try:
                    yield self._stated(claim, output, chosen)
                except Problem as problem:
                    why = f"what it states is not understood: {problem.message}"
                    self.draft.note(place_of(claim), "left out", why)

    def _stated(self, claim: Claim, output: int, chosen: set[int]) -> Stated:
        left, parameters = self._left(claim.left)
        tree, unknowns = without_derivatives(claim.right)
        right = self._part(tree, chosen)
        of = self._of_lines([output], chosen) if left is None else self._part(left, chosen)
        self._check_used(claim, output if left is None else len(self.draft.lines) - 1)
        names = parameters or self.draft.parameters or list(self._order(chosen))
        if not parameters and len(claim.at or ()) == len(set(claim.by)) == 1:  # y'(3) of y = x^2
            names = [claim.by[0]]
        at = {name: self.draft.known(self.reader.expressions.term(each, self.reader.top))
              for name, each in zip(names, claim.at or (), strict=False)}  # fmt: skip
        by = claim.by or (tuple(names) if claim.about == "gradient" else ())
        derivatives = {each.name: Derivative(self._part(self._left(each.of)[0] or each.of, chosen), each.by)
                       for each in unknowns}  # fmt: skip
        digits = digits_of(claim.right)
        return Stated(place_of(claim), claim.text, claim.about, Derivative(of, by), right, derivatives, at,
                      claim.approximate, digits.half_unit, digits.is_relative)  # fmt: skip

    def _check_used(self, claim: Claim, stated: int) -> None:
        """Raises BadSyntax for a derivative by a line that does not enter what is derived: df/dq beside f(x) = …"""
        needed = self._needed([stated])
        for name in claim.by:
            line = line_of(self.reader.top.names.get(name))
            if line is not None and line not in needed and line not in self.draft.literals:
                raise BadSyntax(f"{name} is another line, and does not enter what is derived", place_of(claim))

    def _left(self, tree: ast.expr | None) -> tuple[ast.expr | None, list[str]]:
        """What a claim is stated of, and the parameters of its function: L of L(1.2), f(x, y) of f."""
        name = tree.func if isinstance(tree, ast.Call) else tree
        if not isinstance(name, ast.Name):
            return tree, []
        function = self.reader.top.find(name.id)
        if isinstance(function, Function):
            values: list[ast.expr] = [
                placed(ast.Name(each), place_of(name), typed=each) for each in function.parameters
            ]
            return placed(ast.Call(name, values, []), place_of(name)), list(function.parameters)
        header = next((each for each in self.sheet.statements if bound_by(each) == [name.id]), None)
        if header is None and isinstance(tree, ast.Call):  # sin(x), a formula that is derived
            return tree, []
        return name, parameters_of(header) if isinstance(header, ast.FunctionDef) else []

    def _part(self, tree: ast.expr, chosen: set[int]) -> Program:
        """An expression in the names of the text, as a program of its own."""
        self.draft.bind(None, self.reader.expressions.term(tree, self.reader.top), place_of(tree))
        return self._of_lines([len(self.draft.lines) - 1], chosen)

    def _of_lines(self, outputs: Sequence[int], chosen: set[int]) -> Program:
        """Lines with all that they are computed from, as a program of its own, which has no groups."""
        kept = sorted(self._needed(outputs) - chosen)
        lines = self._renumbered([_ungrouped(self.draft.lines[k]) for k in kept], kept, chosen)
        return Program(self.draft.text, lines, self.sheet.form)


def _ungrouped(line: Line) -> Line:
    return line._replace(words=[word._replace(group=None) for word in line.words], group=None)


def _where(setting: Setting) -> Place:
    return setting.place


def _read_by(words: Iterable[Sequence[Word]]) -> set[int]:
    """The lines that words read."""
    return {word.leaf.line for each in words for word in each if isinstance(word.leaf, Bound)}


def _leaf_of(value: Any, numbers: Mapping[int, int], names: Mapping[int, str]) -> Any:
    if not isinstance(value, Bound):
        return value
    return names[value.line] if value.line in names else value._replace(line=numbers[value.line])
