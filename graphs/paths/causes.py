"""Why a number is so small, so large, or 0: one cause, read off its paths' numbers, in sentences."""

from __future__ import annotations

import math
from itertools import groupby
from typing import NamedTuple

from graphs.autodiff.graph import Edge
from graphs.autodiff.kinks import kink_at
from graphs.notation.formula import NUMBER, Formula, Part, Pieces, clause, formula, joined
from graphs.notation.numbers import number_said, value_text
from graphs.paths.asked import Explained
from graphs.paths.factors import (
    at_entry,
    factors_of,
    first_and_last,
    reason_of,
    said_of_all,
    said_of_one,
)
from graphs.paths.ranked import Path
from graphs.paths.stops import stop_said, stops_of
from graphs.study import Study

SMALL, LARGE = 0.1, 10.0  # beside what is seeded
_CANCELS = 0.1  # of the sum of all sizes, what is left
_FAR = 100.0  # a factor that another one undoes
_HEARD = 0.1  # the share of a path that matters
_MOST = 0.5  # the share of a path that most comes along
_NAMED = 6  # lines in a row


class Cause(NamedTuple):
    """kind: a word or two. message: sentences, the first of which names the cause. edges: where it comes in."""

    kind: str
    message: Formula
    edges: list[Edge]


def cause_of(study: Study, told: Explained) -> Cause:
    """The cause of a number."""
    kind, said, edges = _cause(study, told)
    return Cause(kind, formula(said, _route(study, told)), edges)


Told = tuple[str, list[Pieces], list[Edge]]


def _number(study: Study, told: Explained) -> Pieces:
    asked = told.asked
    name = at_entry(study, (asked.node, asked.entry))
    if asked.along is None:
        return clause("the adjoint of {}", name)
    return clause("the tangent of {} along {}", name, "the direction" if asked.along == "direction" else asked.along)


def _cause(study: Study, told: Explained) -> Told:
    number, found = told.number, told.ranked
    if not found.number:
        return _no_path(study, told)
    if found.number == 1 and not told.largest.edges:
        name = _capital(_number(study, told))
        return "seed", clause("{} is {}: the sweep begins with it.", name, number_said(number)), []
    if number != number or math.isinf(number):
        return _no_number(study, told)
    at_kink = _kink(study, told)
    if at_kink is not None:
        return at_kink
    if not found.passing:
        return _stopped(study, told)
    total = found.total.value
    if number == 0.0 and not told.largest.product:
        return _by_factors(study, told, True)
    if abs(number) <= _CANCELS * total and math.isfinite(total):
        return _cancelled(study, told)
    relative = abs(number) / told.scale
    if relative <= SMALL or relative >= LARGE:
        if relative >= LARGE and abs(told.largest.product) < _HEARD * abs(number):
            return _many_paths(study, told)
        return _by_factors(study, told, relative <= SMALL)
    return _detached(study, told) or _undone(study, told) or _skipped(study, told) or _ordinary(study, told)


def _no_path(study: Study, told: Explained) -> Told:
    asked = told.asked
    name = at_entry(study, (asked.node, asked.entry))
    is_cut = told.chains.vertices and asked.along is None and asked.node not in study.seed
    if asked.along is not None:
        return "no path", clause("{} is 0: no path leads from {} to {}.", _capital(_number(study, told)),
                                 "the direction" if asked.along == "direction" else asked.along, name), []  # fmt: skip
    where = "no entry that the output is made of moves with it" if is_cut else "no path leads from it to the output"
    return "no path", clause("{} is 0: {}.", _capital(_number(study, told)), where), []


def _capital(said: Pieces) -> Pieces:
    """With a capital at its beginning."""
    if isinstance(said, Formula | Part):
        return said  # a name, or what begins with one
    if isinstance(said, str):
        return said[:1].upper() + said[1:]
    return [_capital(said[0]), *said[1:]] if isinstance(said, list) else said


def _no_number(study: Study, told: Explained) -> Told:
    """Undefined or infinite: the first partial that is."""
    is_undefined = told.number != told.number
    word = "undefined" if is_undefined else "infinite"
    for path in told.ranked.paths:
        for edge, partial in zip(path.edges, path.partials, strict=True):
            if partial is not None and not math.isfinite(partial):
                slope = "no derivative" if partial != partial else "an infinite slope"
                said = clause("{} has {} here, so {} is {}.", study.notation.operation(edge.target), slope,
                              _number(study, told), word)  # fmt: skip
                return word, said, [edge]
    if is_undefined:
        return word, clause("The output is undefined, so {} is undefined.", _number(study, told)), []
    kind, said, edges = _by_factors(study, told, False)
    return "infinite" if kind else kind, [*said, " It is larger than a double can hold."], edges


