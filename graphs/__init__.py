"""Wengert's house: typed text → graph → both sweeps → steps → pictures and JSON.

The floors, from the ground up; imports go down only:

    errors → limits         what can go wrong, and every bound
    rows → shapes           what a row of the table holds; the arithmetic of axes and indices
    bivariate → readings symbols    what a formula can be read over: floats, SymPy's symbols
    flows → arrays          what flows along edges of arrays; the reading over arrays
    elementwise reductions → algebra arrangements → operations  one row per operation; the table
    faults                  the careful reading, off the fast road
    steps                   what happened, as data
    names → tokens → statics libraries → calls    names, tokens, indices and options; what pasted code holds; which row
    openings → refusals → reader → scan → language    brackets; messages; tokens checked → lines → program
    graph                   c1 … cn in columns
    evaluate                the value sweep, which both modes stand on
    forward reverse         one pass each; passes do not import each other
    printing → notation → issues   how nodes and partials are written; what must be told
    binding → study         the question checked; the story, one line per stage
    formulas frame          a step in words and symbols; what the screen shows at a step
    glyphs                  text as a typesetter sets it, and how wide it is
    routes → drawing chips  boxes and curves; where Graphviz puts them; where the partials stand on them
    anatomy → picture       one node of the picture; the whole of it
    export link             readers: JSON, address; readers do not import each other

The door is `study`.
"""

from graphs.study import Study, study

__all__ = ["Study", "study"]
