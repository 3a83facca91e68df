import assert from "node:assert/strict";
import { test } from "node:test";

import { FLOOR, LARGEST, clamped, fitting, isWhole, off, seen, windowOn, zoomed } from "../../static/js/picture/camera.js";

const ROOM = { left: 12, top: 14, width: 960, height: 380 };
const PAGE = { ...ROOM, height: Infinity }; // where the page scrolls

test("the whole is shown where it can be read, and enlarged only on large screens", () => {
  for (const [size, room, scale] of [
    [{ width: 960, height: 380 }, ROOM, 1],
    [{ width: 1200, height: 380 }, ROOM, 0.8],
    [{ width: 480, height: 475 }, ROOM, 0.8],
    [{ width: 9600, height: 380 }, ROOM, FLOOR],
    [{ width: 100, height: 100 }, ROOM, 1],
    [{ width: 100, height: 100 }, { ...ROOM, width: 1900, height: 900 }, 1.35],
    [{ width: 100, height: 9000 }, PAGE, 1],
  ]) {
    assert.equal(fitting(size, room), scale);
    assert.equal(isWhole(scale, size, room), size.width !== 9600);
  }
});

test("what is smaller than its box lies in its middle, what is larger covers it", () => {
  assert.deepEqual(clamped({ x: 900, y: -50, scale: 1 }, { width: 100, height: 100 }, ROOM), { scale: 1, x: 12 + 430, y: 14 + 140 });
  const large = { width: 2000, height: 1000 };
  assert.deepEqual(clamped({ x: 900, y: 900, scale: 1 }, large, ROOM), { scale: 1, x: 12, y: 14 });
  assert.deepEqual(clamped({ x: -9000, y: -9000, scale: 1 }, large, ROOM), { scale: 1, x: 12 + 960 - 2000, y: 14 + 380 - 1000 });
  assert.deepEqual(clamped({ x: -300, y: -200, scale: 1 }, large, ROOM), { scale: 1, x: -300, y: -200 });
  assert.equal(clamped({ x: 0, y: -70, scale: 1 }, large, PAGE).y, 14);
});

test("a zoom leaves what is under the pointer there, and keeps to its bounds", () => {
  const camera = { x: -100, y: 30, scale: 1 };
  const point = { left: 250, top: 90, right: 251, bottom: 91 };
  const at = seen(point, camera);
  for (const factor of [0.5, 0.9, 1.25, 2, 9]) {
    const after = zoomed(camera, factor, [at.left, at.top], [at.left, at.top]);
    assert.equal(after.scale, Math.max(FLOOR, Math.min(LARGEST, factor)));
    const { left, top } = seen(point, after);
    assert.ok(Math.hypot(left - at.left, top - at.top) < 1e-9);
  }
  const { left, top } = seen(point, zoomed(camera, 2, [at.left, at.top], [5, 6]));
  assert.ok(Math.hypot(left - 5, top - 6) < 1e-9);
});

test("what a window shows is what is seen in it", () => {
  const camera = { x: -100, y: 30, scale: 0.8 };
  const window = { left: 0, top: 0, right: 976, bottom: 400 };
  const back = seen(windowOn(window, camera), camera);
  for (const side of Object.keys(window)) assert.ok(Math.abs(back[side] - window[side]) < 1e-9);
});

test("what is in sight stays, what is not comes to the middle", () => {
  assert.equal(off(10, 20, 0, 100), 0);
  assert.equal(off(-5, 20, 0, 100), 42.5);
  assert.equal(off(150, 170, 0, 100), -110);
});
