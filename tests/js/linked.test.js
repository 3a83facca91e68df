/** Symbols and numbers of formulas as links (static/js/explanation/links_in_latex.js), and what a sweep cost (static/js/study/passes.js). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ledgerOf, runningOf } from "../../static/js/study/words.js";
import { frameOf } from "../../static/js/study/frame.js";
import { huedNumbers } from "../../static/js/text/colour.js";
import { linked, linkedNumbers, nodesNear } from "../../static/js/explanation/links_in_latex.js";
import { endOf, passOf, ruleOf } from "../../static/js/study/passes.js";
import { study } from "./study.js";

const { assignment } = JSON.parse(readFileSync(new URL("../data/twins/studies.json", import.meta.url)));
const node = (id, symbol) => ({ id, symbol });
const value = (id, latex) => `\\htmlData{node=${id},kind=value}{${latex}}`;

const LINKED = [
  ["3 c_6^{2}", [node("c6", "c_6")], `3 ${value("c6", "c_6^{2}")}`],
  ["c_1 c_{10} + c_{1}", [node("c1", "c_1"), node("c10", "c_{10}")], `${value("c1", "c_1")} ${value("c10", "c_{10}")} + c_{1}`],
  ["\\bar{c}_6", [node("c6", "c_6")], "\\htmlData{node=c6,kind=adjoint}{\\bar{c}_6}"],
  ["\\dot{r}", [node("c5", "r")], "\\htmlData{node=c5,kind=tangent}{\\dot{r}}"],
  ["\\operatorname{tr}(r) \\mathrm{r} \\frac{r}{\\rho}", [node("c5", "r")], `\\operatorname{tr}(${value("c5", "r")}) \\mathrm{r} \\frac{${value("c5", "r")}}{\\rho}`],
  ["\\theta \\theta_1", [node("c1", "\\theta")], `${value("c1", "\\theta")} \\theta_1`],
  ["\\mathrm{loss}^{2}", [node("c9", "\\mathrm{loss}")], value("c9", "\\mathrm{loss}^{2}")],
  ["c_6", [], "c_6"],
];

test("a symbol of a node is one, with its exponent; letters of commands and of longer names are not", () => {
  for (const [latex, nodes, marked] of LINKED) assert.equal(linked(latex, nodes), marked);
});

test("an adjoint in the numbers leads to the node that passed it, the numbers of its partial nowhere", () => {
  const frame = frameOf(assignment, "reverse", "x1", 4);
  const told = linkedNumbers(huedNumbers("\\bar{c}_6 = 1 \\cdot {3 \\cdot 4^{2}} = 1 \\cdot 48 = 48", "reverse"), assignment, frame);
  const one = "\\htmlData{node=c7,kind=adjoint}{\\htmlClass{adjoint}{1}}";
  assert.equal(told, `\\bar{c}_6 = ${one} \\cdot {3 \\cdot 4^{2}} = ${one} \\cdot 48 = \\htmlClass{adjoint result}{\\mathbf{48}}`);
  assert.deepEqual(nodesNear(assignment, frame).map(({ id }) => id), ["c6", "c7", "c4", "c5", "c8"]);
});

test("the tangents in the numbers lead to the operands in their order", () => {
  const told = linkedNumbers("\\dot{c}_3 = 1 \\cdot \\htmlClass{tangent}{6} + 1 \\cdot \\htmlClass{tangent}{1}", study(), frameOf(study(), "forward", "x", 3));
  assert.deepEqual([...told.matchAll(/node=(c\d)/g)].map(([, id]) => id), ["c2", "c1"]);
});

test("the ledger's sum is told as it grew", () => {
  const running = (step) => runningOf(ledgerOf(study(), frameOf(study(), "reverse", "x", step)));
  assert.deepEqual([running(0), running(3)], [[], []]);
  assert.deepEqual(running(4), ["0", "1", "1 + 3"]);
  assert.deepEqual(running(5), ["0", "1", "4", "4 + 3"]);
  const less = study();
  Object.assign(less.steps[9], { term: -0.41615 });
  assert.deepEqual(runningOf(ledgerOf(less, frameOf(less, "reverse", "x", 4))), ["0", "1", "1 − 0.41615"]);
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
