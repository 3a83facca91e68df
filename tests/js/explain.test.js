import assert from "node:assert/strict";
import test from "node:test";
import { headingOf, ledgerOf, shortSymbol, wordsOf } from "../../static/js/study/words.js";
import { answerRows, checkSentence, costSentence, issuesListed, pathsSentence, slopesSentence, whyQuestion } from "../../static/js/study/answer_rows.js";
import { frameOf } from "../../static/js/study/frame.js";
import { squares } from "./arrays.js";
import { study } from "./study.js";

const said = (parts) => parts.map((part) => part.text ?? part.raised ?? part).join("");
const heading = (sweep, step) => said(headingOf(study(), frameOf(study(), sweep, "x", step)));

test("every step has a heading", () => {
  assert.equal(heading("value", 0), "Values, from the inputs on");
  assert.equal(heading("value", 1), "c1 is given");
  assert.equal(heading("value", 3), "c3 is computed from c2 and c1");
  assert.equal(heading("forward", 1), "c1 is moved");
  assert.equal(heading("forward", 2), "c2 moves with c1");
  assert.equal(heading("reverse", 1), "The reverse sweep starts at c3");
  assert.equal(heading("reverse", 4), "c2 passes its adjoint back to c1");
});

test("the words of a step are those of its parts", () => {
  assert.deepEqual(wordsOf(study(), frameOf(study(), "reverse", "x", 2)), [{ latex: "c_2", text: "c2", node: "c2" }, " is 1."]);
  const silent = study();
  silent.steps[7].parts = null; // a step of a long sweep
  assert.deepEqual(wordsOf(silent, frameOf(silent, "reverse", "x", 2)), []);
});

test("before the first step it is said what comes, and without steps why", () => {
  assert.match(said(wordsOf(study(), frameOf(study(), "reverse", "x", 0))), /starts at the output/);
  const several = study({ steps: [], gradient: null, value: [9, 12] });
  assert.match(said(wordsOf(several, frameOf(several, "reverse", "x", 0))), /output is 2 numbers/);
});

test("the ledger has a line per use in the order of arrival, and the sum", () => {
  const ledger = (step) => ledgerOf(study(), frameOf(study(), "reverse", "x", step));
  assert.equal(ledger(0).node.id, "c1");
  assert.deepEqual(ledger(0).rows.map((row) => row.reached), [false, false, false]);
  const now = ledger(4);
  assert.deepEqual(now.rows.map((row) => [row.from.text, row.told, row.term.number, row.reached, row.current]), [
    ["c3", [1, 1], 1, true, false], ["c2", [1, 3], 3, true, true], ["c2", [1, 3], 3, false, false],
  ]);
  assert.deepEqual([now.sum.number, now.part, now.current], [4, "", true]);
  assert.equal(ledgerOf(study(), frameOf(study(), "forward", "x", 2)), null);
});

test("of many uses the ledger shows those around the last", () => {
  const known = study();
  const use = known.steps.at(-1);
  for (let index = 5; index < 12; index++) known.steps.push({ ...use, index });
  const ledger = ledgerOf(known, frameOf(known, "reverse", "x", 8));
  assert.equal(ledger.rows.length, 3);
  assert.ok(ledger.rows[1].current);
  assert.equal(ledger.part, "terms 5–7 of 10");
});

test("a long name is cut where there is little room", () => {
  const short = (name) => shortSymbol({ display_name: name, symbol: "own" });
  for (const name of ["a", "x1", "theta", "theta_1", "yhat", "loss", "w_out", "x_12"]) assert.equal(short(name), "own", name);
  const cut = [["learning_rate", "le", ""], ["output", "ou", ""], ["x_observed", "x", ""], ["total12", "to", "_{12}"], ["widest1.2", "wi", "_{1.2}"]];
  for (const [name, letters, place] of cut) assert.equal(short(name), `\\mathrm{${letters}}\\text{…}${place}`, name);
});

test("a symbol with little room keeps its accent and its colour", () => {
  const node = { display_name: "learning_rate12", symbol: "own", symbols: { adjoint: "\\bar{own}" } };
  assert.equal(shortSymbol(node, "adjoint"), "\\htmlClass{adjoint}{\\bar{\\mathrm{le}\\text{…}}_{12}}");
  assert.equal(shortSymbol({ ...node, display_name: "w" }, "adjoint"), "\\htmlClass{adjoint}{\\bar{own}}");
});

