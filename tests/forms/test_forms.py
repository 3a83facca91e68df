"""Every form of a study, read back by a reader that is not ours."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import parse_qs
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pandas as pd
import pypdf
import pytest
from flask.testing import FlaskClient
from PIL import Image

from graphs.forms.table import FORMS
from tests.support.forms import PROGRAMS, Shown
from wengert.web.application import create_app
from wengert.web.middleware.limiter import heavy

SVG = "{http://www.w3.org/2000/svg}"


def told(client: FlaskClient, name: str, shown: Shown, **more: Any) -> bytes:
    """The file that the server gives."""
    answer = client.get(f"/graph.{name}", query_string=[*shown.parameters, *more.items()])
    assert answer.status_code == 200, answer.text
    assert answer.headers["ETag"]
    assert answer.headers["Content-Disposition"].endswith(f'.{name}"')
    assert answer.content_type.partition(";")[0] == FORMS[name].media.partition(";")[0]
    return answer.get_data()


def contract(client: FlaskClient, shown: Shown) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/api/v1/trace", query_string=shown.parameters).get_json()
    return answer


def same(read: Any, ours: Any) -> bool:
    """A number of a file and one of the contract; arrays stand in files as JSON."""
    if isinstance(ours, list):
        return json.loads(read) == ours
    return (ours is None and (read is None or read == "" or read != read)) or float(read) == float(ours)


@pytest.fixture(params=PROGRAMS, ids=lambda shown: shown.name)
def shown(request: pytest.FixtureRequest) -> Shown:
    made: Shown = request.param
    return made


@pytest.mark.parametrize(("name", "separator"), [("csv", ","), ("tsv", "\t")])
def test_pandas_reads_the_trace(client: FlaskClient, shown: Shown, name: str, separator: str) -> None:
    frame = pd.read_csv(io.BytesIO(told(client, name, shown)), sep=separator)
    nodes = contract(client, shown)["nodes"]
    assert frame["node"].tolist() == [node["display_name"] for node in nodes]
    for row, node in zip(frame.to_dict("records"), nodes, strict=True):
        assert same(row["value"], node["value"]), node
        assert same(row["adjoint"], node["adjoint"]) or node["operation"] == "data", node
        for entry, tangent in node["tangents"].items():
            assert same(row[f"tangent:{entry}"], tangent), node


def test_a_step_of_the_trace_has_only_what_it_has_reached(client: FlaskClient) -> None:
    frame = pd.read_csv(io.BytesIO(told(client, "csv", PROGRAMS[0], sweep="reverse", step=4)))
    assert frame["adjoint"].fillna(-1).tolist() == [-1, -1, 64, -1, -1, 48, 1, 1]
    assert [*frame.columns] == ["node", "operation", "value", "adjoint"]


def test_pandas_reads_every_step(client: FlaskClient, shown: Shown) -> None:
    frame = pd.read_csv(io.BytesIO(told(client, "csv", shown, steps="all")), keep_default_na=False)
    steps = contract(client, shown)["steps"]
    assert frame["slot"].tolist() == [step["slot"] for step in steps]
    assert frame["edge"].tolist() == [step["edge"] or "" for step in steps]


def test_networkx_reads_the_network(client: FlaskClient, shown: Shown) -> None:
    network = nx.parse_graphml(told(client, "graphml", shown).decode(), force_multigraph=True)
    answer = contract(client, shown)
    assert [*network.nodes] == [node["id"] for node in answer["nodes"]]
    edges = {key: (source, target) for source, target, key in network.edges(keys=True)}
    assert edges == {edge["id"]: (edge["from"], edge["to"]) for edge in answer["edges"]}
    for node in answer["nodes"]:
        assert same(network.nodes[node["id"]].get("value"), node["value"])


def test_json_is_the_contract(client: FlaskClient, shown: Shown) -> None:
    assert json.loads(told(client, "json", shown)) == contract(client, shown)


def test_an_xml_parser_reads_the_picture(client: FlaskClient, shown: Shown) -> None:
    root = ElementTree.fromstring(told(client, "svg", shown))
    assert root.tag == f"{SVG}svg"
    texts = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}
    assert shown.seen <= texts


def test_a_picture_has_the_link_to_its_state_in_its_metadata(client: FlaskClient) -> None:
    hostile = Shown("hostile", "x*x  # ]]></metadata><script>&quot;", {"x": 3.0}, frozenset())
    root = ElementTree.fromstring(told(client, "svg", hostile, sweep="reverse", step=1, theme="dark"))
    (metadata,) = root.iter(f"{SVG}metadata")
    assert metadata.get("id") == "wengert"
    query = parse_qs(json.loads(metadata.text or "")["query"])
    assert query == {"e": [hostile.program], "x": ["3"], "sweep": ["reverse"], "step": ["1"]}
    assert not [*root.iter(f"{SVG}script")]


def test_pillow_sees_text_in_the_pixels(client: FlaskClient, shown: Shown) -> None:
    pixels = np.asarray(Image.open(io.BytesIO(told(client, "png", shown, scale=1))).convert("L"))
    frame = ElementTree.fromstring(told(client, "svg", shown))
    sizes = [float(frame.get(side, 0)) for side in ("height", "width")]
    assert np.abs(np.subtract(pixels.shape, sizes)).max() <= 0.6  # a picture may end within a pixel
    assert 0.005 < (pixels < 128).mean() < 0.4  # ink, on paper


def test_pypdf_reads_the_numbers(client: FlaskClient, shown: Shown) -> None:
    reader = pypdf.PdfReader(io.BytesIO(told(client, "pdf", shown)))
    text = reader.pages[0].extract_text()
    assert len(reader.pages) == 1
    for word in shown.seen:
        assert word in text, word


def test_every_step_is_a_page(client: FlaskClient) -> None:
    reader = pypdf.PdfReader(io.BytesIO(told(client, "pdf", PROGRAMS[0], sweep="reverse", steps="all")))
    assert len(reader.pages) == 9
    assert "step 4 of 9" in reader.pages[3].extract_text()


def test_markdown_shows_the_trace_as_a_table(client: FlaskClient, shown: Shown) -> None:
    text = told(client, "md", shown).decode()
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert len(rows) == len(contract(client, shown)["nodes"])
    assert len({line.count("|") - line.count("\\|") for line in text.splitlines() if line.startswith("|")}) == 1


def test_what_is_typed_is_no_markup_of_any_document(client: FlaskClient) -> None:
    program = "y = x  # ``` <script> \\end{document} | =cmd()\ny"
    hostile = Shown("hostile", program, {"x": 1.0}, frozenset())
    assert "\\end{document} |" not in told(client, "tex", hostile, form="plain").decode()
    text = told(client, "md", hostile, form="plain").decode()
    assert text.startswith("````\n")
    assert program in text


ACCEPTED = [
    ("text/markdown", "text/markdown"),
    ("text/markdown, text/html;q=0.5", "text/markdown"),
    ("*/*", "text/html"),
    ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
    ("text/html, text/markdown", "text/html"),
    ("application/json", "text/html"),
    ("", "text/html"),
]


@pytest.mark.parametrize(("accepted", "media"), ACCEPTED)
def test_the_page_is_markdown_for_whoever_prefers_it(client: FlaskClient, accepted: str, media: str) -> None:
    answer = client.get("/", query_string=PROGRAMS[0].parameters, headers={"Accept": accepted})
    assert answer.content_type == f"{media}; charset=utf-8"
    assert "Accept" in answer.vary
    other = client.get(
        "/",
        query_string=PROGRAMS[0].parameters,
        headers={"Accept": "text/html" if media == "text/markdown" else "text/markdown"},
    )
    assert answer.headers["ETag"] != other.headers["ETag"]
    if media == "text/markdown":
        assert answer.get_data() == told(client, "md", PROGRAMS[0])


HEAVY = [("png", {}, 1), ("pdf", {}, 1), ("html", {}, 1), ("svg", {"animate": "1"}, 1), ("svg", {"animate": "0"}, 0),
         ("svg", {"view.animate": "true"}, 1), ("svg", {}, 0), ("csv", {}, 0), ("tikz", {}, 0)]  # fmt: skip


@pytest.mark.parametrize(("name", "more", "cost"), HEAVY)
def test_heavy_files_count_as_heavy_readings(name: str, more: dict[str, str], cost: int) -> None:
    app = create_app()
    with app.test_request_context(f"/graph.{name}", query_string={"e": "x", **more}):
        assert heavy() == cost


LIMITS = [
    ("png", {"scale": "5"}, 422),
    ("png", {"scale": "nan"}, 422),
    ("pdf", {"part": "page"}, 422),
    ("svg", {"theme": "red"}, 422),
]


@pytest.mark.parametrize(("name", "more", "status"), LIMITS)
def test_wishes_are_checked(client: FlaskClient, name: str, more: dict[str, str], status: int) -> None:
    assert client.get(f"/graph.{name}", query_string={"e": "x*y", **more}).status_code == status


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(("program", "status"), [("x + ", 400), ("nofunction(x)", 422)])
def test_a_program_that_cannot_be_read_is_a_problem_in_every_form(
    client: FlaskClient, name: str, program: str, status: int
) -> None:
    answer = client.get(f"/graph.{name}", query_string={"e": program})
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


def test_too_many_pixels_and_pages_are_refused_before_they_are_made(client: FlaskClient) -> None:
    program = "+".join(f"sin({k}*x)*cos({k}*y)" for k in range(1, 90))
    answer = client.get("/graph.png", query_string={"e": program, "scale": 4})
    assert answer.status_code == 413, answer.text
    assert "pixels" in answer.get_json()["detail"]
    answer = client.get("/graph.svg", query_string={"e": program, "sweep": "reverse", "animate": 1})
    assert answer.status_code == 413, answer.text
    assert "at most 300 steps are played" in answer.get_json()["detail"]
    answer = client.get("/graph.pdf", query_string={"e": program, "steps": "all"})
    assert answer.status_code == 413, answer.text
    assert "300 pages" in answer.get_json()["detail"]
