"""The whitelist of expressions, and what is rewritten in them: names of libraries, and methods that change no value."""

from __future__ import annotations

import ast

from graphs.errors import BadSyntax, Fix, Place
from graphs.language.code.names import Names, dotted
from graphs.language.code.origins import MATRICES
from graphs.language.tree import place_of, placed, sign_of, typed_of

_READ = (
    ast.Name, ast.Constant, ast.Attribute, ast.Call, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp,
    ast.Tuple, ast.List, ast.Subscript, ast.Slice, ast.ListComp, ast.GeneratorExp, ast.Lambda, ast.keyword,
    ast.comprehension, ast.arguments, ast.arg, ast.Starred, ast.Dict,
)  # fmt: skip
_REFUSED: dict[type[ast.AST], tuple[str, str]] = {
    ast.Set: ("a set is not read", "write a list: [ … ]"),
    ast.DictComp: ("a dictionary is not read", "give each of its entries a name"),
    ast.SetComp: ("a set is not read", "write a list: [ … ]"),
    ast.NamedExpr: ("':=' inside a formula is not read", "give it a line of its own: name = …"),
    ast.Await: ("'await' is not read", "write the computation without it"),
    ast.Yield: ("'yield' is not read", "return a list"),
    ast.YieldFrom: ("'yield' is not read", "return a list"),
}
# Methods that say where and how an array is kept.
_KEPT_AS = frozenset("to astype cuda type requires_grad_ block_until_ready".split())
# Casts by the names that other libraries have for them.
_RENAMED = {
    **dict.fromkeys(MATRICES, "array"),
    "convert_to_tensor": "constant",
    "from_numpy": "tensor",
    "FloatTensor": "tensor",
    "DoubleTensor": "tensor",
    "Parameter": "tensor",
}
# Functions that give the same function, faster.
_SAME_FUNCTION = frozenset("jit checkify script compile vectorize".split())
_STORAGE = frozenset("device dtype name label _op _children retain_graph create_graph copy".split())
CASTS = frozenset(
    "Value Var Variable tensor array asarray as_tensor Tensor constant Parameter float32 float64 FloatTensor".split()
)
_VARIABLES = ("torch.autograd.Variable", "autograd.Variable", "chainer.Variable", "theano.shared")
_TENSORS = frozenset(f"Tensor.{each}" for each in ("eye", "ones", "zeros", "full", "arange", "linspace"))  # tinygrad's
# What means the same in every library of automatic differentiation: ad.Variable(2.0), ad.sin(x).
_OF_ANY_MODULE = frozenset(
    "Value Var Variable Tensor Parameter Scalar Node sin cos tan exp log sqrt sinh cosh tanh arcsin arccos arctan asin "
    "acos atan sigmoid relu".split()
)
# Layers without numbers of their own are functions.
_LAYERS = {
    "MSELoss": "mse_loss", "L1Loss": "l1_loss", "SmoothL1Loss": "smooth_l1_loss", "HuberLoss": "huber_loss",
    "BCELoss": "binary_cross_entropy", "BCEWithLogitsLoss": "binary_cross_entropy_with_logits",
    "CrossEntropyLoss": "cross_entropy", "NLLLoss": "nll_loss", "ReLU": "relu", "Sigmoid": "sigmoid", "Tanh": "tanh",
    "Softplus": "softplus", "GELU": "gelu", "SiLU": "silu", "ELU": "elu", "LeakyReLU": "leaky_relu",
}  # fmt: skip
_RANDOM = frozenset(
    "rand randn randint rand_like randn_like random normal uniform random_sample choice permutation randperm "
    "standard_normal shuffle multivariate_normal binomial bernoulli".split()
)
_WEIGHTED = frozenset("Linear Dense Conv1d Conv2d Conv2D Embedding LSTM GRU RNN LSTMCell GRUCell Sequential".split())
_RANDOM_ROOTS = ("np.random.", "numpy.random.", "torch.", "random.", "jax.random.", "tf.random.", "rng.", "jnp.random.")


