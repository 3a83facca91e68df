"""A state → what is answered: the contract's document, the picture, and whether the main job works."""

from __future__ import annotations

import dataclasses
from typing import Any

from graphs import diagnosis, drawing, errors, export, link, picture
from graphs.checks import checks
from graphs.closed_forms import closed_forms
from graphs.code import code, lines_of
from graphs.curvature import curvature, curvature_along
from graphs.directions import directions
from graphs.issues import Issue
from graphs.limits import Limits
from graphs.link import State, Trace
from graphs.study import Study, study

# What the bare page shows: the course's assignment, stepped to the middle of the reverse sweep.
WELCOME = State(program="exp(x1)*(x1**2 + x2**2)**3", at={"x1": 0.0, "x2": 2.0}, sweep="reverse", step=4)


def study_of(state: Trace, limits: Limits) -> Study:
    """The study that a state asks for."""
    return study(state.program, state.at, direction=state.direction, cotangent=state.cotangent, wrt=state.wrt,
                 share=state.share, limits=limits)  # fmt: skip


def answer(state: Trace, limits: Limits) -> dict[str, Any]:
    """The contract's answer to a trace."""
    made = study_of(state, limits)
    svg, untold = svg_if_it_can(made, state, limits) if "svg" in state.include else (None, [])
    return document(made, state, limits, svg, untold)


def document(made: Study, state: Trace, limits: Limits, svg: str | None, untold: list[Issue]) -> dict[str, Any]:
    """The contract's answer; untold: issues that arose after the study was made."""
    readings: dict[str, Any] = {"svg": svg, "structure": drawing.structure_of(made.graph, state.layout).digest}
    readings["why"] = diagnosis.why(made)
    issues = made.issues + untold
    if "hessian" in state.include:
        readings["hessian"], forbidden = curvature(made, limits)
        readings["hessian_vector"] = curvature_along(made)
        issues = issues + forbidden
    if "symbolic" in state.include:
        readings["symbolic"], cut = closed_forms(made, limits)
        issues = issues + cut
    if "checks" in state.include:
        readings["checks"] = checks(made, limits)
    if "code" in state.include:
        readings["code"] = code(made)
        readings["code_lines"] = {library: lines_of(made, text) for library, text in readings["code"].items()}
    if "directions" in state.include:
        readings["directions"] = directions(made, state.descent.step, state.descent.steps, limits)
    told = dataclasses.replace(made, issues=issues)
    return export.document(told, link.url_of(state), state.include, limits, **readings)


def svg_if_it_can(made: Study, state: Trace, limits: Limits) -> tuple[str | None, list[Issue]]:
    """The picture, or the limit that forbids it: numbers and steps are an answer without one."""
    try:
        return svg(made, state, limits), []
    except (errors.TooLarge, errors.OutOfTime) as problem:
        return None, [Issue(None, "limit", f"there is no picture: {problem.message}")]


def svg(made: Study, state: Trace, limits: Limits, style: bool = False) -> str:
    """The picture at a state; without a sweep, the end of the last one that there is."""
    sweep = getattr(state, "sweep", None) or ("reverse" if made.adjoints is not None else "value")
    layout = drawing.layout(drawing.structure_of(made.graph, state.layout), limits)
    return picture.picture(made, layout, sweep, state.wrt, getattr(state, "step", None), style=style)


def works() -> bool:
    """Whether the main job works: the assignment's gradient comes out right."""
    return study(WELCOME.program, WELCOME.at).jacobian == [[64.0, 192.0]]
