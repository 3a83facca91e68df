/**
 * One pair of ears for all views: what carries data-node is marked while it is pointed at or has the focus; a click on
 * its number leads to where that came from, a number of a ledger (data-step) to its own step.
 */

const KINDS = ["value", "tangent", "adjoint"];

export function listenToPointers(root, cursor) {
  const carrier = (target) => target?.closest?.("[data-node]") ?? null;
  const nodeOf = (target) => carrier(target)?.dataset.node ?? null;
  let rest = null; // where a click left the pointer: what comes under it then was not pointed at
  const rests = ({ clientX, clientY }) => rest && Math.abs(clientX - rest.x) < 1 && Math.abs(clientY - rest.y) < 1; // a click is told in whole pixels
  const point = (event) => {
    if (rests(event)) return;
    rest = null;
    cursor.mark(nodeOf(event.target));
  };
  root.addEventListener("click", ({ clientX, clientY }) => (rest = { x: clientX, y: clientY }), { capture: true });
  root.addEventListener("pointerover", point);
  root.addEventListener("pointermove", (event) => rest && point(event), { passive: true });
  root.addEventListener("pointerleave", () => cursor.mark(null));
  root.addEventListener("focusin", (event) => cursor.mark(nodeOf(event.target)));
  root.addEventListener("focusout", (event) => carrier(event.relatedTarget) || cursor.mark(null));
  root.addEventListener("click", (event) => {
    const carried = carrier(event.target);
    if (!carried || event.target.closest("a")) return;
    if (carried.dataset.step) cursor.move(Number(carried.dataset.step));
    else cursor.choose(carried.dataset.node, kindOf(event.target, carried));
  });
}

/** Which of a node's numbers is meant; null: the one that the sweep writes, as of a node of the picture wherever it is hit. */
function kindOf(target, carried) {
  if (carried.matches(".node")) return null;
  if (carried.dataset.kind) return carried.dataset.kind;
  return KINDS.find((kind) => target.closest(`.${kind}`) && carried.contains(target.closest(`.${kind}`))) ?? null;
}
