"""Programs of all sizes, and what is measured of their pictures in the page: what covers what, what is cut, what is small."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlencode

CELL = (
    "i = sigmoid(wi*x + ui*h + bi)\nf = sigmoid(wf*x + uf*h + bf)\no = sigmoid(wo*x + uo*h + bo)\ng = tanh(wg*x + ug*h + bg)\n"
    "c' = f*c + i*g\nh' = o*tanh(c')\nL = (v*h' - t)**2"
)
POINT = {
    "x": 1, "h": 0.5, "c": -0.4, "wi": 0.6, "ui": -0.4, "bi": 0.1, "wf": 0.8, "uf": 0.2, "bf": 1, "wo": -0.5, "uo": 0.7, "bo": 0.2,
    "wg": 1.2, "ug": -0.6, "bg": 0, "v": 2, "t": 0.5,
}  # fmt: skip
_ATTENTION = """s11 = (q1*k1 + q2*k2)/sqrt(2)
s12 = (q1*l1 + q2*l2)/sqrt(2)
m = max(s11, s12)
e1 = exp(s11 - m)
e2 = exp(s12 - m)
a1 = e1/(e1 + e2)
a2 = e2/(e1 + e2)
y1 = a1*v1 + a2*w1
y2 = a1*v2 + a2*w2
L = (y1 - t1)**2 + (y2 - t2)**2"""
_NORM = """m = (x1 + x2 + x3)/3
d1 = x1 - m
d2 = x2 - m
d3 = x3 - m
v = (d1**2 + d2**2 + d3**2)/3
s = 1/sqrt(v + eps)
y1 = gamma*d1*s + beta
y2 = gamma*d2*s + beta
y3 = gamma*d3*s + beta
L = y1*t1 + y2*t2 + y3*t3"""
_TWELVE = """a = x*y
b = sin(a)
c = a + b
d = exp(-c)
g = b*d
h = log(1 + g**2)
k = c*h
l = tanh(k) + d
m = l*g
n = sqrt(1 + m**2)
p = n/(1 + h**2)
L = p - a*l"""


def _terms(count: int) -> str:
    """One line of so many operations in all."""
    return " + ".join(f"sin(x{k % 3 + 1}*{k + 2})*x{(k + 1) % 3 + 1}" for k in range(count))


def _at(names: str) -> dict[str, object]:
    return {name: round(0.3 + 0.37 * k % 1.7 - 0.4, 3) for k, name in enumerate(names.split())}


def _matrix(seed: int) -> list[list[float]]:
    return [[round(((7 * i + 5 * j + seed) % 11 - 5) / 4, 2) for j in range(5)] for i in range(5)]


_PERCEPTRON: dict[str, object] = {
    "W1": [[0.5, -0.25], [1.5, 0.75], [-1, 0.3]], "x": [1, -2], "b1": [0.1, 0.2, -0.3], "W2": [[0.7, -1.2, 0.4]], "b2": [0.05], "t": [1],
}  # fmt: skip
PROGRAMS: dict[str, tuple[str, dict[str, object]]] = {
    "2 nodes": ("sin(x)", {"x": 0.7}),
    "12 nodes": ("log(1 + exp(-y*(w1*x1 + w2*x2 + b)))", _at("y w1 x1 w2 x2 b")),
    "30 nodes": (_terms(7), _at("x1 x2 x3")),
    "60 nodes in one line": (_terms(15), _at("x1 x2 x3")),
    "156 nodes": (_terms(38), _at("x1 x2 x3")),
    "LSTM": (CELL, dict(POINT)),
    "attention": (_ATTENTION, _at("q1 q2 k1 k2 l1 l2 v1 v2 w1 w2 t1 t2")),
    "batch norm": (_NORM, {"x1": 0.2, "x2": -1.3, "x3": 2.1, "eps": 0.00001, "gamma": 1.5, "beta": -0.2, "t1": 1, "t2": -2, "t3": 0.5}),
    "perceptron": ("h = relu(W1@x + b1)\ny = W2@h + b2\nL = sum((y - t)**2)", _PERCEPTRON),
    "5×5 matrices": ("H = tanh(A@B + C)\nL = mean((H@A - B)**2)", {"A": _matrix(1), "B": _matrix(4), "C": _matrix(8)}),
    "Greek": ("gamma = alpha*sin(theta) + beta*cos(phi)\nOmega = exp(-gamma**2/(2*sigma**2))\nmu*Omega", {
        "alpha": 1.2, "theta": 0.5, "beta": -0.7, "phi": 1.1, "sigma": 0.8, "mu": 3}),
    "three outputs": ("u = x*y\nv = sin(u)\np = u + v\nq = v*exp(x)\nr = q/y\np, q, r", {"x": 0.5, "y": 2}),
    "12 lines": (_TWELVE, {"x": 1.1, "y": 0.6}),
    "40 turns": ("y = x\nfor k in range(40):\n    y = y + h*sin(w*y)\ny", {"x": 0.5, "h": 0.1, "w": 2}),
}  # fmt: skip
SIZES = {"desktop": (1280, 800), "phone": (360, 740)}


def address(name: str, **more: object) -> str:
    """Where a program is shown at the end of its reverse sweep, all of its numbers written."""
    program, point = PROGRAMS[name]
    values = {
        key: value if not isinstance(value, list) else json.dumps(value).replace(" ", "")
        for key, value in point.items()
    }
    return "/?" + urlencode({"e": program, **values, "sweep": "reverse", "step": "end", **more})


def told(found: dict[str, list[str]]) -> Iterator[str]:
    """What is wrong, in lines."""
    for kind, each in found.items():
        yield from (f"{kind}: {fault}" for fault in each)


# All of the picture hangs while it is measured, as on paper. By kind of fault, what has it; lengths in pixels of the window.
MEASURE = r"""() => {
    dispatchEvent(new Event("beforeprint"));
    const svg = document.querySelector("#view svg.graph"), view = document.querySelector("#view").getBoundingClientRect();
    const scale = svg.getScreenCTM().a, found = {};
    const fault = (kind, what) => (found[kind] ??= []).push(what);
    const rect = (element) => { const { left, top, right, bottom } = element.getBoundingClientRect(); return { left, top, right, bottom }; };
    const inner = ({ left, top, right, bottom }, by) => ({ left: left + by, top: top + by, right: right - by, bottom: bottom - by });
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const holds = (a, x, y) => x > a.left && x < a.right && y > a.top && y < a.bottom;
    const isSeen = (element) => getComputedStyle(element).visibility === "visible" && element.textContent.trim() !== "";
    const name = (element) => element.id || element.dataset.group || element.closest("[id]")?.id;
    /* a text's ink is about .8 of an em above its baseline and .22 below; digits have none below */
    const ink = (text) => { const { left, top, right, bottom } = text.getBoundingClientRect(), by = (bottom - top) * 0.22; return { left, top: top + by, right, bottom: bottom - by }; };

    const nodes = [...svg.querySelectorAll(".node")].filter((each) => each.querySelector(":scope > .frame")).map((node) => ({ node, id: name(node), at: rect(node.querySelector(":scope > .frame")) }));
    const opens = [...svg.querySelectorAll(".box-frame .around")].map((frame) => ({ id: name(frame.closest(".box-frame")), at: rect(frame) }));
    const heads = [...svg.querySelectorAll(".box.open .name-and-formula, .box.open .tally, .title")].filter(isSeen).map((text) => ({ text, id: name(text.closest(".node, .box") ?? text), at: ink(text) }));
    nodes.forEach((one, k) => nodes.slice(k + 1).forEach((other) => meet(inner(one.at, 0.5), inner(other.at, 0.5)) && fault("node over node", `${one.id} ${other.id}`)));
    for (const { id, at } of nodes) for (const open of opens) {
        const isIn = at.left >= open.at.left && at.right <= open.at.right && at.top >= open.at.top && at.bottom <= open.at.bottom;
        if (!isIn && meet(inner(at, 0.5), inner(open.at, 0.5))) fault("node over a box's border", `${id} ${open.id}`);
    }
    for (const { id, at } of nodes) for (const head of heads) if (meet(inner(at, 1), head.at)) fault("node over a head", `${id} ${head.id}`);

    const names = nodes.flatMap(({ node, id }) => [...node.querySelectorAll(":scope > .name")].filter(isSeen).map((text) => ({ id, at: ink(text) })));
    for (const one of names) for (const { id, at } of nodes) if (id !== one.id && meet(one.at, inner(at, 1))) fault("name over node", `${one.id} ${id}`);
    names.forEach((one, k) => names.slice(k + 1).forEach((other) => meet(one.at, other.at) && fault("name over name", `${one.id} ${other.id}`)));

    const wires = [...svg.querySelectorAll(".edge .wire")].map((wire) => {
        const long = wire.getTotalLength(), matrix = wire.getScreenCTM(), points = [];
        for (let k = 0, n = Math.max(8, Math.ceil((long * scale) / 3)); k <= n; k++) {
            const at = wire.getPointAtLength((long * k) / n).matrixTransform(matrix);
            points.push([at.x, at.y]);
        }
        return { id: name(wire.closest(".edge")), points };
    });
    for (const { id, points } of wires) {
        const ends = [points[0], points.at(-1)];
        for (const other of nodes) {
            if (ends.some(([x, y]) => holds(inner(other.at, -7), x, y))) continue;
            if (points.some(([x, y]) => holds(inner(other.at, 1.5), x, y))) fault("wire over node", `${id} ${other.id}`);
        }
        for (const head of heads) if (points.some(([x, y]) => holds(head.at, x, y))) fault("wire over a head", `${id} ${head.id}`);
        for (const one of names) if (points.some(([x, y]) => holds(inner(one.at, 1), x, y))) fault("wire over a name", `${id} ${one.id}`);
    }

    const boxed = svg.classList.contains("boxed");
    /* a crowded chip has no free place: it is seen only over what is asked about */
    const chips = [...svg.querySelectorAll(".chip:not(.crowded)")].filter((chip) => chip.querySelector(".plate")).map((chip) => ({ id: name(chip), at: rect(chip.querySelector(".plate")), chip, isSeen: getComputedStyle(chip).visibility === "visible" }));
    for (const { id, at, chip } of chips) {
        for (const node of nodes) if (meet(inner(at, 0.5), inner(node.at, 0.5))) fault("chip over node", `${id} ${node.id}`);
        for (const one of names) if (meet(inner(at, 0.5), one.at)) fault("chip over a name", `${id} ${one.id}`);
        for (const head of heads) if (meet(inner(at, 0.5), head.at)) fault("chip over a head", `${id} ${head.id}`);
        const leader = chip.querySelector(".leader");
        if (!leader) continue;
        const { x, y } = leader.getPointAtLength(leader.getTotalLength() / 2).matrixTransform(leader.getScreenCTM());
        for (const node of nodes) if (holds(inner(node.at, 1), x, y)) fault("leader over node", `${id} ${node.id}`);
    }
    const shown = chips.filter((each) => each.isSeen);
    shown.forEach((one, k) => shown.slice(k + 1).forEach((other) => meet(inner(one.at, 0.5), inner(other.at, 0.5)) && fault("chip over chip", `${one.id} ${other.id}`)));
    for (const { id, points } of wires) for (const chip of shown) {
        const own = chip.chip.dataset.edge ?? chip.id.replace("chip-", "");
        if (own !== id && points.some(([x, y]) => holds(inner(chip.at, 1.5), x, y))) fault("wire under another's chip", `${id} ${chip.id}`);
    }

    for (const { node, id, at } of nodes) {
        const texts = [...node.querySelectorAll("text")].filter((text) => isSeen(text) && !text.matches(".name") && text.getBoundingClientRect().width > 0).map((text) => ({ text, at: ink(text) }));
        for (const { text, at: own } of texts) if (own.left < at.left - 0.5 || own.right > at.right + 0.5 || own.top < at.top - 1 || own.bottom > at.bottom + 1) fault("text out of its node", `${id} ${text.getAttribute("class")} “${text.textContent}”`);
        texts.forEach((one, k) => texts.slice(k + 1).forEach((other) => meet(inner(one.at, 0.5), inner(other.at, 0.5)) && fault("text over text", `${id} “${one.text.textContent}” “${other.text.textContent}”`)));
    }
    for (const { at, text, id } of heads) {
        const box = opens.find((open) => open.id === text.closest("[data-group]")?.dataset.group);
        if (box && (at.left < box.at.left || at.right > box.at.right)) fault("text out of its box", `${id} “${text.textContent}”`);
    }
    heads.forEach((one, k) => heads.slice(k + 1).forEach((other) => meet(one.at, other.at) && fault("head over head", `${one.text.textContent} ${other.text.textContent}`)));

    /* small type; scripts of formulas excepted */
    const least = 12.9;
    for (const text of svg.querySelectorAll("text")) {
        if (!isSeen(text)) continue;
        const own = text.getScreenCTM().d, size = parseFloat(getComputedStyle(text).fontSize) * own;
        if (size < least) fault("small", `${text.closest("[id]")?.id} ${text.getAttribute("class")} ${size.toFixed(1)} “${text.textContent.slice(0, 30)}”`);
        for (const span of text.querySelectorAll("tspan:not(.superscript, [font-size])")) {
            const inner = parseFloat(getComputedStyle(span).fontSize) * own;
            if (inner < least && inner < size && !span.closest("[font-size], .superscript, .number")) fault("small", `${text.closest("[id]")?.id} tspan.${span.getAttribute("class")} ${inner.toFixed(1)}`);
        }
    }
    for (const element of document.querySelectorAll("body *:not(svg *, script, style, option)")) {
        if (element.closest(".katex, [hidden], .vh")) continue;
        if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
        if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.matches("sub, sup")) continue;
        const size = parseFloat(getComputedStyle(element).fontSize), { width } = element.getBoundingClientRect();
        if (size < least && width > 2) fault("small on the page", `${element.tagName}.${element.className} ${size} “${element.textContent.trim().slice(0, 30)}”`);
    }
    const whole = document.querySelector("[data-zoom=whole]").getAttribute("aria-pressed") === "true";
    if (whole) {
        const isFree = matchMedia("(max-width: 1023.98px)").matches;
        for (const { id, at } of [...nodes, ...opens, ...names, ...shown]) {
            if (at.left < view.left - 1 || at.right > view.right + 1 || (!isFree && (at.top < view.top - 1 || at.bottom > view.bottom + 1))) fault("out of sight", id);
        }
    }
    if (document.documentElement.scrollWidth > innerWidth) fault("page too wide", `${document.documentElement.scrollWidth}`);
    dispatchEvent(new Event("afterprint"));
    const all = nodes.length + opens.length;
    return { found, is: { scale: Math.round(100 * scale), whole, boxed, nodes: all, closed: svg.querySelectorAll(".box.closed").length, wires: wires.length, width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height } };
}"""
