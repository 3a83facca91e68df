/** What keys ask for (static/js/player/keys.js). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { askedBy, tabFor } from "../../static/js/player/keys.js";

test("arrows go round the tabs, Home and End to the ends, other keys nowhere", () => {
  const cases = [["ArrowRight", 0, 1], ["ArrowRight", 2, 0], ["ArrowLeft", 0, 2], ["Home", 2, 0], ["End", 0, 2], ["a", 1, null], [" ", 1, null]];
  for (const [key, at, to] of cases) assert.equal(tabFor(key, at, 3), to, key);
});

test("keys ask for moves, tenths, play, loop and help, but not in a field or beside a modifier", () => {
  const nowhere = { closest: () => null };
  const inField = { closest: (selector) => selector.includes("textarea") };
  const asked = (key, target = nowhere, modified = false) => askedBy({ key, target, modified });
  const cases = [["ArrowLeft", "back"], ["End", "last"], ["0", 0], ["7", 7], [" ", "play"], ["l", "loop"], ["?", "help"], ["x", null]];
  for (const [key, what] of cases) assert.equal(asked(key), what, key);
  for (const [key] of cases) assert.equal(asked(key, inField), null, key);
  assert.equal(asked("ArrowLeft", nowhere, true), null);
  const onCheckbox = { closest: (selector) => selector.split(", ").includes("input") };
  assert.deepEqual(["ArrowLeft", "End", " "].map((key) => asked(key, onCheckbox)), ["back", "last", null]);
});
