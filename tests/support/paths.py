"""Where the tests find the project, and their own data."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
TWINS = DATA / "twins"  # tables that a room of graphs and its twin on the page are both held to
STATIC = ROOT / "static"
