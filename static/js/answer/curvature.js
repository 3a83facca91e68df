/** The Hessian under the answer: the matrix, its eigenvalues, what it says about the point. */

import { element, formula } from "../text/dom.js";
import { arrayParts } from "../text/matrix.js";
import { numberOf, numberText, typographic } from "../text/number.js";

export function paintCurvature(body, { hessian, hessian_vector: along, no_hessian: why }) {
  if (!hessian) {
    body.replaceChildren(element("p", { class: "note" }, `${why ?? "There is no Hessian"}.`));
    return;
  }
  const { order, matrix, eigenvalues, definiteness, decided, test } = hessian;
  if (!order.length) {
    body.replaceChildren(element("p", { class: "note" }, "The program has no inputs."));
    return;
  }
  const rows = element("p", { class: "array" }, formula("H =", "the Hessian: "), " ", ...arrayParts(matrix, matrix, [order.length, order.length], "the Hessian"));
  const named = element("p", { class: "note" }, `Rows and columns: ${order.join(", ")}.`);
  const sentences = [`Eigenvalues ${eigenvalues.map((x) => typographic(numberText(numberOf(x)))).join(", ")}: ${definiteness}${decided ? "" : ", to within rounding"}.`];
  if (test) sentences.push(test);
  if (along) sentences.push(`Along the direction v, the curvature vᵀHv is ${typographic(numberText(numberOf(along.along)))}.`);
  body.replaceChildren(rows, named, ...sentences.map((text) => element("p", {}, text)));
}
