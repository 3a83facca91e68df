"""The mathematics of Wengert: a program's graph, its two sweeps, and all that is read off them.

The door is `study`. docs/architecture.md draws the folders and says who may import whom.
"""

from graphs.study import Study, study

__all__ = ["Study", "study"]
