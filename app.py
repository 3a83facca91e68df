"""Wengert's application: wiring, and one error handler. The rooms are in `web`, the mathematics in `graphs`.

create_app() is the WSGI application; `python app.py` serves it on 127.0.0.1:${PORT:-8000}.
"""

from __future__ import annotations

import gc
import logging
import os

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from graphs import drawing, errors, oracle
from store import Store
from web import api, health, limiter, links, pages, pictures, plots, policy, problems
from web.answers import WELCOME, answer
from web.replies import SETTINGS, json_text
from web.settings import Settings

ROOMS = (pages, api, plots, pictures, links, health)


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application; its settings, by default the environment's, bound every request (413, 414 and 503 problem
    documents quote them). Raises ValueError where the environment cannot be read.
    """
    settings = settings or Settings.from_environment(os.environ)
    app = Flask(__name__)
    app.extensions[SETTINGS] = settings
    app.config["MAX_CONTENT_LENGTH"] = settings.limits.body
    policy.install(app)
    for room in ROOMS:
        app.register_blueprint(room.routes)
    app.extensions[links.STORE] = Store(settings.database, settings.data, settings.limits.stored)
    app.extensions[links.STORE].prepare()
    _get_ready(settings)

    @app.before_request
    def bound_address() -> None:
        length, most = len(request.full_path), settings.limits.address
        if length > most:
            raise errors.TooLong(f"at most {most:,} characters may stand in an address; this has {length:,}")

    limiter.install(app, settings)

    @app.errorhandler(Exception)
    def tell(error: Exception) -> Response:
        problem = problems.problem_of(error)
        if problem.status == 500:
            app.logger.exception("unforeseen fault", exc_info=error)
        body = json_text(problems.document(problem))
        response = Response(body, problem.status, mimetype="application/problem+json")
        if isinstance(error, HTTPException):
            response.headers.extend((k, v) for k, v in error.get_headers() if k == "Allow")
        return response

    return app


def _get_ready(settings: Settings) -> None:
    """Start the children and answer once, so that the first request pays no import."""
    drawing.start()
    oracle.start()
    answer(WELCOME.model_copy(update={"include": ["steps", "svg"]}), settings.limits)
    # What is loaded by now stays: the collector need not walk it again at every full collection.
    gc.collect()
    gc.freeze()


def main() -> None:
    """Serve on the loopback address until interrupted."""
    from werkzeug.serving import WSGIRequestHandler, run_simple

    WSGIRequestHandler.protocol_version = "HTTP/1.1"
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    port = int(os.environ.get("PORT", "8000"))
    app = create_app()
    print(f"Wengert is at http://127.0.0.1:{port}", flush=True)
    run_simple("127.0.0.1", port, app, threaded=True)


if __name__ == "__main__":
    main()