def _kink(study: Study, told: Explained) -> Told | None:
    """A path that matters stands at a kink, where the partial is a choice."""
    for path in told.ranked.paths:
        is_heard = path.share is None or path.share >= _HEARD or not told.ranked.passing
        for edge, partial in zip(path.edges, path.partials, strict=True):
            met = kink_at(study.graph, study.evaluation, edge.target)
            if met is None or (met[0].slopes is not None and met[0].slopes[0] == met[0].slopes[1]):
                continue
            row = study.graph.rows[edge.target]
            if row.compares or not (is_heard or met[0].slopes is None):
                continue
            what = "stands at a tie" if row.extremum else "jumps here" if met[0].slopes is None else "has a kink here"
            used = number_said(partial or 0.0)
            said = clause("{} {}: there is no derivative, and both sweeps use {}, by convention. So {} is {}.",
                          study.notation.operation(edge.target), what, used, _number(study, told),
                          number_said(told.number))  # fmt: skip
            return "kink", said, [edge]
    return None


def _stopped(study: Study, told: Explained) -> Told:
    """All products are 0."""
    met = stops_of(told.chains)
    if not met:
        return "zero", clause("{} is 0: what it leads to has the adjoint 0.", _capital(_number(study, told))), []
    (node, entry), arc = met[0]
    edge = arc.edge
    own = entry if node == edge.source else told.chains.vertices[arc.head][1]
    others = len({each.edge.target for _, each in met}) - 1
    more = f", and nothing passes at {others} further place{'s' * (others > 1)}" if others else ""
    said = clause(
        "{} is 0 because {}{}.", _capital(_number(study, told)), stop_said(study, edge, arc.partial, own), more
    )
    return "zero", said, [each.edge for _, each in met]


def _cancelled(study: Study, told: Explained) -> Told:
    """Products of both signs that leave little."""
    plus, minus = told.ranked.plus.value, told.ranked.minus.value
    digits = 5 if not told.number else min(17, 4 + math.ceil(math.log10((plus + minus) / abs(told.number))))
    shown = [_signed(plus, digits), _signed(-minus, digits)]
    said = clause("{} and {} leave {}: {} of {} {}cancel.", *shown, _signed(told.number, 5, False), _paths(told),
                  _number(study, told), "" if not told.number else "nearly ")  # fmt: skip
    return "cancellation", said, []


def _paths(told: Explained) -> str:
    count = told.ranked.number
    return f"the {count:,} paths" if count < 10**15 else f"the paths (about 10^{len(str(count)) - 1})"


def _signed(x: float, digits: int, is_signed: bool = True) -> Pieces:
    """A number with its sign, in as many digits as tell it from the other."""
    written = f"{x:{'+' if is_signed else ''},.{digits}g}"
    return Part(written, NUMBER) if "e" not in written else ["+" if is_signed and x > 0 else "", number_said(x)]


def _by_factors(study: Study, told: Explained, is_small: bool) -> Told:
    reason = reason_of(study, told.largest, is_small)
    word = "small" if is_small else "large"
    number = _number(study, told)
    if reason is None:
        seeded = number_said(told.largest.seed)
        return word, clause("{} is {} because the {} that it begins with is.", _capital(number), word, seeded), []
    edges = [each.edge for each in reason.factors]
    lost = " Their product is smaller than a double can hold, and counts as 0."
    is_lost = not told.number and is_small
    where = [" ", first_and_last(study, reason.factors)]
    if len(reason.factors) == 1:
        said = clause("{} makes {} {}.", _capital(said_of_one(study, reason.factors[0], is_small)), number, word)
        return f"{word} factor", [said, where, lost * is_lost], edges
    together = number_said(reason.product)
    if reason.product == 0.0 or math.isinf(reason.product):
        together = formula(f"about 10^{round(sum(each.order for each in reason.factors) * math.log10(2))}")
    said = clause("{} make {} {}: together they multiply it by {}.", said_of_all(study, reason, is_small), number, word,
                  together)  # fmt: skip
    return "vanishing" if is_small else "exploding", [said, where, lost * is_lost], edges


def _many_paths(study: Study, told: Explained) -> Told:
    said = clause("{} add up to {}: {} is large because there are many, the largest of which adds {}.",
                  _capital(_paths(told)), number_said(told.number), _number(study, told),
                  number_said(told.largest.product))  # fmt: skip
    return "many paths", said, []


