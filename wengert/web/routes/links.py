"""Short links: a state is kept under an id, and opened by it. Without their database, everything else works."""

from __future__ import annotations

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as Answer

from graphs import errors
from graphs.contract.state import address_of, state_from_body
from wengert.answers import study_of
from wengert.web.replies import json_bytes, limits, link_sent, settings, store, turn
from wengert.web.routes.pages import opened

routes = Blueprint("links", __name__)


@routes.post("/api/v1/links")
def keep() -> Response:
    """The short address of a state; the same for the same state. Only what can be answered is kept."""
    state, text = link_sent()
    with turn():
        study_of(state, limits())
    url = f"/s/{store().keep(text)}"
    response = Response(json_bytes({"url": url}), 201, mimetype="application/json")
    response.headers["Location"] = settings().public_url + url
    return response


@routes.get("/s/<id_>")
def follow(id_: str) -> Answer | tuple[str, int]:
    """The kept state: at its readable address, or as the page itself where no address says all of it.

    The redirect is a temporary one: what is permanent is kept by browsers for good, and how an address is written
    may change while the link stays.
    """
    text = store().find(id_)
    if text is None:
        raise errors.NotFound("there is no such link")
    state = state_from_body(text.encode(), limits())
    address = address_of(state, limits())
    if address is None:
        return opened(state)
    response = redirect(address)
    response.headers["Cache-Control"] = "public, no-cache"
    return response
