"""A state → what is answered: the contract's document, the picture, and whether the main job works."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from graphs import errors
from graphs.autodiff.issue_kinds import Kind
from graphs.checks.checks import checks
from graphs.clock import part, unfinished
from graphs.closed_forms.worker import forms_apart
from graphs.code.script import code
from graphs.contract import parts, paths
from graphs.contract.document import document, issue_document
from graphs.contract.groups import NONE, USUAL, opened
from graphs.contract.practice import Practice
from graphs.contract.state import State, Sweep, Trace, url_of
from graphs.diagnosis.issues import Issue
from graphs.explain import why
from graphs.forms.shown import Kinds, Shown
from graphs.landscape.curvature import curvature, curvature_along
from graphs.landscape.directions import directions
from graphs.limits import Limits
from graphs.picture.above import named_above
from graphs.picture.boxes.compound import Drawing, drawing
from graphs.picture.boxes.picture import Places, drawn
from graphs.picture.boxes.scene import Scene, has_boxes, scene
from graphs.picture.boxes.usual import usual
from graphs.picture.layout import Structure, ahead, layout, layout_ahead, structure_of
from graphs.practice.draws import drawn_point
from graphs.study import Study, study
from graphs.study.steps import Step

# What the bare page shows: the course's assignment, stepped to the middle of the reverse sweep.
WELCOME = State(program="exp(x1)*(x1**2 + x2**2)**3", at={"x1": 0.0, "x2": 2.0}, sweep="reverse", step=4)
# What a state asks of a file alone: the page that the file opens is not told of it.
_NO_WISHES = {"part": None, "steps": None, "scale": None, "theme": None, "animate": False, "play": False}
# Of an address that was written by hand.
PLUS = Issue(
    None, Kind.HINT, "a + in the address was read as plus; in an address %2B is always a plus, and %20 a space"
)


def study_of(state: Trace, limits: Limits) -> Study:
    """The study that a state asks for."""
    with part("study"):
        return study(**_question(state), limits=limits)


def _question(state: Trace) -> dict[str, Any]:
    """What a state asks of a study, as plain data."""
    return {
        "text": state.program,
        **state.model_dump(include={"at", "direction", "cotangent", "wrt", "share", "names", "inputs", "form"}),
    }


def practised(asked: Practice, limits: Limits) -> Study:
    """The study whose numbers are asked for in practice, at its point or at one that is drawn."""
    question = asked.model_dump(exclude={"program", "draw", "cells", "given", "hints"})
    with part("study"):
        made = study(asked.program, limits=limits, **question)
        if asked.draw is None:
            return made
        there = {name: np.asarray(value).tolist() for name, value in drawn_point(made, asked.draw, limits).items()}
        return study(asked.program, limits=limits, **question | {"at": {**asked.at, **there}})


def answer(state: Trace, limits: Limits) -> dict[str, Any]:
    """The contract's answer to a trace."""
    return answer_document(study_of(state, limits), state, limits)


def answer_document(study: Study, state: Trace, limits: Limits) -> dict[str, Any]:
    """The contract's answer about a study. Graphviz works while the words are written."""
    structure = _structure(study, state)
    seen = _seen(study, state)
    placed = _ahead(study, state, seen, limits) if "svg" in state.include else None
    readings: dict[str, Any] = {"svg": None, "open": None, "structure": structure.digest}
    readings["why"] = why.why(study)
    if readings["why"] is not None and "parts" in state.include:
        readings["why"]["parts"] = parts.parts(readings["why"]["message"])
    issues = study.issues + [PLUS] * state.plus
    if "hessian" in state.include:
        with part("hessian"):
            readings["hessian"], forbidden = curvature(study, limits)
            readings["hessian_vector"] = curvature_along(study, limits)
        if readings["hessian"] is None and forbidden:
            readings["no_hessian"] = forbidden[0].message
        issues = issues + forbidden
    if "symbolic" in state.include:
        with part("symbolic"):
            readings["symbolic"], cut = forms_apart(_question(state), len(study.graph), limits)
        issues = issues + cut
        if cut:
            unfinished()
        readings["symbolic_notes"] = [issue.message for issue in cut]
    if "checks" in state.include:
        with part("checks"):
            readings["checks"] = found = checks(study, limits)
            if any(check["ok"] is None for check in found.values()):
                unfinished()
            if "parts" in state.include:
                for check in found.values():
                    check["parts"] = parts.parts(check["note"])
    if "code" in state.include:
        with part("code"):
            readings["code"] = written = code(study)
            readings["code_lines"] = {library: text.lines for library, text in written.items()}
    if "directions" in state.include:
        with part("directions"):
            readings["directions"] = ways = directions(study, state.descent.step, state.descent.steps, limits)
            if "parts" in state.include:
                ways["parts"] = parts.parts(ways["statement"])
    if state.paths is not None:
        with part("paths"):
            readings["paths"] = paths.document(study, state.paths, "parts" in state.include, limits)
    if state.explain is not None:
        readings["explained"] = step_of(study, state.explain.sweep, state.explain.wrt, state.explain.index)
    study = dataclasses.replace(study, issues=issues)
    with part("document"):
        contents = document(study, url_of(state), state.include, limits, held=state.wording, **readings)
    if placed is not None:
        contents["svg"], contents["open"], untold = _drawn_if_so(study, state, placed, limits)
        for message in untold:
            unfinished()
            contents["issues"].append(issue_document(Issue(None, Kind.LIMIT, message), "parts" in state.include))
    return contents


