"""Generators of clients read the OpenAPI document, and what they make reads our answers (make test-all)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.servers import ROOT, served
from wengert.web.openapi.document import openapi_document

CLIENTS = ROOT / "tests" / "clients"
MAKERS = ROOT / ".venv-clients" / "bin"
MODULES = ROOT / "node_modules" / ".bin"
TOLD = [
    {"value": 64, "slopes": [64, 192], "first": "c1"},
    {"status": 400, "column": 6, "detail": "expected an operand after '+', found '*'"},
]


def schemas_within(schema: Any) -> set[str]:
    """The names of all schemas that one holds at any depth."""
    found = (
        {name for name in [schema.get("$ref", "").rpartition("/")[2]] if name} if isinstance(schema, dict) else set()
    )
    below = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    return found.union(*map(schemas_within, below))


def test_no_schema_holds_itself_and_nothing_is_listed_twice() -> None:
    """What generators stumble over, told without them."""
    told = openapi_document()
    schemas = told["components"]["schemas"]
    reached = {name: schemas_within(schema) for name, schema in schemas.items()}
    for _ in reached:
        reached = {name: below.union(*(reached[each] for each in below)) for name, below in reached.items()}
    assert [name for name, below in reached.items() if name in below] == []
    lists = [each for each in json_nodes(told) if isinstance(each, dict) and isinstance(each.get("enum"), list)]
    assert lists and all(len(each["enum"]) == len(set(each["enum"])) for each in lists)


def json_nodes(node: Any) -> list[Any]:
    below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [node, *(each for part in below for each in json_nodes(part))]


def run(*command: str | Path, folder: Path, **environ: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environ}, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With the document in it."""
    (tmp_path / "openapi.json").write_text(json.dumps(openapi_document()))
    return tmp_path


@pytest.mark.extra
def test_the_python_client_reads_value_gradient_and_error(folder: Path) -> None:
    if not (MAKERS / "openapi-python-client").exists():
        pytest.skip("openapi-python-client is missing")
    path = f"{MAKERS}:{os.environ['PATH']}"
    told = run(MAKERS / "openapi-python-client", "generate", "--path", "openapi.json", "--output-path", "made",
               folder=folder, PATH=path)  # fmt: skip
    # A picture is no model, and nothing else is left out.
    assert [line for line in told.splitlines() if line.startswith(("WARNING", "Unable"))] == [
        "WARNING parsing GET /graph.svg within pictures."
    ], told
    with served() as (_, address):
        said = run(MAKERS / "python", CLIENTS / "trace.py", address, folder=folder, PYTHONPATH=str(folder / "made"))
    assert [json.loads(line) for line in said.splitlines()] == TOLD


@pytest.mark.extra
def test_the_typescript_types_are_strict_and_read_value_gradient_and_error(folder: Path) -> None:
    if not (MODULES / "openapi-typescript").exists():
        pytest.skip("openapi-typescript is missing")
    for name in ("trace.ts", "tsconfig.json"):
        shutil.copy(CLIENTS / name, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    run(MODULES / "openapi-typescript", "openapi.json", "-o", "api.ts", folder=folder)
    run(MODULES / "tsc", "-p", ".", folder=folder)
    with served() as (_, address):
        said = run("node", "trace.js", address, folder=folder)
    assert [json.loads(line) for line in said.splitlines()] == TOLD
