"""Every operation has a page with its rule: printed from its row, with numbers that the engine got."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from graphs.explain.rules import DOMAINS, families, statements
from graphs.operations.table import OPERATIONS
from graphs.study import study

NAMES = [name for family in families() for name in family.rows]
CONSTANT = {"eye", "zeros", "ones", "arange"}  # nothing goes into them
BLOCKING = {
    "floor_divide",
    "round",
    "trunc",
    "heaviside",
    "detach",
    "sign",
    "floor",
    "ceil",
    "less",
    "less or equal",
    "greater",
    "greater or equal",
    "equal",
    "unequal",
    "argmax",
    "argmin",
}
SMOOTH = {"celu", "softsign", "polygamma"}  # no first derivative shown jumps: the order of polygamma is fixed there


def test_every_operation_is_listed_once() -> None:
    assert len(NAMES) == len(set(NAMES)) + 2  # max and min stand in two families
    assert set(NAMES) == {row.name for row in OPERATIONS} - CONSTANT


@pytest.mark.parametrize("name", sorted(set(NAMES)))
def test_a_rule_is_stated_in_both_modes_with_numbers(name: str) -> None:
    rows = [row for row in OPERATIONS if row.name == name]
    assert len(statements(name)) == len(rows)
    for row, stated in zip(rows, statements(name), strict=True):
        assert stated.value.rule and stated.value.numbers
        assert bool(stated.reverse) == (name not in BLOCKING)
        assert all("+" in (told.rule or "") and told.numbers and told.words for told in stated.reverse)
        assert stated.forward is not None and stated.forward.rule
        assert (stated.kink is not None) == (row.kink is not None and name not in SMOOTH)
        made = study(stated.program, stated.at, cotangent=stated.cotangent)
        assert made.issues == [] or name in BLOCKING, made.issues


STATED = [
    ("multiply", 0, [r"\bar{c}_3 \cdot c_2", r"\bar{c}_3 \cdot c_1"]),
    ("exp", 0, [r"\bar{c}_2 \cdot \exp(c_1)"]),
    ("power", 1, [r"\bar{c}_2 \cdot 3 c_1^{2}"]),
    ("divide", 0, [r"\bar{c}_3 \cdot \frac{1}{c_2}", r"\bar{c}_3 \cdot \left(- \frac{c_1}{c_2^{2}}\right)"]),
    ("matmul", 0, [r"\bar{c}_3\, c_2^{\top}", r"c_1^{\top} \bar{c}_3"]),
]


@pytest.mark.parametrize(("name", "which", "terms"), STATED)
def test_rules_read_like_the_textbook(name: str, which: int, terms: list[str]) -> None:
    assert [(told.rule or "").split("= ")[-1] for told in statements(name)[which].reverse] == terms


OUTSIDE = [
    ("divide", "x/y", {"x": 1, "y": 0}), ("power", "x**y", {"x": -8, "y": 1 / 3}), ("log", "log(x)", {"x": -1}),
    ("mod", "x % y", {"x": 1, "y": 0}), ("floor_divide", "x // y", {"x": 1, "y": 0}), ("log2", "log2(x)", {"x": 0}), ("log10", "log10(x)", {"x": -1}), ("log1p", "log1p(x)", {"x": -1}),
    ("sqrt", "sqrt(x)", {"x": -1}), ("sqrt", "sqrt(x)", {"x": 0}), ("cbrt", "cbrt(x)", {"x": 0}),
    ("fmod", "fmod(x, y)", {"x": 1, "y": 0}), ("ieee_remainder", "ieee_remainder(x, y)", {"x": 1, "y": 0}),
    ("asec", "asec(x)", {"x": 0.5}), ("acsc", "acsc(x)", {"x": 0.5}), ("acot", "acot(x)", {"x": 0}), ("tand", "tand(x)", {"x": 90}),
    ("csch", "csch(x)", {"x": 0}), ("coth", "coth(x)", {"x": 0}), ("asech", "asech(x)", {"x": 2}), ("acsch", "acsch(x)", {"x": 0}),
    ("acoth", "acoth(x)", {"x": 1}), ("logit", "logit(x)", {"x": 1}), ("xlogy", "xlogy(x, y)", {"x": 1, "y": -1}),
    ("xlog1py", "xlog1py(x, y)", {"x": 1, "y": -1}), ("entr", "entr(x)", {"x": 0}), ("rel_entr", "rel_entr(x, y)", {"x": 0, "y": 1}),
    ("kl_term", "kl_term(x, y)", {"x": 1, "y": 0}), ("boxcox", "boxcox(x, 2)", {"x": 0}), ("boxcox1p", "boxcox1p(x, 2)", {"x": -1}),
    ("squareplus", "squareplus(x, y)", {"x": 1, "y": -1}), ("erfinv", "erfinv(x)", {"x": 1}), ("erfcinv", "erfcinv(x)", {"x": 0}),
    ("ndtri", "ndtri(x)", {"x": 0}), ("trigamma", "trigamma(x)", {"x": -1}), ("polygamma", "polygamma(2, x)", {"x": 0}),
    ("betaln", "betaln(x, 1)", {"x": 0}), ("poch", "poch(x, 1)", {"x": 0}),
    ("cot", "cot(x)", {"x": 0}), ("csc", "csc(x)", {"x": 0}), ("asin", "asin(x)", {"x": 2}), ("acos", "acos(x)", {"x": 1}),
    ("acosh", "acosh(x)", {"x": 0.5}), ("atanh", "atanh(x)", {"x": 1}), ("gamma", "gamma(x)", {"x": -1}),
    ("lgamma", "lgamma(x)", {"x": 0}), ("digamma", "digamma(x)", {"x": 0}), ("factorial", "x!", {"x": -1}),
    ("normcdf2", "normcdf2(x, y, 1.5)", {"x": 0, "y": 0}), ("inv", "sum(inv(A))", {"A": [[1, 1], [1, 1]]}),
    ("solve", "sum(solve(A, x))", {"A": [[1, 1], [1, 1]], "x": [1, 2]}), ("logdet", "logdet(A)", {"A": [[1, 1], [1, 1]]}),
    ("cholesky", "sum(cholesky(A))", {"A": [[1, 2], [2, 1]]}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "program", "at"), OUTSIDE)
def test_where_a_rule_does_not_hold_the_engine_says_so(name: str, program: str, at: dict[str, Any]) -> None:
    assert name in DOMAINS
    assert {issue.kind for issue in study(program, at).issues} & {"domain", "infinite slope"}


def test_every_domain_has_its_point_outside() -> None:
    assert {name for name, _, _ in OUTSIDE} == DOMAINS.keys()


def test_the_pages_lead_to_each_other_and_into_the_app(client: FlaskClient) -> None:
    listed = re.findall(r'href="(/rules/[^"]*)"', client.get("/rules").get_data(as_text=True))
    assert len(listed) == len(NAMES)
    for address in sorted(set(listed)):
        page = client.get(address)
        assert page.status_code == 200 and page.headers["ETag"]
        for way in re.findall(r'href="(/\?e=[^"]*)"', page.get_data(as_text=True)):
            assert client.get(html.unescape(way)).status_code == 200


def test_an_operation_that_is_none_has_no_page(client: FlaskClient) -> None:
    assert client.get("/rules/eye").status_code == 404
    assert client.get("/rules/__import__").status_code == 404
