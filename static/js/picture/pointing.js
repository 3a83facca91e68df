/**
 * One pair of ears for all views: what carries data-node is marked while it is pointed at or has the focus; a click on
 * its number leads to where that came from, a number of a ledger (data-step) to its own step.
 */

const KINDS = ["value", "tangent", "adjoint"];

export function pointing(root, { marked, chosen, walked }) {
  const carrier = (target) => target?.closest?.("[data-node]") ?? null;
  const nodeOf = (target) => carrier(target)?.dataset.node ?? null;
  root.addEventListener("pointerover", (event) => marked(nodeOf(event.target)));
  root.addEventListener("pointerleave", () => marked(null));
  root.addEventListener("focusin", (event) => marked(nodeOf(event.target)));
  root.addEventListener("focusout", (event) => carrier(event.relatedTarget) || marked(null));
  root.addEventListener("click", (event) => {
    const found = carrier(event.target);
    if (!found || event.target.closest("a")) return;
    if (found.dataset.step) walked(Number(found.dataset.step));
    else chosen(found.dataset.node, kindOf(event.target, found));
  });
}

/** Which of a node's numbers is meant; null: the one that the sweep writes, as of a node of the picture wherever it is hit. */
function kindOf(target, found) {
  if (found.matches(".node")) return null;
  if (found.dataset.kind) return found.dataset.kind;
  return KINDS.find((kind) => target.closest(`.${kind}`) && found.contains(target.closest(`.${kind}`))) ?? null;
}
