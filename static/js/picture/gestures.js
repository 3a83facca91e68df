/** What hands do on a picture: drag, wheel, pinch, and keys; told as pans by pixels and zooms about a point of the box. */

const CLICK = 4; // pixels that a hand may move in a click
const NOTCH = 1.25; // the most that one turn of a wheel zooms
const FINE = 0.01; // doublings a pixel: a trackpad's pinch comes as a wheel in small steps
const LINE = 16; // pixels of a wheel that counts lines
const WAYS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const PANNED = 60; // pixels by a key

/** `pan(dx, dy)` says whether it moved anything; `zoom(factor, at, to)`, from one point to another; `whole()`: a double click on empty paper, or 0. */
export function listenToGestures(root, { pan, zoom, whole }) {
  const hands = new Map(); // by pointer: where it is
  let way = 0;
  const spot = ({ clientX, clientY }) => {
    const { left, top } = root.getBoundingClientRect();
    return [clientX - left, clientY - top];
  };
  const middle = () => [0, 1].map((axis) => [...hands.values()].reduce((sum, at) => sum + at[axis], 0) / hands.size);
  const spread = () => {
    const [one, other] = [...hands.values()];
    return other ? Math.hypot(one[0] - other[0], one[1] - other[1]) : null;
  };

  root.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    if (hands.size === 0) way = 0;
    if (hands.size < 2) hands.set(event.pointerId, spot(event));
  });
  addEventListener("pointermove", (event) => {
    if (!hands.has(event.pointerId)) return;
    const [before, apart] = [middle(), spread()];
    hands.set(event.pointerId, spot(event));
    const [now, wide] = [middle(), spread()];
    const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
    way += Math.abs(dx) + Math.abs(dy) + (apart ? Math.abs(wide - apart) : 0);
    if (way <= CLICK) return;
    if (apart && wide) zoom(wide / apart, before, now);
    else pan(dx, dy);
  });
  const lift = (event) => hands.delete(event.pointerId);
  addEventListener("pointerup", lift);
  addEventListener("pointercancel", lift); // the browser scrolls the page with it
  root.addEventListener("click", (event) => way > CLICK && event.stopPropagation(), true);
  root.addEventListener("dblclick", (event) => event.target.closest(".node, .edge, .chip, .box") || whole());
  root.addEventListener(
    "wheel",
    (event) => {
      const unit = event.deltaMode ? LINE : 1;
      const [dx, dy] = event.shiftKey && !event.deltaX ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
      if (event.ctrlKey || event.metaKey) zoom(Math.max(1 / NOTCH, Math.min(NOTCH, 2 ** (-dy * unit * FINE))), spot(event));
      else if (!pan(-dx * unit, -dy * unit)) return; // the page may scroll
      event.preventDefault();
    },
    { passive: false },
  );
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "0") whole();
    else if (event.shiftKey && event.key in WAYS) pan(...WAYS[event.key].map((by) => by * PANNED));
    else return;
    event.preventDefault();
  });
}
