/** What keys ask for (static/js/player/keys.js). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { askedBy, tabFor } from "../../static/js/player/keys.js";

test("arrows go round the tabs, Home and End to the ends, other keys nowhere", () => {
  const cases = [["ArrowRight", 0, 1], ["ArrowRight", 2, 0], ["ArrowLeft", 0, 2], ["Home", 2, 0], ["End", 0, 2], ["a", 1, null], [" ", 1, null]];
  for (const [key, at, to] of cases) assert.equal(tabFor(key, at, 3), to, key);
});

const nowhere = { closest: () => null };
const inField = { closest: (selector) => selector.includes("textarea") };
const asked = (key, more = {}) => askedBy({ key, target: nowhere, ...more });

test("keys ask for moves, tenths and deeds, but not in a field or beside a modifier", () => {
  const cases = [
    ["ArrowLeft", "back"], ["End", "last"], ["0", { tenths: 0 }], ["7", { tenths: 7 }], [" ", "play"], ["l", "loop"], ["L", "loop"], ["?", "help"], ["d", "foot"],
    ["f", "present"], ["s", "share"], ["S", "share"], ["o", "openAll"], ["O", "shutAll"], ["/", "search"], ["e", "edges"], [".", "follow"], ["+", "larger"], ["-", "smaller"], ["x", null], ["b", null],
  ];
  for (const [key, what] of cases) assert.deepEqual(asked(key), what, key);
  for (const [key] of cases) assert.equal(asked(key, { target: inField }), null, key);
  for (const [key] of cases) assert.equal(asked(key, { modified: true }), null, key);
  const onCheckbox = { closest: (selector) => selector.split(", ").includes("input") };
  assert.deepEqual(["ArrowLeft", "End", " "].map((key) => asked(key, { target: onCheckbox })), ["back", "last", null]);
});

test("with Shift arrows go line by line, other moves nowhere", () => {
  const shifted = ["ArrowRight", "ArrowLeft", "Home", " ", "O", "?"].map((key) => asked(key, { shift: true }));
  assert.deepEqual(shifted, [{ lines: 1 }, { lines: -1 }, null, null, "shutAll", "help"]);
});

test("letters, digits and signs can be switched off, named keys and the space bar cannot", () => {
  for (const key of ["l", "7", "?", "/", "+", "O"]) assert.equal(asked(key, { letters: false }), null, key);
  assert.deepEqual(["ArrowRight", " "].map((key) => asked(key, { letters: false })), ["next", "play"]);
  assert.deepEqual(["PageDown", " ", "b"].map((key) => asked(key, { letters: false, presenting: true })), ["next", "next", null]);
});

test("who presents goes on with a clicker's keys", () => {
  const cases = [[" ", "next"], ["PageDown", "next"], ["PageUp", "back"], ["ArrowRight", "next"], ["b", "blank"], ["R", "rule"], ["v", "numbers"], ["w", "words"], ["Escape", "present"], ["5", { tenths: 5 }]];
  for (const [key, what] of cases) assert.deepEqual(asked(key, { presenting: true }), what, key);
  for (const key of ["PageDown", "Escape", "r"]) assert.equal(asked(key), null, key);
});
