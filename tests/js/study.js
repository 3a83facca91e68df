/** The assignment's study as the API answers it, for the tests of the page's pure modules. */

const node = (id, latex, operands, value, tangents, adjoint, more = {}) => ({
  id, name: null, label: null, operation: operands.length ? "operation" : "input", operands, text: latex, latex,
  symbol: `c_${id.slice(1)}`, display_name: id, symbols: { tangent: `\\dot{c}_${id.slice(1)}`, adjoint: `\\bar{c}_${id.slice(1)}` }, shape: [], value, tangents, adjoint, issue: null, ...more,
});

const edge = (id, from, partial, latex) => ({ id, from, to: id.split("-")[0], slot: Number(id.split("-")[1]), partial, latex, text: latex, parts: [[`\\bar{c}_${id[1]}`, "adjoint", id.slice(0, 2)], ` \\cdot ${latex}`] });

/** x*x + x at x = 3: c1 = x, c2 = c1·c1, c3 = c2 + c1, with every step of every sweep. */
export function study(changes = {}) {
  const step = (index, sweep, id, slot, before, term, after, edgeId = null, rule = "") => ({
    index, sweep, node: id, edge: edgeId, slot, before, term, after, rule, latex: "", numbers: "", text: `${id} is ${after}.`, parts: { rule: [], numbers: [], words: [[id, "value", id, `c_${id.slice(1)}`], ` is ${after}.`] },
  });
  return {
    program: "x*x + x",
    formula: ["f = x x + x"],
    names: { choice: "c", wanted: "c", why_not_c: null },
    inputs: [{ name: "x", node: "c1", shape: [], value: 3, latex: "x" }],
    outputs: ["c3"],
    result: { text: "f", latex: "f", adjoint: "\\bar{f}" },
    nodes: [
      node("c1", "x", [], 3, { x: 1 }, 7, { name: "x", label: "x" }),
      node("c2", "c_1 \\cdot c_1", ["c1", "c1"], 9, { x: 6 }, 1, { text: "c1*c1" }),
      node("c3", "c_2 + c_1", ["c2", "c1"], 12, { x: 7 }, 1, { text: "c2 + c1" }),
    ],
    edges: [edge("c2-0", "c1", 3, "c_1"), edge("c2-1", "c1", 3, "c_1"), edge("c3-0", "c2", 1, "1"), edge("c3-1", "c1", 1, "1")],
    value: 12,
    gradient: { x: 7 },
    jacobian: null,
    steps: [
      step(0, "value", "c1", "value", null, 3, 3, null, "input"),
      step(1, "value", "c2", "value", null, 9, 9, null, "evaluate"),
      step(2, "value", "c3", "value", null, 12, 12, null, "evaluate"),
      step(0, "forward", "c1", "tangent:x", null, 1, 1, null, "seed"),
      step(1, "forward", "c2", "tangent:x", null, 6, 6, null, "product rule"),
      step(2, "forward", "c3", "tangent:x", null, 7, 7, null, "sum rule"),
      step(0, "reverse", "c3", "adjoint", 0, 1, 1, null, "seed"),
      step(1, "reverse", "c2", "adjoint", 0, 1, 1, "c3-0", "sum rule"),
      step(2, "reverse", "c1", "adjoint", 0, 1, 1, "c3-1", "sum rule"),
      step(3, "reverse", "c1", "adjoint", 1, 3, 4, "c2-0", "product rule"),
      step(4, "reverse", "c1", "adjoint", 4, 3, 7, "c2-1", "product rule"),
    ],
    cost: { forward: { passes: 1, operations: 3 }, reverse: { passes: 1, operations: 4, stored: 3 } },
    checks: { tangent_gradient: { residual: 0, ok: true } },
    issues: [],
    structure: "s",
    svg: null,
    ...changes,
  };
}
