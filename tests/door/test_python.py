"""What stands in docs/python.md and in the door's docstrings is what Python answers; and what they do not show."""

from __future__ import annotations

import doctest
import importlib
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import sympy

from graphs.errors import Fix, Place, Problem, TooLarge, WrongBinding, WrongRequest, WrongShape
from graphs.forms.table import FORMS
from graphs.limits import WEB
from tests.support.paths import ROOT
from wengert import MissingExtra, Study, study
from wengert.door import comparing, extras, tables
from wengert.testing import assert_gradient

PROGRAM = "exp(x1)*(x1**2 + x2**2)**3"
_OPTIONS = doctest.ELLIPSIS
# A script that a user may write: mypy --strict has nothing to say to it.
SCRIPT = """\
from wengert import Problem, Study, study
from wengert.testing import assert_gradient

s: Study = study("x*y", x=1, y=2)
slope: float = float(s.gradient["x"])
picture: str = s.svg(sweep="reverse", step=1)
page: bytes = s.pdf()
try:
    assert_gradient(s.at(x=2), {"y": 2})
except Problem as problem:
    print(problem.message, s.steps[0].text, s.nodes[0].adjoint, picture, page, slope)
"""


def test_docs_show_what_is_answered() -> None:
    failed, tried = doctest.testfile(str(ROOT / "docs/python.md"), module_relative=False, optionflags=_OPTIONS)
    assert failed == 0 and tried > 20


@pytest.mark.parametrize("room", ["wengert.door.study", "wengert.testing"])
def test_docstrings_show_what_is_answered(room: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(room), optionflags=_OPTIONS)
    assert failed == 0 and tried


def test_every_form_of_the_table_is_a_method() -> None:
    made = study(PROGRAM, x1=0, x2=2)
    assert {*FORMS} <= {*dir(made)}
    for name in FORMS:
        assert callable(getattr(made, name))
    assert made.csv(sweep="reverse", step=1).count("\n") == 9
    assert '"value":64.0' in made.json(include=["steps"])
    with pytest.raises(AttributeError):
        made.nothing()
    with pytest.raises(WrongRequest, match="there is no key 'stp'"):
        made.svg(stp=3)
    with pytest.raises(WrongRequest, match="'sweep' must be"):
        made.svg(sweep="back")