def _detached(study: Study, told: Explained) -> Told | None:
    cut = [arc.edge for _, arc in stops_of(told.chains) if study.graph.rows[arc.edge.target].name == "detach"]
    if not cut:
        return None
    stopped = told.ranked.number - told.ranked.passing
    said = clause("{} lets no derivative through: {} of {} of {} pass{} nothing, and what is left is {}.",
                  study.notation.operation(cut[0].target), f"{stopped:,}", _paths(told), _number(study, told),
                  "es" * (stopped == 1), number_said(told.number))  # fmt: skip
    return "detached", said, cut


def _undone(study: Study, told: Explained) -> Told | None:
    """A large factor and a small one that nearly undo each other."""
    factors = factors_of(told.largest)
    if not factors:
        return None
    large, small = (pick(factors, key=lambda each: abs(each.partial)) for pick in (max, min))
    if abs(large.partial) < _FAR or abs(small.partial) > 1 / _FAR:
        return None
    rows = study.graph.rows
    said = clause("{} multiplies by {} and {} by {}: they nearly undo each other, and {} is {}.",
                  study.notation.operation(large.edge.target), number_said(large.partial),
                  rows[small.edge.target].name, number_said(small.partial), _number(study, told),
                  number_said(told.number))  # fmt: skip
    return "undone", said, [large.edge, small.edge]


def _skipped(study: Study, told: Explained) -> Told | None:
    """Most comes along a path whose factors are all 1, beside others that go through more."""
    path = told.largest
    others = [each for each in told.ranked.paths if len(each.edges) > len(path.edges)]
    is_plain = path.edges and all(partial in (1.0, -1.0) for partial in path.partials)
    if not is_plain or not others or (path.share or 0.0) < _MOST:
        return None
    inside = {vertex[0] for vertex in path.vertices}
    missed = sorted({vertex[0] for vertex in others[0].vertices} - inside)
    name = study.notation.name
    around = name(missed[0]) if len(missed) == 1 else clause("{} to {}", name(missed[0]), name(missed[-1]))
    said = clause("{} of {} comes along the path that skips {}: its factors are all 1.", _capital(_share(path)),
                  _number(study, told), around)  # fmt: skip
    return "skip", said, [*path.edges]


def _share(path: Path) -> str:
    share = 100 * (path.share or 0.0)
    return "all" if share == 100.0 else f"{min(share, 99.9):.3g} %"


def _ordinary(study: Study, told: Explained) -> Told:
    path, number = told.largest, _number(study, told)
    if told.ranked.number == 1 or (path.share or 0.0) >= 1 - _HEARD:
        factors = [each for each in factors_of(path) if abs(each.partial) != 1.0]
        most = max(factors, key=lambda each: abs(each.order), default=None)
        along = "its only path" if told.ranked.number == 1 else clause("one path, which has {} of it", _share(path))
        is_that = clause("{} is {}, along {}", _capital(number), number_said(told.number), along)
        if most is None:
            return "one path", clause("{}: its factors are all 1.", is_that), []
        said = clause("{}: {} decides it most.", is_that, said_of_one(study, most, abs(most.partial) < 1))
        return "one path", said, [most.edge]
    said = clause("{} add up to {}, the largest {}.", _capital(_paths(told)), value_text(told.number),
                  number_said(path.product))  # fmt: skip
    return "several paths", said, [*path.edges]


def _route(study: Study, told: Explained) -> Pieces:
    """Through which lines, calls or turns the largest path goes, the outermost first."""
    groups = through(study, told.largest) if told.ranked.paths else []
    if len(groups) < 2:
        return ""
    runs = [(name, len([*run])) for name, run in groupby(study.graph.groups[each].name for each in groups)]
    names = [name if count == 1 else f"{name} ({count} times)" for name, count in runs]
    half = _NAMED // 2
    shown = names if len(names) <= _NAMED else [*names[:half], "…", *names[-half:]]
    return clause(" The largest path goes through {}.", joined(" → ", shown))


def through(study: Study, path: Path) -> list[int]:
    """The outermost groups that a path leads through, one after the other."""
    graph = study.graph
    found: list[int] = []
    for node, _ in path.vertices:
        group = graph.group_of[node]
        while group is not None and (parent := graph.groups[group].parent) is not None:
            group = parent
        if group is not None and group not in found[-1:]:
            found.append(group)
    return found
