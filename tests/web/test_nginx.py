"""docs/nginx.conf in front of a server that counts what it is asked: where nginx is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support.paths import ROOT
from tests.support.servers import free_port

CONF = ROOT / "docs" / "nginx.conf"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="there is no nginx")

asked: list[str] = []


class File(BaseHTTPRequestHandler):
    """Answers everything with what may be kept."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        asked.append(self.path)
        self.send_response(200)
        self.send_header("Cache-Control", "public, max-age=3600")
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"file")

    def log_message(self, *told: object) -> None:
        """Nothing is logged."""


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    behind = ThreadingHTTPServer(("127.0.0.1", 0), File)
    threading.Thread(target=behind.serve_forever, daemon=True).start()
    text = (
        CONF.read_text().replace("/var/cache/nginx/wengert", f"{folder}/cache").replace("/dev/stdout", f"{folder}/log")
    )
    text = text.replace("listen 8080", f"listen 127.0.0.1:{port}").replace("pid nginx.pid", f"pid {folder}/pid")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{behind.server_port}").replace("server 127.0.0.1:8001", "# ")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    text = text.replace("http {", "http {\n" + "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds))
    user = "user root;\n" if os.getuid() == 0 else ""  # or its workers may not enter pytest's folder
    (folder / "nginx.conf").write_text(f"daemon off;\n{user}{text}")
    process = subprocess.Popen([str(NGINX), "-p", str(folder), "-c", f"{folder}/nginx.conf"])
    began = time.monotonic()
    while process.poll() is None:
        try:
            HTTPConnection("127.0.0.1", port).connect()
            break
        except ConnectionRefusedError:
            assert time.monotonic() - began < 20
            time.sleep(0.02)
    yield port
    process.terminate()
    process.wait(20)
    behind.shutdown()
    behind.server_close()


def get(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_a_file_is_kept_once_whatever_query_it_is_asked_with(front: int) -> None:
    asked.clear()
    assert [get(front, f"/static/0123456789ab/css/page.css{query}")[0] for query in ("", "?a=1", "?b=2")] == [200] * 3
    assert asked == ["/static/0123456789ab/css/page.css"]
    assert [get(front, f"/?e={query}")[0] for query in "xyx"] == [200] * 3 and len(asked) == 4


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [("/", {"X": "y" * 30_000}, 431), ("/?e=" + "x" * 30_000, {}, 414), ("/metrics", {}, 404)],
)
def test_its_own_refusals_are_problem_documents(front: int, path: str, headers: dict[str, str], status: int) -> None:
    told, body = get(front, path, headers)
    assert told == status == json.loads(body)["status"]
