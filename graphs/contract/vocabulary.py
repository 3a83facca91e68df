"""The names that a program may be written with, as data: read from the tables that the reader itself reads by."""

from __future__ import annotations

from functools import cache

from pydantic import Field

from graphs.contract.strict import Finite, Strict
from graphs.explain import rules
from graphs.language.calls.signatures import NAMED_ONLY, VARIADIC, in_order
from graphs.language.latex import table as latex
from graphs.language.names import NAMED_CONSTANTS
from graphs.notation.partials import templates
from graphs.notation.templates import Slot, Template
from graphs.operations.row import Operation
from graphs.operations.table import FUNCTIONS
from graphs.operations.written.losses import LOSSES

_LONGEST = 60  # characters of a formula that says what a function is
_CONDITION = ("condition", "x", "y")  # of where
_ENVIRONMENTS = ("align", *sorted(latex.CASES), *sorted(latex.MATRICES))


class Function(Strict):
    """A name that is called; `same_as` is the name of the function that it is another spelling of."""

    name: str
    signature: str
    about: str
    same_as: str | None


class Constant(Strict):
    """A name that is a number wherever the program binds it to nothing else."""

    name: str
    value: Finite


class Command(Strict):
    """A command of LaTeX without its backslash, the text that it is typed as, and what it means in the language."""

    name: str
    text: str = Field(description="With an empty group for each argument.")
    about: str


class Vocabulary(Strict):
    """The names that a program may be written with."""

    functions: list[Function]
    constants: list[Constant]
    commands: list[Command]


@cache
def vocabulary() -> Vocabulary:
    """All names, in the order of the tables; those of a program's own are in its trace."""
    return Vocabulary(
        functions=[_function(name, rows) for name, rows in FUNCTIONS.items()],
        constants=[Constant(name=name, value=value) for name, value in NAMED_CONSTANTS.items()],
        commands=[Command(name=name, text=text, about=about) for name, (text, about) in sorted(_commands().items())],
    )


def _function(name: str, rows: tuple[Operation, ...]) -> Function:
    row = rows[0]
    first = row.functions[0]
    same_as = first if name != first else None
    return Function(name=name, signature=f"{name}({_parameters(row)})", about=_about(row), same_as=same_as)


def _parameters(row: Operation) -> str:
    """As one would write them in a header: what may be left out has its value, or stands in brackets."""
    least, most = row.arity
    if row.chooses:
        return ", ".join(_CONDITION)
    written = [name for name in in_order(row, None) if name != VARIADIC and name not in dict(row.options)]
    if not written and most:
        return "x, y, …"
    presets = dict(zip(written[len(written) - len(row.preset) :], row.preset, strict=True)) if row.preset else {}
    operands = [
        f"{name}={presets[name]:g}" if name in presets else f"[{name}]" if k >= least else name
        for k, name in enumerate(written)
    ]
    chosen = [f"{name}={value!r}" for name, value in row.options if name not in NAMED_ONLY]
    return ", ".join(operands + chosen)


def _about(row: Operation) -> str:
    """What it stands for, or its derivatives, where they are short; else its kind."""
    if row.definition and len(row.definition) <= _LONGEST:
        return row.definition
    derivatives = _derivatives(row)
    written = "; ".join(derivatives)
    if derivatives and len(written) <= _LONGEST:
        return f"{'derivatives' if len(derivatives) > 1 else 'derivative'} {written}"
    return "of neural networks" if row in LOSSES else _kinds().get(row.name, "of arrays")


def _derivatives(row: Operation) -> list[str]:
    """Of an elementwise function, by each operand."""
    if row.partials is None or row.maps is not None or not row.arity[0] == row.arity[1] <= 2:
        return []
    names = in_order(row, None)
    texts, _ = templates(row, row.arity[1], None)
    return [_filled(text, names) for text in texts]


def _filled(text: Template, names: tuple[str, ...]) -> str:
    return "".join(names[int(piece.field)] if isinstance(piece, Slot) else piece for piece in text.pieces)


@cache
def _kinds() -> dict[str, str]:
    return {name: family.title.lower() for family in rules.families() for name in family.rows}


def _commands() -> dict[str, tuple[str, str]]:
    """Name → the text that is typed, and what it means."""
    signs = {name: sign for name, sign in latex.SIGNS.items() if name.isalpha() and sign}
    return {
        **{name: (f"\\{name}", f"the sign {sign}") for name, sign in signs.items()},
        **{name: (f"\\{name}", f"the name {letter}") for name, letter in latex.LETTERS.items()},
        **{name: (f"\\{name}", f"{function}(x)") for name, function in latex.COMMANDS.items()},
        **{
            name: (f"\\{name}" + "{}" * (len(written) - 1), _written(written))
            for name, written in latex.ARGUMENTS.items()
        },
        **{name: (f"\\{name}{{}}", f"a name with {accent}") for name, accent in latex.ACCENTS.items()},
        **{name: (f"\\{name}{{}}", "a vector or a matrix") for name in latex.BOLD},
        **{name: (f"\\{name}{{}}", "a name of several letters, or words") for name in latex.UPRIGHT},
        **{name: (f"\\{name}_{{}}^{{}}", f"a {call.lower()} over an index") for name, call in latex.SUMS.items()},
        **{f"begin{{{name}}}": (f"\\begin{{{name}}}  \\end{{{name}}}", _held(name)) for name in _ENVIRONMENTS},
    }


def _written(arguments: tuple[str, ...]) -> str:
    """What a command with arguments is: what stands before, between and after x and y."""
    names = ("x", "y")[: len(arguments) - 1]
    return (
        "".join(part + name for part, name in zip(arguments, (*names, ""), strict=True))
        .replace("((", "(")
        .replace("))", ")")
    )


def _held(environment: str) -> str:
    return (
        "branches, with \\\\ between"
        if environment in latex.CASES
        else "a matrix"
        if environment in latex.MATRICES
        else "lines"
    )
