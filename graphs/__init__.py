"""Wengert's house: typed text → graph → both sweeps → steps → pictures and JSON.

The floors, from the ground up; imports go down only:

    errors → limits → clock what can go wrong, every bound, how long an answer may take
    rows → shapes           what a row of the table holds; the arithmetic of axes and indices
    precise_gammas → bivariate gammas linear → readings symbols   what a formula is read over: floats, symbols
    flows → arrays          what flows along edges of arrays; the reading over arrays
    elementwise reductions → along algebra arrangements → composed → operations  one row per operation; the table
    written → spellings     code that a formula writes; how PyTorch and JAX say the rows
    confine births → child  what a child process gives up; how it is born; children with a clock
    faults                  the careful reading, off the fast road
    steps                   what happened, as data
    names → tokens → mends → statics libraries lacked → calls   names, tokens, edits, options; pasted code; which row
    operands → openings unknown → alone refusals   which tokens are one operand; messages with their fixes
    cursor → callers → reader   where the reading stands; names; an operand or an operator at each token
    latex_table → latex_writer → latex_names → latex   LaTeX → text of this language, with its places
    scan → language         lines checked → program
    entries                 one node of arrays: value, derivatives, faults
    graph misfits → build   c1 … cn in columns; shapes that do not fit; program → graph
    evaluate                the value sweep, which both modes stand on
    samples curves precise  the value sweep at many points at once; where a line breaks; in more digits than a double's
    dual → duals            a number and its derivative along directions; the reading over such
    forward reverse → second_order   one pass each; forward and reverse do not import each other
    kinks → sides           the bends that matter; second derivatives on both sides of one
    numerals printing → notation → issues   how numbers and nodes are written; what must be told
    stretches → patterns → cures → remedies  where nodes stand in the text; what is round one; what is written instead
    binding → answers → products losses hints → study  the question checked; sweeps to answers; what is lost; the story
    differences oracle pytorch → checks   the same gradient by quotients, by SymPy, by PyTorch; side by side
    chain terms → formulas typeset frame wording  the chain rule; a step; a program's lines; the screen; what stays
    glyphs → lettering      text as a typesetter sets it, and how wide it is; the same in SVG
    measures → routes → drawing chips   sizes; boxes and curves; where Graphviz puts them; where the partials stand
    slots → anatomy → picture           a node's numbers and arrays; one node; the whole of it
    diagnosis costs         why this is not a number; what it cost
    forms → writing array_signs → array_forms → closed_forms  SymPy's expressions; as text; of arrays; by node
    strict query → link     JSON read strictly; an address's parameters; state ↔ address and body
    export gallery rules code   readers: JSON, examples, every rule, others' code
    jets inertia rounding → stationary → curvature   exact derivatives; signs; errors; zero or not; second derivatives
    plot_body               what a plot may be asked for
    forms_apart             closed forms by a child
    descent → directions plots    paths downhill, point by point; the steepest directions; a line, a grid to draw
    nursery                 the program that forks the children

The door is `study`.
"""

from graphs.study import Study, study

__all__ = ["Study", "study"]
