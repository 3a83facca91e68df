/** A study made of columns is the study itself (static/js/study/columns.js). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { studyOf } from "../../static/js/study/columns.js";
import { study as answered } from "./study.js";

/** The same answer by column, with the words of one step. */
function byColumn(whole, explained) {
  const at = (id) => whole.nodes.findIndex((node) => node.id === id);
  const reverse = whole.steps.filter(({ sweep }) => sweep === "reverse");
  const rule = whole.nodes.map((node) => whole.steps.find((step) => step.sweep === "forward" && step.node === node.id)?.rule ?? "data");
  return {
    ...whole,
    steps: [explained],
    wording: "w",
    columns: {
      value: whole.nodes.map(({ value }) => value),
      tangents: { x: whole.nodes.map(({ tangents }) => tangents.x ?? null) },
      adjoint: whole.nodes.map(({ adjoint }) => adjoint),
      rule,
      partial: whole.edges.map(({ partial }) => partial),
      reverse: {
        node: reverse.map(({ node }) => at(node)),
        edge: reverse.map(({ edge }) => whole.edges.findIndex(({ id }) => id === edge)),
        before: reverse.map(({ before }) => before),
        term: reverse.map(({ term }) => term),
        after: reverse.map(({ after }) => after),
      },
    },
  };
}

const silent = (step) => ({ ...step, latex: null, numbers: null, text: null, chain: null, parts: undefined });
const numbers = (steps) => steps.map((step) => JSON.parse(JSON.stringify(silent(step))));

test("steps are made of columns, and the step that is looked at has its words", () => {
  const whole = answered();
  const told = whole.steps.at(-1);
  const made = studyOf(byColumn(whole, told), null);
  assert.deepEqual(numbers(made.steps), numbers(whole.steps));
  assert.equal(made.steps.at(-1).text, told.text);
  assert.equal(made.steps[0].text, null);
  assert.equal(made.steps, made.steps); // made once
});

test("where names are still the same, nodes and edges take their new numbers", () => {
  const whole = answered();
  const held = studyOf(byColumn(whole, whole.steps[0]), null);
  const moved = byColumn(whole, whole.steps[0]);
  moved.columns.value = moved.columns.value.map((x) => x + 1);
  const made = studyOf({ ...moved, nodes: [], edges: [], issues: [{ node: "c2", message: "one" }, { node: "c2", message: "two" }] }, held);
  assert.deepEqual(made.nodes.map(({ value }) => value), whole.nodes.map(({ value }) => value + 1));
  assert.deepEqual(made.nodes.map(({ issue }) => issue), whole.nodes.map(({ id }) => (id === "c2" ? "one" : null)));
  assert.deepEqual(made.nodes.map(({ text }) => text), whole.nodes.map(({ text }) => text));
  assert.deepEqual(made.edges, whole.edges);
});

test("an answer without columns is a study already", () => {
  const whole = answered();
  assert.equal(studyOf(whole, null), whole);
});
