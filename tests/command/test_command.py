"""What the command prints, writes and exits with; docs/command-line.md shows some of it, and is held to it."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from graphs.forms import table
from graphs.forms.table import FORMS, Form
from tests.support.paths import ROOT
from wengert.command.completion import script
from wengert.command.main import main
from wengert.command.options import PARSERS

COMMAND = (sys.executable, "-m", "wengert")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
ASSIGNMENT = ("exp(x1)*(x1**2 + x2**2)**3", "--at", "x1=0", "x2=2")


class Done:
    """A call in this process: its exit code, and what it wrote."""

    def __init__(self, capture: pytest.CaptureFixture[str], *words: str):
        capture.readouterr()
        try:
            self.code: Any = main(words)
        except SystemExit as ended:  # --help
            self.code = ended.code
        self.out, self.err = capture.readouterr()


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _sessions() -> list[tuple[str, str]]:
    """Every call that the page shows, with what it prints."""
    text = (ROOT / "docs" / "command-line.md").read_text()
    blocks = re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [found for block in blocks for found in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)]


def test_docs_show_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    calls = 0
    for command, shown in _sessions():
        name, *words = shlex.split(command)
        if name == "cat":
            Path(words[0]).write_text(shown)
            continue
        done = Done(capsys, *words)
        assert done.out + done.err == shown, command
        calls += 1
    assert calls >= 5


TOLD = [
    # words, exit code, what stands in the output, what on standard error
    ((*ASSIGNMENT,), 0, "∂f/∂x2 = 192\n\nnode  operation  value  tangent x1  tangent x2  adjoint\n", ""),
    ((*ASSIGNMENT, "--wrt", "x1"), 0, "node  operation  value  tangent x1  adjoint\n", ""),
    ((*ASSIGNMENT, "--sweep", "forward", "--wrt", "x2", "--step", "2"), 0, "forward mode, step 2 of 8: ", ""),
    ((*ASSIGNMENT, "--sweep", "value"), 0, "node  operation  value\n", ""),
    (("-x + 1", "--at", "x=-1e0"), 0, "f = 2\n", ""),
    (("--at", "x=2", "--", "-x"), 0, "f = -2\n", ""),
    (("A@v", "--at", "A=[[1,2],[3,4]]", "v=[1,2]"), 0, "f = [5, 11]\n", ""),
    (("log(x)", "--at", "x=0"), 0, "undefined", ""),
    (("y = x*2\nz = y*y", "--names", "own", "--at", "x=1"), 0, "\nz     y*y", ""),
    (("x = 2\ny = x**2\ndy/dx = 5",), 0, "line 3: dy/dx = 5 does not hold, it is 4\n", ""),
    (("--version",), 0, "wengert ", ""),
    (("--help",), 0, "--graphml FILE", ""),
    (("exp(x1",), 1, "", "wengert: '(' is not closed\n  line 1: exp(x1\n             ^\n"),
    (("x*y", "--at", "z=1"), 0, "the program does not use z", ""),
    (("x*y", "--wrt", "z"), 1, "", "z"),
    (("x", "--at", "x=one"), 2, "", "x must be a number"),
    (("x", "--at", "x"), 2, "", "write NAME=NUMBER"),
    (("x", "--at", "x=1", "x=2"), 2, "", "x is given twice"),
    (("x", "--at", "x=[1,NaN]"), 2, "", "NaN is not JSON"),
    (("x", "--nothing"), 2, "", "--nothing"),
    (("-x", "y"), 2, "", "one program is answered"),
    (("x", "--step", "-1"), 2, "", "invalid number from 0"),
    (("nothing.txt",), 2, "", "there is no file 'nothing.txt'"),
    (("check",), 2, "", "FILE"),
    (("check", "nothing.txt"), 2, "", "cannot be read"),
    (("x", "--svg", "no/folder/x.svg"), 2, "", "cannot be written"),
]


@pytest.mark.parametrize(("words", "code", "out", "err"), TOLD, ids=[" ".join(row[0])[:50] for row in TOLD])
def test_what_is_told(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, out: str, err: str
) -> None:
    done = Done(capsys, *words)
    assert (done.code, out in done.out, err in done.err) == (code, True, True), (done.code, done.out, done.err)
    assert bool(done.err) == bool(err) and (code == 0 or not done.out)


@pytest.mark.parametrize("name", [form.name for form in FORMS.values() if not form.heavy])
def test_every_form_of_the_table_is_an_option(capsysbinary: pytest.CaptureFixture[bytes], name: str) -> None:
    assert main((*ASSIGNMENT, f"--{name}", f"a.{name}", "--sweep", "reverse", "--step", "4")) == 0
    assert main((*ASSIGNMENT, f"--{name}", "-", "--sweep", "reverse", "--step", "4")) == 0
    written = Path(f"a.{name}").read_bytes()
    assert written and capsysbinary.readouterr().out == written


def test_a_file_is_not_overwritten_without_force(capsys: pytest.CaptureFixture[str]) -> None:
    kept = Path("kept.csv")
    kept.write_text("mine")
    done = Done(capsys, "x", "--svg", "new.svg", "--csv", "kept.csv")
    assert done.code == 2 and "--force" in done.err and kept.read_text() == "mine" and not Path("new.svg").exists()
    assert Done(capsys, "x", "--csv", "kept.csv", "--force").code == 0 and kept.read_text().startswith("node")


def test_a_program_comes_from_a_file_or_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("f.txt").write_text("\ufeffx*y\n")
    for words in (("f.txt",), ("./f.txt",), ("-",), ()):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x*y")))
        assert "f = 6" in Done(capsys, *words, "--at", "x=2", "y=3").out
    Path("bad.txt").write_bytes(b"\xff")
    assert Done(capsys, "bad.txt").code == 2
    Path("x").write_text("y")  # a name alone is a program
    assert "f = 5" in Done(capsys, "x", "--at", "x=5").out


CHECKED = [
    # what is given, exit code, what is told
    ({"gradient": {"x1": 64, "x2": 192.0001}}, 0, "f.txt: 2 derivatives agree\n"),
    ({"value": 64, "adjoints": {"c6": 48}}, 0, "f.txt: 1 value and 1 adjoint agree\n"),
    ({"value": 63}, 1, "f.txt: value: 63 is given, 64 is right\n"),
    ({"adjoints": {"c4": 1, "c7": 1, "c6": 2}}, 1, "first node that differs in the reverse sweep is c6 = c4 + c5\n"),
    ({"gradient": {"x3": 1}}, 1, "there is no input 'x3'"),
    ({"gradient": {"x1": "64"}}, 1, "a number is compared"),
    ({"gradient": {"x1": [64, 1]}}, 1, "the shape is ()"),
]


@pytest.mark.parametrize(("given", "code", "told"), CHECKED, ids=[str(row[0]) for row in CHECKED])
def test_somebodys_numbers_are_checked(
    capsys: pytest.CaptureFixture[str], given: dict[str, Any], code: int, told: str
) -> None:
    Path("f.txt").write_text(ASSIGNMENT[0])
    Path("mine.json").write_text(json.dumps({"at": {"x1": 0, "x2": 2}, **given}))
    done = Done(capsys, "check", "f.txt", "--grad", "mine.json")
    assert done.code == code and told in done.out, done.out


@pytest.mark.parametrize("given", ["[]", "{}", '{"at": {}}', '{"grad": {}}', '{"gradient": 3}', "{", '{"value": NaN}'])
def test_what_is_no_gradient_is_a_wrong_call(capsys: pytest.CaptureFixture[str], given: str) -> None:
    Path("f.txt").write_text("x")
    Path("mine.json").write_text(given)
    done = Done(capsys, "check", "f.txt", "--grad", "mine.json")
    assert done.code == 2 and done.err.startswith("wengert: mine.json") and not done.out


def test_several_files_are_checked_quietly(capsys: pytest.CaptureFixture[str]) -> None:
    Path("good.txt").write_text("x = 2\ny = x**2\ndy/dx = 4")
    Path("bad.txt").write_text("x = 2\ny = x**2\ndy/dx = 5")
    Path("unread.txt").write_text("x +")
    done = Done(capsys, "check", "--quiet", "good.txt", "bad.txt", "unread.txt")
    assert done.code == 1 and [line.split(":")[0] for line in done.out.splitlines()[:2]] == ["bad.txt", "unread.txt"]
    assert Done(capsys, "check", "good.txt").out == "good.txt: 1 claim agrees\n"


def test_the_hook_of_pre_commit_is_a_call_that_is_read() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    name, command, *words = shlex.split(hook["entry"])
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert name in scripts and hook["language"] == "python"
    read = PARSERS[command]().parse_args([*words, "a.txt", "b.txt"])
    assert read.files == ["a.txt", "b.txt"] and read.quiet
    assert re.search(hook["files"], "worksheets/one.txt") and not re.search(hook["files"], "notes.txt")


GOLDEN = [
    # words, exit code, all that is printed, all that standard error has; docs/command-line.md has the others
    (("x*y", "--at", "x=1", "y=2"), 0, """\