def rewritten(tree: ast.AST, names: Names, engines: set[str]) -> None:
    """In place, below `tree`, with a stack of its own. engines: the text's own classes of differentiable numbers.
    Raises BadSyntax at what is not read."""
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        for field, value in ast.iter_fields(node):
            if isinstance(value, ast.expr):
                value = _read(value, names, engines)
                _check_text(value, node)
                setattr(node, field, value)
                stack.append(value)
            elif isinstance(value, list):
                for at, each in enumerate(value):
                    if isinstance(each, ast.expr):
                        value[at] = _read(each, names, engines)
                        _check_text(value[at], node)
                    if isinstance(each, ast.expr | ast.keyword | ast.comprehension):
                        stack.append(value[at])
            elif isinstance(value, ast.arguments):
                stack.append(value)


def _read(node: ast.expr, names: Names, engines: set[str]) -> ast.expr:
    """What an expression is read as; its parts are not looked at yet."""
    before = None
    while before is not node:
        before = node
        node = _lighter(node, names, engines)
    _check(node, names)
    if isinstance(node, ast.Call):
        leaf = names.meant(node.func).rpartition(".")[2]
        dropped = _STORAGE if leaf in CASTS or names.is_library(node.func) else frozenset(("device", "dtype"))
        if not (isinstance(node.func, ast.Name) and node.func.id in names.own - engines):
            node.keywords = [each for each in node.keywords if each.arg not in dropped]
        if leaf in ("Value", "Var") and len(node.args) > 1:
            node.args = node.args[:1]
    return node


def _lighter(node: ast.expr, names: Names, engines: set[str]) -> ast.expr:
    if isinstance(node, ast.Name):
        if node.id in engines:
            node.id = "Value"
            return node
        told = isinstance(node.ctx, ast.Load) and not hasattr(node, "is_told")
        return names.stands_for(node) if told else node
    if isinstance(node, ast.Attribute) and names.meant(node) in _VARIABLES:
        return placed(ast.Name("Variable", ast.Load()), node.named, typed="Variable", is_told=True)  # type: ignore[attr-defined]
    if isinstance(node, ast.Attribute) and names.meant(node) == "functools.partial":
        return placed(ast.Name("partial", ast.Load()), node.named, typed="partial", is_told=True)  # type: ignore[attr-defined]
    if isinstance(node, ast.Attribute) and names.meant(node) in _TENSORS:
        root = placed(ast.Name("torch", ast.Load()), place_of(node.value), typed="torch")
        return placed(ast.Attribute(root, node.attr, ast.Load()), place_of(node), named=node.named)  # type: ignore[attr-defined]
    if isinstance(node, ast.Attribute) and node.attr in _OF_ANY_MODULE and names.is_of_module(node):
        return placed(ast.Name(node.attr, ast.Load()), node.named, typed=node.attr, is_told=True)  # type: ignore[attr-defined]
    if isinstance(node, ast.Attribute) and node.attr == "data" and not names.is_library(node):
        held = ast.Attribute(node.value, "detach", ast.Load())
        placed(held, place_of(node), named=place_of(node))
        return placed(ast.Call(held, [], []), place_of(node))
    if isinstance(node, ast.Attribute) and node.attr in _RENAMED and names.is_library(node):
        node.attr = _RENAMED[node.attr]
    if isinstance(node, ast.Attribute) and getattr(node, "of_matrices", False):
        inverse = placed(ast.Name("inv", ast.Load()), node.named, typed="I")  # type: ignore[attr-defined]
        return placed(ast.Call(inverse, [node.value], []), place_of(node))
    if not isinstance(node, ast.Call):
        return node
    if names.meant(node.func) == "dict" and not node.args and all(each.arg for each in node.keywords):
        keys: list[ast.expr | None] = [placed(ast.Constant(each.arg), place_of(each)) for each in node.keywords]
        return placed(ast.Dict(keys, [each.value for each in node.keywords]), place_of(node))
    if names.meant(node.func).rpartition(".")[2] in MATRICES and names.is_library(node.func) and node.args:
        node.args[0] = _two_axes(node.args[0])
    if (number := _of_no_axes(node, names)) is not None:
        return number
    function, meant = node.func, names.meant(node.func)
    leaf = meant.rpartition(".")[2]
    if isinstance(function, ast.Attribute) and function.attr in _KEPT_AS and not names.is_library(function):
        return function.value
    if leaf in _SAME_FUNCTION and names.is_library(function) and len(node.args) == 1:
        return node.args[0]
    if leaf in ("jit", "njit") and meant == leaf and len(node.args) == 1:
        return node.args[0]
    if (
        leaf in _LAYERS
        and not node.args
        and not node.keywords
        and (meant == leaf or meant.startswith(("nn.", "torch.")))
    ):
        head = function
        while isinstance(head, ast.Attribute):
            head = head.value
        root = placed(ast.Name("F", ast.Load()), place_of(head), typed=typed_of(head))
        return placed(ast.Attribute(root, _LAYERS[leaf], ast.Load()), place_of(function), named=place_of(function))
    return node


