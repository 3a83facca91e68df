"""Where the tests find the project, and their own data."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
JS = ROOT / "tests" / "js"
STATIC = ROOT / "static"
