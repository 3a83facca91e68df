"""A program's graph at a point, as who writes Python meets it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from graphs.autodiff.issue_kinds import Kind
from graphs.autodiff.jacobian import stacked
from graphs.errors import Busy, OutOfTime, Problem, TooLarge, WrongBinding, WrongRequest, WrongShape
from graphs.language.form import Form
from graphs.limits import DOOR, Limits
from graphs.notation.names import Choice, id_of, names_to_write
from graphs.notation.numbers import value_text
from graphs.notation.program import shapes_of, typeset
from graphs.study import Study as Traced
from graphs.study import study as traced
from graphs.study.claims import judged
from graphs.study.question import entries
from wengert.door.extras import needed
from wengert.door.parts import Claim, Issue, Node, Note, Number, Step, nodes_of, step_of
from wengert.door.paths import Paths, paths_told
from wengert.door.practice import Answers, answers
from wengert.door.tables import Table
from wengert.door.texts import cut, listed, plain, shown_in, text_of

if TYPE_CHECKING:
    from graphs.forms.shown import Shown


class Study:
    """A program's graph at a point, with both sweeps: numbers, steps, and a method for each form that it leaves in.

    Made by `study`. Numbers are floats, or NumPy arrays where the input, the node or the output is one.
    """

    if TYPE_CHECKING:  # made from the table of forms: see __getattr__

        def svg(self, **shown: Any) -> str: ...
        def png(self, **shown: Any) -> bytes: ...
        def pdf(self, **shown: Any) -> bytes: ...
        def tex(self, **shown: Any) -> str: ...
        def html(self, **shown: Any) -> str: ...
        def csv(self, **shown: Any) -> str: ...
        def tsv(self, **shown: Any) -> str: ...
        def json(self, **shown: Any) -> str: ...
        def graphml(self, **shown: Any) -> str: ...
        def md(self, **shown: Any) -> str: ...

    def __init__(self, question: Mapping[str, Any], limits: Limits = DOOR):
        """question: the arguments of graphs.study.study as plain data, `text` among them. Raises a Problem."""
        self._question, self._limits = dict(question), limits
        with shown_in(self._question["text"]):
            self._traced: Traced = traced(**self._question, limits=limits)

    @property
    def text(self) -> str:
        """The program."""
        return self._traced.program.text

    @property
    def point(self) -> dict[str, Number]:
        """By input, where the program is looked at."""
        return dict(self._traced.point)

    @property
    def result(self) -> str:
        """What the program's output is called: the last line's own name, else f."""
        return self._traced.notation.result

    @property
    def is_scalar(self) -> bool:
        """Whether the output is one number, so that there is a gradient."""
        return self._traced.scalar

    @cached_property
    def value(self) -> Number:
        """The program's value; several outputs, of one shape, are stacked.

        >>> from wengert import study
        >>> study("x*y", x=3, y=4).value
        12.0
        """
        value: Number = stacked(self._traced.graph, self._traced.evaluation.values)
        return value

    @property
    def gradient(self) -> dict[str, Number]:
        """By input, in its shape, the derivatives of an output that is one number. Raises WrongShape where it is not.

        >>> from wengert import study
        >>> study("x^2*y", x=3, y=4).gradient
        {'x': 24.0, 'y': 9.0}
        """
        if not self._traced.scalar:
            shape = self._traced.graph.value_shape
            raise WrongShape(
                f"the value has the shape {shape}: it has no gradient", hint="its derivatives are .jacobian"
            )
        return dict(zip(self._traced.graph.inputs, self._rows()[0], strict=True))

    @property
    def jacobian(self) -> dict[str, NDArray[np.float64]]:
        """By input, an array of the value's shape followed by the input's. Raises TooLarge past the limit.

        >>> from wengert import study
        >>> study("A @ x", A=[[1, 2], [3, 4]], x=[5, 6]).jacobian["x"].tolist()
        [[1.0, 2.0], [3.0, 4.0]]
        """
        graph = self._traced.graph
        columns = zip(*self._rows(), strict=True) if graph.inputs else ()
        return {
            name: np.array(rows).reshape((*graph.value_shape, *graph.shapes[i]))
            for i, (name, rows) in enumerate(zip(graph.inputs, columns, strict=True))
        }

    def _rows(self) -> list[list[Number]]:
        if self._traced.jacobian is None:
            raise TooLarge(next(each.message for each in self._traced.issues if each.kind is Kind.LIMIT))
        return self._traced.jacobian

    @cached_property
    def hessian(self) -> NDArray[np.float64]:
        """The second derivatives of a scalar output over `entries`, a symmetric matrix. Raises TooLarge past the limit,
        WrongBinding where there are none at the point.

        >>> from wengert import study
        >>> study("x^2*y", x=3, y=4).hessian.tolist()
        [[8.0, 6.0], [6.0, 0.0]]
        """
        from graphs.landscape.curvature import curvature

        found, forbidden = curvature(self._traced, self._limits)
        if found is None:
            kind = TooLarge if forbidden[0].kind is Kind.LIMIT else WrongBinding
            raise kind(forbidden[0].message)
        return np.array(found["matrix"])

    @property
    def entries(self) -> list[str]:
        """The entries of all inputs in the order of the Hessian's rows: x[0], x[1], y."""
        return [*entries(self._traced.graph)]

    @property
    def directional(self) -> Number | None:
        """The derivative along `direction`, in the value's shape; None where none was asked for.

        >>> from wengert import study
        >>> study("x*y", x=3, y=4, direction={"x": 1}).directional
        4.0
        """
        return self._traced.directional

    @property
    def tangents(self) -> dict[str, dict[str, Number]]:
        """By forward pass and node id, what it wrote."""
        passes = [*self._traced.tangents]
        return {each: {node.id: node.tangents[each] for node in self.nodes if node.tangents} for each in passes}

    @property
    def adjoints(self) -> dict[str, Number]:
        """By node id, what the reverse sweep wrote; empty where the output is no number and has no cotangent."""
        return {node.id: node.adjoint for node in self.nodes if node.adjoint is not None}

    @cached_property
    def nodes(self) -> list[Node]:
        """The nodes c1 … cn in order of evaluation."""
        return nodes_of(self._traced)

    @property
    def table(self) -> Table:
        """The trace: a row by node with its operation, value, tangents and adjoint."""
        passes = [*self._traced.tangents]
        headings = ["node", "operation", "value", *(f"tangent {each}" for each in passes)]
        has_adjoints = self._traced.adjoints is not None
        return Table(
            headings + ["adjoint"] * has_adjoints,
            [
                (node.name, node.text, node.value, *map(node.tangents.get, passes), *[node.adjoint] * has_adjoints)
                for node in self.nodes
            ],
        )

    @cached_property
    def steps(self) -> list[Step]:
        """All steps: the values, each forward pass, the reverse sweep.

        >>> from wengert import study
        >>> study("x*y", x=3, y=4).steps[-1].text
        'x gets 1·4 = 4 from f.'
        """
        of = self._traced
        forward = [step for steps in of.forward_steps.values() for step in steps]
        return [step_of(of, each) for each in [*of.value_steps, *forward, *of.reverse_steps]]

    def paths(self, number: str) -> Paths:
        """The paths that make an adjoint (`x`, `c3[0]`) or a tangent (`c3.tangent:x`), and why. Raises WrongBinding."""
        return paths_told(self._traced, number, self._limits)

    @property
    def notes(self) -> list[Note]:
        """How the text was read, where that goes beyond the plain grammar."""
        notes = sorted(self._traced.program.notes, key=lambda note: note.place)
        return [Note(str(note.message), note.kind, note.place.line, note.place.column) for note in notes]

    @cached_property
    def claims(self) -> list[Claim]:
        """What the text states beside its program, held to the program's numbers."""
        return [
            Claim(each.stated.text, each.ours, each.holds, each.stated.place.line, each.stated.place.column)
            for each in judged(self._traced.program, self._traced.point, self._limits)
        ]

    @property
    def issues(self) -> list[Issue]:
        """What is to be known about the answer: faults, kinks, infinite slopes, lost digits, limits."""
        return [
            Issue(str(each.message), each.kind.value, None if each.node is None else id_of(each.node))
            for each in self._traced.issues
        ]

    def at(self, point: Mapping[str, Any] | None = None, /, **more: Any) -> Study:
        """The same question at another point; inputs that are not named stay where they are. Raises a Problem.

        >>> from wengert import study
        >>> study("x*y", x=3, y=4).at(x=5)
        Study('x*y' at x=5, y=4: 20; gradient x=4, y=5)
        """
        there = {**self._question["at"], **plain({**(point or {}), **more})}
        return type(self)({**self._question, "at": there}, self._limits)

    def practice(self, given: Mapping[str, object]) -> Answers:
        """What is typed into cells (`c3.adjoint`), checked; wrong numbers with the mistakes that make them."""
        return answers(self._traced, given, self._limits, self._question["names"] == "own")

    def url(self, **shown: Any) -> str:
        """The relative address that opens the page at this place: sweep, step, wrt as in `svg`."""
        from graphs.contract.state import url_of

        return url_of(self._state(shown))

    def save(self, path: str | PathLike[str], **shown: Any) -> Path:
        """Write the form that the path's ending names, and return the path. Raises WrongRequest where there is none."""
        from graphs.forms.table import FORMS

        target = Path(path)
        form = FORMS.get(target.suffix.removeprefix("."))
        if form is None:
            raise WrongRequest(f"no form ends in {target.suffix!r}", hint=f"there are {', '.join(FORMS)}")
        written = self._form(form.name, **shown)
        target.write_bytes(written.encode() if isinstance(written, str) else written)
        return target

    def to_networkx(self, **shown: Any) -> Any:
        """A networkx.MultiDiGraph: nodes by id with their names and numbers, edges with their partials."""
        from graphs.forms.networks import network_of

        return network_of(self.shown(**shown))

    def to_pandas(self) -> Any:
        """The table as a pandas.DataFrame, by node id. Raises MissingExtra where pandas is not installed."""
        pandas = needed("pandas", "notebook", "a data frame")
        return pandas.DataFrame([*self.table], columns=self.table.headings, index=[node.id for node in self.nodes])

    def to_sympy(self) -> Any:
        """The program as an expression of SymPy, its inputs as real symbols. Raises WrongShape where there are arrays.

        >>> from wengert import study
        >>> study("x*exp(x)", x=1).to_sympy()
        x*exp(x)
        """
        from wengert.door.expressions import expression_of

        return expression_of(self._traced)

    def serve(self, port: int = 0, *, browse: bool = True, **shown: Any) -> str:
        """Serve the page in the background until Python ends, and open it at this place. Returns the address.

        port 0: a free one. browse: whether a browser is sent there. Raises MissingExtra where the server's packages are
        not installed.
        """
        needed("flask", "server", "serving")
        from wengert.door.serving import in_background

        address = in_background(port) + self.url(**shown)
        if browse:
            import webbrowser

            webbrowser.open(address)
        return address

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """A form of the table as a method: `svg(sweep="reverse", step=4)`, all that an address may say.

        Raises AttributeError where the table has no such form; the method raises a Problem.
        """
        if not name.startswith("_"):
            from graphs.forms.table import FORMS

            if name in FORMS:
                method = partial(self._form, name)
                method.__doc__ = FORMS[name].label
                return method
        raise AttributeError(f"a Study has no {name!r}", name=name, obj=self)

    def __dir__(self) -> list[str]:
        from graphs.forms.table import FORMS

        return [*super().__dir__(), *FORMS]

    def _form(self, name: str, **shown: Any) -> Any:
        from graphs.forms.table import FORMS

        return FORMS[name].write(self.shown(**shown), self._limits)

    def shown(self, **shown: Any) -> Shown:
        """What the forms show: sweep, step, wrt and the rest as in `svg`. Raises WrongRequest."""
        from wengert.answers import shown_of

        return shown_of(self._state(shown), self._limits, self._traced)

    def _state(self, shown: Mapping[str, Any]) -> Any:
        from graphs.contract.state import State, validated

        question = {key: value for key, value in self._question.items() if value is not None and key != "text"}
        # What is shown is a state of the page: a key that it does not have, or a value of another kind, is refused.
        return validated(State, {"program": self.text, **question, **plain(shown)}, self._limits)

    def __repr__(self) -> str:
        told = [f"at {listed(self.point)}"] if self.point else []
        told += [f": {value_text(self.value)}"]
        if self._traced.scalar and self._traced.jacobian is not None and self.point:
            told += [f"; gradient {listed(self.gradient)}"]
        return f"Study({cut(self.text)!r} {''.join(told)})".replace(" :", ":")

    def _repr_latex_(self) -> str:
        """The formula, line by line, for whoever prints a notebook."""
        of = self._traced
        lines = typeset(of.program, shapes_of(of.point), of.notation.result, names_to_write(of.graph))
        return "".join(f"$${line}$$" for line in lines)

    def _repr_html_(self) -> str:
        """In a notebook: the picture over the table; the table alone where the graph is too large to draw."""
        try:
            drawn = base64.b64encode(self.svg().encode()).decode()
            # As an image, whose style sheet is its own: the notebook's page has names like ours.
            picture = f'<img alt="The graph" style="max-width:100%" src="data:image/svg+xml;base64,{drawn}">'
        except (TooLarge, OutOfTime, Busy):
            picture = ""
        return f"{picture}{self.table._repr_html_()}"


