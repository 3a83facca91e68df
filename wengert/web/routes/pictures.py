"""Pictures of a state, each complete in itself."""

from __future__ import annotations

from flask import Blueprint, Response

from wengert.web.answers import study_of, svg
from wengert.web.middleware import policy
from wengert.web.replies import cacheable, limits, requested_state, turn

routes = Blueprint("pictures", __name__)


@routes.get("/graph.svg")
def graph_svg() -> Response:
    """The picture at the address's sweep and step."""

    def drawn() -> str:
        state = requested_state()
        with turn():
            return svg(study_of(state, limits()), state, limits())

    response = cacheable(drawn, "image/svg+xml")
    response.headers["Content-Security-Policy"] = policy.PICTURE
    return response
