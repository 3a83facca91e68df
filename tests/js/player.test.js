/** Where the cursor goes, and when (static/js/state/playback.js). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Playback, cursorAt, moved, shareOf, tenths } from "../../static/js/state/playback.js";

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
  const player = new Playback({
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

test("a sweep that loops begins anew at its end, until it is stopped", () => {
  const went = [];
  let cursor = 1;
  const due = [];
  const player = new Playback({
    position: () => ({ cursor, length: 2 }), go: (to) => went.push((cursor = to)), changed: () => {},
    setTimer: (beat) => due.push(beat), clearTimer: () => (due.length = 0),
  });
  player.loops = true;
  player.play();
  for (let beats = 0; beats < 4; beats += 1) due.shift()();
  assert.deepEqual(went, [2, 0, 1, 2, 0]);
  player.stop();
  assert.deepEqual([player.playing, due.length], [false, 0]);
});

test("digits jump to tenths of the sweep", () => {
  assert.deepEqual([0, 1, 5, 9].map((digit) => tenths(digit, 9)), [0, 1, 5, 8]);
  assert.deepEqual([0, 3, 9].map((digit) => tenths(digit, 200)), [0, 60, 180]);
});
