"""Install what was built, in empty environments, and use it: python scripts/release.py DIST [PYTHON…]

The wheel goes into an environment for each Python (by default this one), first the core alone, then with the server;
the sdist into one of this Python. Nothing of the clone is on the path. Exits with 1 at the first thing that is wrong.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from urllib.request import urlopen

DOCS = Path(__file__).parents[1] / "docs" / "python.md"
# Lines of README.md, of the core alone; and what is said where an extra is not there.
CORE = """
import importlib.util
assert importlib.util.find_spec("flask") is None
from wengert import MissingExtra, Problem, study
made = study("exp(x1)*(x1**2 + x2**2)**3", x1=0, x2=2)
assert repr(made) == "Study('exp(x1)*(x1**2 + x2**2)**3' at x1=0, x2=2: 64; gradient x1=64, x2=192)", made
assert made.at(x1=1).value > 339
assert made.svg(sweep="reverse", step=4).startswith("<svg") and ".node" in made.svg()
assert made.pdf().startswith(b"%PDF") and "c8" in str(made.table)
try:
    made.serve()
except MissingExtra as missing:
    assert "wengert[server]" in str(missing)
else:
    raise AssertionError("it serves without Flask")
"""


def run(*command: str | Path, **more: object) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, cwd=tempfile.gettempdir(), **more)  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return str(done.stdout)


def environment(python: str, folder: Path) -> Path:
    run(python, "-m", "venv", folder)
    return folder / "bin"


def install(bin_: Path, what: str) -> None:
    run(bin_ / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", what)


def check_core(bin_: Path) -> None:
    run(bin_ / "python", "-c", CORE)
    run(bin_ / "python", "-m", "doctest", DOCS)
    told = run(bin_ / "wengert", "exp(x1)*x2", "--at", "x1=0", "x2=2")
    assert "f = 2\n∂f/∂x1 = 2\n∂f/∂x2 = 1\n" in told, told


def check_server(bin_: Path, bundled: bool) -> None:
    """The page comes, with all that it links, from its bundle where the wheel has one."""
    process = subprocess.Popen([bin_ / "wengert", "serve", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.match(r"Wengert is at (http://\S+)", line)
        assert found, line
        with urlopen(found[1]) as page:
            text = page.read().decode()
        links = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', text)
        assert links and bundled == any("/dist/" in link for link in links), links
        for link in links:
            with urlopen(found[1] + link) as file:
                assert file.status == 200 and file.read(), link
    finally:
        process.terminate()
        process.wait()


def check_names(wheel: Path) -> bool:
    """Whether there is a bundle among them."""
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"graphs", "wengert"}, tops
    return any(name.startswith("wengert/static/dist/") for name in names)


def main(dist: Path, pythons: list[str]) -> None:
    (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    bundled = check_names(wheel)
    with tempfile.TemporaryDirectory() as made:
        for number, python in enumerate(pythons):
            bin_ = environment(python, Path(made) / f"wheel{number}")
            install(bin_, str(wheel))
            check_core(bin_)
            install(bin_, f"{wheel}[server]")
            check_server(bin_, bundled)
            print(f"{wheel.name}: {run(bin_ / 'python', '-V').strip()}", flush=True)
        bin_ = environment(pythons[0], Path(made) / "sdist")
        install(bin_, str(sdist))
        check_core(bin_)
        print(f"{sdist.name}: {run(bin_ / 'python', '-V').strip()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2:] or [sys.executable])