def test_a_form_is_saved_by_its_ending(tmp_path: Path) -> None:
    made = study("x*y")
    assert made.save(tmp_path / "a.csv").read_bytes().decode() == made.csv()
    assert made.save(tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(WrongRequest, match=r"no form ends in '\.docx'"):
        made.save(tmp_path / "a.docx")


def test_another_point_is_on_the_same_graph() -> None:
    made = study(PROGRAM, x1=0, x2=2)
    moved = made.at(x1=1)
    assert moved._traced.graph is made._traced.graph
    assert moved.point == {"x1": 1.0, "x2": 2.0} and made.point["x1"] == 0.0
    assert moved.at({"x1": 0}).value == made.value


@pytest.mark.parametrize(
    ("program", "point", "value"),
    [
        ({"a": "x*y", "b": 3, "f": "a + b"}, {"x": 2, "y": np.float32(5)}, 13.0),
        (sympy.Symbol("x") ** 2 + sympy.Rational(1, 3), {"x": 2}, 13 / 3),
        ({"a": sympy.exp(sympy.Symbol("x")), "f": "a*a"}, {"x": 0}, 1.0),
        ("A @ x", {"A": np.eye(2), "x": (1, np.int64(2))}, [1.0, 2.0]),
    ],
)
def test_what_a_program_and_a_point_may_be(program: object, point: dict[str, object], value: object) -> None:
    made = study(program, **point)
    assert np.allclose(made.value, value)
    assert np.allclose(study(program, point).value, value)


@pytest.mark.parametrize("program", [3, None, b"x", ["x"]])
def test_what_is_no_program_is_refused(program: object) -> None:
    with pytest.raises(WrongRequest, match="a program is text"):
        study(program if program != 3 else object())


def test_what_there_is_not_is_said() -> None:
    with pytest.raises(WrongShape, match="it has no gradient"):
        _ = study("[x, y]").gradient
    with pytest.raises(WrongBinding, match="no Hessian here"):
        _ = study("abs(x)", x=0).hessian
    with pytest.raises(TooLarge, match="at most 100 input entries"):
        _ = study("sum(x**2)", x=[1.0] * 101, limits=WEB).hessian
    with pytest.raises(WrongBinding, match="x is given twice"):
        study("x", {"x": 1}, x=2)
    with pytest.raises(WrongShape, match="numbers only"):
        study("A @ x", A=[[1]], x=[2]).to_sympy()
    assert study("x*y").directional is None
    assert study("x*y", x=3, y=4, cotangent=2).adjoints == {"c1": 8.0, "c2": 6.0, "c3": 2.0}


@pytest.mark.parametrize("program", ["x*exp(x)*y^2/3", "2x^3 + sin(x*y)/y", "log(sqrt(x) + y)"])
def test_an_expression_of_sympy_has_the_same_value_and_gradient(program: str) -> None:
    made = study(program, x=0.7, y=1.3)
    at = {sympy.Symbol(name, real=True): value for name, value in made.point.items()}
    expression = made.to_sympy()
    assert float(expression.subs(at)) == pytest.approx(made.value)
    for name, slope in made.gradient.items():
        assert float(expression.diff(sympy.Symbol(name, real=True)).subs(at)) == pytest.approx(slope)


@pytest.mark.parametrize(
    ("text", "place", "marked"),
    [
        ("x = 1\ny = 2 +* x", Place(2, 8, 1), "  line 2: y = 2 +* x\n                 ^"),
        ("\tx", Place(1, 2, 1), "  line 1:     x\n              ^"),
        ("数 + x", Place(1, 5, 1), "  line 1: 数 + x\n               ^"),
        ("a" * 100 + "b" * 100, Place(1, 101, 2), f"  line 1: …{'a' * 30}{'b' * 32}…\n{' ' * 41}^^"),
        ("x\x1b[2J", Place(1, 1, 1), "  line 1: xU+001B[2J\n          ^"),
        ("x", Place(9, 1, 1), ""),
    ],
)
def test_the_caret_stands_below_its_place(text: str, place: Place, marked: str) -> None:
    problem = Problem("wrong", place, "look", (Fix(place, "y", "y"),))
    assert str(problem) == "wrong\nhint: look\nfix: y"
    problem.program = text
    assert str(problem) == "\n".join(filter(None, ["wrong", marked, "hint: look", "fix: y"]))


def test_a_number_tells_the_paths_that_make_it() -> None:
    told = study("h = x\n" + "h = h + h\n" * 10 + "h - x", x=1).paths("x")
    assert (told.value, told.count, told.rest_count, told.rest_sum) == (1023.0, 1025, 1020, 1018.0)
    lines = repr(told).splitlines()
    assert lines[0] == "c1 = 1023" and lines[1] == told.text and lines[2].startswith("+1  0.0976 %  c1 → c2 → c3 → …")
    assert lines[-1] == "+1018  1,020 other paths together"
    assert study("x*y", x=3, y=4).paths("f.tangent:x").paths[0].edges == ("c3-0",)
    with pytest.raises(WrongBinding):
        study("x*y").paths("z")


def test_a_table_is_text_html_and_rows() -> None:
    table = tables.Table(["node", "<b>"], [("a & b", 1.5), ("c", None), ("d", np.zeros(20))])
    assert (
        str(table) == "node                      <b>\na & b                     1.5\nc\nd      a vector of 20 entries"
    )
    html = table._repr_html_()
    assert "&lt;b&gt;" in html and "a &amp; b" in html and html.count("<tr>") == 4
    assert [row[0] for row in table] == ["a & b", "c", "d"] and len(table) == 3


def test_a_notebook_is_shown_the_picture_and_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    html = study("x*y")._repr_html_()
    assert study("x/y")._repr_latex_() == r"$$f = \frac{x}{y}$$"
    assert "data:image/svg+xml;base64," in html and "<table>" in html

    def too_large(self: Study, name: str, **shown: object) -> str:
        raise TooLarge("at most 1,000 nodes are drawn")

    monkeypatch.setattr(Study, "_form", too_large)
    assert "<img" not in study("x*y")._repr_html_() and "<table>" in study("x*y")._repr_html_()


def test_what_differs_is_named_the_first_in_the_reverse_sweep_first() -> None:
    made = study("a = x*y\nb = sin(a)\nf = b*x", x=2, y=3)
    right = {node.name: node.adjoint for node in made.nodes}
    assert comparing.differences(made, made.gradient, right, made.value) == []
    wrong = {**right, "a": 1.0, "x": 2.0}
    found = comparing.differences(made, {"y": 0.5}, wrong)
    assert [each.what.split()[2] for each in found] == ["a", "y", "x"]
    assert comparing.report(found).splitlines()[-1].endswith("is a (c3) = x*y")
    with pytest.raises(WrongBinding, match="no input 'z'"):
        comparing.differences(made, {"z": 1})
    with pytest.raises(WrongShape, match="derivative by x"):
        comparing.differences(made, {"x": [1, 2]})
    with pytest.raises(AssertionError, match=r"derivative by y: 0\.5 is given"):
        assert_gradient(made, {"y": 0.5})
    assert_gradient(made, {"y": right["y"] * (1 + 1e-7)})
    assert_gradient("sum(A @ x)", {"x": [4.0, 6.0]}, at={"A": [[1, 2], [3, 4]], "x": [1, 1]})


def test_a_missing_package_is_said_with_its_extra() -> None:
    with pytest.raises(MissingExtra, match=r"pip install 'wengert\[server\]'"):
        extras.needed("no_such_package_at_all", "server", "serving")


def test_importing_costs_nothing_and_plain_mathematics_little() -> None:
    heavy = ("flask", "pydantic", "scipy", "sympy", "networkx", "pygraphviz", "rich", "typst")
    told = (
        "import sys, wengert; print('numpy' in sys.modules); wengert.study('x*y').table;"
        f"print([name for name in {heavy} if name in sys.modules], wengert.__version__)"
    )
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version and done.stdout == f"False\n[] {version[1]}\n"
    assert f"version: {version[1]}\n" in (ROOT / "CITATION.cff").read_text()


def test_the_core_knows_no_server() -> None:
    """Whoever has the core alone reads, computes, draws and writes: of the packages of the extras none is imported."""
    absent = ("flask", "werkzeug", "flask_limiter", "prometheus_client", "sqlalchemy", "pandas", "IPython")
    told = (
        f"import sys; sys.modules.update(dict.fromkeys({absent}));"
        "from wengert import study; s = study('x*y', x=1); s.json(include=['steps', 'svg']);"
        "from graphs.forms.table import FORMS; assert all(getattr(s, name)() for name in FORMS if not FORMS[name].heavy)"
    )
    subprocess.run([sys.executable, "-c", told], cwd=ROOT, check=True)


def test_a_users_script_is_typed(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "pyproject.toml", str(script)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    script.write_text(SCRIPT.replace("slope: float = float(", "slope: str = float("))
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 1