def step_of(study: Study, sweep: Sweep, wrt: str | None, index: int | None) -> Step | None:
    """The step with this index (None, or past them all: the last), if the sweep has steps."""
    steps = study.steps(sweep, wrt)
    return steps[-1 if index is None else min(index, len(steps) - 1)] if steps else None


def _structure(study: Study, state: Trace) -> Structure:
    return structure_of(study.graph, state.layout, named_above(study.notation))


def svg(study: Study, state: Trace, limits: Limits) -> str:
    """The picture at a state, for a page. Raises TooLarge, OutOfTime or Busy."""
    return _drawn(study, state, _placed(study, state, limits))


def _seen(study: Study, state: Trace) -> Scene | None:
    """The boxes that a state asks for; None where it asks for none, or there are none."""
    named, graph = state.open, study.graph
    if named is None or named == [NONE] or not has_boxes(graph) or named == [USUAL]:
        return None
    return scene(graph, opened(graph, named))


def _placed(study: Study, state: Trace, limits: Limits) -> Places:
    """Where everything stands in the picture at a state, with its boxes or without."""
    if state.open == [USUAL]:
        return _usual(study, state, limits)
    seen = _seen(study, state)
    if seen is not None:
        return _placed_boxes(study, state, seen, limits)
    with part("layout"):
        return layout(_structure(study, state), limits)


def _ahead(study: Study, state: Trace, seen: Scene | None, limits: Limits) -> Callable[[], Places]:
    """The layout, begun while other work is done."""
    if state.open == [USUAL]:
        return ahead(partial(_usual, study, state, limits), len(study.graph))
    if seen is None:
        return layout_ahead(_structure(study, state), limits)
    return ahead(partial(drawing, seen, study.notation, state.layout, limits), len(seen.all_items))


def _usual(study: Study, state: Trace, limits: Limits) -> Places:
    plain = partial(layout, _structure(study, state), limits)
    return usual(study.graph, study.notation, state.layout, plain, limits)


def _drawn_if_so(
    study: Study, state: Trace, placed: Callable[[], Places], limits: Limits
) -> tuple[str | None, list[str] | None, list[str]]:
    """The picture, the ids of its open boxes, and what could not be drawn: numbers and steps are an answer without.

    A graph that is too much to be drawn as it was asked for is shown as its boxes, all closed.
    """
    late = (errors.TooLarge, errors.OutOfTime, errors.Busy)
    try:
        with part("layout"):  # what is left of it
            places = placed()
        return _drawn(study, state, places), _open_ids(places), []
    except late as problem:
        why = problem.message
    if has_boxes(study.graph):
        try:
            closed = _placed_boxes(study, state, scene(study.graph, ()), limits)
            return _drawn(study, state, closed), _open_ids(closed), [f"all boxes are closed in the picture: {why}"]
        except late as problem:
            why = problem.message
    return None, None, [f"there is no picture: {why}"]


def _open_ids(places: Places) -> list[str] | None:
    return [f"g{number + 1}" for number in places.scene.open] if isinstance(places, Drawing) else None


def _placed_boxes(study: Study, state: Trace, seen: Scene, limits: Limits) -> Drawing:
    with part("layout"):
        return drawing(seen, study.notation, state.layout, limits)


def _drawn(study: Study, state: Trace, places: Places) -> str:
    """Without a sweep, it is the end of the last one that there is."""
    sweep = getattr(state, "sweep", None) or ("reverse" if study.adjoints is not None else "value")
    with part("picture"):
        return drawn(study, places, sweep, state.wrt, getattr(state, "step", None))


def shown_of(state: State, limits: Limits, made: Study | None = None, home: str = "") -> Shown:
    """What the forms of a state show. made: its study, where that is there already. home: see `Shown`."""
    told = made or study_of(state, limits)
    step = state.step
    entry = state.wrt if state.wrt in told.tangents else None
    if step is not None and step >= len(told.steps(state.sweep or "reverse", entry)):
        step = None  # past the last step is its end, under one name: the same picture has the same bytes

    def placed(kind: Kinds) -> Places:
        return _placed(told, state.model_copy(update={"layout": kind}), limits)

    return Shown(
        study=told,
        document=partial(answer_document, told, state, limits),
        placed=placed,
        scene=_seen(told, state),
        layout=state.layout,
        sweep=state.sweep,
        entry=state.wrt,
        cursor=step,
        part=state.part,
        every_step=state.steps == "all",
        scale=state.scale or 2.0,
        theme=state.theme or "light",
        animate=state.animate,
        url=url_of(state.model_copy(update={**_NO_WISHES, "step": step})),
        page=state.model_dump(exclude={"include"}),
        home=home,
    )


def works() -> bool:
    """Whether the main job works: the assignment's gradient comes out right."""
    return study(WELCOME.program, WELCOME.at).jacobian == [[64.0, 192.0]]
