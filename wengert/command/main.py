"""`wengert`: one question is answered, or one command done; the exit code says how it went."""

from __future__ import annotations

import os
import signal
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from wengert.command.failures import ANSWERED, FAILED, INTERRUPTED, MISUSED, Misuse
from wengert.command.options import PARSERS, parsed
from wengert.door.extras import MissingExtra

if TYPE_CHECKING:
    from wengert.door.study import Study

_SHOWN = ("sweep", "step", "wrt", "part", "steps", "scale", "theme", "animate")


def run() -> NoReturn:
    """The command of the shell: Ctrl+C ends it at once, whatever it is doing."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    sys.exit(main(sys.argv[1:]))


def main(words: Sequence[str]) -> int:
    """Do what is asked; what goes wrong is told on standard error. The exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal may not know a sign, and the answer goes on without it
            stream.reconfigure(errors="replace")
    try:
        code = _done(words)
        sys.stdout.flush()
        return code
    except (Misuse, MissingExtra) as failure:
        return _told(str(failure), MISUSED)
    except BrokenPipeError:  # who reads has had enough; Python shall not try again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANSWERED


def _done(words: Sequence[str]) -> int:
    name = words[0] if words else ""
    if name in PARSERS:
        return _command(name, PARSERS[name]().parse_args(words[1:]))
    options = parsed(words)
    if options.version:
        from wengert.version import version

        print(f"wengert {version()}")
        return ANSWERED
    return _answered(options)


def _command(name: str, options: Namespace) -> int:
    if name == "check":
        from wengert.command.checking import check

        return check(options)
    if name == "build":
        from wengert.command.building import build

        return build(options)
    if name == "completion":
        from wengert.command.completion import script

        print(script(options.shell), end="")
        return ANSWERED
    from wengert.door.serving import serve

    port = options.port() if callable(options.port) else options.port
    serve(port, _browsed if options.open else None)
    return ANSWERED


def _answered(options: Namespace) -> int:
    from graphs.errors import Problem
    from wengert.command.questions import point_of, program_of
    from wengert.door.study import study

    text, point = program_of(options.program), point_of(options.at)
    try:
        made = study(text, point, wrt=options.wrt, names=options.names)
        shown = {key: value for key in _SHOWN if (value := getattr(options, key, None)) is not None}
        if options.open:
            return _opened(made, shown, options.port)
        forms = {name.removeprefix("form "): target for name, target in vars(options).items()
                 if name.startswith("form ") and target is not None}  # fmt: skip
        if forms:
            return _written(made, forms, shown, options.force)
        from wengert.command.showing import show

        show(made, shown)
    except Problem as problem:
        return _told(str(problem), FAILED)
    return ANSWERED


def _written(made: Study, forms: dict[str, str], shown: dict[str, Any], force: bool) -> int:
    """Each form to its file. Raises Misuse before anything is written where a file would be lost."""
    from wengert.command.questions import STANDARD, written_to

    for target in forms.values():
        if target != STANDARD and not force and os.path.exists(target):
            raise Misuse(f"{target} is there already: --force overwrites it")
    for name, target in forms.items():
        written_to(target, getattr(made, name)(**shown), force)
    return ANSWERED


def _opened(made: Study, shown: dict[str, Any], port: int) -> int:
    from wengert.door.serving import serve

    serve(port, lambda address: _browsed(address + made.url(**shown)))
    return ANSWERED


def _browsed(address: str) -> None:
    import threading
    import webbrowser

    # A browser of the terminal would keep the server from answering it.
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _told(message: str, code: int) -> int:
    sys.stdout.flush()
    print(f"wengert: {message}", file=sys.stderr)
    return code
