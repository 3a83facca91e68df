"""What the load test sends: what nobody means well with, what people type, and programs that no server has seen."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

# 128 characters, and some forty passes over 100×100 matrices.
SMALL_HEAVY = (
    "A=x*ones(100,100)+eye(100);B=A@A;C=B@A;D=tanh(C/1e5)@B;E=exp(D/1e9)@C;F=inv(E+A)@D;"
    "G=F@F;H=solve(A,G);I=H@A;sum(I@G)*logdet(A)"
)

BAD_INPUTS = Path(__file__).resolve().parent.parent / "tests" / "data" / "bad_inputs.jsonl"


def bodies() -> list[str]:
    """Bodies of hostile requests: those of the tests, and programs as large as the limits allow."""
    rows = [json.loads(line) for line in BAD_INPUTS.read_text().splitlines()]
    texts = [row["input"] for row in rows if isinstance(row["input"], str) and row["input"]]
    made = [json.dumps({"program": text, "include": ["steps", "svg"]}) for text in texts]
    everything = ["steps", "svg", "symbolic", "hessian", "checks", "code"]
    heavy = [
        {"program": tangled(400), "include": ["svg"]},
        {"program": tangled(900), "include": ["steps", "svg"]},
        {"program": tangled(140), "include": everything},
        {"program": "+".join(f"x{k}*x{k + 1}" for k in range(150)), "include": everything},
        {
            "program": "A @ A @ A @ x",
            "at": {"A": [[1 / (i + j + 1) for j in range(40)] for i in range(40)], "x": [1] * 40},
        },
        {"program": "(" * 5_000 + "x" + ")" * 5_000},
        {"program": "sin(" * 80 + "x" + ")" * 80, "include": everything},
        {"program": "x" + "*x" * 900, "include": ["symbolic"]},
        {"program": "9**9**9**9"},
        {"program": "x" * 19_000},
    ]
    mixed_up = [*made, *map(json.dumps, heavy * 5)]
    random.Random(1).shuffle(mixed_up)
    return mixed_up


def tangled(lines: int) -> str:
    """A program of so many lines, each of which uses several of those before: large to lay out."""
    choose = random.Random(lines)
    names, made = ["x", "y", "z"], []
    for k in range(lines):
        a, b = choose.choices(names[-12:], k=2)
        names.append(f"t{k}")
        made.append(f"t{k} = sin({a})*{b}")
    return "\n".join([*made, " + ".join(names[-12:])])


def mixed() -> list[str]:
    """What people ask for all day, with some of the hostile among it."""
    programs = fresh()
    typed = [json.dumps({"program": next(programs), "include": ["steps", "svg"]}) for _ in range(600)]
    again = [json.dumps({"program": "exp(x1)*(x1**2 + x2**2)**3", "at": {"x1": k / 7, "x2": 2}}) for k in range(300)]
    closed = [json.dumps({"program": next(programs), "include": ["symbolic", "checks", "code"]}) for _ in range(40)]
    mixed_up = [*typed, *again, *closed, *bodies()]
    random.Random(2).shuffle(mixed_up)
    return mixed_up


def fresh() -> Iterator[str]:
    """Programs of about eight nodes, no two alike."""
    choose = random.Random(3)
    calls = "exp sin cos tanh sqrt log1p sigmoid atan".split()
    while True:
        a, b, c = choose.choices(calls, k=3)
        signs = choose.choices("+-*", k=3)
        numbers = [round(choose.uniform(1, 9), 6) for _ in range(2)]
        yield f"{a}(x1){signs[0]}({b}(x2){signs[1]}x1**2{signs[2]}{numbers[0]}*{c}(x3))**2/{numbers[1]}"
