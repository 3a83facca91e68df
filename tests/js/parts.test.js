/** Formulas and sentences as parts (static/js/text/parts.js), and what a sweep cost (static/js/study/passes.js). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ledgerOf, runningOf } from "../../static/js/study/words.js";
import { frameOf } from "../../static/js/study/frame.js";
import { latexOf, sentenceOf, shorterLines, textOf } from "../../static/js/text/parts.js";
import { endOf, passOf, ruleOf } from "../../static/js/study/passes.js";
import { study } from "./study.js";

const { assignment } = JSON.parse(readFileSync(new URL("../data/twins/studies.json", import.meta.url)));
const partsAt = (sweep, step) => frameOf(assignment, sweep, "x1", step).current.parts;
const marked = (node, kind, latex) => `\\htmlData{node=${node},kind=${kind}}{${latex}}`;
const hued = (hue, latex) => `\\htmlClass{${hue}}{${latex}}`;

test("a symbol is one, with its exponent, its node and its colour; what multiplies a fraction stands apart from it", () => {
  const [bar, above] = ["c6", "c7"].map((node) => marked(node, "adjoint", hued("adjoint", `\\bar{c}_${node[1]}`)));
  const [c6, c7] = ["c6", "c7"].map((node) => marked(node, "value", `c_${node[1]}`));
  const rule = `${bar} \\mathrel{+}= ${above} \\,\\frac{\\partial ${c7}}{\\partial ${c6}} = ${above} \\cdot 3 ${marked("c6", "value", "c_6^{2}")}`;
  assert.equal(latexOf(partsAt("reverse", 4).rule, "reverse"), rule);
});

test("an adjoint in the numbers leads to the node that passed it, the numbers of its partial nowhere, and the result is bold", () => {
  const one = marked("c7", "adjoint", hued("adjoint", "1"));
  const bar = marked("c6", "adjoint", hued("adjoint", "\\bar{c}_6"));
  const numbers = `${bar} = ${one} \\cdot {3 \\cdot 4^{2}} = ${one} \\cdot 48 = ${hued("adjoint result", "48")}`;
  assert.equal(latexOf(partsAt("reverse", 4).numbers, "reverse"), numbers);
});

test("the tangents in the numbers lead to the operands in their order, and a value is ink", () => {
  const { numbers } = partsAt("forward", 8);
  assert.deepEqual(numbers.filter(([, role]) => role === "tangent").map(([, , node]) => node).slice(-2), ["c3", "c7"]);
  assert.ok(latexOf(partsAt("value", 6).numbers, "value").endsWith(` = ${hued("result", "4")}`));
});

test("a sentence has symbols, operations that lead nowhere, minus signs and raised exponents", () => {
  const parts = ["With ", ["a", "value", "c4", "a"], " = ", ["-2·10", "number", null], ["^-7", "exponent", null], ", ", ["c1*a", "operation", "c5", "c_1 a"], "."];
  assert.deepEqual(sentenceOf(parts), [
    "With ", { latex: "a", text: "a", node: "c4" }, " = ", "−2·10", { raised: "−7" }, ", ", { latex: "c_1 a", text: "c1*a" }, ".",
  ]);
  assert.equal(textOf(parts), "With a = -2·10^-7, c1*a.");
  assert.deepEqual(sentenceOf(["Nudge a little"]), ["Nudge a little"]); // an English a is no symbol
});

// sweep, step → the phone's lines, the longest first
const LINES = [
  ["value", 6, ["c_6 = c_4 + c_5 = 4", "c_6 = c_4 + c_5 = 4", "c_6 = 4"]],
  ["forward", 1, ["\\dot{c}_1 = 1", "\\dot{c}_1 = 1", "\\dot{c}_1 = 1"]],
  ["reverse", 1, ["\\bar{c}_8 = 1", "\\bar{c}_8 = 1", "\\bar{c}_8 = 1"]],
  ["reverse", 4, ["\\bar{c}_6 \\mathrel{+}= \\bar{c}_7 \\cdot 3 c_6^{2} = 1 \\cdot 48 = 48", "\\bar{c}_6 \\mathrel{+}= \\bar{c}_7 \\cdot 3 c_6^{2} = 48", "\\bar{c}_6 = 48"]],
];

test("the phone's line is the left side, the product and the result, as far as there is room", () => {
  for (const [sweep, step, lines] of LINES) assert.deepEqual(shorterLines(partsAt(sweep, step), sweep, false).map(textOf), lines, `${sweep} ${step}`);
  const { rule } = partsAt("reverse", 4);
  assert.deepEqual(shorterLines(partsAt("reverse", 4), "reverse", true), [rule]); // arrays are too high
});

test("the ledger's sum is told as it grew", () => {
  const running = (step) => runningOf(ledgerOf(study(), frameOf(study(), "reverse", "x", step))).map(textOf);
  assert.deepEqual([running(0), running(3)], [[], []]);
  assert.deepEqual(running(4), ["0", "1", "1 + 3"]);
  assert.deepEqual(running(5), ["0", "1", "4", "4 + 3"]);
  const less = study();
  Object.assign(less.steps[9], { term: -0.41615 });
  assert.deepEqual(runningOf(ledgerOf(less, frameOf(less, "reverse", "x", 4))).map(textOf), ["0", "1", "1 − 0.41615"]);
});

test("a forward sweep says which pass of how many it is", () => {
  const pass = (entry, sweep = "forward") => passOf(assignment, { sweep, entry }).map((part) => part.text ?? part).join("");
  assert.deepEqual([pass("x1"), pass("x2")], ["pass 1 of 2, along x1", "pass 2 of 2, along x2"]);
  assert.deepEqual([pass("direction"), pass("x1", "reverse")], ["1 pass, along the direction", ""]);
});

test("the end of a sweep tells its cost and the other mode's", () => {
  const end = (sweep, step) => endOf(assignment, frameOf(assignment, sweep, "x1", step));
  assert.equal(end("reverse", 8), "");
  assert.equal(end("reverse", "end"), "This pass: 8 operations, 8 numbers kept. Forward mode: 2 passes, 16 operations.");
  assert.equal(end("forward", "end"), "This pass: 8 operations; for all inputs: 2 passes, 16 operations. Reverse mode: 1 pass, 8 operations, 8 numbers kept.");
  assert.equal(end("value", "end"), "8 nodes, each computed once. Then forward mode: 2 passes of 8 operations; reverse mode: 1 pass, 8 operations, 8 numbers kept.");
});

test("a step names the rule that it uses, and whose page states it", () => {
  const rule = (sweep, step) => ruleOf(assignment, frameOf(assignment, sweep, "x1", step));
  assert.deepEqual(rule("reverse", 4), { name: "power rule", operation: "power" });
  assert.deepEqual(rule("reverse", 9), { name: "rule of exp", operation: "exp" });
  assert.deepEqual(rule("forward", 8), { name: "product rule", operation: "multiply" });
  assert.deepEqual(rule("value", 3), { name: "exp", operation: "exp" });
  assert.deepEqual([rule("reverse", 1), rule("value", 1), rule("reverse", 0)], [null, null, null]);
});