def _of_no_axes(node: ast.Call, names: Names) -> ast.expr | None:
    """np.ones(()), torch.zeros([]) and np.full((), 2.0) are numbers."""
    leaf = names.meant(node.func).rpartition(".")[2]
    if leaf not in ("ones", "zeros", "full") or not names.is_library(node.func) or not node.args:
        return None
    size, *filled = node.args
    if not isinstance(size, ast.Tuple | ast.List) or size.elts or len(filled) != (leaf == "full"):
        return None
    number = filled[0] if filled else placed(ast.Constant(float(leaf == "ones")), place_of(size))
    made = placed(ast.Name("array", ast.Load()), place_of(node.func), typed=leaf, is_told=True)
    return placed(ast.Call(made, [number], node.keywords), place_of(node))


def _two_axes(node: ast.expr) -> ast.expr:
    """np.matrix([1, 2]) has one row. Raises BadSyntax for a matrix in quotation marks."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        raise BadSyntax("a matrix in quotation marks is not read", place_of(node), "np.matrix([[1, 2], [3, 4]])")
    if isinstance(node, ast.List) and not any(isinstance(each, ast.List | ast.Tuple) for each in node.elts):
        return placed(ast.List([node], ast.Load()), place_of(node))
    return node


def _check_text(node: ast.expr, around: ast.AST) -> None:
    """Words may be arguments, or compared; they are no operands."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) and not isinstance(
        around, ast.Call | ast.keyword | ast.Compare | ast.arguments | ast.Subscript | ast.Dict
    ):  # fmt: skip
        raise BadSyntax("text is no part of a formula", place_of(node))


def _check(node: ast.expr, names: Names) -> None:
    place = place_of(node)
    if not isinstance(node, _READ):
        message, hint = _REFUSED.get(type(node), ("this is not read", None))
        raise BadSyntax(message, place, hint)
    if isinstance(node, ast.Name):
        check_name(node.id, node)
    elif isinstance(node, ast.Attribute):
        if node.attr.startswith("_"):
            raise BadSyntax("names do not begin with '_'", node.named)  # type: ignore[attr-defined]
    elif isinstance(node, ast.Lambda):
        check_arguments(node.args)
    elif isinstance(node, ast.Dict):
        _check_dictionary(node)
    elif isinstance(node, ast.BinOp):
        _check_operator(node)
    elif isinstance(node, ast.Compare):
        _check_comparison(node)
    elif isinstance(node, ast.Call):
        _check_call(node, names)


def _check_dictionary(node: ast.Dict) -> None:
    """Raises BadSyntax for one whose keys are no words."""
    for key in node.keys:
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            raise BadSyntax("a dictionary is read where its keys are words", place_of(node), "params = {'w': 2.0}")


def check_name(name: str, node: ast.AST) -> None:
    """Raises BadSyntax for a name that begins with _, other than _ itself."""
    if name.startswith("_") and name != "_":
        typed = typed_of(node) or name
        bare = typed.lstrip("_")
        place = getattr(node, "named", None) or place_of(node)
        simple = bool(bare) and not bare.endswith("_")
        raise BadSyntax("names do not begin with '_'", place, bare or None,
                        (Fix(place, bare, bare),) if simple else ())  # fmt: skip


