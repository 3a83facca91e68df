/** Where the cursor goes, and when (static/js/player.js). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Player, cursorAt, moved, shareOf } from "../../static/js/player.js";

test("moves stay inside the sweep", () => {
  assert.deepEqual(["first", "back", "next", "last", 7, 99].map((move) => moved(move, 4, 9)), [0, 3, 5, 9, 7, 9]);
  assert.deepEqual([moved("back", 0, 9), moved("next", 9, 9)], [0, 9]);
});

test("every cursor has a place on the line, and every place its nearest cursor", () => {
  for (const length of [1, 2, 9, 300]) {
    for (let cursor = 0; cursor <= length; cursor += 1) assert.equal(cursorAt(shareOf(cursor, length), length), cursor);
  }
});

test("playing runs to the end, stops there, and begins anew", () => {
  let cursor = 0;
  const due = [];
  const player = new Player({
    position: () => ({ cursor, length: 3 }), go: (to) => (cursor = to), changed: () => {},
    setTimer: (beat) => due.push(beat), clearTimer: () => (due.length = 0),
  });
  player.play();
  while (due.length) due.shift()();
  assert.deepEqual([cursor, player.playing], [3, false]);
  player.play();
  assert.deepEqual([cursor, player.playing], [0, true]);
  player.stop();
  assert.equal(player.playing, false);
});
