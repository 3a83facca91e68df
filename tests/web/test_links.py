"""Short links over HTTP: a state goes in and comes out whole; without the database, everything else works."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphs.limits import Limits
from tests.support.servers import free_port, served
from tests.web.test_app import ASSIGNMENT, problem, strict
from wengert.web.application import create_app
from wengert.web.settings import Settings

LONG = "x*x # " + "é" * 17_000  # fits a body, and no address


def client_of(settings: Settings) -> FlaskClient:
    app = create_app(settings)
    app.testing = False
    return app.test_client()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("links")


@pytest.fixture(scope="module")
def visitor(folder: Path) -> Iterator[FlaskClient]:
    yield client_of(Settings(data=folder, rated=False))


def link_to(client: FlaskClient, **body: Any) -> str:
    response = client.post("/api/v1/links", json=body)
    assert response.status_code == 201, response.get_data()
    url = strict(response)["url"]
    assert strict(response) == {"url": url} and re.fullmatch(r"/s/[A-Za-z0-9_-]{16}", url)
    return str(url)


def state_in(response: TestResponse) -> dict[str, Any]:
    """What the page holds."""
    assert response.status_code == 200 and response.mimetype == "text/html"
    held = re.search(r'<script type="application/json" id="study">(.*?)</script>', response.get_data(as_text=True))
    assert held
    found: dict[str, Any] = json.loads(held[1])
    return found


def test_the_same_state_has_the_same_link(visitor: FlaskClient) -> None:
    url = link_to(visitor, **ASSIGNMENT)
    assert link_to(visitor, wrt=None, at={"x1": 0, "x2": 2.0}, share=True, program=ASSIGNMENT["program"]) == url
    assert link_to(visitor, **ASSIGNMENT, sweep="reverse") != url


ADDRESSES = [
    ({"program": "x1*x2", "at": {"x1": 2}, "sweep": "reverse", "step": 2}, "/?e=x1*x2&x1=2&sweep=reverse&step=2"),
    ({"program": "x*y", "wrt": "y", "sweep": "forward"}, "/?e=x*y&sweep=forward&wrt=y&step=end"),
    ({"program": "A @ x", "at": {"A": [[1, 2]], "x": [3, 4]}, "jacobians": "denominator"}, "/?e=A%20%40%20x&A=%5B%5B1,2%5D%5D&x=%5B3,4%5D&layout=denominator"),
    ({"program": "x, y", "cotangent": [1, 2], "share": False}, "/?e=x,%20y&cotangent=%5B1,2%5D&share=false"),
    ({"program": "sweep + at", "at": {"at": 2, "sweep": 1}}, "/?e=sweep%20%2B%20at&at=2&at.sweep=1"),
    ({"program": "x", "include": ["steps", "checks"]}, "/?e=x&include=steps,checks"),
    ({"program": "x", "include": []}, "/?e=x&include="),
    ({"program": "y = θ # <script>&x=3\r\ny", "at": {"theta": 1e-300}}, "/?e=y%20%3D%20%CE%B8%20%23%20%3Cscript%3E%26x%3D3%0D%0Ay&theta=1e-300"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "address"), ADDRESSES, ids=lambda each: "")
def test_a_link_leads_to_the_readable_address(visitor: FlaskClient, body: dict[str, Any], address: str) -> None:
    response = visitor.get(link_to(visitor, **body))
    assert (response.status_code, response.headers["Location"]) == (302, address)
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert state_in(visitor.get(address))["problem"] is None


WHOLE = [
    {"program": LONG, "at": {"x": 2}, "sweep": "reverse", "step": 3},
    {"program": "x**2", "descent": {"step": 0.25, "steps": 3}, "include": ["directions"]},
    {"program": "x*x", "sweep": "value", "step": 10**20},
]


@pytest.mark.parametrize("body", WHOLE, ids=lambda body: body["program"][:5])
def test_what_no_address_says_is_served_at_the_link_itself(visitor: FlaskClient, body: dict[str, Any]) -> None:
    response = visitor.get(link_to(visitor, **body))
    state = state_in(response)["state"]
    assert {key: state[key] for key in body if key != "include"} == {k: v for k, v in body.items() if k != "include"}
    again = visitor.get(response.request.path, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


REFUSED = [
    (b'{"program": "x1 + * 2"}', "application/json", 400), (b'{"program": ', "application/json", 400),
    (b'{"program": "x", "program": "y"}', "application/json", 400), (b'{"program": "x", "at": {"x": NaN}}', "application/json", 400),
    (b'{"program": "x"}', "text/plain", 415), (b'{"program": "x", "nope": 1}', "application/json", 422),
    (b'{"program": "x", "step": -1}', "application/json", 422), (b'{"program": "x", "sweep": "up"}', "application/json", 422),
    (b'{"program": "nosuch(x)"}', "application/json", 422), (b'{"program": "A @ x"}', "application/json", 422),
    (b'{"program": "x", "at": {"x y": 1}}', "application/json", 422), (b'{"program": "x", "at": {"\\ud800": 1}}', "application/json", 422),
    (b'{"program": "x", "wrt": "y"}', "application/json", 422), (b'{"program": "x", "descent": {"steps": 1001}}', "application/json", 413),
    (b'{"program": "' + b"x" * 20_001 + b'"}', "application/json", 413), (b"x" * 400_001, "application/json", 413),
]  # fmt: skip


@pytest.mark.parametrize(("body", "kind", "status"), REFUSED, ids=lambda each: str(each)[:30])
def test_only_what_can_be_answered_is_kept(
    visitor: FlaskClient, folder: Path, body: bytes, kind: str, status: int
) -> None:
    link_to(visitor, program="x")
    before = rows(folder)
    assert problem(visitor.post("/api/v1/links", data=body, content_type=kind))["status"] == status
    assert rows(folder) == before


def rows(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "links.db")) as connection:
        found: int = connection.execute("SELECT count(*) FROM links").fetchone()[0]
    return found


HOSTILE = ["%f", "%", "../links.db", "..%2flinks.db", "%0d%0aX-Planted:1", "%00", "A" * 16, "A" * 5_000, "<script>",
           "' OR 1=1 --", "https:%2f%2fevil.test", "é" * 16, "A" * 15 + "%0a", "-" * 16]  # fmt: skip


@pytest.mark.parametrize("id_", HOSTILE, ids=range(len(HOSTILE)))
def test_an_id_that_is_none_is_not_found_and_not_echoed(visitor: FlaskClient, id_: str) -> None:
    response = visitor.get("/s/" + id_)
    told = problem(response)
    assert (response.status_code, told["type"]) == (404, "/problems/not-found")
    assert "X-Planted" not in response.headers and "Location" not in response.headers
    assert id_ not in response.get_data(as_text=True) or len(id_) < 3


STORED = [
    ('{"program":"x","secret":1}', 422), ("not JSON", 400), ('{"program":"x","at":{"x":Infinity}}', 400),
    ('{"program":"x +"}', 400), ('{"program":"' + "x" * 400_000 + '"}', 413),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status"), STORED, ids=lambda each: str(each)[:20])
def test_what_is_stored_is_read_again_as_strictly(visitor: FlaskClient, folder: Path, text: str, status: int) -> None:
    link_to(visitor, program="x")
    with closing(sqlite3.connect(folder / "links.db", isolation_level=None)) as connection:
        connection.execute("INSERT OR REPLACE INTO links VALUES ('planted-planted-', ?, 0)", [text])
    response = visitor.get("/s/planted-planted-", follow_redirects=True)
    assert response.status_code == status


@pytest.mark.parametrize("public", ["", "https://graphs.example.org"])
def test_absolute_addresses_come_from_the_setting_alone(tmp_path: Path, public: str) -> None:
    client = client_of(Settings(data=tmp_path, rated=False, public_url=public))
    headers = {"Host": "evil.test", "X-Forwarded-Host": "evil.test", "Forwarded": "host=evil.test"}
    made = client.post("/api/v1/links", json=ASSIGNMENT, headers=headers)
    assert made.headers["Location"] == public + strict(made)["url"]
    assert client.get(strict(made)["url"], headers=headers).headers["Location"].startswith("/?e=")


def all_but_links_work(client: FlaskClient) -> None:
    for response in (client.post("/api/v1/links", json=ASSIGNMENT), client.get("/s/" + "A" * 16)):
        told = problem(response)
        assert (told["status"], told["type"]) == (503, "/problems/links-away")
        assert client.get(told["type"]).status_code == 200
    assert client.get("/s/nothing").status_code == 404
    assert strict(client.post("/api/v1/trace", json=ASSIGNMENT))["value"] == 64
    for url in ("/", "/?e=x*y&x=2", "/graph.svg?e=x*y", "/api/v1/trace?e=x*y", "/healthz", "/examples"):
        assert client.get(url).status_code == 200


def test_without_its_file_links_say_so_and_everything_else_works(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    client = client_of(Settings(data=tmp_path / "data", rated=False))
    all_but_links_work(client)
    (tmp_path / "data").unlink()
    assert client.get(link_to(client, **ASSIGNMENT)).status_code == 302


def test_without_postgresql_links_say_so_and_everything_else_works(tmp_path: Path) -> None:
    address = f"postgresql://nobody:secret@127.0.0.1:{free_port()}/nothing"
    all_but_links_work(client_of(Settings(database=address, data=tmp_path, rated=False)))
    assert not list(tmp_path.iterdir())


def test_a_store_that_is_full_says_so(tmp_path: Path) -> None:
    client = client_of(Settings(data=tmp_path, rated=False, limits=Limits(stored=4_096)))
    told = problem(client.post("/api/v1/links", json=ASSIGNMENT))
    assert (told["status"], told["type"]) == (503, "/problems/links-away")
    assert "4,096 bytes" in told["detail"]


class Writer(threading.Thread):
    """Makes links one after another until the server is gone; acknowledged: link → its program."""

    def __init__(self, address: str, number: int):
        super().__init__()
        self.address = address.removeprefix("http://")
        self.number = number
        self.acknowledged: dict[str, str] = {}

    def run(self) -> None:
        connection = HTTPConnection(self.address, timeout=30)
        try:
            for k in range(100_000):
                program = f"x{self.number}*{k}"
                connection.request(
                    "POST", "/api/v1/links", json.dumps({"program": program}), {"Content-Type": "application/json"}
                )
                response = connection.getresponse()
                assert response.status == 201
                self.acknowledged[json.loads(response.read())["url"]] = program
        except (OSError, HTTPException):
            return  # killed, as it was meant to be


def test_every_link_that_was_acknowledged_opens_after_kill_9(tmp_path: Path) -> None:
    environment = {"WENGERT_DATA": str(tmp_path), "FLASK_RATELIMIT_ENABLED": "false"}
    with served(**environment) as (process, address):
        writers = [Writer(address, number) for number in range(4)]
        for writer in writers:
            writer.start()
        while sum(len(writer.acknowledged) for writer in writers) < 60:
            assert process.poll() is None and any(writer.is_alive() for writer in writers)
            writers[0].join(0.01)
        process.kill()
        for writer in writers:
            writer.join()
    client = client_of(Settings(data=tmp_path, rated=False))
    for writer in writers:
        for url, program in writer.acknowledged.items():
            assert client.get(url).headers["Location"].startswith("/?e=" + program)
