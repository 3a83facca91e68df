"""Whether a text is Python code: by marks that only code has."""

from __future__ import annotations

import re

# More than any limit lets pass.
_LOOKED_AT = 50_000

# One of these is enough.
_STRONG = re.compile(
    r"""
      ^[ \t]*(?:>>>|(?:\#[ ]*)?In[ ]?\[[\d* ]*\]:|```[ ]?py|%matplotlib|%load_ext|%%|\#[ ]*%%|[!%]pip[ ])
    | ^[ \t]*(?:import[ ]+[A-Za-z_][\w.]*(?:[ ]+as\b|[ ]*[,;\#]|[ \t]*$)
               |from[ ]+[A-Za-z_][\w.]*[ ]+import\b)
    | ^[ \t]*(?:def[ ]+[^\W\d]\w*[ ]*\(|class[ ]+[^\W\d]\w*[ ]*[(:]|@[A-Za-z_][\w.]*(?:\(.*\))?[ \t]*$)
    | ^[ \t]*return\b | ^[ \t]*(?:else|try|finally)[ ]*:
    | ^[ \t]*(?:if|elif|while|for[ ][^\n]{1,100}?[ ]in|with)\b[^\n]*:[ \t]*(?:\#.*)?$
    | ^[ \t]*for[ ][^\n]{1,100}?[ ]in[ ]+(?:range|zip|enumerate)[ ]*\([^\n]*:
    | \.(?:backward|zero_grad|requires_grad_|retain_grad|item|detach|numpy|append)[ ]*\( | \.(?:grad|requires_grad)\b
    | \brequires_grad[ ]*= | \b__name__\b | ^[ \t]*assert\b | \"\"\" | '''
    """,
    re.MULTILINE | re.VERBOSE,
)
# One of these is enough unless the text has what no code has.
_WEAK = re.compile(
    r"""
      \b(?:np|numpy|onp|anp|torch|jnp|jax|math|F|tf|nn|scipy|sp|autograd|optim|plt|cupy|keras|random)\.[a-z]\w*
    | \blambda\b[^:\n()\[\]]{0,80}: | \bprint[ ]*\( | ^[ \t]*print\b[ ]+[\w'"]
    | (?:\*\*|//|[-+*/%@])=(?!=)
    | (?:\bValue|\bVariable|\btensor|\barray|\basarray|\bas_tensor|\bParameter|\bTensor)[ ]*\([ ]*[-+\d.\[(\w]
    | \w\[['"]\w+['"]\] | =[ ]*\{[ ]*['"]\w+['"][ ]*: | =[ ]*dict[ ]*\([ ]*\w+[ ]*=
    | =[ ]*Var[ ]*\([ ]*[-+\d.\[]
    | \b(?:grad|value_and_grad|jacfwd|jacrev|hessian|egrad|elementwise_grad|jacobian)
        [ ]*\([ ]*[A-Za-z_][\w.]*[ ]*\)[ ]*\(
    | ^[ \t]*(?:if|while)\b[^\n]*:[ ]*\S
    | ^[ \t]*for[ ]+[^\W\d]\w*[ ]+in[ ]+\[
    """,
    re.MULTILINE | re.VERBOSE,
)
_IN_BRACKETS = re.compile(r"\bfor[ ]+[\w, ()]{1,60}[ ]in\b")
_QUOTED = re.compile(r"""#[^\n]*|'[^'\n]*'|"[^"\n]*\"""")
# A power, a product written side by side, a header f(x) = ….
_MATHEMATICS = re.compile(
    r"[\^⁰¹²³⁴-⁹⁻√·×÷≤≥≠]|(?<![\w.])\d+(?:\.\d+)?(?!e[-+\d]|[xXoObB][\da-fA-F])[^\W\d_]"
    r"|^[ \t]*\w+\([\w, ]*\)[ ]*=(?!=)",
    re.M,
)


def is_code(text: str) -> bool:
    """Whether a text is to be read as Python. A text that is both code and mathematics (y = x**2 # note) is not."""
    looked_at = text[:_LOOKED_AT]
    if _STRONG.search(looked_at):
        return True
    if _WEAK.search(looked_at) or _has_comprehension(looked_at):
        return not _MATHEMATICS.search(_QUOTED.sub("", looked_at))
    return False


def _has_comprehension(text: str) -> bool:
    for line in text.split("\n"):
        found = _IN_BRACKETS.search(line)
        before = line[: found.start()] if found is not None else ""
        if before.count("(") + before.count("[") > before.count(")") + before.count("]"):
            return True
    return False
