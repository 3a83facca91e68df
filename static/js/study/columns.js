/**
 * An answer by column → the study that the page reads: nodes and edges with their numbers, and the steps of all sweeps, made
 * when they are first asked for. Pure.
 */

import { isLarge } from "./frame.js";

const WORDS = { latex: null, numbers: null, text: null, chain: null };

/** held: the study whose names and formulas the answer goes on with, where it brings none. */
export function studyOf(answer, held) {
  const { columns, steps: told } = answer;
  if (!columns) return answer;
  const named = answer.nodes.length ? answer : renumbered(answer, held);
  const study = { ...answer, nodes: named.nodes, edges: named.edges };
  Object.defineProperty(study, "steps", {
    configurable: true,
    enumerable: true,
    get() {
      const steps = stepsOf(study, columns);
      for (const step of told) Object.assign(steps.find((each) => each.slot === step.slot && each.sweep === step.sweep && each.index === step.index), step);
      Object.defineProperty(study, "steps", { value: steps, writable: true, enumerable: true });
      return steps;
    },
  });
  return study;
}

/** The held nodes and edges with the answer's numbers. */
function renumbered({ columns, issues }, held) {
  const messages = new Map([...issues].reverse().map((issue) => [issue.node, issue.message])); // the first of each node
  const entries = Object.entries(columns.tangents);
  const nodes = held.nodes.map((node, i) => ({
    ...node,
    value: columns.value[i],
    tangents: node.operation === "data" ? {} : Object.fromEntries(entries.map(([entry, tangents]) => [entry, tangents[i]])),
    adjoint: columns.adjoint && columns.adjoint[i],
    issue: messages.get(node.id) ?? null,
  }));
  return { nodes, edges: held.edges.map((edge, k) => ({ ...edge, partial: columns.partial[k] })) };
}

function stepsOf({ nodes, edges, inputs }, { rule, tangents, reverse }) {
  if (!reverse) return []; // past the numbers of one answer
  const written = (json, node) => (isLarge(node.shape) ? null : json);
  const rules = nodes.map((node, i) => (node.operation === "data" ? "data" : i < inputs.length ? "input" : "evaluate"));
  const once = (sweep, slot, node, after, rule) => ({ sweep, node: node.id, edge: null, slot, before: null, term: written(after, node), after: written(after, node), rule, ...WORDS });
  const counted = (step, index) => ({ index, ...step });
  const values = nodes.map((node, i) => counted(once("value", "value", node, node.value, rules[i]), i));
  const forward = Object.entries(tangents).flatMap(([entry, column]) => {
    const moving = nodes.map((node, i) => [node, i]).filter(([node]) => node.operation !== "data");
    return moving.map(([node, i], index) => counted(once("forward", `tangent:${entry}`, node, column[i], i < inputs.length ? "seed" : rule[i]), index));
  });
  const number = new Map(nodes.map(({ id }, i) => [id, i]));
  const back = reverse.node.map((i, index) => {
    const edge = edges[reverse.edge[index]] ?? null;
    const { before, term, after } = reverse;
    return {
      index, sweep: "reverse", node: nodes[i].id, edge: edge && edge.id, slot: "adjoint",
      before: before[index], term: term[index], after: after[index], rule: edge ? rule[number.get(edge.to)] : "seed", ...WORDS,
    };
  });
  return [...values, ...forward, ...back];
}
