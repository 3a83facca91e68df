/**
 * How a derivative is laid out on paper: numerator layout has outputs by inputs, denominator layout inputs by outputs.
 * The contract's numbers stay as they are (output's shape, then input's); here they become rows and columns. Pure.
 */

import { isList, shapeOf, shapeText, transposed } from "../text/nested_lists.js";

export const ORDER = { numerator: "outputs by inputs", denominator: "inputs by outputs" };

/**
 * ∂output/∂input as {rows, shape, words}: `rows` is a matrix (null for a single number, and for more than two axes,
 * which have no place on paper and stay in the contract's order), `words` say what it is.
 */
export function laidOut(json, output, input, layout) {
  const axes = output.length + input.length;
  if (axes === 0) return { rows: null, shape: [], words: "a number" };
  if (axes > 2) {
    const shape = [...output, ...input];
    return { rows: null, shape, words: `${shapeText(shape)}, its entries in the order of output, then input` };
  }
  const isOwn = output.length === 2 || input.length === 2;
  const byOutput = output.length === 1 && input.length === 0 ? json.map((x) => [x]) : isList(json[0]) ? json : [json];
  // A matrix by a number is laid out as it stands in numerator layout, a number by a matrix in denominator layout.
  const turned = input.length === 2 ? layout === "numerator" : layout === "denominator";
  const rows = turned ? transposed(byOutput) : byOutput;
  const shape = shapeOf(rows);
  return { rows, shape, words: isOwn ? ownWords(shape, turned) : lineWords(shape) };
}

function ownWords(shape, turned) {
  return turned ? `${shapeText(shape)}, the matrix’s shape transposed` : `${shapeText(shape)}, the matrix’s own shape`;
}

function lineWords(shape) {
  const kind = shape[0] === 1 ? " row" : shape[1] === 1 ? " column" : " matrix";
  return `a ${shapeText(shape)}${kind}`;
}
