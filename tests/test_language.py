"""Text is read as mathematics is written, and what cannot be read is pointed at."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.errors import Problem
from graphs.language import Line, parse
from graphs.limits import WEB
from tests.trees import Tree, render, trees


def prefix(line: Line) -> str:
    """A line as nested calls, the way it was understood."""
    stack: list[str] = []
    for word in line.words:
        if word.row is None:
            stack.append(f"{word.leaf:g}" if isinstance(word.leaf, float) else str(word.leaf))
        else:
            operands = stack[-word.arity :]
            del stack[-word.arity :]
            stack.append(f"{word.row.name}({','.join(operands)})")
    return (f"{line.name} = " if line.name else "") + "; ".join(stack)


READS = [
    ("exp(x1)*(x1**2+x2**2)**3", "multiply(exp(x1),power(add(power(x1,2),power(x2,2)),3))"),
    ("-x^2", "negate(power(x,2))"),
    ("(-x)^2", "power(negate(x),2)"),
    ("2^3^2", "power(2,power(3,2))"),
    ("2^-x", "power(2,negate(x))"),
    ("-2^-x^2", "negate(power(2,negate(power(x,2))))"),
    ("1/2x", "multiply(divide(1,2),x)"),
    ("1/(2x)", "divide(1,multiply(2,x))"),
    ("2x^2", "multiply(2,power(x,2))"),
    ("3(x+1)", "multiply(3,add(x,1))"),
    ("(a)(b)", "multiply(a,b)"),
    ("(a)b", "multiply(a,b)"),
    ("(a)2", "multiply(a,2)"),
    ("2sin(x)cos(x)", "multiply(multiply(2,sin(x)),cos(x))"),
    ("a - b - c", "subtract(subtract(a,b),c)"),
    ("a/b/c", "divide(divide(a,b),c)"),
    ("a - -b", "subtract(a,negate(b))"),
    ("+x", "x"),
    ("|x|", "abs(x)"),
    ("||x|-1|", "abs(subtract(abs(x),1))"),
    ("|x|^2*|y|", "multiply(power(abs(x),2),abs(y))"),
    ("|-x|", "abs(negate(x))"),
    ("sin(|x|)", "sin(abs(x))"),
    ("x!", "factorial(x)"),
    ("2x!", "multiply(2,factorial(x))"),
    ("-x!", "negate(factorial(x))"),
    ("2^x!", "power(2,factorial(x))"),
    ("x!^2", "power(factorial(x),2)"),
    ("(x+1)!", "factorial(add(x,1))"),
    ("sin(x)!", "factorial(sin(x))"),
    ("|x|!", "factorial(abs(x))"),
    ("(x!)!", "factorial(factorial(x))"),
    ("sin^2(x)", "power(sin(x),2)"),
    ("sin**2(x)", "power(sin(x),2)"),
    ("sin^2(x)^3", "power(power(sin(x),2),3)"),
    ("2sin^2(x)", "multiply(2,power(sin(x),2))"),
    ("-sin^2(x)", "negate(power(sin(x),2))"),
    ("log^2(x)+cos^2(y)", "add(power(log(x),2),power(cos(y),2))"),
    ("log(x, 2)", "log(x,2)"),
    ("ln(x)", "log(x)"),
    ("arcsin(x)", "asin(x)"),
    ("expit(x)", "sigmoid(x)"),
    ("pow(x, y)", "power(x,y)"),
    ("max(a, b, c)", "max(a,b,c)"),
    ("where(x > 0, log(x), 0)", "where(greater(x,0),log(x),0)"),
    ("where((x) <= y, 1, 2)", "where(less or equal(x,y),1,2)"),
    ("where(x == y, 1, 2)", "where(equal(x,y),1,2)"),
    ("where(x+1 != 2y, 1, 2)", "where(unequal(add(x,1),multiply(2,y)),1,2)"),
    ("x, y", "x; y"),
    ("x*y, sin(x)", "multiply(x,y); sin(x)"),
    ("lambda*class + if", "add(multiply(lambda,class),if)"),
    ("S*N + Q", "add(multiply(S,N),Q)"),
    ("gamma*beta", "multiply(gamma,beta)"),
    ("gamma(beta)", "gamma(beta)"),
    ("zeta + I", "add(zeta,I)"),
    ("e^x", "power(e,x)"),
    ("2e3x", "multiply(2000,x)"),
    (".5x", "multiply(0.5,x)"),
    ("1.e-2", "0.01"),
    ("007x", "multiply(7,x)"),
    ("(x +\n y)", "add(x,y)"),
    ("x # a note", "x"),
    ("x  \r\n", "x"),
]


@pytest.mark.parametrize(("text", "understood"), READS)
def test_reads(text: str, understood: str) -> None:
    assert prefix(parse(text).lines[0]) == understood


def test_lines_end_at_newlines_and_semicolons() -> None:
    lines = parse("# start\na = x; b = a*2 # note\n\n a, b").lines
    assert [prefix(line) for line in lines] == ["a = x", "b = multiply(a,2)", "a; b"]


def test_a_function_name_is_an_input_where_the_point_or_a_line_binds_it() -> None:
    assert prefix(parse("sin*2", given=["sin"]).lines[0]) == "multiply(sin,2)"
    assert prefix(parse("exp = 3\nexp + exp(x)").lines[1]) == "add(exp,exp(x))"
    assert prefix(parse("gamma^2(x)").lines[0]) == "multiply(power(gamma,2),x)"


# text, status, (line, column, length), a part of the message, a part of the hint
REFUSED = [
    ("x1 + * 2", 400, (1, 6, 1), "expected an operand after '+', found '*'", None),
    ("", 400, (1, 1, 0), "text is empty", None),
    ("# only a note", 400, (1, 1, 13), "text is empty", None),
    ("x +", 400, (1, 3, 1), "expected an operand after '+'", None),
    ("* x", 400, (1, 1, 1), "expected an operand, found '*'", None),
    ("x + ) y", 400, (1, 5, 1), "found ')'", None),
    ("cos(", 400, (1, 4, 1), "expected an operand", None),
    ("cos()", 400, (1, 5, 1), "cos needs an argument", None),
    ("()", 400, (1, 2, 1), "expected an operand", None),
    ("(x", 400, (1, 1, 1), "'(' is not closed", None),
    ("(x\n+ 1", 400, (1, 1, 1), "'(' is not closed", None),
    ("x)", 400, (1, 2, 1), "')' closes nothing", None),
    ("|x", 400, (1, 1, 1), "'|' is not closed", None),
    ("(|x)", 400, (1, 2, 1), "'|' is not closed", None),
    ("2|x|", 400, (1, 2, 1), "expected an operator", "product"),
    ("2 ** ** 3", 400, (1, 6, 2), "found '**'", None),
    ("2 3", 400, (1, 3, 1), "two numbers side by side", "2*3"),
    ("x y", 400, (1, 3, 1), "two names side by side", "x*y"),
    ("x 2", 400, (1, 3, 1), "expected an operator", "x*2"),
    ("x y z = 1", 400, (1, 3, 1), "two names", "x*y"),
    ("y = ", 400, (1, 3, 1), "expected an expression after '='", None),
    ("x = y = 2", 400, (1, 7, 1), "'='", "=="),
    ("a = 1, 2", 400, (1, 1, 1), "several outputs take no name", None),
    ("a = x, x\na", 400, (1, 1, 1), "several outputs", None),
    ("x*2\ny", 400, (1, 1, 1), "only the last line", "name ="),
    ("f(x) = x^2", 422, (1, 1, 1), "no function 'f'", "f = "),
    ("cos x", 400, (1, 1, 3), "cos needs an argument", "cos(x)"),
    ("x + sin", 400, (1, 5, 3), "sin needs an argument", "sin(x)"),
    ("sin^-1(x)", 400, (1, 5, 1), "positive number", "asin"),
    ("sin^2 x", 400, (1, 1, 3), "sin needs an argument", None),
    ("x!!", 400, (1, 3, 1), "'!!'", "(x!)!"),
    ("!x", 400, (1, 1, 1), "expected an operand", None),
    ("x!y", 400, (1, 3, 1), "expected an operator", None),
    ("(a, b) + 1", 400, (1, 3, 1), "expected ')'", None),
    ("x,", 400, (1, 2, 1), "after ','", None),
    ("x > 0", 400, (1, 3, 1), "first argument of where", "where"),
    ("where(1, x > 0, 2)", 400, (1, 12, 1), "first argument of where", None),
    ("where(0 < x < 1, 1, 2)", 400, (1, 13, 1), "one comparison", "where"),
    ("nosuch(x)", 422, (1, 1, 6), "no function 'nosuch'", None),
    ("sine(x)", 422, (1, 1, 4), "no function 'sine'", "sin"),
    ("1 + sqr(x)", 422, (1, 5, 3), "no function 'sqr'", "sqrt"),
    ("x2(x1+1)", 422, (1, 1, 2), "no function 'x2'", "x2*(x1+1)"),
    ("x(1)", 422, (1, 1, 1), "no function 'x'", "x*(1)"),
    ("cos(x, y, x)", 422, (1, 1, 3), "cos takes 1 argument; it has 3", None),
    ("log(x, 2, 3)", 422, (1, 1, 3), "log takes 1 or 2 arguments", None),
    ("where(x > 0, 1)", 422, (1, 1, 5), "where takes 3 arguments", None),
    ("__import__('os')", 400, (1, 1, 10), "do not begin with '_'", None),
    ("x + _y", 400, (1, 5, 2), "do not begin with '_'", "y"),
    ("\u0441os(x)", 400, (1, 1, 1), "U+0441", None),
    ("x + \u202ey", 400, (1, 5, 1), "U+202E", None),
    ("cos(x)\0", 400, (1, 7, 1), "U+0000", None),
    ("\ud83d", 400, (1, 1, 1), "U+D83D", None),
    ("a\n\U0001f600 + b", 400, (2, 1, 1), "U+1F600", None),
    ("x[0]", 400, (1, 2, 1), "'['", None),
    ("1e999", 400, (1, 1, 5), "larger than a double", None),
    ("x + 9" + "9" * 308, 400, (1, 5, 309), "larger than a double", None),
    ("x = 1;\n  y = 2 +", 400, (2, 9, 1), "after '+'", None),
    ("sin^2(x) + 3^4^*x", 400, (1, 16, 1), "after '^'", None),
    ("2x + 3y(z)", 422, (1, 7, 1), "no function 'y'", "y*(z)"),
    ("a = (x;\n y)", 400, (1, 5, 1), "not closed before ';'", None),
    ("lambda x: x", 400, (1, 9, 1), "':'", None),
    ("f'(x)", 400, (1, 2, 1), "not part of the language", None),
]


@pytest.mark.parametrize(("text", "status", "place", "message", "hint"), REFUSED)
def test_refuses_and_points(
    text: str, status: int, place: tuple[int, int, int], message: str, hint: str | None
) -> None:
    with pytest.raises(Problem) as told:
        parse(text, limits=WEB)
    problem = told.value
    assert problem.status == status
    assert tuple(problem.place or ()) == place
    assert message in problem.message
    assert hint is None or hint in (problem.hint or "")


@given(trees(), st.data())
def test_columns_of_random_programs_are_exact(tree: Tree, data: st.DataObject) -> None:
    typed = render(tree, lambda: data.draw(st.integers(0, 2)))
    words = [
        (f"{word.leaf:g}" if isinstance(word.leaf, float) else word.leaf or (word.row.name if word.row else ""), word.place.column)
        for word in parse(typed.text).lines[0].words
    ]  # fmt: skip
    assert words == [(name, column) for name, column in typed.words]


PIECES = st.sampled_from(
    "x y sin log where max ( ) ( ) | ! + - * / ** ^ , ; = == < >= 2 0.5 1e3 \n # _ [ ] . @ é ’ \0 \ud800 lambda e pi".split(
        " "
    )
)


@given(st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=60))
def test_errors_always_lie_inside_the_text(text: str) -> None:
    try:
        parse(text, limits=WEB)
    except Problem as problem:
        assert problem.place is not None
        line, column, length = problem.place
        lines = text.split("\n")
        assert 1 <= line <= len(lines)
        assert column >= 1 and (column - 1 + length) <= len(lines[line - 1])
        assert problem.status in (400, 413, 422)
        problem.message.encode()
        (problem.hint or "").encode()


LIMITS = [
    ("characters", lambda n: "x" + " " * (n - 1)),
    ("lines", lambda n: "\n".join(f"a{k} = x" for k in range(n - 1)) + "\nx"),
    ("operations", lambda n: "x" + "+x" * n),
    ("depth", lambda n: "(" * n + "x" + ")" * n),
    ("depth", lambda n: "|" * n + "x" + "|" * n),
    ("depth", lambda n: "sin(" * n + "x" + ")" * n),
    ("depth", lambda n: "sin^2(" * n + "x" + ")" * n),
    ("name", lambda n: "x" * n),
    ("digits", lambda n: "0." + "1" * (n - 2)),
    ("outputs", lambda n: ",".join("x" * n)),
    ("tokens", lambda n: "a = x;" * ((n - 1) // 3) + "+" * ((n - 1) % 3) + "x"),
]


@pytest.mark.parametrize(("bound", "text"), LIMITS)
def test_limits_hold_at_the_bound_and_refuse_past_it(bound: str, text: Callable[[int], str]) -> None:
    most = getattr(WEB, bound)
    limits = replace(WEB, **{name: 10**9 for name in ("characters", "tokens", "lines") if name != bound})
    parse(text(most), limits=limits)
    for amount in (most + 1, most * 50):
        with pytest.raises(Problem, match=f"{most:,}"):
            parse(text(amount), limits=limits)


def test_no_text_of_the_user_reaches_the_parser_of_python(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = ast.parse
    monkeypatch.setattr("graphs.language.ast.parse", lambda text, **rest: seen.append(text) or real(text, **rest))
    parse("secret*exec(open) + 12345".replace("exec(open)", "sin(password)"))
    assert seen == ["_0 * _2 ( _4 ) + _7"]