def study(
    program: object,
    at: Mapping[str, Any] | None = None,
    /,
    *,
    direction: Mapping[str, Any] | None = None,
    cotangent: Any = None,
    wrt: str | None = None,
    share: bool = True,
    names: Choice | None = None,
    inputs: Sequence[str] | None = None,
    form: Form | None = None,
    limits: Limits = DOOR,
    **point: Any,
) -> Study:
    """Read a program, build its graph, and run both modes on it at a point.

    program: text in any form that is read (mathematics, Python, LaTeX), a mapping of names to formulas, or an
    expression of SymPy. at and further keywords: by input, its value, a number or an array; one that is left out counts
    as 1. direction: input -> tangent. cotangent: the output's adjoint. wrt: limits forward mode to one input. share:
    whether equal subexpressions are one node. names: c for c1, c2, …, own for the program's names. inputs: which names
    are inputs; the others that a point binds are data. form: plain, python or latex. Raises a Problem, which shows the
    line that it is about.

    >>> study("exp(x1)*(x1**2 + x2**2)**3", x1=0, x2=2)
    Study('exp(x1)*(x1**2 + x2**2)**3' at x1=0, x2=2: 64; gradient x1=64, x2=192)
    """
    text = text_of(program)
    both = sorted({*(at or {})} & {*point})
    if both:
        raise WrongBinding(f"{both[0]} is given twice")
    question = {
        "text": text, "at": plain({**(at or {}), **point}), "direction": plain(direction),
        "cotangent": plain(cotangent), "wrt": wrt, "share": share, "names": names,
        "inputs": None if inputs is None else [*inputs], "form": form,
    }  # fmt: skip
    return Study(question, limits)


__all__ = ["Problem", "Study", "study"]
