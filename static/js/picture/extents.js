/** Where the things of a picture lie, read from what the server wrote: nothing need be laid out for it. Pure but for reading. */

const LETTERS = 16; // how far a text reaches above its line
const NUMBER = /-?[\d.]+/g;

/** The union of two boxes {left, top, right, bottom}; null is none. */
export function joined(one, other) {
  if (!one || !other) return one ?? other;
  return {
    left: Math.min(one.left, other.left), top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right), bottom: Math.max(one.bottom, other.bottom),
  };
}

/** A box with so much around it. */
export const around = ({ left, top, right, bottom }, x, y) => ({ left: left - x, top: top - y, right: right + x, bottom: bottom + y });

export const touches = (one, other) => one.right > other.left && one.left < other.right && one.bottom > other.top && one.top < other.bottom;

export const contains = (outer, inner) => outer.left <= inner.left && outer.top <= inner.top && outer.right >= inner.right && outer.bottom >= inner.bottom;

/** The box of a group or shape in its parent's coordinates, or null where it draws nothing of a size: a wire's is that of its control points. */
export function extentOf(element) {
  const { x, y } = translation(element);
  const own = shapeOf(element);
  const whole = [...element.children].reduce((box, child) => joined(box, extentOf(child)), own);
  return whole && { left: whole.left + x, top: whole.top + y, right: whole.right + x, bottom: whole.bottom + y };
}

function shapeOf(element) {
  const read = (name) => Number(element.getAttribute(name) ?? 0);
  if (element.localName === "rect") return { left: read("x"), top: read("y"), right: read("x") + read("width"), bottom: read("y") + read("height") };
  if (element.localName === "text") return { left: read("x"), top: read("y") - LETTERS, right: read("x"), bottom: read("y") };
  if (element.localName === "path" && element.classList.contains("wire")) return hullOf(element.getAttribute("d"));
  return null;
}

/** Of a path whose coordinates are all absolute pairs. */
function hullOf(path) {
  const numbers = path.match(NUMBER).map(Number);
  const [across, down] = [0, 1].map((odd) => numbers.filter((_, i) => i % 2 === odd));
  return { left: Math.min(...across), top: Math.min(...down), right: Math.max(...across), bottom: Math.max(...down) };
}

function translation(element) {
  const moved = element.getAttribute("transform");
  const [x, y] = moved?.startsWith("translate(") ? moved.match(NUMBER).map(Number) : [0, 0];
  return { x, y: y ?? 0 };
}
