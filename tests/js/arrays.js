/** A study of arrays as the API answers it: r = A x - y and r·r, with A 2×2, x and y of 2 entries. */

const node = (id, name, operation, operands, text, latex, shape, value, adjoint, more = {}) => ({
  id, name, label: name, display_name: name === "r" ? "r" : id, operation, operands, text, latex, symbol: name === "r" ? "r" : `c_${id.slice(1)}`, symbols: { tangent: `\\dot{${id}}`, adjoint: `\\bar{${id}}` }, shape, value, tangents: {}, adjoint,
  issue: null, ...more,
});
const edge = (id, from, partial, latex, elementwise) => ({
  id, from, to: id.split("-")[0], slot: Number(id.split("-")[1]), partial, latex, text: latex, elementwise, parts: [latex],
});
const step = (index, sweep, id, slot, before, term, after, edgeId, rule, latex, numbers) => ({
  index, sweep, node: id, edge: edgeId, slot, before, term, after, rule, latex, numbers, text: `${id} is written.`,
});
const column = (...x) => `\\begin{bmatrix}${x.join(" \\\\ ")}\\end{bmatrix}`;

export function squares(changes = {}) {
  const values = { c1: [[1, 2], [3, 4]], c2: [1, -1], c3: [1, 0], c4: [-1, -1], c5: [-2, -1], c6: 5 };
  const value = Object.entries(values).map(([id, x], i) => step(i, "value", id, "value", null, x, x, null, i < 3 ? "input" : "evaluate", `c_${i + 1}`, ""));
  return {
    program: "r = A @ x - y\ndot(r, r)",
    formula: ["r = A x - y", "f = r \\cdot r"],
    names: { choice: "own", wanted: "own", why_not_c: null, result: { text: "f", latex: "f" } },
    inputs: [
      { name: "A", node: "c1", shape: [2, 2], value: values.c1, latex: "A" },
      { name: "x", node: "c2", shape: [2], value: values.c2, latex: "x" },
      { name: "y", node: "c3", shape: [2], value: values.c3, latex: "y" },
    ],
    outputs: ["c6"],
    result: { text: "f", latex: "f", adjoint: "\\bar{f}" },
    nodes: [
      node("c1", "A", "input", [], "A", "A", [2, 2], values.c1, [[-4, 4], [-2, 2]]),
      node("c2", "x", "input", [], "x", "x", [2], values.c2, [-10, -16]),
      node("c3", "y", "input", [], "y", "y", [2], values.c3, [4, 2]),
      node("c4", null, "matmul", ["c1", "c2"], "c1 @ c2", "c_1 c_2", [2], values.c4, [-4, -2]),
      node("c5", "r", "sub", ["c4", "c3"], "c4 - c3", "c_4 - c_3", [2], values.c5, [-4, -2]),
      node("c6", null, "dot", ["c5", "c5"], "dot(r, r)", "r \\cdot r", [], 5, 1),
    ],
    edges: [
      edge("c4-0", "c1", null, "\\bar{c}_4\\,{c_2}^{\\top}", false), edge("c4-1", "c2", null, "{c_1}^{\\top}\\,\\bar{c}_4", false),
      edge("c5-0", "c4", [1, 1], "1", true), edge("c5-1", "c3", [-1, -1], "-1", true),
      edge("c6-0", "c5", null, "\\bar{c}_6 \\cdot r", false), edge("c6-1", "c5", null, "\\bar{c}_6 \\cdot r", false),
    ],
    value: 5,
    gradient: { A: [[-4, 4], [-2, 2]], x: [-10, -16], y: [4, 2] },
    jacobian: null,
    steps: [
      ...value,
      step(0, "reverse", "c6", "adjoint", 0, 1, 1, null, "seed", "\\bar{c}_6 = 1", ""),
      step(1, "reverse", "c5", "adjoint", [0, 0], [-2, -1], [-2, -1], "c6-0", "dot product", "\\bar{r} \\mathrel{+}= \\bar{c}_6 \\cdot r", `\\bar{r} = 1 \\cdot ${column(-2, -1)} = ${column(-2, -1)}`),
      step(2, "reverse", "c5", "adjoint", [-2, -1], [-2, -1], [-4, -2], "c6-1", "dot product", "\\bar{r} \\mathrel{+}= \\bar{c}_6 \\cdot r", `\\bar{r} = ${column(-2, -1)} + 1 \\cdot ${column(-2, -1)} = ${column(-4, -2)}`),
      step(3, "reverse", "c4", "adjoint", [0, 0], [-4, -2], [-4, -2], "c5-0", "sum rule", "\\bar{c}_4 \\mathrel{+}= \\bar{r}", `\\bar{c}_4 = ${column(-4, -2)}`),
      step(4, "reverse", "c3", "adjoint", [0, 0], [4, 2], [4, 2], "c5-1", "sum rule", "\\bar{c}_3 \\mathrel{+}= -\\bar{r}", `\\bar{c}_3 = ${column(4, 2)}`),
      step(5, "reverse", "c1", "adjoint", [[0, 0], [0, 0]], [[-4, 4], [-2, 2]], [[-4, 4], [-2, 2]], "c4-0", "matrix product", "\\bar{c}_1 \\mathrel{+}= \\bar{c}_4\\,{c_2}^{\\top}", `\\bar{c}_1 = ${column(-4, -2)} \\begin{bmatrix}1 & -1\\end{bmatrix} = \\begin{bmatrix}-4 & 4 \\\\ -2 & 2\\end{bmatrix}`),
      step(6, "reverse", "c2", "adjoint", [0, 0], [-10, -16], [-10, -16], "c4-1", "matrix product", "\\bar{c}_2 \\mathrel{+}= {c_1}^{\\top}\\,\\bar{c}_4", `\\bar{c}_2 = ${column(-10, -16)}`),
    ],
    cost: { forward: { passes: 8, operations: 48 }, reverse: { passes: 1, operations: 6, stored: 6 } },
    checks: { tangent_gradient: { residual: 0, ok: true } },
    issues: [],
    structure: "squares",
    svg: null,
    ...changes,
  };
}
