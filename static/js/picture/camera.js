/** Where a picture is seen from: {x, y, scale}, by which a point (a, b) of it, counted from its corner, is at (x + scale·a, y + scale·b) of its box. Pure. */

export const FLOOR = 0.72; // of a picture with boxes, whose type is 18 pixels at 1; without, the least is 13: it is never seen smaller than it is drawn
export const LARGEST = 2.5;
export const FACTOR = 1.25; // of one press of a button or key
const USUAL = 960; // the width of the box on a small desktop: wider ones may enlarge
const ENLARGED = 1.35;

/** The scale that shows all of a picture, within what can be read; it is enlarged only where there is more room than usual. */
export function fitting(size, room, floor = FLOOR) {
  const largest = Math.max(1, Math.min(ENLARGED, room.width / USUAL));
  return Math.max(floor, Math.min(largest, room.width / size.width, room.height / size.height));
}

/** Whether all of the picture is in its box at a scale. */
export function isWhole(scale, size, room) {
  const most = scale * (1 - 1e-9);
  return size.width * most <= room.width && size.height * most <= room.height;
}

/** The camera nearest to this one that shows no emptiness beside what it could show: what is smaller than its box lies in the middle. */
export function clamped({ x, y, scale }, size, room) {
  return { scale, x: clampedTo(x, scale * size.width, room.left, room.width), y: clampedTo(y, scale * size.height, room.top, room.height) };
}

function clampedTo(at, span, from, length) {
  if (length === Infinity) return from;
  return span <= length ? from + (length - span) / 2 : Math.max(from + length - span, Math.min(from, at));
}

/** Larger or smaller, by a factor within the bounds, while what is at a point of the box stays there, or comes to another. */
export function zoomed(camera, factor, [atX, atY], [toX, toY], floor = FLOOR) {
  const scale = Math.max(floor, Math.min(LARGEST, camera.scale * factor));
  const by = scale / camera.scale;
  return { scale, x: toX - by * (atX - camera.x), y: toY - by * (atY - camera.y) };
}

/** How far to move so that what lies from low to high is between from and to: 0 if it is, else to its middle. */
export function off(low, high, from, to) {
  return low >= from && high <= to ? 0 : (from + to) / 2 - (low + high) / 2;
}

/** A box of the picture as it is seen by a camera; and what of the picture is in a rectangle of the box. */
export function seen({ left, top, right, bottom }, { x, y, scale }) {
  return { left: x + scale * left, top: y + scale * top, right: x + scale * right, bottom: y + scale * bottom };
}

export function windowOn({ left, top, right, bottom }, { x, y, scale }) {
  return { left: (left - x) / scale, top: (top - y) / scale, right: (right - x) / scale, bottom: (bottom - y) / scale };
}
