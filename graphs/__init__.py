"""Wengert's house: typed text → graph → both sweeps → steps → pictures and JSON.

The floors, from the ground up; imports go down only:

    errors → limits         what can go wrong, and every bound
    readings symbols → operations → faults   what a formula can be read over; one row per operation
    steps                   what happened, as data
    tokens → scan → language    text → tokens → checked lines → program
    graph                   c1 … cn in columns
    evaluate                the value sweep, which both modes stand on
    forward reverse         one pass each; passes do not import each other
    printing → notation → issues   how nodes and partials are written; what must be told
    binding → study         the question checked; the story, one line per stage
    formulas frame drawing  words for steps; what the screen shows; where nodes stand
    export picture link     readers: JSON, SVG, URL; readers do not import each other

The door is `study`.
"""

from graphs.study import Study, study

__all__ = ["Study", "study"]
