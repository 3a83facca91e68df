"""The application: wiring, and one error handler.

create_app() is the WSGI application; main() serves it on 127.0.0.1:${PORT:-8000}, gunicorn.conf.py in earnest.
"""

from __future__ import annotations

import gc
import logging.config
import os
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from graphs import errors
from graphs.limits import WEB
from graphs.operations.readings import late as scipy
from graphs.study import study
from graphs.workers import pool
from wengert.answers import WELCOME, answer
from wengert.web import files, problems
from wengert.web.late import Late
from wengert.web.middleware import compression, conditions, limiter, logs, metrics, policy, turns
from wengert.web.replies import SETTINGS, STORE, refusal
from wengert.web.routes import api, assets, embed, health, links, pages, pictures, plots, reference
from wengert.web.settings import Settings

if TYPE_CHECKING:
    from wengert.store import Store

ROOMS = (assets, pages, api, plots, pictures, links, embed, health, reference)


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application; its settings, by default the environment's, bound every request (413, 414 and 503 problem
    documents quote them). Raises ValueError where the environment cannot be read.
    """
    settings = settings or Settings.from_environment(os.environ)
    app = Flask(__name__, template_folder=str(files.TEMPLATES), **assets.settings())
    assets.install(app)
    app.extensions[SETTINGS] = settings
    # One byte more than a body may have: one without a length is cut there, and must not be taken for whole.
    app.config["MAX_CONTENT_LENGTH"] = settings.limits.body + 1
    # What runs after an answer runs from the last to the first: the log comes after all headers are there.
    metrics.install(app)
    logs.install(app, settings)
    compression.install(app)
    policy.install(app)
    for room in ROOMS:
        app.register_blueprint(room.routes)
    app.extensions[STORE] = Late(lambda: _links(settings))
    _get_ready()
    app.extensions[STORE].soon()
    Late(scipy.load).soon()

    @app.before_request
    def bound_request() -> None:
        settings.limits.check("body", request.content_length or 0, "bytes may be sent in one body")
        length, most = len(request.full_path), settings.limits.address
        if length > most:
            raise errors.TooLong(f"at most {most:,} characters may stand in an address; this has {length:,}")

    limiter.install(app, settings)
    turns.install(app)
    conditions.install(app)

    @app.errorhandler(Exception)
    def tell(error: Exception) -> Response:
        problem = problems.problem_of(error)
        if problem.status == 500:
            logs.log_fault(error)
        response = embed.refusal(problem) if policy.is_embedded(request.path) else refusal(problem)
        if isinstance(error, HTTPException):
            response.headers.extend((k, v) for k, v in error.get_headers() if k == "Allow")
        return response

    return app


def _links(settings: Settings) -> Store:
    from wengert.store import Store

    store = Store(settings.database, settings.data, settings.limits.stored)
    store.prepare()
    gc.freeze()
    return store


def _get_ready() -> None:
    """Start the children and answer once, whatever the limits are, so that the first request pays no import."""
    files.version()  # while the fork server reads its rooms
    pool.start()
    answer(WELCOME.model_copy(update={"include": ["steps", "svg"]}), WEB)
    study("$2x^2$", limits=WEB)  # which reads the rooms of LaTeX
    # What is loaded by now stays: the collector need not walk it again at every full collection.
    gc.collect()
    gc.freeze()
    # An answer is some ten thousand objects without a cycle, which Python would look through every 700.
    gc.set_threshold(50_000, 5, 5)


def main() -> None:
    """Serve on the loopback address until interrupted."""
    from wengert.web.servers import development

    logging.config.dictConfig(development.LOGS)
    development.serve(create_app(), int(os.environ.get("PORT", "8000")))
