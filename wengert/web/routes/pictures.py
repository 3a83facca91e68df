"""The forms of a state, a file each: pictures, tables, documents, networks."""

from __future__ import annotations

from flask import Blueprint, Response

from graphs.forms.table import FORMS
from wengert.answers import shown_of
from wengert.web.middleware import policy
from wengert.web.replies import cacheable, limits, requested_state, settings, turn

routes = Blueprint("pictures", __name__)


def file(name: str) -> Response:
    """The address's state in the form of that name."""
    form = FORMS[name]

    def made() -> str | bytes:
        state = requested_state()
        with turn(large=form.heavy or state.animate):
            return form.write(shown_of(state, limits(), home=settings().public_url), limits())

    response = cacheable(made, form.media)
    response.headers["Content-Disposition"] = f'{"attachment" if form.runs else "inline"}; filename="graph.{form.name}"'
    response.headers["Content-Security-Policy"] = policy.PICTURE
    return response


for _name in FORMS:
    routes.add_url_rule(f"/graph.{_name}", _name, file, defaults={"name": _name})
