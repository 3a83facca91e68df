"""At each limit an answer, past it a refusal that quotes it, made before the work that the limit bounds: over HTTP."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient

from graphs.limits import DOOR, UNBOUNDED, WEB, Limits, limits_from
from wengert.web.application import create_app
from wengert.web.settings import Settings

# All bounds far away, so that the one that is asked for is met first; what the C stack bounds stays near enough.
_BOUNDED = [field.name for field in fields(Limits) if getattr(WEB, field.name) < getattr(DOOR, field.name) < UNBOUNDED]
FAR = replace(
    replace(DOOR, **dict.fromkeys(_BOUNDED, UNBOUNDED)), forward_passes=16, operations=10**9, depth=10**9, name=10**9, digits=10**9, exponent=10**9, drawn=10**9, form_parts=10**9,
    form_depth=10**9, form_characters=10**9, oracle_operations=10**9,
    work_seconds=600.0,
)  # fmt: skip


class Row(NamedTuple):
    """A limit, set to n; a request that takes so much of it; what must not have been called where it takes too much.

    told: how the bound is quoted. Where the contract leaves something out instead of refusing, an issue or a note
    quotes it, and the status is 200.
    """

    field: str
    n: int
    body: Callable[[int], Any]
    work: str
    told: str
    refused: bool = True


def trace(program: str, **rest: Any) -> dict[str, Any]:
    return {"program": program, "include": [], **rest}


def code(program: str) -> dict[str, Any]:
    return trace(program, form="python")


def latex(program: str) -> dict[str, Any]:
    return trace(program, form="latex")


def inputs(count: int) -> str:
    """A sum, in lines that are short enough for any number of them."""
    return "a = x0\n" + "".join(f"a = a + x{k}\n" for k in range(1, count)) + "a"


def nodes(count: int) -> str:
    return "a = x\n" + "a = a*x\n" * (count - 1) + "a"


def vector(count: int) -> list[float]:
    return [1.0] * count


def padded(size: int) -> bytes:
    body = json.dumps(trace("x")).encode()
    return body + b" " * (size - len(body))


def address(size: int) -> str:
    start = "/api/v1/trace?e=x&include="
    return start + "," * (size - len(start))


ROWS = [
    Row("characters", 50, lambda k: trace("x" + " " * (k - 1)), "graphs.language.form.sentences_of", "at most 50 characters"),
    Row("characters", 50, lambda k: code("x" + " " * (k - 1)), "graphs.language.form.read_code", "at most 50 characters"),
    Row("characters", 50, lambda k: latex("x" + " " * (k - 1)), "graphs.language.latex.text.latex_sentences", "at most 50 characters"),
    Row("tokens", 5, lambda k: trace("+" * (k - 1) + "x"), "graphs.language.form.statements", "at most 5 tokens"),
    Row("tokens", 5, lambda k: code("+" * (k - 1) + "x"), "graphs.language.code.parsed.syntax.ast.parse", "at most 5 tokens"),
    Row("tokens", 5, lambda k: latex("+" * (k - 1) + "x"), "graphs.language.form.statements", "at most 5 tokens"),
    Row("lines", 5, lambda k: trace("\n".join(["a = x"] * (k - 1) + ["x"])), "graphs.language.form.statements",
        "at most 5 lines"),
    Row("lines", 5, lambda k: code("\n".join(["a = x"] * (k - 1) + ["x"])), "graphs.language.code.parsed.syntax.ast.parse",
        "at most 5 lines"),
    Row("operations", 5, lambda k: trace("x" + "+x" * k), "graphs.language.statements.formulas.expression",
        "at most 5 operations"),
    Row("operations", 5, lambda k: code("x" + "+x" * k), "graphs.language.code.parsed.syntax.ast.parse", "at most 5 operations"),
    Row("depth", 5, lambda k: trace("(" * k + "x" + ")" * k), "graphs.language.form.statements", "at most 5 brackets"),
    Row("depth", 5, lambda k: code("(" * k + "x" + ")" * k), "graphs.language.code.parsed.syntax.ast.parse", "at most 5 brackets"),
    Row("depth", 5, lambda k: latex("(" * k + "x" + ")" * k), "graphs.language.form.statements", "at most 5 brackets"),
    Row("name", 5, lambda k: trace("x" * k), "graphs.language.form.statements", "at most 5 characters may stand in one name"),
    Row("name", 5, lambda k: code("x" * k), "graphs.language.code.parsed.syntax.ast.parse", "at most 5 characters may stand in one name"),
    Row("digits", 50, lambda k: trace("x + 0." + "1" * (k - 2)), "graphs.language.form.statements", "at most 50 characters"),
    Row("digits", 50, lambda k: code("x + 0." + "1" * (k - 2)), "graphs.language.code.parsed.syntax.ast.parse", "at most 50 characters"),
    Row("calls", 5, lambda k: code(f"def f(n):\n    return x if n < 1 else f(n - 1)\ny = x*f({k - 1})"),
        "graphs.study.question.build", "at most 5 calls of f stand in one another"),
    Row("inlined", 5, lambda k: code("def f(x): return x\nx = 2.0\n" + "y = f(x)\n" * k + "1*y"), "graphs.study.question.build",
        "at most 5 calls are written out"),
    Row("turns", 5, lambda k: code(f"x = 2.0\nfor i in range({k}):\n    x = 1*x\nx"), "graphs.study.question.build",
        "at most 5 numbers may stand in a range"),
    Row("turns", 5, lambda k: trace(f"Sum(x^k, (k, 1, {k}))"), "graphs.study.question.build", "at most 5 turns of loops"),
    Row("unrolled", 5, lambda k: code(f"x = 2.0\nfor i in range({k // 2}):\n    x = -x\nx"), "graphs.study.question.build",
        "at most 5 words stand in a program"),
    Row("statements", 5, lambda k: code(f"x = {k - 2}.0\nwhile x > 0:\n    x = x - 1\nx"), "graphs.study.question.build",
        "at most 5 statements are gone through"),
    Row("tests", 5, lambda k: code(f"x = {k - 1}.0\nwhile x > 0:\n    x = x - 1\nx"), "graphs.study.question.build",
        "at most 5 conditions are followed"),
    Row("digits", 50, lambda k: trace("x", at={"x": Raw("0." + "1" * (k - 2))}), "wengert.web.routes.api.answer",
        "at most 50 characters"),
    Row("digits", 50, lambda k: "/api/v1/trace?include=&e=x&x=0." + "1" * (k - 2), "wengert.web.routes.api.answer",
        "at most 50 characters"),
    Row("exponent", 5, lambda k: trace("x*1e" + "0" * k), "graphs.language.form.statements", "at most 5 digits may stand in an"),
    Row("exponent", 5, lambda k: trace("x", at={"x": Raw("1e" + "0" * k)}), "wengert.web.routes.api.answer",
        "at most 5 digits may stand in an"),
    Row("exponent", 5, lambda k: "/api/v1/trace?include=&e=x&x=1e" + "0" * k, "wengert.web.routes.api.answer",
        "at most 5 digits may stand in an"),
    Row("literal", 5, lambda k: trace("x*sum([" + ",".join(["1"] * k) + "])"),
        "graphs.language.statements.formulas.expression", "at most 5 entries may stand in one literal"),
    Row("nodes", 5, lambda k: trace(nodes(k)), "graphs.study.study.evaluate", "at most 5 nodes"),
    Row("inputs", 5, lambda k: trace(inputs(k)), "graphs.study.study.evaluate", "at most 5 inputs"),
    Row("inputs", 5, lambda k: trace("x0", at={f"x{j}": 1.0 for j in range(k)}), "graphs.contract.state.Trace.model_validate",
        "at most 5 inputs are taken in at"),
    Row("inputs", 5, lambda k: trace("+".join(f"x{j}" for j in range(min(k, 5))),
        direction={f"x{j}": 1.0 for j in range(k)}), "graphs.contract.state.Trace.model_validate",
        "at most 5 inputs are taken in direction"),
    Row("outputs", 5, lambda k: trace(",".join(["x"] * k)), "graphs.study.question.build", "at most 5 outputs"),
    Row("entries", 5, lambda k: trace("sum(x)", at={"x": vector(k)}), "graphs.study.study.evaluate", "at most 5 entries"),
    Row("entries", 5, lambda k: trace(f"sum(x*ones({k}))"), "graphs.autodiff.build.outcome", "at most 5 entries"),
    Row("total_entries", 10, lambda k: trace("sum(x)", at={"x": vector(k - 1)}), "graphs.study.study.evaluate",
        "at most 10 entries are computed in all"),
    Row("forward_passes", 5, lambda k: trace(inputs(k)), "graphs.study.question.one_hot", "for at most 5 input entries",
        refused=False),
    Row("body", 100, lambda k: padded(k), "graphs.contract.state.strict_json", "at most 100 bytes"),
    Row("nesting", 2, lambda k: b'{"program": "x", "include": ' + b"[" * (k - 1) + b"]" * (k - 1) + b"}",
        "graphs.strict_json.json.loads", "at most 2 brackets"),
    Row("address", 100, address, "graphs.contract.state.state_from_query", "at most 100 characters may stand in an address"),
    Row("parameters", 5, lambda k: "/api/v1/trace?include=&e=x0&" + "&".join(f"x{j}=1" for j in range(k - 2)),
        "graphs.contract.state._read", "at most 5 parameters"),
    Row("drawn", 5, lambda k: trace(nodes(k), include=["svg"]), "graphs.picture.layout._drawn_apart",
        "at most 5 nodes are drawn", refused=False),
    Row("hessian", 3, lambda k: trace(inputs(k), include=["hessian"]), "graphs.landscape.curvature.hessian_at",
        "at most 3 input entries", refused=False),
    Row("chain_entries", 50, lambda k: trace(nodes(k), paths="c1"), "graphs.paths.asked.ranked", "at most 50 entries"),
    Row("chain_edges", 50, lambda k: trace("a = x\n" + "a = sin(a)\n" * k + "a", paths="c1"), "graphs.paths.asked.ranked",
        "at most 50 partials"),
    Row("descent_steps", 3, lambda k: trace("x**2", descent={"steps": k}), "graphs.study.study.evaluate",
        "at most 3 steps may be asked for in descent"),
]  # fmt: skip

# What a whole answer may take: the bound, a request that passes it, and how that is told in the answer.
PAST: list[tuple[dict[str, Any], Any, str]] = [
    ({"axes": 1}, trace("sum(outer(x, x))", at={"x": vector(2)}), "at most 1 axes are taken"),
    ({"jacobian": 3}, trace("x*2", at={"x": vector(2)}), "up to at most 3 entries"),
    ({"jacobian_visits": 3}, trace("x*2", at={"x": vector(2)}), "up to at most 3 visits"),
    ({"rendered_steps": 1}, trace("x*x", include=["steps"]), '"text":null'),
    ({"numbers": 30}, trace("x*y", at={"x": vector(4), "y": vector(4)}), "the tangents are left out: at most 30 numbers"),
    ({"numbers": 130}, trace("x*y", at={"x": vector(4), "y": vector(4)}, include=["steps"]),
     "the steps are left out: at most 130 numbers"),
    ({"hessian_visits": 1}, trace("x*x", include=["hessian"]), "at most 1 node visits"),
    ({"form_parts": 3}, trace("x*x+sin(x)", include=["symbolic"]), "formulas of more than 3 parts"),
    ({"form_depth": 1}, trace("x*x+sin(x)", include=["symbolic"]), "or more than 1 deep"),
    ({"form_characters": 9}, trace("x*x+sin(x)", include=["symbolic"]), "all of them together pass 9 characters"),
    ({"form_seconds": 1e-9}, trace("x*x", include=["symbolic"]), "writing the formulas took longer than"),
    ({"path_visits": 8}, trace("x**4", at={"x": 3.0}, include=["directions"]), "more work than one answer may take"),
    ({"layout_seconds": 1e-9}, trace("x+x*x/x*x", include=["svg"]), "the layout took longer than"),
    ({"answer_seconds": 1e-9}, trace("x*x", include=["symbolic"]), "writing the formulas took longer than"),
    ({"oracle_operations": 2}, trace("x*x+sin(x)", include=["checks"]), "of at most 2 operations"),
    ({"oracle_seconds": 1e-9}, trace("x*x+sin(x)", include=["checks"]), "SymPy's derivative took longer than"),
    ({"ways": 1}, trace("def f(x):\n    while x < 0:\n        x = x + 1\n    return x*x\nf(-2.5)", include=["directions"],
                        descent={"step": 1.0, "steps": 5}), "at most 1 ways through the program are read"),
    ({"work_seconds": 1e-9}, trace("x*x"), "at most 1e-09 seconds of work go into one answer"),
]  # fmt: skip
# Of practice: tests/web/test_practice.py and tests/practice/test_practice.py.
OF_PRACTICE = {"answer", "cells", "practice_points", "practice_numbers"}
# Of a plot: tests/landscape/test_plots.py.
OF_PLOTS = {"plot_samples", "plot_side", "plot_visits"}
# Of one task of a child: tests/workers/test_pool.py passes them.
OF_CHILDREN = {"child_memory", "child_processor"}
# Of those who wait for each other: tests/web/test_turns.py.
OF_TURNS = {"small", "large_at_once", "large_waiting", "turn_seconds"}
# Of a player in one file: tests/forms/test_player.py.
OF_FILES = {"file_steps", "played_steps", "pixels", "pages", "print_seconds"}
# Of all links together: tests/test_store.py.
OF_LINKS = {"stored"}

_apps: dict[Limits, FlaskClient] = {}


def client_of(limits: Limits) -> FlaskClient:
    if limits not in _apps:
        app = create_app(Settings(limits=limits))
        app.testing = False
        _apps[limits] = app.test_client()
    return _apps[limits]


def asked(limits: Limits, request: Any) -> tuple[int, str]:
    """Status and text: of an address, of a body, or of what a body is made of."""
    client = client_of(limits)
    if isinstance(request, str):
        response = client.get(request)
    else:
        body = request if isinstance(request, bytes) else written(request)
        response = client.post("/api/v1/trace", data=body, content_type="application/json")
    return response.status_code, response.get_data(as_text=True)


class Raw(str):
    """A number of JSON as it is to stand there."""


def written(body: Any) -> bytes:
    raw: list[str] = []

    def keep(x: Any) -> Any:
        if isinstance(x, Raw):
            raw.append(str(x))
            return f"raw{len(raw) - 1}"
        return {key: keep(value) for key, value in x.items()} if isinstance(x, dict) else x

    text = json.dumps(keep(body))
    for k, number in enumerate(raw):
        text = text.replace(f'"raw{k}"', number)
    return text.encode()


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.field}-{k}" for k, row in enumerate(ROWS)])
def test_a_limit_holds_at_n_and_refuses_past_it_before_the_work(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = replace(FAR, **{row.field: row.n})
    calls = counted(monkeypatch, row.work)
    status, text = asked(limits, row.body(row.n))
    assert status == 200 and row.told not in text, text[:300]
    for amount in (row.n + 1, 1000 * row.n):
        calls.clear()
        status, text = asked(limits, row.body(amount))
        assert row.told in text and calls == [], (amount, text[:300], calls)
        if row.refused:
            document = json.loads(text)
            assert 400 <= status < 500 and document["status"] == status and row.told in document["detail"]
        else:
            told = json.loads(text)["issues"]
            assert status == 200 and any(row.told in each["message"] and each["kind"] == "limit" for each in told)


def counted(monkeypatch: pytest.MonkeyPatch, work: str) -> list[str]:
    """Calls of a function, noted from now on: "graphs.language.parser.ast.parse" is `ast.parse` as the room knows it."""
    calls: list[str] = []
    parts = work.split(".")
    room = max(k for k in range(1, len(parts)) if ".".join(parts[:k]) in sys.modules)
    *path, name = parts[room:]
    owner: Any = sys.modules[".".join(parts[:room])]
    for each in path:
        owner = getattr(owner, each)
    real = getattr(owner, name)
    monkeypatch.setattr(owner, name, lambda *a, **k: calls.append(name) or real(*a, **k))
    return calls


@pytest.mark.parametrize(("bound", "request_", "told"), PAST, ids=[next(iter(bound)) for bound, _, _ in PAST])
def test_what_an_answer_leaves_out_is_told_with_its_bound(bound: dict[str, Any], request_: Any, told: str) -> None:
    status, text = asked(FAR, request_)
    assert status == 200 and told not in text
    status, text = asked(replace(FAR, **bound), request_)
    assert status in (200, 413, 503) and told in text, text


def test_every_limit_has_a_row() -> None:
    held = (
        {row.field for row in ROWS}
        | {name for bound, _, _ in PAST for name in bound}
        | OF_CHILDREN
        | OF_TURNS
        | OF_LINKS
        | OF_PLOTS
        | OF_FILES
        | OF_PRACTICE
    )
    assert held == {field.name for field in fields(Limits)}


def test_every_limit_can_be_set_by_the_environment() -> None:
    for field in fields(Limits):
        told = limits_from({f"WENGERT_LIMIT_{field.name.upper()}": "7", "PATH": "/bin"})
        assert told == replace(WEB, **{field.name: 7})
        assert type(getattr(told, field.name)) is type(getattr(WEB, field.name))
    assert limits_from({}) is not None and limits_from({}) == WEB
    assert limits_from({"WENGERT_LIMIT_FORM_SECONDS": "0.5"}, DOOR) == replace(DOOR, form_seconds=0.5)


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("WENGERT_LIMIT_NODE", "5", "WENGERT_LIMIT_NODE is no limit"),
        ("WENGERT_LIMIT_NODES", "0", "must be a whole number above 0, not '0'"),
        ("WENGERT_LIMIT_NODES", "-5", "must be a whole number above 0"),
        ("WENGERT_LIMIT_NODES", "many", "must be a whole number above 0, not 'many'"),
        ("WENGERT_LIMIT_NODES", "1.5", "must be a whole number above 0"),
        ("WENGERT_LIMIT_NODES", "", "must be a whole number above 0"),
        ("WENGERT_LIMIT_LAYOUT_SECONDS", "nan", "must be a number above 0"),
        ("WENGERT_LIMIT_LAYOUT_SECONDS", "inf", "must be a number above 0"),
    ],
)
def test_what_the_environment_cannot_mean_is_refused_at_start(key: str, text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Settings.from_environment({key: text})


def test_the_app_reads_its_limits_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENGERT_LIMIT_NODES", "9")
    client = create_app().test_client()
    assert client.get("/api/v1/trace?e=exp(x)*x*x*x*x*x*x*x*x").status_code == 413
    assert client.get("/api/v1/trace?e=x*x").status_code == 200
