"""What code holds beside its computation, by the policy's third rule, each with the reason why it is left out."""

from __future__ import annotations

import ast

from graphs.errors import BadSyntax
from graphs.language.code.names import Names, dotted
from graphs.language.tree import nodes, place_of

PRINT, SEED, DRAWING, OPTIMIZER, SETTING, CHECK = (
    "a print", "a seed of random numbers", "a drawing", "an optimizer", "a setting", "a check")  # fmt: skip
KEPT_AS = frozenset("shape dtype size ndim device requires_grad is_leaf grad_fn".split())
# Calls that copy a value for a record.
COPIES = frozenset("item detach numpy tolist float len int".split())
# What is made of these is no part of the program either.
TOOLS = (SEED, DRAWING, OPTIMIZER)
_HOOKS = frozenset(("register_hook",))
_GROWS = frozenset(("append", "extend"))
_PRINTS = frozenset("print display pprint".split())
_DRAWN = frozenset(
    "draw_dot draw_graph make_dot plot show savefig render plot_model imshow add_scalar subplots figure".split()
)
_DRAWING_ROOTS = frozenset("plt pyplot graphviz wandb tensorboard".split())
_DRAWING_OBJECTS = frozenset("ax axes fig writer dot".split())
_SEEDS = frozenset("seed manual_seed set_seed set_random_seed manual_seed_all PRNGKey default_rng RandomState".split())
_RANDOM_MAKERS = frozenset("PRNGKey default_rng RandomState Generator".split())
_SETTINGS = frozenset(
    "set_printoptions set_default_dtype set_default_tensor_type filterwarnings simplefilter set_detect_anomaly "
    "set_option enable_eager_execution disable_v2_behavior set_num_threads set_style use set_grad_enabled "
    "set_default_device collect set_trace sleep enable_grad Session InteractiveSession global_variables_initializer "
    "initialize_all_variables set_np set_recording reset_default_graph".split()
)
_SETTING_ROOTS = frozenset("warnings logging logger gc pdb time timeit pbar tqdm".split())
_STATE = frozenset("attach_grad zero_grad zero_ retain_grad watch train eval zero_gradients clip_grad_norm_".split())
_UPDATES = frozenset("assign assign_sub assign_add apply_gradients minimize step copy_ update_ apply_updates".split())
_OPTIMIZERS = frozenset(
    "SGD Adam AdamW RMSprop RMSProp Adagrad Adadelta LBFGS Momentum GradientDescentOptimizer".split()
)
# What only looks at a value, and gives none.
LOOKS = frozenset("type isinstance id dir help hasattr allclose isclose array_equal equal assert_allclose".split())
LOOK = "it only looks at a value"
_DECORATORS = frozenset(
    "jit function script vectorize vmap njit partial cache lru_cache no_grad inference_mode compile custom_jvp "
    "custom_vjp checkpoint remat primitive wraps enable_grad staticmethod pmap".split()
)
_THEANO = frozenset("scalar dscalar fscalar vector dvector fvector matrix dmatrix".split())
_DECLARATIONS = _THEANO | frozenset("symbols Symbol var placeholder Input sym Variable".split())
_TYPES = frozenset("float32 float64 float16 float double long int int64 int32 bfloat16".split())


def of_call(call: ast.Call, names: Names, alone: bool = False) -> str | None:
    """Why a call is no part of the program; None where it may be one. alone: its result has no name."""
    meant = names.meant(call.func)
    head, _, _ = meant.partition(".")
    leaf = call.func.attr if isinstance(call.func, ast.Attribute) else meant.rpartition(".")[2]
    if leaf in _PRINTS and leaf not in names.own:
        return PRINT
    if alone and leaf in LOOKS and leaf not in names.own and (meant == leaf or names.is_library(call.func)):
        return LOOK
    if leaf.startswith("assert") and leaf not in names.own:
        return CHECK
    if head in _DRAWING_ROOTS or (alone and head in _DRAWING_OBJECTS) or (leaf in _DRAWN and leaf not in names.own):
        return DRAWING
    if leaf in _SEEDS or leaf in _RANDOM_MAKERS:
        return SEED
    if leaf in _SETTINGS or head in _SETTING_ROOTS or meant.startswith(("jax.config", "torch.backends", "tf.config")):
        return SETTING
    if leaf in _OPTIMIZERS or ".optimizers." in meant or head == "optim" or ".optim." in meant:
        return OPTIMIZER
    if meant in ("torch.device", "tf.device") or meant.startswith("torch.cuda"):
        return SETTING
    return None


def of_method(call: ast.Call, names: Names) -> str | None:
    """Why a method that stands alone changes nothing of the program."""
    if not isinstance(call.func, ast.Attribute) or names.is_library(call.func):
        return None
    leaf = call.func.attr
    if (hook := of_hook(call, names)) is not None:
        return hook
    if leaf in _STATE:
        return "it prepares the derivatives"
    if leaf in _UPDATES:
        return "an update"
    if leaf in ("set_title", "set_label", "set_name", "set_description", "set_postfix"):
        return "a label"
    return None


