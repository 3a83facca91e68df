"""`python -m wengert` is the command."""

from wengert.command.main import run

run()
