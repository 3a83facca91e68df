/** What keys ask for (static/js/keys.js). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { tabFor } from "../../static/js/keys.js";

test("arrows go round the tabs, Home and End to the ends, other keys nowhere", () => {
  const cases = [["ArrowRight", 0, 1], ["ArrowRight", 2, 0], ["ArrowLeft", 0, 2], ["Home", 2, 0], ["End", 0, 2], ["a", 1, null], [" ", 1, null]];
  for (const [key, at, to] of cases) assert.equal(tabFor(key, at, 3), to, key);
});