def of_hook(value: ast.expr, names: Names) -> str | None:
    """Why a hook of a tensor is left out. Raises BadSyntax for one that gives another derivative."""
    if not is_call_of(value, _HOOKS):
        return None
    assert isinstance(value, ast.Call)
    for hook in value.args:
        changes = isinstance(hook, ast.Name) and hook.id in names.returning
        if isinstance(hook, ast.Lambda):
            changes = not (isinstance(hook.body, ast.Call) and is_call_of(hook.body, _PRINTS | _GROWS))
        if changes:
            raise BadSyntax("a hook that changes the derivative is not read", place_of(hook),
                            "leave the line out: the graph shows the derivative itself")  # fmt: skip
    return "it only looks at the derivatives"


def of_declaration(value: ast.expr, names: Names) -> str | None:
    """Why a line that only declares a name, or asks a person for its value, leaves it an input."""
    for each in nodes(value):
        if isinstance(each, ast.Call):
            meant = names.meant(each.func)
            leaf = meant.rpartition(".")[2]
            if meant == "input":
                return "it asks a person for a value: the name is an input"
            first = each.args[0].value if each.args and isinstance(each.args[0], ast.Constant) else None
            texts = isinstance(first, str) and first.strip()[:1].isalpha()  # np.matrix('1 2; 3 4') declares nothing
            texts = texts or leaf == "placeholder" or (not each.args and leaf in _THEANO)
            if leaf in _DECLARATIONS and leaf not in names.own and texts:
                return "a declaration: the name is an input"
    return None


def head_of(node: ast.expr) -> ast.expr:
    """What stands before all dots, calls and indices."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node


def is_loss(name: str) -> bool:
    """Whether a name says that it holds what is made small."""
    lower = name.lower()
    return name in ("J", "L", "E", "C", "mse", "sse", "nll") or any(each in lower for each in ("loss", "cost", "err"))


def of_value(value: ast.expr, names: Names) -> str | None:
    """Why an assignment of this value is no part of the program."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return "a text"
    if (hook := of_hook(value, names)) is not None:
        return hook
    if isinstance(value, ast.Call):
        return of_call(value, names)
    if isinstance(value, ast.Attribute) and names.is_library(value) and value.attr in _TYPES:
        return SETTING
    if isinstance(value, ast.IfExp) and all(of_value(each, names) for each in (value.body, value.orelse)):
        return SETTING
    return None


def is_known_decorator(decorator: ast.expr) -> bool:
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    return (dotted(function) or "").rpartition(".")[2] in _DECORATORS


def stops_derivatives(item: ast.expr) -> bool:
    """Whether a with or a decorator says that no derivative is taken inside."""
    function = item.func if isinstance(item, ast.Call) else item
    return (dotted(function) or "").rpartition(".")[2] in ("no_grad", "inference_mode", "stop_recording")


def is_tape(item: ast.expr) -> bool:
    return isinstance(item, ast.Call) and (dotted(item.func) or "").rpartition(".")[2] == "GradientTape"


def is_harmless_with(item: ast.expr) -> bool:
    """Whether a with changes nothing of what its block computes."""
    function = item.func if isinstance(item, ast.Call) else item
    return (dotted(function) or "").rpartition(".")[2] in frozenset(
        "errstate enable_grad detect_anomaly set_detect_anomaly autocast device record profile name_scope printoptions "
        "ignore_warnings catch_warnings enable_x64 timeit tqdm context set_grad_enabled "
        "Session InteractiveSession".split()
    )


def says_by_what(name: str, bound: set[str]) -> bool:
    """Whether a name is dy_dx, of names of the text: a derivative, without doubt."""
    rest = name[1:].lstrip("_") if name.startswith("d") else ""
    starts = (each for each in bound if rest.startswith(each))
    return any(rest[len(each) :].lstrip("_").removeprefix("d").lstrip("_") in bound
               and rest[len(each) :].lstrip("_").startswith("d") for each in starts)  # fmt: skip


def looks_like_gradient(name: str, bound: set[str]) -> bool:
    """Whether a name says that it holds a derivative: grad_w, dw, dL_dw; bound: the names of the text."""
    if "grad" in name.lower():
        return True
    if not name.startswith(("d", "D")) or len(name) < 2:
        return False
    rest = name[1:].lstrip("_")
    return rest in bound or any(rest.startswith(each) and rest[len(each) :].lstrip("_")[:1] == "d" for each in bound)


def is_text(node: ast.expr) -> bool:
    """Words, or words with values filled in."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
        return is_text(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "join"):
        return is_text(node.func.value)
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_main_function(node: ast.FunctionDef) -> bool:
    """Without parameters, and without a result."""
    if node.decorator_list or any(isinstance(each, ast.arg) for each in nodes(node.args)):
        return False
    return not any(isinstance(each, ast.Return) and each.value is not None for each in nodes(node))


def is_main(test: ast.expr) -> bool:
    """__name__ == "__main__"."""
    return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"


def is_call_of(node: ast.AST, leaves: frozenset[str]) -> bool:
    """Of a function or method with one of these names."""
    function = node.func if isinstance(node, ast.Call) else None
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in leaves