at x = 1, y = 2
f = 2
∂f/∂x = 2
∂f/∂y = 1

node  operation  value  tangent x  tangent y  adjoint
c1    x              1          1          0        2
c2    y              2          0          1        1
c3    c1*c2          2          2          1        1
""", ""),
    (("x*y", "--at", "x=1", "y=2", "--sweep", "value"), 0, """\
at x = 1, y = 2
f = 2
∂f/∂x = 2
∂f/∂y = 1

node  operation  value
c1    x              1
c2    y              2
c3    c1*c2          2

values, step 3 of 3: With c1 = 1 and c2 = 2, c1*c2 is 2.
""", ""),
    (("sin(x)/x", "--at", "x=0"), 0, """\
at x = 0
f = undefined
∂f/∂x = undefined

node  operation      value  tangent x    adjoint
c1    x                  0          1  undefined
c2    sin(c1)            0          1  undefined
c3    c2/c1      undefined  undefined          1

c2/c1 is undefined at c2 = 0 and c1 = 0
""", ""),
    (("a = x*y; a**2", "--at", "x=1", "y=2", "--names", "own", "--wrt", "x"), 0, """\
at x = 1, y = 2
f = 4
∂f/∂x = 8
∂f/∂y = 4

node  operation  value  tangent x  adjoint
x     x              1          1        8
y     y              2          0        4
a     x*y            2          2        4
f     a**2           4          8        1

