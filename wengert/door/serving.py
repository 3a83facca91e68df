"""`wengert serve`: the page on this machine."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wengert.door.extras import needed


def serve(port: int, browse: Callable[[str], object] | None = None) -> None:
    """Until it is interrupted. port 0: a free one. browse: called with the address once it answers.

    Raises MissingExtra where the server's packages are not installed.
    """
    needed("flask", "server", "serving")
    if "graphs.workers.forkserver" not in sys.modules:  # what is imported already need not be read twice
        from wengert.web.servers.early import start_fork_server

        start_fork_server()
    _log_in_words()
    server, address = _made(port)
    print(f"Wengert is at {address} (Ctrl+C ends it)", flush=True)
    if browse is not None:
        browse(address)
    server.serve_forever()


def _log_in_words() -> None:
    import logging.config

    from wengert.web.servers import development

    logging.config.dictConfig(development.LOGS)


def in_background(port: int) -> str:
    """The address of a server that ends with this process; one for each port that is asked for."""
    if port not in _running:
        server, address = _made(port)
        threading.Thread(target=server.serve_forever, name="wengert", daemon=True).start()
        _running[port] = address
    return _running[port]


_running: dict[int, str] = {}


def _made(port: int) -> tuple[Any, str]:
    from wengert.web.application import create_app
    from wengert.web.servers import development
    from wengert.web.settings import Settings

    settings = Settings.from_environment({"WENGERT_DATA": str(_data()), **os.environ})
    server = development.made(create_app(settings), port)
    return server, f"http://127.0.0.1:{server.port}"


def _data() -> Path:
    """Where short links are kept, when the environment does not say."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "wengert"
