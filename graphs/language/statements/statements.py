"""Sentences of a text → its statements: definitions, headers, points, claims and expressions, in their order."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Sequence

from graphs.errors import BadSyntax
from graphs.language.messages.unknown import unknown_function
from graphs.language.names import RESERVED, spelled
from graphs.language.sheet import Note, Sheet
from graphs.language.statements.claims import Stated, claim, stated
from graphs.language.statements.derivatives import HELP, SIGN, is_derivative, left_names, with_derivatives
from graphs.language.statements.formulas import Formulas
from graphs.language.statements.known import Header, header_of, is_constant, known_of, with_headers_apart
from graphs.language.statements.pieces import Piece, comma_parts, in_brackets, is_name, listed_parts, pieces_of
from graphs.language.statements.updates import is_update
from graphs.language.tokens import Token, spanning
from graphs.language.tree import Claim, Given, place_of, placed
from graphs.limits import Limits


def statements(sentences: Sequence[Sequence[Token]], given: Iterable[str], form: str, limits: Limits,
               document: bool = False, spoken: Collection[str] = ()) -> Sheet:  # fmt: skip
    """The statements of a text.

    sentences: its tokens, one list a statement, of plain text or LaTeX. given: the names that the point binds.
    document: prose stands around the formulas, so that a formula alone beside a definition is prose, too. spoken:
    the letters that this prose speaks of.
    Raises BadSyntax, UnknownFunction, WrongArguments, TwoReadings or TooLarge, each with its place.
    """
    return _Sheet(sentences, {*map(spelled, given)}, form, limits, document, spoken).read()


class _Sheet:
    def __init__(
        self,
        sentences: Sequence[Sequence[Token]],
        given: set[str],
        form: str,
        limits: Limits,
        document: bool,
        spoken: Collection[str],
    ):
        self.form = form
        self.document = document
        lefts = given.union(*map(left_names, sentences)) if sentences else given
        names = {str(each) for sentence in sentences for each in sentence if each.kind == "name"} | given
        derived = [with_derivatives(list(sentence), lefts, names) for sentence in sentences]
        self.pieces = with_headers_apart([piece for sentence in derived for piece in pieces_of(sentence)])
        self.known = known_of(self.pieces, given)
        self.known.singles |= {*spoken}
        self.formulas = Formulas(self.known, form, limits, derived)
        self.made: list[ast.stmt] = []
        self.notes: list[Note] = []
        self.before: dict[str, str] = {}  # names that are bound so far: by a value, a formula or a header
        self.derivative: Token | None = None  # a stated one
        self.update: Token | None = None

    def read(self) -> Sheet:
        for k, piece in enumerate(self.pieces):
            if piece.at is not None and self._aside(piece):
                continue
            if piece.signs and self._is_point(piece):
                self._positions(Piece(piece.parts[1], piece.parts[0][0]))
            elif piece.signs:
                self._equation(piece)
            else:
                self._alone(piece, self.pieces[k + 1 :])
        self._check_program()
        return Sheet(self.form, self.made, [*self.notes, *self.formulas.notes])

    def _check_program(self) -> None:
        if any(not isinstance(each, Claim | Given) for each in self.made) or not self.pieces:
            return
        if self.derivative is not None:
            raise BadSyntax(SIGN, self.derivative.place, HELP)
        if self.update is not None:
            message = "this is the update of a value, and no function is left beside it"
            raise BadSyntax(message, self.update.place, "give the function that the update makes smaller")
        raise BadSyntax("no formula is left to compute", self.pieces[0].tokens[0].place, "y = x^2 + 1")

    def _left_out(self, tokens: Sequence[Token], what: str) -> None:
        self.notes.append(Note(spanning(tokens[0], tokens[-1]), "left out", f"{what} is left out"))

    # Points.

    def _aside(self, piece: Piece) -> bool:
        """A point that "at" or "where" binds; False where the piece is a definition as any other."""
        assert piece.at is not None
        if not piece.signs:
            self._positions(piece)
            return True
        *lefts, right = piece.parts
        names = [each for part in lefts for each in comma_parts(in_brackets(part) or part)]
        if any(len(each) != 1 or each[0].kind != "name" for each in names) or not is_constant(right):
            return False
        values = (
            comma_parts(in_brackets(right) or right) if in_brackets(right) and right[0] == "(" else comma_parts(right)
        )
        if len(lefts) > 1 or len(values) == 1 or len(names) != len(values):
            values = [right] * len(names)
        lone = len(names) == 1 and right[0] == "(" and in_brackets(right) is not None and "," in right
        if lone and sum(each == names[0][0] for other in self.pieces for each in other.tokens) == 1:
            names, values = [], comma_parts(right[1:-1])  # P = (2, 1)
        name = names[0][0] if names else None
        self._give([each[0] for each in names], [self._listed(each, piece, name) for each in values], piece)
        return True

    def _give(self, names: Sequence[str], values: list[ast.expr], piece: Piece) -> None:
        last = self.made[-1] if self.made else None
        assert piece.at is not None
        if isinstance(last, Given) and names and last.names and getattr(last, "word", None) is piece.at:
            last.names += [str(each) for each in names]
            last.values += values
            return
        place = spanning(piece.at, piece.tokens[-1])
        self.made.append(placed(Given([str(each) for each in names], values), place, word=piece.at))

    def _positions(self, piece: Piece) -> None:
        """(1, 2), P(2, 1) or a lone number: the values of the header's parameters, in their order."""
        tokens = piece.tokens
        if tokens[0].kind == "name" and len(tokens) > 3 and tokens[0] not in self.known.functions:
            tokens = tokens[1:] if in_brackets(tokens[1:]) and tokens[1] == "(" else tokens
        if not is_constant(tokens):
            self._left_out([*([piece.at] if piece.at else []), *piece.tokens], "prose")
            return
        inner = in_brackets(tokens) if tokens[0] == "(" else None
        if inner is None and not self.known.functions:
            free = self.known.free(self.pieces)
            if len(free) == 1:  # y = x^2 at 3
                self._give([*free], [self._listed(tokens, piece)], piece)
                return
            if self.document:
                self._left_out([*([piece.at] if piece.at else []), *piece.tokens], "prose")  # is fixed at 100
                return
        self._give([], [self._listed(each, piece) for each in comma_parts(inner or tokens)], piece)

    def _listed(self, tokens: Sequence[Token], piece: Piece, name: Token | None = None) -> ast.expr:
        """A value between commas. Raises BadSyntax where there is none."""
        if not tokens:
            raise BadSyntax("a value is missing between two commas", spanning(piece.tokens[0], piece.tokens[-1]))
        return self.formulas.read(tokens, name)

    # A formula without a sign of equality.

    def _alone(self, piece: Piece, rest: Sequence[Piece]) -> None:
        tokens = piece.tokens
        sign = next(filter(is_derivative, tokens), None)
        if sign is not None:
            self.derivative = self.derivative or sign
        if self.document and self._asks_at(piece):
            return
        if self.document and self._beside_definition() and not self._is_call_with_numbers(tokens):
            self._left_out(tokens, "prose")
            return
        self._no_derivative(tokens)
        tokens = self.formulas.settled(tokens)
        later = [each for each in rest if each.at is None]
        if not all(self._only_values(each, tokens) or self._states(each) for each in later):
            raise BadSyntax("only the last line may stand without a name", tokens[0].place, "write name = …")
        tree = self.formulas.read(tokens)
        self.made.append(placed(ast.Expr(tree), spanning(tokens[0], tokens[-1])))

    def _asks_at(self, piece: Piece) -> bool:
        """Find f'(2), f_x(1, 2) and f_y(1, 2): the function's point, where a sentence asks for derivatives there."""
        points = []
        for part in listed_parts(piece.tokens):
            found = stated(part, self.known, self.before)
            if found is None or found.about == "value" or found.of is None:
                return False
            points.append((str(found.of), tuple(" ".join(each) for each in found.at), found.at))
        if not points:
            return False
        of, _, at = points[0]
        names = self.known.functions.get(of, [])
        if len({point[:2] for point in points}) > 1 or len(names) != len(at) or not all(map(is_constant, at)):
            return False
        values = [self._listed(each, piece) for each in at]
        place = spanning(piece.tokens[0], piece.tokens[-1])
        self.made.append(placed(Given(list(names), values), place))
        return True

    def _is_point(self, piece: Piece) -> bool:
        """P = (1, -3) beside f(x, y), where nothing else reads P: the point of f."""
        if len(piece.parts) != 2 or len(piece.parts[0]) != 1 or piece.parts[0][0] not in ("P", "P0", "P_0"):
            return False
        name, right = piece.parts[0][0], piece.parts[1]
        inner = in_brackets(right) if right and right[0] == "(" and is_constant(right) else None
        values = comma_parts(inner) if inner else []
        names = next(reversed(self.known.functions.values()), [])
        used = sum(each == name for other in self.pieces for each in other.tokens) > 1
        return len(values) > 1 and len(values) == len(names) and not used and not set(names) & self.known.bound

    def _beside_definition(self) -> bool:
        return bool(self.known.functions) or bool(self.known.bound - self.known.values)

    def _is_call_with_numbers(self, tokens: Sequence[Token]) -> bool:
        return len(tokens) > 3 and tokens[0] in self.known.functions and tokens[1] == "(" and is_constant(tokens)

    def _only_values(self, piece: Piece, tokens: Sequence[Token]) -> bool:
        """x^2*y, and in lines behind it x = 2 and y = 3."""
        lefts = piece.parts[:-1]
        names = [each for part in lefts for each in part if each.kind == "name"]
        return (
            bool(piece.signs) and is_constant(piece.parts[-1]) and bool(names) and all(each in tokens for each in names)
        )

    def _states(self, piece: Piece) -> bool:
        return bool(piece.signs) and stated(piece.parts[0], self.known, self.before) is not None

    # Equations.

    def _equation(self, piece: Piece) -> None:
        left = piece.parts[0]
        for sign, part in zip(piece.signs, piece.parts[1:], strict=True):
            if not part:
                raise BadSyntax(f"expected an expression after '{sign.typed}'", sign.place)
        if not left:
            raise BadSyntax(f"expected a name before '{piece.signs[0].typed}'", piece.signs[0].place)
        if is_update(piece, self.before):
            self.update = self.update or left[0]
            self._left_out(piece.tokens, "an update of a value")
            return
        if self.known.is_flow(piece.tokens) and not is_constant(piece.parts[-1]):
            self._left_out(piece.tokens, "a line of tangents or adjoints")
            return
        found = stated(left, self.known, self.before)
        if found is None and (derivative := self._named_derivative(piece)) is not None:
            piece = derivative
            left = piece.parts[0]
            found = stated(left, self.known, self.before)
            if not piece.signs:
                if len(left) > 1 or left[0].kind != "derivative":
                    self._no_derivative(left)
                    raise BadSyntax(SIGN, left[0].place, HELP)
                self._left_out(piece.tokens, "what is only the name of a derivative")
                return
        if found is not None:
            self._claims(piece, found)
        elif (header := header_of(left)) is not None:
            self._header(piece, header)
        elif len(left) == 1 and left[0].kind == "name":
            self._definition(piece)
        elif len(names := comma_parts(in_brackets(left) or left)) > 1 and all(
                len(each) == 1 and each[0].kind == "name" for each in names):  # fmt: skip
            self._names(piece, [each[0] for each in names])
        else:
            self._no_derivative(left)
            if len(left) > 2 and left[0].kind == "name" and left[1] == "(" and left[0] not in self.formulas.own:
                raise unknown_function(piece.tokens, 0, self.formulas.own, "")  # f(2) = x^2
            if self.document and self._beside_definition() and not is_name(piece.parts[-1]):  # x^2 + 1 = y may be y = …
                self._left_out(piece.tokens, "an equation of no name")
                return
            self.formulas.read(self.formulas.settled(piece.tokens))
            raise BadSyntax("'=' may stand only after the name that begins a line", piece.signs[0].place,
                            "== compares, inside where(…)")  # fmt: skip

    def _named_derivative(self, piece: Piece) -> Piece | None:
        """Of δ = dL/dz = a - y what is stated of the derivative, which δ stands for from then on."""
        name = piece.parts[0][0]
        found = stated(piece.parts[1], self.known, self.before)
        derivative = piece.parts[1][0]
        is_one = found is not None and found.about != "value" and (
            is_derivative(derivative) or "'" in derivative) and name.kind == "name"  # fmt: skip
        if not is_one or (len(piece.parts[0]) > 1 and header_of(piece.parts[0]) is None):
            return None
        if len(piece.parts[0]) == 1 and len(piece.parts[1]) == 1 and derivative.kind == "derivative":
            self.formulas.derivatives[str(name)] = derivative
        return Piece(piece.tokens[len(piece.parts[0]) + 1 :], piece.at, piece.parts[1:], piece.signs[1:])

    def _no_derivative(self, tokens: Sequence[Token]) -> None:
        sign = next(filter(is_derivative, tokens), None)
        if sign is not None:
            raise BadSyntax(SIGN, sign.place, HELP)

    def _definition(self, piece: Piece) -> None:
        name = piece.parts[0][0]
        if name in RESERVED:
            raise BadSyntax(f"{name} cannot be a name", name.place)
        parts = [piece.parts[0], *map(self.formulas.settled, piece.parts[1:])]
        if self._is_further(name, parts[1:]):
            self._values(piece, parts, 1, placed(ast.Name(str(name), ast.Load()), name.place, typed=name.typed))
            return
        at = next((k for k in range(1, len(parts)) if not is_name(parts[k])), 1)
        targets = [name, *(part[0] for part in parts[1:at] if part[0] not in self.before)]
        value = self.formulas.read(parts[at], name)
        kind = "value" if is_constant(parts[at]) else "formula"
        self.before |= {str(each): kind for each in targets}
        place = spanning(name, parts[at][-1])
        self.made.append(placed(ast.Assign([_target(each) for each in targets], value), place))
        left = placed(ast.Name(str(name), ast.Load()), name.place, typed=name.typed)
        passed = {0, at, *(k for k in range(1, at) if parts[k][0] in targets)}
        for k in range(1, len(parts)):
            if k not in passed:
                self._value(piece, parts, k, left)

    def _is_further(self, name: Token, rights: Sequence[Sequence[Token]]) -> bool:
        """Whether a line for a bound name states its value: in LaTeX and of a function any that does not use it,
        everywhere one that only puts numbers in."""
        kind = self.before.get(str(name))
        if kind is None or any(each == name for each in rights[0]):
            return False
        numbers = all(map(is_constant, rights))
        return self.form == "latex" or kind == "header" or (numbers and kind == "formula")

    def _values(self, piece: Piece, parts: Sequence[list[Token]], first: int, left: ast.expr) -> None:
        for k in range(first, len(parts)):
            self._value(piece, parts, k, left)

    def _value(self, piece: Piece, parts: Sequence[list[Token]], k: int, left: ast.expr | None,
               at: tuple[ast.expr, ...] | None = None, parameters: Sequence[str] = ()) -> None:  # fmt: skip
        right = self._stated(piece, parts[k], parameters)
        if right is None:
            return
        self.made.append(claim(piece.parts[k], "value", left, right, (), at, piece.signs[k - 1] == "≈"))

    def _stated(self, piece: Piece, tokens: list[Token], parameters: Sequence[str]) -> ast.expr | None:
        """The right side of a claim; None where it has derivatives that are not checked."""
        if not self.formulas.is_checked(tokens):
            self._left_out(tokens, "a rule that holds derivatives")
            return None
        return self.formulas.read(tokens, piece.parts[0][0], parameters, claimed=True)

    def _names(self, piece: Piece, names: list[Token]) -> None:
        """x1, x2 = 1.0, 2.0 and (x, y) = (1, 2)."""
        right = piece.parts[1]
        values = comma_parts(in_brackets(right) or right if right[0] == "(" else right)
        if len(piece.parts) > 2 or len(values) != len(names):
            message = f"{len(names)} names stand before '=', and {len(values)} values behind it"
            raise BadSyntax(message, piece.signs[0].place, ", ".join(names) + " = …, …")
        for name, value in zip(names, values, strict=True):
            if not value:
                raise BadSyntax("a value is missing here", piece.signs[0].place)
            tree = self.formulas.read(self.formulas.settled(value), name)
            self.before[str(name)] = "value" if is_constant(value) else "formula"
            self.made.append(placed(ast.Assign([_target(name)], tree), spanning(name, value[-1])))

    def _header(self, piece: Piece, header: Header) -> None:
        name, parameters = header.name, [str(each) for each in header.parameters]
        if name in RESERVED:
            raise BadSyntax(f"{name} cannot be a name", name.place)
        parts = [piece.parts[0], *map(self.formulas.settled, piece.parts[1:])]
        load = [placed(ast.Name(str(each), ast.Load()), each.place, typed=each.typed) for each in header.parameters]
        function = placed(ast.Name(str(name), ast.Load()), name.place, typed=name.typed)
        call = placed(ast.Call(function, [*load], []), spanning(name, piece.parts[0][-1]))
        first = 1
        if self.before.get(str(name)) != "header":
            value = self.formulas.read(parts[1], name, parameters)
            arguments = [placed(ast.arg(str(each)), each.place, typed=each.typed) for each in header.parameters]
            defaults = [self.formulas.read(each, name) for each in header.defaults]
            taken = ast.arguments([], arguments, None, [], [], None, [*defaults])
            body = placed(ast.Return(value), spanning(parts[1][0], parts[1][-1]))
            made = ast.FunctionDef(str(name), taken, [body], [])
            place = spanning(name, parts[1][-1])
            self.made.append(placed(made, place, typed=name.typed, name_place=name.place, header=True))
            self.before[str(name)] = "header"
            first = 2
        for k in range(first, len(parts)):
            self._value(piece, parts, k, call, None, parameters)

    def _claims(self, piece: Piece, found: Stated) -> None:
        if found.about != "value":
            self.derivative = self.derivative or piece.parts[0][0]
        if found.about == "derivative" and not found.by:
            self._left_out(piece.tokens, f"what does not tell by what {found.of} is derived")
            return
        left: ast.expr | None = None
        parameters = self.known.functions.get(str(found.of), [])
        if found.of is not None:
            left = placed(ast.Name(str(found.of), ast.Load()), found.of.place, typed=found.of.typed)
        elif found.formula:
            if any(map(is_derivative, found.formula)):
                self._left_out(piece.tokens, "a rule that holds derivatives")
                return
            left = self.formulas.read(self.formulas.settled(found.formula), piece.parts[0][0])
        at: tuple[ast.expr, ...] | None = None
        if found.at and not all(is_name(each) for each in found.at):  # f'(x) is stated for every x
            at = tuple(self._listed(self.formulas.settled(each), piece) for each in found.at)
        parts = [piece.parts[0], *map(self.formulas.settled, piece.parts[1:])]
        if found.about == "value":
            assert found.of is not None and left is not None and at is not None
            left = placed(ast.Call(left, [*at], []), spanning(found.of, piece.parts[0][-1]))
            if not all(map(is_constant, found.at)):  # f(g(x)) = … is the program, and what it is
                self.made.append(placed(ast.Expr(left), place_of(left)))
                left, at = None, None
        for k in range(1, len(parts)):
            if found.about == "value":
                self._value(piece, parts, k, left, at)
                continue
            right = self._stated(piece, parts[k], parameters)
            if right is None:
                continue
            tokens = [*piece.parts[0], piece.signs[0], *piece.parts[1]] if k == 1 else piece.parts[k]
            self.made.append(claim(tokens, found.about, left, right, found.by, at, piece.signs[k - 1] == "≈"))


def _target(name: Token) -> ast.Name:
    return placed(ast.Name(str(name), ast.Store()), name.place, typed=name.typed)
