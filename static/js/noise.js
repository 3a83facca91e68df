/**
 * Code as it is copied holds lines that are no mathematics: imports, prints, backward(), the frame of a function. What
 * is left of a pasted text, what was left out, and the inputs that it gives values to. Pure.
 */

import { valueTyped } from "./typed.js";

const NOISE = [/^(?:import|from)\s+\w/, /^print\s*\(.*\)$/, /^[\w.]+\.(?:backward|zero_grad|step|requires_grad_)\(.*\)$/, /^@\w/, /^(?:"""|''').*(?:"""|''')$/];
const DEFINITION = /^def\s+\w+\s*\([^()]*\)\s*(?:->\s*[\w.[\], ]+)?:\s*(.*)$/;
const INPUT = /^([A-Za-z]\w*)\s*=\s*(?:\w+\.)*(?:tensor|Tensor|Variable|Parameter)\(([^,[\]]+|\[.*\]),\s*(?:.*,\s*)?requires_grad\s*=\s*True.*\)$/;

/** {text, dropped: lines, inputs: {name: value}}; a text without such lines stays as it is. */
export function withoutNoise(pasted) {
  const dropped = [];
  const inputs = {};
  const kept = pasted.replace(/\r\n?/g, "\n").split("\n").flatMap((typed) => {
    const line = typed.replace(/^\s*(?:>>>|\.\.\.) /, "");
    const bare = line.replace(/#.*/, "").trim();
    const defined = DEFINITION.exec(bare);
    const input = INPUT.exec(bare);
    const value = input && valueTyped(input[2].replace(/\.(?=\s*[,\]]|$)/g, "")).value;
    if (input && value !== undefined) {
      inputs[input[1]] = value;
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