reverse mode, step 4 of 4: Nudge y a little: a moves just as far, and f moves 4 times as far as a. So the adjoint of y is 4.
""", ""),
    (("x*y", "--at", "x=1", "y=2", "--tsv", "-"), 0, """\
node\toperation\tvalue\ttangent:x\ttangent:y\tadjoint
c1\tx\t1.0\t1.0\t0.0\t2.0
c2\ty\t2.0\t0.0\t1.0\t1.0
c3\tc1*c2\t2.0\t2.0\t1.0\t1.0
""", ""),
    (("1/0",), 0, """\
f = undefined

node  operation      value  adjoint
c1    1/0        undefined

1/0 is undefined
""", ""),
]  # fmt: skip


@pytest.mark.parametrize(("words", "code", "out", "err"), GOLDEN, ids=[" ".join(row[0])[:50] for row in GOLDEN])
def test_what_is_printed_to_the_letter(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, out: str, err: str
) -> None:
    done = Done(capsys, *words)
    assert (done.code, done.out, done.err) == (code, out, err)


def test_pages_are_built_of_the_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    page = Form("html", "page", "text/html", lambda shown, limits: f"<p>{shown.study.notation.result}</p>")
    monkeypatch.setitem(table.FORMS, "html", page)
    Path("a <b>.txt").write_text("(x < 2)*y")
    Path("c.txt").write_text("x +")
    done = Done(capsys, "build", "out", "a <b>.txt", "c.txt")
    assert done.code == 1 and done.out.startswith("c.txt: ")
    index = Path("out/index.html").read_text()
    assert 'href="a-b.html">a &lt;b&gt;<' in index and "(x &lt; 2)*y" in index and "c.html" not in index
    assert Path("out/a-b.html").read_text() == "<p>f</p>"
    assert Done(capsys, "build", "out", "a <b>.txt").code == 2
    assert Done(capsys, "build", "out", "a <b>.txt", "--force").code == 0
    for name in ("a-b.txt", "index.txt"):
        Path(name).write_text("x")
        assert Done(capsys, "build", "new", "a <b>.txt", name).code == 2 and not Path("new").exists()


@pytest.mark.parametrize("words", [("check", "--help"), ("build", "--help"), ("serve", "--help")])
def test_each_command_has_help(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    done = Done(capsys, *words)
    assert done.code == 0 and f"usage: wengert {words[0]}" in done.out


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [("ch", "check"), ("x --gra", "--graphml"), ("x --sweep rev", "reverse"), ("check --gra", "--grad"),
     ("completion z", "zsh"), ("serve --o", "--open")],
)  # fmt: skip
def test_bash_completes(typed: str, offered: str) -> None:
    words = ["wengert", *typed.split()]
    asked = f"{script('bash')}\nCOMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}; _wengert; echo ${{COMPREPLY[@]}}"
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [offered]
    assert {*PARSERS} == {"check", "build", "serve", "completion"} and "bashcompinit" in script("zsh")


def test_a_terminal_gets_lines_that_fit_and_a_pipe_plain_text() -> None:
    ours, theirs = pty.openpty()
    environment = {**ENVIRONMENT, "COLUMNS": "60", "TERM": "xterm", "NO_COLOR": "1"}
    done = subprocess.run([*COMMAND, *ASSIGNMENT], stdin=subprocess.DEVNULL, stdout=theirs, env=environment)
    os.close(theirs)
    text = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # the end of a terminal
            break
        if not more:
            break
        text += more
    os.close(ours)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", text.decode()).splitlines()
    assert done.returncode == 0 and any("───" in line for line in lines) and max(map(len, lines)) <= 60


def test_a_broken_pipe_ends_quietly() -> None:
    command = shlex.join([*COMMAND, *ASSIGNMENT])
    piped = subprocess.run(
        ["bash", "-c", f"{command} | true; exit ${{PIPESTATUS[0]}}"], env=ENVIRONMENT, capture_output=True, text=True
    )
    assert piped.returncode == 0 and piped.stderr == ""


def test_ctrl_c_ends_at_once_with_130() -> None:
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0"], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline().decode()
    assert re.fullmatch(r"Wengert is at http://127\.0\.0\.1:\d+ \(Ctrl\+C ends it\)\n", line)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert process.returncode == 130 and told == b""
