/**
 * Code as it is copied holds lines that are no mathematics: imports, prints, backward(), the frame of a function. What
 * is left of a pasted text, what was left out, and the inputs that it gives values to. Pure.
 */

import { valueTyped } from "../text/parse_value.js";

const NOISE = [/^(?:import|from)\s+\w/, /^print\s*\(.*\)$/, /^[\w.]+\.(?:backward|zero_grad|step|requires_grad_)\(.*\)$/, /^\w+\.grad(?:\s*,\s*\w+\.grad)*$/, /^@\w/, /^(?:"""|''').*(?:"""|''')$/];
const DEFINITION = /^def\s+\w+\s*\([^()]*\)\s*(?:->\s*[\w.[\], ]+)?:\s*(.*)$/;
const TENSOR = /^([A-Za-z]\w*)\s*=\s*(?:\w+\.)*(?:tensor|Tensor|Variable|Parameter)\(([^,;()[\]]+|\[[^;()]*\])((?:,[^()]*)?)\)((?:\.\w+\(\w*\))?)$/;
const TRACKED = /requires_grad\s*=\s*True/;
const TRACKING = /^([A-Za-z]\w*)\.requires_grad_\((?:True)?\)$/;

/** {text, dropped: statements, inputs: {name: value}}; a text without such statements stays as it is. */
export function withoutNoise(pasted) {
  const dropped = [];
  const inputs = {};
  const statements = pasted.replace(/\r\n?/g, "\n").split("\n").flatMap((typed) => statementsOf(typed.replace(/^\s*(?:>>>|\.\.\.) /, "")));
  const tracked = new Set(statements.map((each) => TRACKING.exec(bareOf(each))?.[1]));
  const kept = statements.flatMap((line) => {
    const bare = bareOf(line);
    const defined = DEFINITION.exec(bare);
    const [name, value] = inputOf(bare, tracked);
    if (value !== undefined) {
      inputs[name] = value;
      dropped.push(bare);
      return [];
    }
    if (defined) dropped.push(bare.slice(0, bare.length - defined[1].length).trim());
    else if (NOISE.some((noise) => noise.test(bare))) dropped.push(bare);
    else return [line.replace(/^(\s*)return\s+/, "$1")];
    return defined?.[1] ? [defined[1].replace(/^return\s+/, "")] : [];
  });
  if (!dropped.length) return { text: pasted, dropped, inputs };
  const lines = kept.filter((line) => line.trim());
  const indent = Math.min(...lines.map((line) => /^\s*/.exec(line)[0].length), Infinity);
  return { text: lines.map((line) => (/^\s*/.exec(line)[0].length >= indent ? line.slice(indent) : line)).join("\n"), dropped, inputs };
}

const bareOf = (line) => line.replace(/#.*/, "").trim();

/** The statements of a line, split at the semicolons outside of brackets; a comment stays with the last one. */
function statementsOf(line) {
  const statements = [""];
  let depth = 0;
  for (const piece of line.match(/#.*|[^#]/gs) ?? []) {
    depth += "([".includes(piece) - ")]".includes(piece);
    if (piece === ";" && depth === 0) statements.push("");
    else statements[statements.length - 1] += piece;
  }
  const [first, ...others] = statements;
  return [first, ...others.map((each) => each.trimStart()).filter(Boolean)];
}

/** [name, value] of a tensor whose gradient is asked for, there or by a later line; [] of any other statement. */
function inputOf(bare, tracked) {
  const [, name, value, options, method] = TENSOR.exec(bare) ?? [];
  const isInput = name && (TRACKED.test(options) || TRACKING.test(name + method) || tracked.has(name));
  return isInput ? [name, valueTyped(value.replace(/\.(?=\s*[,\]]|$)/g, "")).value] : [];
}
