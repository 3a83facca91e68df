"""Copy what the page needs from node_modules into static/vendor, with licences and checksums.

    npm ci --ignore-scripts && python3 scripts/vendor.py [node_modules]

The copies are committed, so that neither users nor the server need Node or a network. package.json pins the
versions. axe-core goes to tests/vendor: it is for tests only and never served.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
TEST_VENDOR = ROOT / "tests" / "vendor"
FONTS = {  # package: the weights of its latin subset that the page uses
    "source-sans-3": (400, 600),
    "source-code-pro": (400,),
}
OTHER_FORMATS = re.compile(r',url\([^)]*\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)')


def main(modules: Path) -> None:
    """Replace both vendor folders by fresh copies."""
    check_versions(modules)
    for folder in (VENDOR, TEST_VENDOR):
        shutil.rmtree(folder, ignore_errors=True)
    copy_katex(modules / "katex")
    for package, weights in FONTS.items():
        copy_font(modules / "@fontsource" / package, weights)
    copy(modules / "axe-core" / "axe.min.js", TEST_VENDOR / "axe-core" / "axe.min.js")
    copy(modules / "axe-core" / "LICENSE", TEST_VENDOR / "axe-core" / "LICENSE")
    for folder in (VENDOR, TEST_VENDOR):
        write_sums(folder)


def check_versions(modules: Path) -> None:
    """Stop if what is installed is not what package.json pins."""
    pins = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    for package, pinned in pins.items():
        installed = json.loads((modules / package / "package.json").read_text())["version"]
        if installed != pinned:
            sys.exit(f"{package} {installed} is installed, package.json pins {pinned}")


def copy_katex(package: Path) -> None:
    """KaTeX's minified script (half the size of its ES module), its styles and fonts, woff2 only."""
    dist, target = package / "dist", VENDOR / "katex"
    copy(dist / "katex.min.js", target / "katex.min.js")
    copy(package / "LICENSE", target / "LICENSE")
    css = OTHER_FORMATS.sub("", (dist / "katex.min.css").read_text())
    if ".ttf" in css or ".woff)" in css:
        sys.exit("katex.min.css names its fonts in a way that this script does not know")
    (target / "katex.min.css").write_text(css)
    for font in sorted(set(re.findall(r"url\((fonts/[^)]*\.woff2)\)", css))):
        copy(dist / font, target / font)


def copy_font(package: Path, weights: tuple[int, ...]) -> None:
    """One text face: upright latin woff2 files and the licence."""
    target = VENDOR / package.name
    for weight in weights:
        file = f"{package.name}-latin-{weight}-normal.woff2"
        copy(package / "files" / file, target / file)
    copy(package / "LICENSE", target / "LICENSE")


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def write_sums(folder: Path) -> None:
    """SHA256SUMS as `sha256sum --check` reads it, from inside the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = ((hashlib.sha256(path.read_bytes()).hexdigest(), path.relative_to(folder).as_posix()) for path in files)
    lines = [f"{digest}  {name}" for digest, name in sums]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "node_modules")
