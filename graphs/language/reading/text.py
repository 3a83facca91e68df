"""A sheet of statements → the Program: what is its output, which names are its inputs, what was left out."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from graphs.errors import BadSyntax, Place
from graphs.language.calls.libraries import ROOTS
from graphs.language.program import Bound, Program
from graphs.language.reading.assembled.assembly import Assembly
from graphs.language.reading.draft import Draft, Evaluation
from graphs.language.reading.followed import bound_again, read_by
from graphs.language.reading.operators import constant
from graphs.language.reading.order import as_line, bound_by, called_in, in_order, parameters_of
from graphs.language.reading.parameters import Parameters
from graphs.language.reading.statements import Statements
from graphs.language.reading.sums import counted, lengths
from graphs.language.reading.values import Function, Keyed, Listed, Term, Value, leaf, line_of
from graphs.language.sheet import Sheet
from graphs.language.tree import Claim, Given, Output, nodes, place_of, placed, sign_of, sign_typed
from graphs.limits import Limits
from graphs.operations.row import Shape


class _Result(NamedTuple):
    """What the program gives: the number of its line, and the expression that asks for it."""

    line: int
    cotangent: ast.expr | None = None


def read(sheet: Sheet, text: str, given: Mapping[str, Shape], wanted: frozenset[str] | None, limits: Limits,
         evaluation: Evaluation | None) -> Program:  # fmt: skip
    """The program of a text.

    given: the names of the point with their shapes. wanted: the names that are to be inputs, where the question says
    so. Raises a Problem with its place, and PointNeeded where the text chooses by a value that is not known.
    """
    return _Text(sheet, text, given, wanted, limits, evaluation).program()


class _Text:
    def __init__(self, sheet: Sheet, text: str, given: Mapping[str, Shape], wanted: frozenset[str] | None,
                 limits: Limits, evaluation: Evaluation | None):  # fmt: skip
        self.sheet, self.text = sheet, text
        self.draft = Draft(text, given, wanted, limits, evaluation)
        self.reader = Statements(self.draft, sheet.form)
        self.is_code = sheet.form == "python"
        self.claims = [each for each in sheet.statements if isinstance(each, Claim)]
        self._bind_data(wanted)
        self.pointed: dict[str, ast.expr] = {}  # the values that stand aside: at (1, 2)
        self.statements = self._settled([each for each in sheet.statements if not isinstance(each, Claim)])
        self.reader.bound_again = bound_again(self.statements)
        self.reader.literal_names = {
            name for each in self.statements
            if isinstance(each, ast.Assign) and not isinstance(each.value, ast.Subscript | ast.Dict)
            if not _names_in(each.value) - ROOTS
            for name in bound_by(each)
        }  # fmt: skip
        self.parameters = Parameters(self.reader)

    def _bind_data(self, wanted: frozenset[str] | None) -> None:
        """Names that the point binds and the question does not want as inputs are lines with their values."""
        counts = self.draft.counts
        counts |= counted(self.sheet.statements) if self.draft.evaluation is not None and not self.is_code else set()
        counts -= {name for name in counts if self.draft.given.get(name) != ()}
        for name in [
            each for each in self.draft.given if each in counts or (wanted is not None and each not in wanted)
        ]:
            place = Place(1, 1, 1)
            value = self.draft.known(leaf(name, place))
            self.draft.outside.add(name)
            self.reader.top.names[name] = self.draft.bind(name, constant(value, place), place)
        self.draft.given = {name: self.draft.given[name] for name in self.draft.given if name not in self.draft.outside}

    def _settled(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        """Points that stand aside become lines, and headers that nothing calls; mathematics is put in order."""
        called = called_in([*statements, *(ast.Expr(each.right) for each in self.claims)])
        headers = [each for each in statements if isinstance(each, ast.FunctionDef)]
        lines: list[ast.stmt] = []
        bound = {name for each in statements for name in bound_by(each)}
        bound.update(name for each in statements if isinstance(each, Given) for name in _given_names(each, headers))
        for name, value in self._stated_point(headers).items():
            if name not in bound:
                lines += self._point(placed(Given([name], [value]), place_of(value)), headers)
        for each in statements:
            if isinstance(each, Given):
                lines += self._point(each, headers)
            elif isinstance(each, ast.FunctionDef) and _is_line(each, called):
                self.draft.headers[each.name] = parameters_of(each)
                self.draft.parameters += [name for name in parameters_of(each) if name not in self.draft.parameters]
                lines.append(as_line(each))
            else:
                lines.append(each)
        return lines if self.is_code else in_order(lines)

    def _stated_point(self, headers: Sequence[ast.FunctionDef]) -> dict[str, ast.expr]:
        """The point of a claim, L(1.2) = 4.84, which is the program's where it gives none itself."""
        for claim in self.claims:
            for header in headers:
                names = parameters_of(header)
                is_of = isinstance(claim.left, ast.Call | ast.Name) and header.name in _names_in(claim.left)
                if is_of and claim.at and len(names) - len(header.args.defaults) <= len(claim.at) <= len(names):
                    return dict(zip(names, claim.at, strict=False))
        return {}

    def _point(self, given: Given, headers: Sequence[ast.FunctionDef]) -> list[ast.stmt]:
        names = _given_names(given, headers)
        if len(names) != len(given.values):
            who = f"{headers[-1].name} takes {', '.join(names)}" if headers else "no line says whose these are"
            raise BadSyntax(f"{len(given.values)} numbers for {len(names)} letters", place_of(given), who)
        lines: list[ast.stmt] = []
        for name, value in zip(names, given.values, strict=True):
            place = place_of(value)
            target = placed(ast.Name(name, ast.Store()), place, typed=name)
            first = self.pointed.setdefault(name, value)
            if first is value:
                lines.append(placed(ast.Assign([target], value), place))
            elif ast.dump(first) != ast.dump(value):
                self.draft.note(place, "left out", "another point is left out; the first one counts")
        return lines

    def program(self) -> Program:
        line, cotangent = self._result()
        return Assembly(self.sheet, self.reader, self.parameters.has_function, read_by(self.statements)).program(
            line, cotangent
        )

    # The output.

    def _result(self) -> _Result:
        """Go through the statements; the line that is the output."""
        outputs = [each for each in self.statements if isinstance(each, Output)]
        expressions = [each for each in self.statements if isinstance(each, ast.Expr) and not _is_kept_call(each)]
        last: ast.stmt | None = None
        if outputs:
            last = outputs[-1]
        elif expressions and self._is_last(expressions[-1]):
            last = expressions[-1]
        found: _Result | None = None
        for statement in self.statements:
            if statement is last:
                value = statement.value  # type: ignore[attr-defined]
                found = self._shown(value, getattr(statement, "cotangent", None), isinstance(statement, Output))
            elif isinstance(statement, Output):
                continue
            elif isinstance(statement, ast.Expr) and not _is_kept_call(statement):
                self._leaves_out(statement)
            elif self._is_program_call(statement) and (
                self._is_shown(statement, last) and (last is None or self.parameters.is_of_numbers(statement.value))  # type: ignore[attr-defined]
            ):
                assert isinstance(statement, ast.Assign)
                self._assigned_call(statement)
            else:
                self.reader.execute(self._at_point(statement, last), self.reader.top)
        return found or self._asked() or self._unread() or self._lone_function()

    def _is_shown(self, statement: ast.stmt, last: ast.stmt | None) -> bool:
        """Whether a line is the last one, or stands before one that only shows its value: y = f(2.0), print(y)."""
        after = self.statements[self.statements.index(statement) + 1 :]
        if not after:
            return last is None
        shown = getattr(last.value, "id", "") if isinstance(last, ast.Expr) else ""
        return after == [last] and [shown] == bound_by(statement)

    def _at_point(self, statement: ast.stmt, last: ast.stmt | None) -> ast.stmt:
        """y = 3*f(2.0), as the last line: its numbers are the point."""
        if not self.is_code or not isinstance(statement, ast.Assign) or not self._is_shown(statement, last):
            return statement
        value = self.parameters.of_inner_call(statement.value)
        kept = {key: each for key, each in vars(statement).items() if key not in statement._fields}
        return placed(ast.Assign(statement.targets, value), **kept)

    def _asked(self) -> _Result | None:
        """What a loop's turn asks the derivative of."""
        if self.reader.asked is None:
            return None
        value, output = self.reader.asked
        return _Result(self._line_of(value, output.value), output.cotangent)

    def _is_last(self, expression: ast.Expr) -> bool:
        """Whether no line after an expression binds a name to something computed."""
        after = self.statements[self.statements.index(expression) + 1 :]
        return not any(isinstance(each, ast.Assign | ast.AugAssign | ast.For | ast.While) for each in after)

    def _leaves_out(self, statement: ast.Expr) -> None:
        if not self.is_code:
            raise BadSyntax("only the last line may stand without a name", place_of(statement), "write name = …")
        self.draft.note(place_of(statement), "left out", "nothing uses this value")

    def _shown(self, tree: ast.expr, cotangent: ast.expr | None, asks: bool = False) -> _Result:
        """The line of an expression that is the output; asks: its derivative is asked for."""
        top = self.reader.top
        for each in tree.elts if isinstance(tree, ast.Tuple) else [tree]:
            if isinstance(each, ast.Compare):
                raise BadSyntax(f"'{sign_typed(each)}' compares only inside of a formula", sign_of(each),
                                "where(x > 0, x, 0) or (x > 0)*x")  # fmt: skip
        if not self.is_code:
            lengths(self.reader.calls.expressions, tree, top)
        elif self.is_code:
            tree = self.parameters.of_inner_call(tree)
        if asks or self.parameters.is_mapped(tree):
            tree = self.parameters.of_numbers(tree)
        if self.parameters.is_call(tree):
            value = self.parameters.called(tree)  # type: ignore[arg-type]
        elif isinstance(tree, ast.Tuple) and not self.is_code:
            terms = [self.reader.expressions.term(each, top) for each in tree.elts]
            words = [word for term in terms for word in term.words]
            self.draft.limits.check("outputs", len(terms), "outputs are computed", place_of(tree))
            self.draft.bind(None, Term(words), place_of(tree), None, len(terms))
            return _Result(len(self.draft.lines) - 1, cotangent)
        else:
            value = self.reader.expressions.value(tree, top)
        if isinstance(value, Function):  # lambda x: x**2, alone
            return self._of_function(value, {name: self.parameters.free(value, name) for name in value.parameters})
        return _Result(self._line_of(value, tree), cotangent)

    def _line_of(self, value: Value, tree: ast.expr, name: str | None = None) -> int:
        """The line that gives a value: a line before, or a new one."""
        if isinstance(value, Listed) and self.is_code:  # a dictionary beside it is kept for the derivatives
            numbers: list[Value] = [each for each in value.entries if not isinstance(each, Keyed)]
            value = numbers[0] if len(numbers) == 1 < len(value.entries) else value._replace(entries=numbers)
        if isinstance(value, Listed) and self.is_code and len(value.entries) > 1:
            terms = [self.reader.expressions.as_term(each, tree) for each in value.entries]
            self.draft.limits.check("outputs", len(terms), "outputs are computed", place_of(tree))
            self.draft.bind(
                None, Term([word for term in terms for word in term.words]), place_of(tree), None, len(terms)
            )
            return len(self.draft.lines) - 1
        term = self.reader.expressions.as_term(value, tree)
        before = line_of(term)
        literal = None if before is None else self.draft.literals.get(before)
        if before is not None and self.is_code and not (literal is not None and literal.is_parameter):
            return before
        self.draft.bind(name, term, place_of(tree))
        return len(self.draft.lines) - 1

    def _unread(self) -> _Result | None:
        """Without an expression at the end: the one computed line that no other reads, else the last one."""
        lines = self.draft.lines
        read = {word.leaf.line for line in lines for word in line.words if isinstance(word.leaf, Bound)}
        computed = [k for k, line in enumerate(lines) if k not in self.draft.literals and self.draft.is_at_top(line)]
        named = {line_of(value) for value in self.reader.top.names.values()} - {None}
        bound = [k for k in named if k is not None and k not in self.draft.literals]
        unread = [k for k in bound if k not in read]
        if len(unread) > 1:  # what a claim reads is a step, too
            stated = {name for claim in self.claims for name in _names_in(claim.right)}
            steps = {line_of(value) for name, value in self.reader.top.names.items() if name in stated}
            unread = [k for k in unread if k not in steps]
        if len(unread) == 1:
            return _Result(unread[0])
        last = next((each for each in reversed(self.statements) if bound_by(each)), None)
        if last is not None and not isinstance(last, ast.FunctionDef):
            value = self.reader.top.names.get(bound_by(last)[-1])
            line = line_of(value)
            calls = called_in([last]) & {each.name for each in self._functions()}
            if line is not None and (line not in self.draft.literals or calls or not self._functions()):
                return _Result(line)
        return _Result(computed[-1]) if computed else None

    # Functions that are the program.

    def _functions(self) -> list[Function]:
        return [value for value in self.reader.top.names.values() if isinstance(value, Function)]

    def _lone_function(self) -> _Result:
        """A function that nothing calls is the program itself."""
        functions = self._functions()
        if not functions:
            return self._nothing()
        called = called_in(self.sheet.statements)
        function = next((each for each in reversed(functions) if each.name not in called), functions[-1])
        values: dict[str, Value] = {}
        if function.rest:
            raise BadSyntax(f"how many arguments *{function.rest} stands for is not known", function.place,
                            f"call it with numbers: {function.name}(2.0, 3.0)")  # fmt: skip
        for name in function.parameters:
            values[name] = self.parameters.free(function, name)
        return self._of_function(function, values)

    def _nothing(self) -> _Result:
        lines = self.draft.lines
        if lines:
            return _Result(len(lines) - 1)
        if self.draft.given_lines:
            name = self.draft.given_lines[-1]
            self.draft.bind(None, leaf(name, Place(1, 1, 1)), Place(1, 1, 1))
            return _Result(0)
        place = Place(1, 1, len(self.text.split("\n")[0]))
        left_out = [note.message for note in self.sheet.notes if note.kind == "left out"]
        if left_out:
            raise BadSyntax(f"nothing is left to compute: {'; '.join(dict.fromkeys(left_out))}", place)
        raise BadSyntax("an expression is expected; the text is empty", place)

    def _is_program_call(self, statement: ast.stmt) -> bool:
        """y = f(2.0, 3.0); g(x) = f(x, b) has its own parameters."""
        if not isinstance(statement, ast.Assign) or getattr(statement, "header", False):
            return False
        return len(statement.targets) == 1 and self.parameters.is_call(statement.value)

    def _assigned_call(self, statement: ast.Assign) -> None:
        """y = f(2.0, 3.0), as the last line: the arguments are the point."""
        value = self.parameters.called(statement.value)  # type: ignore[arg-type]
        self.reader.assign(statement.targets[0], value, self.reader.top)

    def _of_function(self, function: Function, values: Mapping[str, Value]) -> _Result:
        self.parameters.has_function = True
        value = self.reader.calls.entered(function, values, function.place, None)
        tree = placed(ast.Name(function.name), function.place, typed=function.name)
        return _Result(self._line_of(value, tree, function.name if function.is_header else None))


def _given_names(given: Given, headers: Sequence[ast.FunctionDef]) -> list[str]:
    """Whose values a point gives: the names beside them, else the parameters of the last header, in their order."""
    return given.names or (parameters_of(headers[-1]) if headers else [])


def _is_line(header: ast.FunctionDef, called: Collection[str]) -> bool:
    """Whether f(x) = … is as good as f = …: nothing calls it, and no parameter has a value of its own."""
    return getattr(header, "header", False) and header.name not in called and not header.args.defaults


def _names_in(tree: ast.AST) -> set[str]:
    return {each.id for each in nodes(tree) if isinstance(each, ast.Name)}


def _is_kept_call(statement: ast.Expr) -> bool:
    """ys.append(y), which changes a list; np.append(x, y) does not."""
    tree = statement.value
    func = tree.func if isinstance(tree, ast.Call) else None
    if not isinstance(func, ast.Attribute) or func.attr not in ("append", "extend"):
        return False
    return not (isinstance(func.value, ast.Name) and func.value.id in ROOTS)
