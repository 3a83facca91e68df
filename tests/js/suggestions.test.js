import assert from "node:assert/strict";
import test from "node:test";
import { ownNames } from "../../static/js/editor/own_names.js";
import { caretIn, suggestionsFor, wordAt } from "../../static/js/editor/suggestions.js";

const vocabulary = {
  functions: [
    { name: "sign", signature: "sign(x)", about: "", same_as: null }, { name: "sin", signature: "sin(x)", about: "derivative cos(x)", same_as: null },
    { name: "sinh", signature: "sinh(x)", about: "", same_as: null }, { name: "asin", signature: "asin(x)", about: "", same_as: null },
    { name: "arcsin", signature: "arcsin(x)", about: "", same_as: "asin" }, { name: "relu", signature: "relu(x)", about: "", same_as: null }, { name: "ReLU", signature: "ReLU(x)", about: "", same_as: "relu" },
  ],
  constants: [{ name: "pi", value: Math.PI }],
  commands: [{ name: "frac", text: "\\frac{}{}", about: "(x)/(y)" }, { name: "sin", text: "\\sin", about: "sin(x)" }],
};

// The text up to the caret, "|", what comes by itself, and what comes when it is asked for: [text, kind], or null.
const WORDS = [
  ["y = si|", ["si", "name"]], ["y = s|", null, ["s", "name"]], ["2si|", ["si", "name"]], ["x2si|", ["x2si", "name"]],
  ["y = x +|", null, ["", "name"]], ["y = x + |", null, ["", "name"]], ["|", null, ["", "name"]],
  ["1e5|", null, null], ["2.5e1|", null, null], ["0xFF|", null, null], ["12|", null, null], ["3.14|", null, null], ["1.si|", ["si", "name"]],
  ["np.ex|", ["ex", "call"]], ["(a*b).su|", ["su", "call"]], ["A[0].su|", ["su", "call"]], ["x1.|", null, ["", "call"]],
  ["\\fr|", ["fr", "command"]], ["\\f|", null, ["f", "command"]], ["$x + \\si|", ["si", "command"]], ["$x + si|", null, ["si", "name"]], ["\\|", null, ["", "command"]],
  ["y = x # sig|", null, ["sig", "name"]], ["Let si|", null, ["si", "name"]], ["y = si|n", null, ["si", "name"]],
  ["import nu|", null, ["nu", "name"]], ["def si|", null, ["si", "name"]], ["def f(x):\n    return si|", ["si", "name"]],
  ["σθ|", ["σθ", "name"]],
];
for (const [marked, typed, asked = typed] of WORDS) {
  test(`the word of ${JSON.stringify(marked)}`, () => {
    const [text, caret] = [marked.replace("|", ""), marked.indexOf("|")];
    const told = (isAsked) => { const word = wordAt(text, caret, isAsked); return word && [word.text, word.kind]; };
    assert.deepEqual(told(false), typed);
    assert.deepEqual(told(true), asked);
  });
}

test("a word begins at its backslash", () => assert.equal(wordAt("a \\fr", 5, false).start, 2));

const names = (text, kind, isAsked, own = []) => suggestionsFor({ text, kind }, { vocabulary, own }, isAsked).map(({ name }) => name);
const SIGNAL = { name: "signal", text: "signal", signature: "signal = 2", about: "", kind: "own" };

test("the text's own names come first, then the shorter ones; another case, and what stands inside a name, last", () => {
  assert.deepEqual(names("si", "name", false, [SIGNAL]), ["signal", "sin", "sign", "sinh"]);
  assert.deepEqual(names("sin", "name", false), ["sin", "sinh", "asin", "arcsin"]);
  assert.deepEqual(names("Re", "name", false), ["ReLU", "relu"]);
});

test("by two letters nothing is found inside a name, unless it is asked for", () => {
  assert.deepEqual(names("lu", "name", false), []);
  assert.deepEqual(names("lu", "name", true), ["relu", "ReLU"]);
});

test("what is typed in full is not offered alone", () => assert.deepEqual(names("pi", "name", false), []));

test("after a dot come functions, after a backslash commands", () => {
  assert.deepEqual(names("si", "call", false, [SIGNAL]), ["sin", "sign", "sinh"]);
  assert.deepEqual(names("fr", "command", false, [SIGNAL]), ["frac"]);
});

test("with nothing typed, each function is there once", () => {
  assert.deepEqual(names("", "name", true, [SIGNAL]), ["signal", "sign", "sin", "sinh", "asin", "relu", "pi"]);
});

test("the caret goes into the first empty group", () => {
  assert.deepEqual(["\\frac{}{}", "\\sin", "\\begin{cases}  \\end{cases}"].map(caretIn), [6, 4, 14]);
});

const study = { inputs: [{ name: "x", value: 2, shape: [] }, { name: "theta", value: [1, 2], shape: [2] }] };
const own = (marked) => {
  const at = marked.indexOf("|");
  const [text, start] = [marked.replace("|", ""), marked.slice(0, at).search(/\w*$/)];
  return ownNames(text, study, { start, end: at }).map(({ name, signature, about }) => [name, signature, about]);
};

test("a text's own names, each with what it is", () => {
  assert.deepEqual(own("def step(x, h=0):\n    return x*h\nz, u = step(x), 1 # both\nfor k in range(3):\n    z += θ\nst|"), [
    ["step", "step(x, h=0)", "function of the text"], ["x", "x", "input 2"], ["θ", "θ", "input 2"],
    ["z", "z, u = step(x), 1", "line of the text"], ["u", "z, u = step(x), 1", "line of the text"], ["k", "for k in …", "name of a loop"], ["h", "h", "parameter"],
  ]);
  assert.deepEqual(own("f(x) = x^2\nf|"), [["f", "f(x)", "function of the text"], ["x", "x", "input 2"]]);
});

test("the word that is typed is no name of the text yet", () => assert.deepEqual(own("th|"), []));

test("of LaTeX the inputs are known", () => assert.deepEqual(own("$x + 1 = y$ |"), [["x", "x", "input 2"]]));