test("the answer has the value and a slope for every input", () => {
  const told = ({ latex, json, derivative }) => [latex, json, derivative];
  assert.deepEqual(answerRows(study()).map(told), [["f", 12, false], ["\\partial f/\\partial x", 7, true]]);
  const several = study({ outputs: ["c2", "c3"], value: [9, 12], gradient: null, jacobian: { x: [6, 7] } });
  assert.deepEqual(answerRows(several).map((row) => row.json), [9, 6, 12, 7]);
});

test("a derivative is laid out, and its layout told", () => {
  const laid = (layout) => answerRows(squares(), layout).filter((row) => row.derivative).map(({ rows, words }) => [rows, words]);
  assert.deepEqual(laid("numerator"), [
    [[[-4, -2], [4, 2]], "2×2, the matrix’s shape transposed"], [[[-10, -16]], "a 1×2 row"], [[[4, 2]], "a 1×2 row"],
  ]);
  assert.deepEqual(laid("denominator"), [
    [[[-4, 4], [-2, 2]], "2×2, the matrix’s own shape"], [[[-10], [-16]], "a 2×1 column"], [[[4], [2]], "a 2×1 column"],
  ]);
});

test("the ledger of an array has its terms and its pullbacks", () => {
  const ledger = ledgerOf(squares(), frameOf(squares(), "reverse", undefined, 3));
  assert.equal(ledger.node.name, "r");
  assert.deepEqual(ledger.rows.map((row) => [row.formula, row.told, row.term.number]), [
    [["\\bar{c}_6 \\cdot r"], null, [-2, -1]], [["\\bar{c}_6 \\cdot r"], null, [-2, -1]],
  ]);
  const large = squares();
  large.steps[7].term = null;
  assert.deepEqual(ledgerOf(large, frameOf(large, "reverse", undefined, 3)).rows[0].term, { kind: "large", shape: [2] });
});

test("the cost is a sentence", () => {
  const input = study().inputs[0];
  assert.equal(costSentence(study()), "One reverse pass; forward mode needs one too.");
  assert.equal(costSentence(study({ inputs: [input, input] })), "One reverse pass; forward mode needs two.");
  assert.equal(costSentence(squares()), "One reverse pass; forward mode needs eight.");
  assert.match(costSentence(study({ inputs: [] })), /no inputs/);
  assert.equal(checkSentence(study()), "Checked: forward and reverse mode agree.");
  assert.match(checkSentence(study({ checks: { tangent_gradient: { residual: 0.5, ok: false } } })), /disagree by 0.5/);
});

test("paths stand against edges only where there are more of them", () => {
  const cost = (paths, edges) => said(pathsSentence({ cost: { paths, edges } }));
  assert.equal(cost({ x: 2, y: 1 }, 8), "");
  assert.equal(cost({ x: 1 }, 0), ""); // the program x
  assert.equal(cost({ x: 1024 }, 40), "1,024 paths lead from the inputs to the output; a reverse pass goes over the 40 edges once.");
  assert.equal(cost({ x: "1152921504606846976" }, 240).slice(0, 16), "About 1018 paths");
});

test("what the answer to why tells is not told again, and kinks tell their slopes", () => {
  const message = "exp(c1) is larger than a double can hold; it counts as infinite from here on";
  const why = { node: "c2", message: "exp(c1) is larger than a double can hold, so the output comes out infinite", outcome: "infinite" };
  const issues = [{ node: "c2", message }, { node: "c3", message: "abs(c1) bends" }];
  assert.deepEqual(issuesListed({ issues, why }).map(({ node }) => node), ["c3"]);
  assert.deepEqual(issuesListed({ issues, why: null }), issues);
  assert.equal(whyQuestion(why), "Why is this infinite?");
  const slopes = slopesSentence({ slopes: [-1, 1] });
  assert.deepEqual(slopes, [" Its slope is ", ["-1", "number", null], " on one side, ", ["1", "number", null], " on the other."]);
});
