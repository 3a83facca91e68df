"""Requests that no library would send, to the servers that stand outside: gunicorn, and that of `make run`."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Iterator

import pytest

from benchmarks.server import GUNICORN, Server
from wengert.web.middleware import policy

HOST = b"Host: x\r\nConnection: close\r\n"
POST = b"POST /api/v1/trace HTTP/1.1\r\nContent-Type: application/json\r\n" + HOST
PROGRAM = b'{"program":"x"}'
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


def get(path: bytes, *headers: bytes) -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"".join(h + b"\r\n" for h in headers) + b"\r\n"


def padded(size: int) -> bytes:
    return b'{"program":"x"' + b" " * (size - 15) + b"}"


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


# name, what is sent, the status
ANSWERED = [
    ("HTTP/1.0", b"GET /healthz HTTP/1.0\r\n\r\n", 200), ("without a host", b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n", 200),
    ("an absolute address", get(b"http://evil.example/healthz"), 200), ("HEAD", b"HEAD / HTTP/1.1\r\n" + HOST + b"\r\n", 200),
    ("a host with markup", b'GET /healthz HTTP/1.1\r\nHost: "<b>\r\nConnection: close\r\n\r\n', 200),
    ("chunks", CHUNKED + chunk(PROGRAM) + b"0\r\n\r\n", 200), ("a range of a picture", get(b"/graph.svg?e=x", b"Range: bytes=9-1"), 200),
    ("the longest address", get(b"/api/v1/trace?e=" + b"x" * 15_984), 413), ("one byte more", get(b"/api/v1/trace?e=" + b"x" * 15_985), 414),
    ("much more", get(b"/?e=" + b"x" * 60_000), 414), ("the largest body", POST + b"Content-Length: 400000\r\n\r\n" + padded(400_000), 200),
    ("the largest body in chunks", CHUNKED + chunk(padded(400_000)) + b"0\r\n\r\n", 200),
    ("one byte more of body", POST + b"Content-Length: 400001\r\n\r\n" + padded(400_001), 413),
    ("one byte more in chunks", CHUNKED + chunk(padded(400_000)) + chunk(b" ") + b"0\r\n\r\n", 413),
    ("a promise of much more", POST + b"Content-Length: 99999999999999999999\r\n\r\n" + PROGRAM, 413),
    ("no chunk size", CHUNKED + b"zz\r\n" + PROGRAM + b"\r\n0\r\n\r\n", 400), ("a negative chunk", CHUNKED + b"-1\r\nx\r\n0\r\n\r\n", 400),
    ("a chunk that does not end", CHUNKED + b"f\r\n" + PROGRAM + b"XX0\r\n\r\n", 400),
    ("no number", POST + b"Content-Length: abc\r\n\r\n", 400), ("a negative length", POST + b"Content-Length: -1\r\n\r\n", 400),
    ("a length too small", POST + b"Content-Length: 5\r\n\r\n" + PROGRAM, 400),
    ("another encoding", POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
    ("a length and chunks", POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    ("percent without digits", get(b"/%zz"), 404), ("no UTF-8 in the path", get(b"/%ff"), 404), ("NUL", get(b"/static/%00"), 404),
    ("two slashes", get(b"//evil.example/examples"), 404), ("folders upwards", get(b"/static/../../app.py"), 404),
    ("a long path", get(b"/static/" + b"a" * 5_000), 404), ("no UTF-8 in a query", get(b"/api/v1/trace?e=%ff%fe"), 400),
    ("a line's end in a query", get(b"/api/v1/trace?e=x%0d%0aX-Evil:1"), 400), ("star", b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    ("TRACE", b"TRACE / HTTP/1.1\r\n" + HOST + b"\r\n", 405), ("another method", b"FROBNICATE / HTTP/1.1\r\n" + HOST + b"\r\n", 405),
    ("many headers", get(b"/", *[b"X: y"] * 200), 431),
    ("no version", b"GET / HTTP/x\r\n\r\n", 400), ("a later version", b"GET / HTTP/9.9\r\n\r\n", 400),
    ("a host too long", b"GET /healthz HTTP/1.1\r\nHost: " + b"a" * 300 + b"..x\r\nConnection: close\r\n\r\n", 400),
]  # fmt: skip
# What gunicorn is stricter with than the server of `make run`.
STRICT = [
    ("a long header", get(b"/", b"X: " + b"y" * 60_000), 431),
    ("bytes in the path", get(b"/\xff"), 400), ("NUL itself", get(b"/\x00"), 400), ("two lengths", POST + b"Content-Length: 15\r\nContent-Length: 16\r\n\r\n" + PROGRAM, 400),
    ("two hosts", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400), ("NUL in a header", get(b"/", b"X: a\0b"), 400),
    ("folded headers", b"GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n", 400), ("bare line feeds", b"GET / HTTP/1.1\nHost: x\n\n", 400),
    ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 50 + b"\r\n\r\n", 400), ("HTTP/0.9", b"GET /EVIL\r\n\r\n", 400),
    ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400), ("EVIL method", b"EVIL@ / HTTP/1.1\r\n\r\n", 400),
]  # fmt: skip


@pytest.fixture(scope="module")
def gunicorn() -> Iterator[Server]:
    with Server(GUNICORN, WEB_CONCURRENCY="1") as server:
        server.seconds_until_healthy()
        assert server.request("GET", "/")[0] == 200  # drawn: who stops sending while that is done counts as gone
        yield server


@pytest.fixture(scope="module")
def plain() -> Iterator[Server]:
    with Server() as server:
        server.seconds_until_healthy()
        assert server.request("GET", "/")[0] == 200  # drawn: who stops sending while that is done counts as gone
        yield server


def sent(server: Server, request: bytes) -> bytes:
    """All that comes back until the server ends the connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        with contextlib.suppress(OSError):  # it may have been answered and ended before all was sent
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def assert_told(name: str, answer: bytes, status: int) -> None:
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    assert first.split(" ")[1] == str(status), (name, answer[:2_000])
    told = dict(line.split(": ", 1) for line in lines)
    assert all(head.count(b"\r\n%s: " % each.encode()) == 1 for each in policy.HEADERS), name
    assert told["Content-Security-Policy"] in (policy.PAGE, policy.PICTURE), name
    assert b"evil" not in head.lower() and "Location" not in told, name
    if status >= 400:
        assert told["Content-Type"] == "application/problem+json", name
        assert json.loads(body)["status"] == status and b"EVIL" not in body, name


# One test for each server: spread over several processes a table would start it in each of them.
def test_gunicorn_answers(gunicorn: Server) -> None:
    for name, request, status in ANSWERED + STRICT:
        assert_told(name, sent(gunicorn, request), status)


def test_the_server_of_make_run_answers(plain: Server) -> None:
    for name, request, status in ANSWERED:
        assert_told(name, sent(plain, request), status)
