"""Several processes on one PostgreSQL and one Redis are one app; and without either, everything else works."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import psycopg
import pytest

from graphs.errors import LinksAway
from tests.support import services
from tests.support.servers import served
from tests.support.services import Service
from tests.test_store import FIRST, TEXTS
from wengert.store import Store

pytestmark = pytest.mark.extra

ROOM = 1_000_000_000
PATIENCE = 90  # seconds within which what was away must have been found again


class Stay(HTTPRedirectHandler):
    """Answers redirects as they are."""

    def redirect_request(self, *_: Any) -> None:
        return None


def ask(address: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any, Any]:
    """Status, headers, body."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(address + path, data, {"Content-Type": "application/json"} if data else {})
    try:
        response = build_opener(Stay).open(request, timeout=30)
    except HTTPError as refusal:
        response = refusal
    with response:
        return response.status, response.headers, response.read()


def link_to(address: str, program: str) -> str:
    status, _, body = ask(address, "/api/v1/links", {"program": program})
    assert status == 201, body
    return str(json.loads(body)["url"])


def until(holds: Callable[[], bool]) -> None:
    given_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < given_up
        time.sleep(0.2)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, str]]:
    service, address = services.postgresql(tmp_path_factory.mktemp("postgresql"))
    service.start()
    until(lambda: Store(address, Path(), ROOM).works())
    yield service, address
    service.stop()


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, str]]:
    service, address = services.redis(tmp_path_factory.mktemp("redis"))
    yield service.start(), address
    service.stop()


@pytest.fixture(scope="module")
def pair(database: tuple[Service, str], counts: tuple[Service, str]) -> Iterator[list[str]]:
    """Two processes that share both."""
    environment = {
        "DATABASE_URL": database[1],
        "RATELIMIT_STORAGE_URI": counts[1],
        "WENGERT_RATE_HEAVY": "9 per minute",
    }
    with served(**environment) as (_, first), served(**environment) as (_, second):
        yield [first, second]


def test_a_link_made_by_one_opens_at_the_other(pair: list[str]) -> None:
    for maker, opener in (pair, pair[::-1]):
        url = link_to(maker, f"x*{maker[-1]}")
        status, headers, _ = ask(opener, url)
        assert (status, headers["Location"]) == (302, f"/?e=x*{maker[-1]}")
        assert link_to(opener, f"x*{maker[-1]}") == url


def test_one_address_has_one_count_at_both(pair: list[str]) -> None:
    asked = [ask(pair[k % 2], "/api/v1/trace?e=x*y&include=hessian")[0] for k in range(12)]
    while asked.count(429) == 0:  # the minute ended in between
        asked = [ask(pair[k % 2], "/api/v1/trace?e=x*y&include=hessian")[0] for k in range(12)]
    assert asked.count(200) <= 9 and set(asked) == {200, 429}
    status, headers, _ = ask(pair[0], "/api/v1/trace?e=x*y&include=hessian")
    assert status == 429 and 0 <= int(headers["Retry-After"]) <= 61
    left = [int(ask(pair[k % 2], "/api/v1/trace?e=x*y")[1]["X-RateLimit-Remaining"]) for k in range(4)]
    assert sorted(left, reverse=True) == left or max(left) > left[0]  # or a window of ten seconds ended in between


def test_while_the_database_is_stopped_links_alone_are_away(pair: list[str], database: tuple[Service, str]) -> None:
    url = link_to(pair[0], "x*y*z")
    for away, back in ((database[0].stop, database[0].start), (database[0].pause, database[0].go_on)):
        away()
        began = time.monotonic()
        for address in pair:
            for status, _, body in (ask(address, url), ask(address, "/api/v1/links", {"program": "x"})):
                assert (status, json.loads(body)["type"]) == (503, "/problems/links-away")
            for path in ("/", "/api/v1/trace?e=x*y", "/graph.svg?e=x*y", "/healthz"):
                assert ask(address, path)[0] == 200
        assert time.monotonic() - began < 20
        back()
        for address in pair:
            until(lambda address=address: ask(address, url)[0] == 302)  # type: ignore[misc]
            assert link_to(address, "x*y*z") == url


def test_while_redis_is_stopped_requests_are_answered(pair: list[str], counts: tuple[Service, str]) -> None:
    for away, back in ((counts[0].stop, counts[0].start), (counts[0].pause, counts[0].go_on)):
        away()
        for address in pair:
            answers = [ask(address, "/api/v1/trace?e=x*y") for _ in range(5)]
            assert {status for status, _, _ in answers} == {200}
            assert int(answers[-1][1]["X-RateLimit-Remaining"]) > 0
        back()
        client = ["redis-cli", "-p", str(counts[0].port), "KEYS", "*"]
        for address in pair:
            subprocess.run([*client[:3], "FLUSHALL"], check=True, capture_output=True)
            until(lambda address=address: ask(address, "/api/v1/trace?e=x*y")[0] == 200  # type: ignore[misc]
                  and bool(subprocess.run(client, check=True, capture_output=True).stdout.strip()))  # fmt: skip


@pytest.fixture
def fresh(database: tuple[Service, str]) -> str:
    """An empty schema, as the address of the same database."""
    with psycopg.connect(database[1], autocommit=True) as connection:
        for table in ("links", "schema_versions"):
            connection.execute(f"DROP TABLE IF EXISTS {table}")
    return database[1]


def versions(address: str) -> list[tuple[int]]:
    with psycopg.connect(address) as connection:
        return connection.execute("SELECT version FROM schema_versions ORDER BY version").fetchall()


def test_stores_that_start_at_once_make_one_schema(fresh: str) -> None:
    def keep(name: int) -> tuple[str, str]:
        links = Store(fresh, Path(), ROOM)
        links.prepare()
        return links.keep("shared"), links.keep(f"of {name}")

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(keep, range(8)))
    links = Store(fresh, Path(), ROOM)
    assert {links.find(shared) for shared, _ in ids} == {"shared"}
    assert [links.find(own) for _, own in ids] == [f"of {name}" for name in range(8)]
    assert versions(fresh) == [(1,)]


def test_postgresql_keeps_what_sqlite_keeps(fresh: str, caplog: pytest.LogCaptureFixture) -> None:
    links = Store(fresh, Path(), ROOM)
    ids = [links.keep(text) for text in TEXTS]
    assert [links.find(each) for each in ids] == TEXTS and [links.keep(text) for text in TEXTS] == ids
    with pytest.raises(LinksAway, match="may take 8,192 bytes"):
        Store(fresh, Path(), 8_192).keep("more")
    with psycopg.connect(fresh, autocommit=True) as connection:
        connection.execute("INSERT INTO schema_versions VALUES (7)")
    newer = Store(fresh, Path(), ROOM)
    newer.prepare()
    assert not newer.works() and "schema version 7" in caplog.text


def test_links_of_the_first_release_open(fresh: str) -> None:
    with psycopg.connect(fresh, autocommit=True) as connection:
        connection.execute(FIRST)
    assert Store(fresh, Path(), ROOM).find("HT7pYeJlkMWFwZ0s") == TEXTS[1]
    assert versions(fresh) == [(1,)]
