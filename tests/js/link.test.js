/** State ↔ address on the page (static/js/state/link.js), the twin of graphs/contract/state.py: tests/contract/test_state.py checks the same table. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { OF_FORMS, addressOf, entryFor, parameterOf, stateOf } from "../../static/js/state/link.js";

const CASES = JSON.parse(readFileSync(new URL("../data/twins/addresses.json", import.meta.url), "utf8"));

for (const { state, address } of CASES) {
  test(`${address} is written and read as by the server`, () => {
    assert.equal(addressOf({ ...state, step: state.step ?? "end" }), address);
    const { at, ...read } = stateOf(new URL(address, "http://localhost").search);
    assert.deepEqual({ ...read, at: { ...at } }, { ...OF_FORMS, ...state, step: state.step ?? "end" });
  });
}

test("names that mean something else are written at.NAME", () => {
  assert.equal(parameterOf("e"), "at.e");
  assert.equal(parameterOf("x1"), "x1");
  assert.equal(parameterOf("constructor"), "constructor");
});

test("a parameter that a program has for an input is one", () => {
  const read = stateOf("?e=names*x&names=3");
  assert.deepEqual([{ ...read.at }, read.names], [{ names: 3 }, null]);
  assert.deepEqual([stateOf("?e=names%3Dx&names=c").names, stateOf("?e=x&names=c").names, stateOf("?e=x&names=d").names], ["c", "c", null]);
  const played = stateOf("?e=play*x&play=3&view.play=1&scale=2&theme=dark&animate=0");
  assert.deepEqual([{ ...played.at }, played.play, played.scale, played.theme, played.animate], [{ play: 3 }, true, 2, "dark", false]);
  assert.deepEqual(stateOf("?e=x&play=yes&scale=5&theme=pink&part=all&steps=2").scale, null);
});

test("what is no state of this page has its start value", () => {
  const read = stateOf("?e=x&sweep=sideways&step=-3&x=nan&y=&direction=1%2B");
  assert.deepEqual([read.sweep, read.step, { ...read.at }, read.direction], [null, "end", {}, null]);
});

test("Back leads to what was there before an edit began", () => {
  assert.equal(entryFor("program", null), "push");
  assert.equal(entryFor("program", "program"), "replace");
  assert.equal(entryFor("step", "program"), "replace");
  assert.equal(entryFor("input:x", "input:y"), "push");
});
