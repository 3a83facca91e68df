/** What a search finds among nodes, and what feeds a node or is fed by it. Pure. */

import { entriesIn } from "../text/nested_lists.js";
import { numberOf } from "../text/number.js";

const NUMBER = /^[-+−]?(\d+\.?\d*|\.\d+)(e[-+−]?\d+)?$/i;
const NO_NUMBER = ["no number", "undefined", "nan", "?"];

/** The ids of the nodes that a text means, in the order of the program: by name, by operation, by a number of theirs as it is shown, or "no number". */
export function found(study, { nodes: shown }, text) {
  const query = text.trim().toLowerCase();
  if (!query) return [];
  const isMeant = NO_NUMBER.includes(query) ? hasNone : NUMBER.test(query) ? (node, cells) => isNamed(node, query) || hasNumber(cells, query) : (node) => isNamed(node, query) || doesSo(node, query);
  return study.nodes.filter((node) => isMeant(node, shown.get(node.id))).map(({ id }) => id);
}

/** By any of its names, whole or its beginning. */
function isNamed({ id, name, display_name }, query) {
  return [id, name, display_name].some((each) => each?.toLowerCase().startsWith(query));
}

/** By its operation's name, or by what it computes as text. */
function doesSo({ operation, text }, query) {
  return operation.toLowerCase().startsWith(query) || text.toLowerCase().replaceAll(" ", "").includes(query.replaceAll(" ", ""));
}

const hasNone = (node, { value, derivative }) => [value, derivative].some((cell) => cell && ["undefined", "nothing"].includes(cell.kind));

/** Whether a number that is shown rounds to the one that was typed, at its last digit; a whole one is meant as it is. */
function hasNumber({ value, derivative }, query) {
  const typed = query.replaceAll("−", "-");
  const [digits, power] = typed.split("e");
  const places = (digits.split(".")[1] ?? "").length;
  const near = digits.includes(".") ? 0.5000001 * 10 ** (Number(power ?? 0) - places) : 0;
  const cells = [value, derivative].filter((cell) => cell?.kind === "number");
  return cells.some(({ number }) => entriesIn(number).some(([, entry]) => Math.abs(numberOf(entry) - Number(typed)) <= near));
}

/** A node with all that feeds it (`way` "from"), or all that it feeds ("to"), and the edges between them. */
export function related({ edges }, id, way) {
  const nodes = new Set([id]);
  const taken = new Set();
  const [here, there] = way === "from" ? ["to", "from"] : ["from", "to"];
  const inOrder = way === "from" ? [...edges].sort((one, other) => place(other.to) - place(one.to)) : edges; // operands stand before what is made of them
  for (const edge of inOrder) {
    if (!nodes.has(edge[here])) continue;
    nodes.add(edge[there]);
    taken.add(edge.id);
  }
  return { nodes, edges: taken };
}

const place = (id) => Number(id.slice(1));