def check_arguments(arguments: ast.arguments) -> None:
    """All parameters but *args become ordinary ones; `in_order`: how many stand before *args.

    Raises BadSyntax for **options.
    """
    if (options := arguments.kwarg) is not None:
        raise BadSyntax(f"a function that takes any options (**{options.arg}) is not read", place_of(options),
                        "write its parameters one by one")  # fmt: skip
    for each in (
        *([arguments.vararg] if arguments.vararg else []),
        *arguments.posonlyargs,
        *arguments.args,
        *arguments.kwonlyargs,
    ):
        check_name(each.arg, each)
        each.annotation = None
    by_name = [each for each in arguments.kw_defaults if each is not None]
    if len(by_name) < len(arguments.kwonlyargs) and arguments.defaults:
        raise BadSyntax("a parameter without a default stands after one with a default",
                        place_of(arguments.kwonlyargs[-1]), "write it before the others")  # fmt: skip
    arguments.in_order = len(arguments.posonlyargs) + len(arguments.args)  # type: ignore[attr-defined]
    arguments.args = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    arguments.defaults += by_name
    arguments.posonlyargs, arguments.kwonlyargs, arguments.kw_defaults = [], [], []


def _check_operator(node: ast.BinOp) -> None:
    if isinstance(node.op, ast.BitXor):
        place = sign_of(node)
        raise BadSyntax("'^' is no power in Python: it joins bits", place, "a power is written **",
                        (Fix(place, "**", "**"),))  # fmt: skip
    if isinstance(node.op, ast.LShift | ast.RShift):
        raise BadSyntax("shifts of bits are not read", sign_of(node), "multiply by a power of 2")
    if isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
        raise BadSyntax("text is no part of a formula", place_of(node))


def _check_comparison(node: ast.Compare) -> None:
    for op, right in zip(node.ops, node.comparators, strict=True):
        is_none = isinstance(right, ast.Constant) and right.value is None
        if isinstance(op, ast.In | ast.NotIn) or (isinstance(op, ast.Is | ast.IsNot) and not is_none):
            raise BadSyntax("only <, <=, >, >=, == and != compare values here", sign_of(node))


def has_no_values(node: ast.Call, names: Names) -> bool:
    """Whether a call gives random numbers."""
    meant = names.meant(node.func)
    return meant.rpartition(".")[2] in _RANDOM and meant.startswith(_RANDOM_ROOTS)


def _check_call(node: ast.Call, names: Names) -> None:
    if isinstance(node.func, ast.Constant | ast.BinOp | ast.UnaryOp):
        place = place_of(node.func)
        end = Place(place.line, place.column + place.length + isinstance(node.func, ast.BinOp), 0)
        fixes = (Fix(end, "*", "a product: *"),) if isinstance(node.func, ast.Constant) else ()
        raise BadSyntax("a number is no function; a product is written with *", place, "2*(x + 1)", fixes)
    for each in node.keywords:
        if each.arg is None and names.meant(node.func):
            raise BadSyntax("options from a dictionary (**) are not read", place_of(each), "write them one by one")
    meant = names.meant(node.func)
    if meant in ("dict", "set"):
        message, hint = _REFUSED[ast.DictComp if meant == "dict" else ast.Set]
        raise BadSyntax(message, place_of(node), hint)
    if has_no_values(node, names):
        raise BadSyntax(f"{dotted(node.func)} has no fixed values", place_of(node), "write its values out: [0.5, -0.3]")
    layer = meant.rpartition(".")[2]
    if layer[:1].isupper() and layer in _WEIGHTED and meant.startswith(("nn.", "torch.nn.", "keras.", "tf.keras.")):
        raise BadSyntax(f"{dotted(node.func)} begins with random weights, which have no fixed values", place_of(node),
                        "write its weights out, and the layer as W @ x + b")  # fmt: skip
    if meant == "float" and len(node.args) == 1 and isinstance(node.args[0], ast.Constant):
        text = node.args[0].value
        if isinstance(text, str):
            raise BadSyntax("numbers are finite here" if text.strip("+-").lower() in ("inf", "nan", "infinity") else
                            "text is no number; write it without quotes", place_of(node))  # fmt: skip
