"""What the page's plots are drawn from, as JSON."""

from __future__ import annotations

from flask import Blueprint, Response

from graphs.contract.parts import parts
from graphs.contract.state import plot_from_body
from graphs.landscape.plots import plot
from wengert.web.replies import json_bytes, json_sent, limits, turn

routes = Blueprint("plots", __name__, url_prefix="/api/v1")


@routes.post("/plot")
def plot_of_body() -> Response:
    """An output of one number along one input entry, or over two.

    Body: `program`, `at`, `share` and `names` as for a trace; `axes`, one input entry or two (`x1`, `x[0]`, `A[0,1]`);
    `ranges`, the view along each as [low, high] (around the point by default). The other entries stay at the point.

    With one axis: {"along": "x1", "at": 0.0, "value": 64.0, "slope": 64.0, "sides": null, "note": "",
    "points": [...], "values": [...], "secants": [{"h": 0.25, "value": …, "slope": …}, …]}. Points ascend; a value is
    null where the output is undefined, and between the two sides of a jump or a pole: there the line breaks.
    `sides`: at a kink the slopes from the left and from the right. `note`: why there is no gradient, or at a kink
    what is shown for one.

    With two: {"axes": ["x1", "x2"], "at": [0.0, 2.0], "value": 64.0, "gradient": [64.0, 192.0], "note": "",
    "x": [...], "y": [...], "values": [[...], ...]}; `values` has a row for each y.
    """
    question = plot_from_body(json_sent(), limits())
    ranges = None if question.ranges is None else [(low, high) for low, high in question.ranges]
    with turn():
        drawn = plot(
            question.program,
            dict(question.at),
            question.axes,
            ranges,
            question.share,
            limits(),
            question.names,
            question.inputs,
            question.form,
        )
        text = json_bytes({**drawn, "note_parts": parts(drawn["note"])})
    return Response(text, mimetype="application/json")
