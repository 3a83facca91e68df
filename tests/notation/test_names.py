"""What every node is called: a table of programs with every name written out by hand, and no name twice."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphs.autodiff.build import build
from graphs.contract.state import Trace
from graphs.errors import BadSyntax
from graphs.language.parser import parse
from graphs.limits import WEB
from graphs.notation.names import Name, identifiers, label, names_to_write
from graphs.notation.notation import Notation
from graphs.notation.program import shapes_of, typeset
from graphs.study import study
from wengert.answers import answer

# A program, and what its nodes are called by the program's names, in order.
OWN: list[tuple[str, str]] = [
    ("exp(x1)*(x1**2 + x2**2)**3", "x1 x2 f1 f2 f3 f4 f5 f"),
    ("x", "x"),
    ("y = x", "x"),
    ("a = x*y\na*2 + 1", "x y a f1 f"),
    ("z = w*x + b\nL = (z - y)**2", "b w x y z1 z L1 L"),
    ("f = x**2\n3*f", "x f out"),
    ("f = x**2\nout = 3*f\nout + 1", "x f out out2"),
    ("f*x", "f x out"),
    ("i = sigmoid(w_i*x + b_i)\nf = sigmoid(w_f*x)\ni*f", "b_i w_f w_i x i1 i2 i f1 f out"),
    ("h1 = tanh(a*x + b)\nh2 = 2*tanh(h1)\nh2", "a b x h1.1 h1.2 h1 h2.1 h2"),
    ("i4 = x + 1\ni = sin(x)*cos(x)*exp(x)*2", "x i4 i1 i2 i3 i.4 i5 i"),
    ("a = x*2\na = a + 1\na = sin(a)*a\na", "x a a⁽²⁾ a⁽³⁾.1 a⁽³⁾"),
    ("x = x*2\nx + 1", "x x⁽²⁾ f"),
    ("k = 3\nk*x + 1", "x k f1 f"),
    ("x*y, x + y", "x y f1 f2"),
    ("a = x*y\na, sin(a)*2", "x y a f1 f2"),
    ("y = sin(x)*2\ns = sin(x)\ny + s", "x s y f"),
    ("a = x*2\nb = x*2\na + b", "x a f"),
    ("w_ = x + y + z\nw_*2", "x y z w_.1 w_ f"),
    ("total = (x + 1)*(x + 2)\nlog(total)", "x total1 total2 total f"),
    ("c1 = x*y\nc7 = c1 + 1\nc7*2", "x y c1 c7 f"),
    ("f1 = x*2\nsin(f1) + 1", "x f1 f.1 f"),
    (r"v_{-1} = 2x \\ y = \sin(v_{-1})\,v_{-1}", "x v_-1 y1 y"),
    ("c' = f*c + i\nh′ = o*tanh(c')\n(h' - t)**2", "c f i o t c'.1 c' h'.1 h' out1 out"),
]  # fmt: skip

# A name, in LaTeX, and in letters, digits and underscores.
WRITTEN = [
    ("v_-1", "v_{-1}", "v_minus_1"),
    ("h_t-1", "h_{t-1}", "h_t_minus_1"),
    ("w_k+1", "w_{k+1}", "w_k_plus_1"),
    ("c'", "{c^{\\prime}}", "c_prime"),
]


@pytest.mark.parametrize(("name", "latex", "identifier"), WRITTEN)
def test_a_name_is_written_in_latex_and_in_letters(name: str, latex: str, identifier: str) -> None:
    assert (label(name), Name(name).identifier) == (latex, identifier)


@pytest.mark.parametrize(("program", "names"), OWN)
def test_by_the_programs_names(program: str, names: str) -> None:
    assert " ".join(study(program, names="own").notation.names) == names


SQUARE = "def sq(x):\n    y = x*x\n    return y + 1\n"
CELL = "def cell(x, h):\n    z = w*x + h\n    h = tanh(z)\n    return h\n"

# Programs with calls and loops: what the nodes are called, and the lines as they are typeset (the program's own alone,
# where a node is named by an inner line). The same name of another call or turn has its place: z, z[2].
IN_GROUPS: list[tuple[str, str, str]] = [
    (f"{SQUARE}a = sq(p)\na*2", "p y a f", "y = p p; a = y + 1; f = a \\cdot 2"),
    (
        f"{SQUARE}a = sq(p + q)\nb = sq(a*2)\na*b",  # what a parameter stands for is called as the parameter
        "p q x y a x[2] y[2] b f",
        "x = p + q; y = x x; a = y + 1; x[2] = a \\cdot 2; y[2] = x[2] \\cdot x[2]; b = y[2] + 1; f = a b",
    ),
    (
        f"{SQUARE}y = sq(p)\nsq(y)*2",  # the program's own y goes before those of calls
        "p y[2] y y[3] f1 f",
        "y[2] = p p; y = y[2] + 1; y[3] = y y; f = \\left(y[3] + 1\\right) \\cdot 2",
    ),
    (
        f"{SQUARE}y = sq(p)\nsq(y)",  # whose last call is the program itself
        "p y[2] y y⁽²⁾ f",
        "y[2] = p p; y = y[2] + 1; y⁽²⁾ = y y; f = y⁽²⁾ + 1",
    ),
    (
        f"{CELL}h1 = cell(x1, h0)\nh2 = cell(x2, h1)\nh2*2",  # a result keeps the first name that it got
        "h0 w x1 x2 z1 z h z[2].1 z[2] h[2] f",
        "z = w x_1 + h_0; h = \\tanh(z); h_1 = h; z[2] = w x_2 + h_1; h[2] = \\tanh(z[2]); h_2 = h[2]; f = h_2 \\cdot 2",
    ),
    (
        f"{CELL}h = h0\nfor x in [x1, x2]:\n    h = cell(x, h)\nh*2",  # a turn's h is the call's
        "h0 w x1 x2 z1 z h[2] z[2].1 z[2] h[3] f",
        "h = h_0; z = w x_1 + h; h[2] = \\tanh(z); z[2] = w x_2 + h[2]; h[3] = \\tanh(z[2]); f = h[3] \\cdot 2",
    ),
    (
        "x = a\nfor i in range(2):\n    d = 2*x\n    x = x - (x*x - 3)/d\nx",
        "a d x[2].1 x[2].2 x[2].3 x[2] d[2] x[3].1 x[3].2 x[3].3 x[3]",
        "x = a; d = 2 x; x[2] = x - \\frac{x x - 3}{d}; d[2] = 2 x[2]; "
        "x[3] = x[2] - \\frac{x[2] \\cdot x[2] - 3}{d[2]}",
    ),
    (
        "def f(x):\n    z = x*x\n    z = z + x\n    return z\nu = f(a)*f(b)",  # bound again in one call
        "a b z z⁽²⁾ z[2] z⁽²⁾[2] u",
        "z = a a; z⁽²⁾ = z + a; z[2] = b b; z⁽²⁾[2] = z[2] + b; u = z⁽²⁾ z⁽²⁾[2]",
    ),
    (f"{SQUARE}u = sq(p)*sq(p)", "p y u1 u", "y = p p; u = \\left(y + 1\\right) \\left(y + 1\\right)"),
    ("f(x) = x^2 + 1\ng = f(2*a)*f(3*a)", "a x x[2] g1 g2 g3 g4 g",
     "x = 2 a; x[2] = 3 a; g = \\left(x^{2} + 1\\right) \\left(x[2]^{2} + 1\\right)"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "names", "lines"), IN_GROUPS)
def test_names_in_calls_and_turns(program: str, names: str, lines: str) -> None:
    made = study(program, names="own")
    assert " ".join(made.notation.names) == names
    typed = typeset(made.program, shapes_of(made.point), made.notation.result, names_to_write(made.graph))
    plain = [re.sub(r"_\{\\mathrm\{(\[\d\])\}\}", r"\1", line) for line in typed]
    assert "; ".join(re.sub(r"\{(\w)(\[2\])?\^\{\(2\)\}\}", r"\1⁽²⁾\2", line) for line in plain) == lines
    assert len(set(typed)) == len(typed)


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("x' + 1", "no line before is called x'"),
        ("y = x'*2\ny", "no line before is called x'"),
    ],
)
def test_a_prime_is_part_of_a_lines_name_alone(program: str, told: str) -> None:
    with pytest.raises(BadSyntax, match=told):
        parse(program)


COUNTED = [
    ("exp(x1)*(x1**2 + x2**2)**3", None, "c1 c2 c3 c4 c5 c6 c7 c8", "f"),
    ("y = x*2", None, "c1 c2", "y"),
    ("f*x", None, "c1 c2 c3", "out"),
    ("a = x*y\na*2", "c", "c1 c2 c3 c4", "f"),
    ("c1*x", None, "c1 c2 c3", "f"),
    ("c3 = x1**2\nf = c3 + x2", "c", "c1 c2 c3 c4", "f"),
    ("c9 = x*2\nc9 + 1", "c", "c1 c2 c3", "f"),
]


@pytest.mark.parametrize(("program", "asked", "names", "result"), COUNTED)
def test_counted(program: str, asked: Any, names: str, result: str) -> None:
    notation = study(program, names=asked).notation
    assert (" ".join(notation.names), notation.result) == (names, result)


# A program with a c1, c2, … of its own that is another node's number: it is never counted, and says so where it would be.
NEVER_COUNTED = [("a*c1", None), ("c2 = x\nc2*x", "c"), ("c1 = x*y\nc1 + 1", "c"), ("x = c2*3\nx", "c")]


@pytest.mark.parametrize(("program", "asked"), NEVER_COUNTED)
def test_a_programs_own_c1_is_never_two_things(program: str, asked: Any) -> None:
    made = study(program, names=asked)
    assert made.notation.choice == "own"
    assert [issue.message for issue in made.issues if "c1, c2, …" in issue.message]
    assert not [issue for issue in study(program, names="own").issues if "c1, c2, …" in issue.message]


LATEX = [
    (Name("i", part=4), "i4", "i_4", "i4"),
    (Name("i", part=4, is_apart=True), "i.4", "i_{\\mathrm{.4}}", "i_4"),
    (Name("h1", part=1, is_apart=True), "h1.1", "h_{\\mathrm{1.1}}", "h1_1"),
    (Name("a", definition=2), "a⁽²⁾", "{a^{(2)}}", "a_2"),
    (Name("a", definition=12, part=3, is_apart=True), "a⁽¹²⁾.3", "{a_{\\mathrm{.3}}^{(12)}}", "a_12_3"),
    (Name("z", turn=3), "z[3]", "z_{\\mathrm{[3]}}", "z_3"),
    (Name("c'"), "c'", "{c^{\\prime}}", "c_prime"),
    (Name("theta", part=2), "theta2", "\\theta_2", "theta2"),
    (Name("w_out", part=1), "w_out1", "w_{\\mathrm{out1}}", "w_out1"),
]


@pytest.mark.parametrize(("name", "text", "latex", "identifier"), LATEX)
def test_a_name_in_text_latex_and_code(name: Name, text: str, latex: str, identifier: str) -> None:
    assert (name.text, name.symbol.latex, name.identifier) == (text, latex, identifier)


def test_no_two_identifiers_are_alike() -> None:
    names = [Name("i_4"), Name("i", part=4, is_apart=True), Name("i4"), Name("lambda"), Name("a", 2), Name("a_2")]
    assert identifiers(names, {"lambda"}) == ["i_4", "i_4_", "i4", "lambda_", "a_2_", "a_2"]


# Programs that bind and bind again, with names that parts and results would have.
LINES = st.lists(
    st.tuples(
        st.sampled_from(["a", "f", "f1", "out", "a1", "a2", "c1", "c4", "h1", "w_", "x"]),
        st.lists(st.sampled_from(["a", "f", "x", "y", "c1", "h1", "f1"]), min_size=2, max_size=4),
        st.sampled_from(["{0}*{1}", "sin({0}) + {1}*{0}", "exp({0})*cos({1})", "{0}"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=200)
@given(LINES, st.booleans(), st.sampled_from(["c", "own", None]))
def test_no_two_nodes_share_a_name(lines: list[tuple[str, list[str], str]], has_result: bool, asked: Any) -> None:
    told = [f"{name} = {form.format(*operands)}" for name, operands, form in lines]
    if not has_result:
        told[-1] = told[-1].partition(" = ")[2]
    graph = build(parse("\n".join(told)))
    notation = Notation(graph, asked)
    for called in (notation.names, notation.symbols, notation.identifiers, notation.by_inputs.names):
        assert len(called) == len(graph) == len(set(called))
    assert notation.result not in (set(graph.inputs) if graph.bindings[-1].name is None else ())


SENTENCES = [
    ("f = x**2\n3*f", {"x": 1.0}, "Nudge x a little: f moves 2 times as far, and out moves 3 times as far as f."),
    ("c7 = x**2\n3*c7", {"x": 1.0}, "Nudge x a little: c7 moves 2 times as far, and f moves 3 times as far as c7."),
    ("c1 = x**2\n3*c1", {"x": 1.0}, "Nudge x a little: c1 moves 2 times as far, and f moves 3 times as far as c1."),
]


@pytest.mark.parametrize(("program", "at", "told"), SENTENCES)
def test_a_sentence_never_calls_two_things_alike(program: str, at: dict[str, float], told: str) -> None:
    from graphs.explain.steps import explain

    made = study(program, at)
    assert str(explain(made, made.reverse_steps[-1]).words).startswith(told)


@pytest.mark.parametrize("asked", ["c", "own"])
@pytest.mark.parametrize(
    "program", [program for program, _ in OWN] + ["y = log(-x)*x\nmax(y, x, 0)/x", "sum([x, y]*[y, 2]) + x"]
)
def test_parts_that_are_a_nodes_have_its_name(program: str, asked: Any) -> None:
    """In rules and edges its symbol, maybe raised to a power; in sentences its name with its symbol, or its operation."""
    wished = Trace(program=program, names=asked, include=["steps", "parts"])
    told = answer(wished, WEB)
    nodes = {node["id"]: node for node in told["nodes"]}
    called = {(each["node"], each["name"]) for each in told["inputs"]}
    called |= {(each, told["result"]["text"]) for each in told["outputs"]}
    steps = [each["parts"] for each in told["steps"]]
    formulas = [*(each["rule"] for each in steps), *(each["parts"] for each in told["edges"])]
    sentences = [*(each["words"] for each in steps), *(each["parts"] for each in told["issues"])]
    symbols = [
        part
        for formula in formulas
        for part in formula
        if not isinstance(part, str) and part[1] in ("value", "tangent", "adjoint")
    ]
    mentions = [part for sentence in sentences for part in sentence if len(part) == 4 and not isinstance(part, str)]
    assert symbols and mentions
    for written, role, i in symbols:
        node = nodes[i]
        assert written.startswith(node["symbol"] if role == "value" else node["symbols"][role])
    for written, role, i, latex in mentions:
        if role == "value":
            assert (written, latex) == (nodes[i]["display_name"], nodes[i]["symbol"])
        elif role == "operation":
            assert (written, latex) == (nodes[i]["text"], nodes[i]["latex"])
        elif i is not None:
            assert (i, written) in called or written == nodes[i]["display_name"]
