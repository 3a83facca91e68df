"""The options of the command, as argparse has them; those of the forms are made from their table."""

from __future__ import annotations

import os
from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from typing import NoReturn

from wengert.command.failures import Misuse

_EXAMPLES = """\
examples:
  wengert 'exp(x1)*x2' --at x1=0 x2=2
  wengert 'exp(x1)*x2' --at x1=0 x2=2 --sweep reverse --step 3
  wengert loss.py --svg loss.svg --md -
  echo 'x*y' | wengert --at x=1 y=2

commands, each with a --help of its own:
  wengert check FILE… [--grad MINE.json]   hold claims, or your gradient, to a program's numbers
  wengert build OUT FILE…                  a folder of pages for any place that serves files
  wengert serve [--open]                   the page on this machine
  wengert completion bash|zsh              what makes the Tab key complete all this

exit codes: 0 answered; 1 the program cannot be answered, or a check fails; 2 the call is wrong"""


class Parser(ArgumentParser):
    """Its errors are Misuse."""

    def error(self, message: str) -> NoReturn:
        """Raises Misuse."""
        raise Misuse(f"{message} (wengert --help)")


def asking(forms: bool = True) -> Parser:
    """The options of a question. forms: whether those of the forms are there too, for which their rooms are read."""
    parser = Parser(
        "wengert",
        usage="wengert [PROGRAM | FILE | -] [--at NAME=VALUE…] [options]",
        description="Read a program, run forward and reverse mode over its graph, and print the trace.",
        epilog=_EXAMPLES,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("program", nargs="?", metavar="PROGRAM", help="text, a file, or - for standard input")
    _add_point(parser)
    shown = parser.add_argument_group("what is shown")
    shown.add_argument("--sweep", choices=("value", "forward", "reverse"), help="one sweep (default: the ends of all)")
    shown.add_argument("--step", type=_count, metavar="N", help="how many steps of the sweep are done (default: all)")
    shown.add_argument("--wrt", metavar="INPUT", help="forward mode along this input alone")
    shown.add_argument("--open", action="store_true", help="open the page at this place, served from here")
    shown.add_argument("--port", type=_port, default=0, help="of that page (default: a free one)")
    if forms:
        _add_forms(parser)
    parser.add_argument("--version", action="store_true", help="print the version")
    return parser


def _add_point(parser: ArgumentParser) -> None:
    parser.add_argument("--at", nargs="+", action="extend", default=[], metavar="NAME=VALUE", help="the point; else 1")
    parser.add_argument("--names", choices=("c", "own"), help="what nodes are called: c1, c2, … or the program's names")


def _add_forms(parser: ArgumentParser) -> None:
    from graphs.forms.table import FORMS

    written = parser.add_argument_group("files, instead of the trace; - is standard output")
    for form in FORMS.values():
        written.add_argument(f"--{form.name}", metavar="FILE", dest=f"form {form.name}", help=form.label)
    written.add_argument("--steps", choices=("all",), help="every step: pages of a PDF, rows of a table")
    written.add_argument("--part", choices=("step", "table", "derivation"), help="of a document")
    written.add_argument("--scale", type=float, metavar="X", help="pixels of a PNG by each of its own (default: 2)")
    written.add_argument("--theme", choices=("light", "dark"))
    written.add_argument("--animate", action="store_true", default=None, help="an SVG that plays the sweep")
    written.add_argument("--force", action="store_true", help="overwrite files that are there")


def checking() -> Parser:
    parser = Parser("wengert check", description="Hold what files state to their numbers.", allow_abbrev=False)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--grad", metavar="MINE.json", help='{"gradient": {"x1": 64}, "adjoints": {"c5": 48}}')
    _add_point(parser)
    parser.add_argument("--tolerance", type=float, default=1e-6, help="relative (default: 1e-6)")
    parser.add_argument("--quiet", action="store_true", help="say only what is wrong")
    return parser


def building() -> Parser:
    parser = Parser("wengert build", description="Write each file's page, and an index.", allow_abbrev=False)
    parser.add_argument("out", metavar="OUT", help="the folder")
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--names", choices=("c", "own"), help=SUPPRESS)
    parser.add_argument("--force", action="store_true", help="overwrite pages that are there")
    return parser


def serving() -> Parser:
    parser = Parser("wengert serve", description="Serve the page on this machine.", allow_abbrev=False)
    parser.add_argument("--open", action="store_true", help="open it in the browser")
    parser.add_argument("--port", type=_port, default=_usual_port, help="default: $PORT, else 8000")
    return parser


def completing() -> Parser:
    parser = Parser("wengert completion", description="Print a script for the shell to read.", allow_abbrev=False)
    parser.add_argument("shell", choices=("bash", "zsh"))
    return parser


PARSERS: dict[str, Callable[[], Parser]] = {
    "check": checking, "build": building, "serve": serving, "completion": completing,
}  # fmt: skip


def parsed(words: Sequence[str]) -> Namespace:
    """The options of a question. A program may begin with a minus: the first word is one, unless it is an option.

    The rooms of the forms are read only where an option may be theirs.
    """
    first = words[0] if words else "-h"
    leading = [first] if first not in ("-h", "-") and not first.startswith("--") and first.startswith("-") else []
    rest = [*words[len(leading) :]]
    plain, unknown = asking(forms=False), ["-h"]
    if not {"-h", "--help"} & {*rest}:
        options, unknown = plain.parse_known_args(rest)
    if unknown:
        options = asking().parse_args(rest)
    if leading and options.program is not None:
        raise Misuse(f"one program is answered at a time, and there are {leading[0]!r} and {options.program!r}")
    options.program = leading[0] if leading else options.program
    return options


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise ValueError(text)
    return int(text)


def _port(text: str) -> int:
    port = _count(text)
    if port > 65_535:
        raise ValueError(text)
    return port


_count.__name__, _port.__name__ = "number from 0", "port"  # what argparse calls them in its messages


def _usual_port() -> int:
    return _port(os.environ.get("PORT", "8000"))
