/** The steps of a sweep by the line of the program that they belong to: runs of one line each. Pure. */

import { nodeOf } from "./words.js";

const OF_NOBODY = "rest"; // of an expression without a name

/**
 * [{from, count, node, isInputs}]: `count` steps from the one of index `from` on belong to one line (a call, a turn of a loop, a part
 * of a long expression), whose last node is `node`. A step backwards belongs to the line that passes its adjoint on.
 */
export function lineRuns(study, steps) {
  if (!KEPT.has(steps)) KEPT.set(steps, runsOf(study, steps));
  return KEPT.get(steps);
}

const KEPT = new WeakMap(); // by steps

function runsOf(study, steps) {
  const lines = linesOf(study);
  const uses = new Map(study.edges.map((edge) => [edge.id, edge.to]));
  const runs = [];
  steps.forEach((step, index) => {
    const line = lines.get(step.edge ? uses.get(step.edge) : step.node);
    if (runs.at(-1)?.line === line) runs.at(-1).count += 1;
    else runs.push({ line, from: index, count: 1, node: line.node, isInputs: line.isInputs });
  });
  return runs.map(({ from, count, node, isInputs }) => ({ from, count, node: nodeOf(study, node), isInputs }));
}

/**
 * The names of the inputs by the line that reads them first, those that several lines read before all: lists of names, each a
 * line's, in the order of the program.
 */
export function inputsByLine(study) {
  const lines = linesOf(study);
  const order = [...new Set(study.nodes.map(({ id }) => lines.get(id)))]; // nodes are numbered in the order of evaluation
  const readers = new Map(study.inputs.map(({ node }) => [node, new Set()]));
  for (const { from, to } of study.edges) readers.get(from)?.add(lines.get(to));
  const groups = new Map();
  for (const { name, node } of study.inputs) {
    const [first, ...others] = readers.get(node);
    const at = others.length ? -1 : first ? order.indexOf(first) : order.length;
    if (!groups.has(at)) groups.set(at, []);
    groups.get(at).push(name);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, names]) => names);
}

/** By node, the outermost thing it stands in: {node: the last of it}. */
function linesOf(study) {
  const lines = new Map();
  for (const { parent, nodes } of study.groups ?? []) {
    if (parent !== null) continue;
    const line = { node: nodes.at(-1), isInputs: false };
    for (const id of nodes) lines.set(id, line);
  }
  const inputs = { node: study.inputs.at(-1)?.node, isInputs: true };
  const named = new Map();
  for (const node of study.nodes) {
    if (node.operation === "input" || node.operation === "data") lines.set(node.id, inputs.node ? inputs : { ...inputs, node: node.id });
    else if (!lines.has(node.id)) {
      const key = node.name ?? OF_NOBODY;
      if (!named.has(key)) named.set(key, { node: node.id, isInputs: false });
      named.get(key).node = node.id;
      lines.set(node.id, named.get(key));
    }
  }
  return lines;
}

/** The cursor at the start of the next line, or of this one, and from there of the one before. */
export function alongLines(runs, way, cursor, length) {
  if (way > 0) return (runs.find(({ from }) => from + 1 > cursor)?.from ?? length - 1) + 1;
  return (runs.findLast(({ from }) => from + 1 < cursor)?.from ?? -1) + 1;
}

/** Where a cursor stands on a line of runs with gaps between them: a share of the length less the gaps, and how many gaps. */
export function placeIn(runs, cursor) {
  const at = Math.max(0, runs.findLastIndex(({ from }) => from < cursor));
  const length = runs.at(-1).from + runs.at(-1).count;
  return { share: cursor / length, gaps: cursor === 0 ? 0 : at };
}

/** The cursor at a place on a line so many pixels long, and the run that it is in. */
export function cursorIn(runs, place, width, gap) {
  const length = runs.at(-1).from + runs.at(-1).count;
  const step = (width - gap * (runs.length - 1)) / length;
  const begin = (run, i) => run.from * step + i * gap;
  const at = Math.max(0, runs.findLastIndex((run, i) => begin(run, i) <= place));
  const run = runs[at];
  const inside = Math.round((place - begin(run, at)) / step);
  return { run, cursor: run.from + Math.max(at === 0 ? 0 : 1, Math.min(run.count, inside)) };
}
