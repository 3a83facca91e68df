"""A study as a LaTeX document: the step, the table of the trace, or the derivation as one would hand it in.

What a person typed gets into it as the LaTeX of names and numbers only; in words every sign of TeX's is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphs.clock import tick
from graphs.explain.steps import explain
from graphs.forms.shown import Column, Shown
from graphs.notation.formula import ADDITION, EXPONENT, RELATION, Formula, Part, formula, parts_of
from graphs.notation.names import label, names_to_write
from graphs.notation.numbers import value_latex
from graphs.notation.program import shapes_of, typeset
from graphs.picture.frame import Cell
from graphs.study.steps import Step

_STEP = 50  # visits that a step with its words costs
_ENTRIES = 4  # columns of a table beside the operation, so that it fits on a page
_SWEEPS = {"value": "Values", "forward": "Forward mode", "reverse": "Reverse mode"}
_ESCAPED = {
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "^": "\\textasciicircum{}",
    "_": "\\_", "%": "\\%", "~": "\\textasciitilde{}", "<": "\\ensuremath{<}", ">": "\\ensuremath{>}",
    "−": "\\ensuremath{-}", "×": "\\ensuremath{\\times}", "·": "\\ensuremath{\\cdot}", "∂": "\\ensuremath{\\partial}",
    "∞": "\\ensuremath{\\infty}", "→": "\\ensuremath{\\to}", "≤": "\\ensuremath{\\le}", "≥": "\\ensuremath{\\ge}",
    "\n": " ",
}  # fmt: skip
_HEAD = """\\documentclass[11pt]{article}
\\usepackage{amsmath,amssymb,longtable,array}
\\usepackage[margin=25mm]{geometry}
\\setlength{\\parindent}{0pt}
\\allowdisplaybreaks
\\begin{document}
"""


def tex_of(shown: Shown) -> str:
    """The document; its usual part is the derivation of the sweep, without one of all sweeps."""
    writers = {"step": _step_alone, "table": _table}
    return _HEAD + "\n\n".join(writers.get(shown.part or "", _derivation)(shown)) + "\n\\end{document}\n"


def _step_alone(shown: Shown) -> Iterator[str]:
    step = shown.current
    if step is None:
        return
    told = explain(shown.study, step)
    yield _aligned(filter(None, (told.rule, told.numbers)))
    yield _words(told.words)


def _table(shown: Shown) -> Iterator[str]:
    """The trace; of many quantities the first, as many as a page is wide."""
    columns, notation = shown.columns, shown.study.notation
    for start in range(0, len(columns), _ENTRIES):
        some = columns[start : start + _ENTRIES]
        lines = [f"\\begin{{longtable}}{{@{{}}l>{{$}}l<{{$}}{'r' * len(some)}@{{}}}}", "\\hline"]
        lines += [" & ".join(["", "\\text{operation}", *map(_heading, some)]) + " \\\\", "\\hline", "\\endhead"]
        for i, symbol in enumerate(notation.symbols):
            tick()
            numbers = [f"${_cell(column.cells[i])}$" for column in some]
            lines.append(" & ".join([f"${symbol}$", notation.latex(i), *numbers]) + " \\\\")
        yield "\n".join([*lines, "\\hline", "\\end{longtable}"])


def _derivation(shown: Shown) -> Iterator[str]:
    study = shown.study
    names = names_to_write(study.graph)
    yield _aligned(typeset(study.program, shapes_of(study.point), study.notation.result, names))
    yield "at " + ", ".join(f"${label(name)} = {value_latex(value)}$" for name, value in study.point.items()) + "."
    yield from _by_sweep(shown)
    if study.scalar and study.jacobian is not None and shown.sweep in (None, "reverse"):
        of = label(study.notation.result)
        yield "Hence"
        pairs = zip(study.graph.inputs, study.jacobian[0], strict=True)
        yield _aligned(f"\\frac{{\\partial {of}}}{{\\partial {label(name)}}} = {value_latex(d)}" for name, d in pairs)


def _by_sweep(shown: Shown) -> Iterator[str]:
    """A heading for each pass, and its steps, a line each."""
    passes: dict[tuple[str, str], list[Step]] = {}
    for step in shown.steps():
        entry = step.slot.partition(":")[2]
        passes.setdefault((step.sweep, entry), []).append(step)
    for (sweep, entry), steps in passes.items():
        yield f"\\section*{{{_SWEEPS[sweep]}{f', along {_along(entry)}' if entry else ''}}}"
        yield _aligned(line for step in steps for line in _lines(shown, step))


def _along(entry: str) -> str:
    name, bracket, rest = entry.partition("[")
    return "the direction" if entry == "direction" else f"${label(name)}{bracket}{rest}$"


def _lines(shown: Shown, step: Step) -> list[Formula]:
    """A value's operation and number in one line; of a derivative the rule, and below it its numbers."""
    tick(_STEP)
    told = explain(shown.study, step)
    if step.sweep == "value":
        return [formula(told.rule or (), Part(" = ", RELATION), value_latex(step.after))]
    return [each for each in (told.rule, told.numbers) if each]


def _aligned(lines: Iterable[str]) -> str:
    """Formulas under each other, by their first sign of equality; none: nothing."""
    written = [_at_sign(line) for line in lines]
    return "\\begin{align*}\n" + " \\\\\n".join(written) + "\n\\end{align*}" if written else ""


def _at_sign(line: str) -> str:
    """A formula with a mark where it is aligned: before its first sign between two sides."""
    if not isinstance(line, Formula):
        return line.replace(" = ", " &= ", 1)
    pieces: list[str] = []
    is_marked = False
    for part in line.parts:
        if isinstance(part, Part):
            if part.role in (RELATION, ADDITION) and not is_marked:
                pieces.append(" &")
                is_marked = True
            pieces.append(part.written)
        else:
            pieces.append(part)
    return "".join(pieces)


def _heading(column: Column) -> str:
    if column.kind == "tangent":
        return f"tangent {_along(column.entry)}"
    return column.kind


def _cell(cell: Cell) -> str:
    if cell.kind == "number":
        return value_latex(cell.number)
    return {"waiting": "\\cdot", "absent": ""}.get(cell.kind, "\\text{undefined}")


def _words(sentence: Formula | None) -> str:
    """A sentence with its symbols as mathematics."""
    return "".join(_said(part) for part in parts_of(sentence or ""))


def _said(part: str | Part) -> str:
    if isinstance(part, Part) and part.latex:
        return f"${part.latex}$"
    if isinstance(part, Part) and part.role == EXPONENT:
        return f"$^{{{escaped(part.written.lstrip('^'))}}}$"
    return escaped(part.written if isinstance(part, Part) else part)


def escaped(text: str) -> str:
    """Plain text as TeX prints it; signs that its fonts do not have are left out by a question mark."""
    return "".join(_ESCAPED.get(sign, sign if sign.isascii() or sign.isalpha() else "?") for sign in text)
