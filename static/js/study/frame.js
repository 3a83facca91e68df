/**
 * (study, sweep, entry, cursor) → what to show. Pure, and the twin of graphs/picture/frame.py: the screen at cursor k is the
 * fold of the first k steps of a sweep; what they have not reached is a waiting cell, never a zero. The steps of an
 * array past SMALL_ARRAY entries do not carry its sums, so it is reached when the last of them is.
 */

const SMALL_ARRAY = 16; // entries up to which an array is written out: in steps, in tooltips

const FAULTS = new Set(["domain", "overflow", "undefined", "infinite slope"]);
const PASSED = { value: "value", forward: "tangent", reverse: "adjoint" };

/** The inputs (or the direction) that the study holds a forward pass for. */
export function entriesOf(study) {
  return once(study, "entries", () => Object.keys(study.nodes.find((node) => node.operation !== "data")?.tangents ?? {}));
}

/** The steps of one sweep; a forward sweep is that of one entry. */
export function sequenceOf(study, sweep, entry) {
  const key = sweep === "forward" ? `forward ${entry}` : sweep;
  return once(study, key, () => study.steps.filter((step) => step.sweep === sweep && (sweep !== "forward" || step.slot === `tangent:${entry}`)));
}

const KEPT = new WeakMap(); // what no step changes, by study

function once(study, key, make) {
  if (!KEPT.has(study)) KEPT.set(study, new Map());
  const kept = KEPT.get(study);
  if (!kept.has(key)) kept.set(key, make());
  return kept.get(key);
}

/** A step as a state holds it ("end" or a number) as a cursor from 0 to length. */
export function cursorOf(step, length) {
  return step === "end" ? length : Math.max(0, Math.min(step, length));
}

/**
 * What the screen shows: `nodes` and `edges` by id, the current step, the cursor and how far it goes.
 * A node has one cell for each quantity: value, tangent, adjoint; `derivative` is the one that the picture's second
 * row shows in this sweep, or null. A cell is {kind, number}: number, waiting, undefined (a fault starts here),
 * nothing (it started upstream) or absent (data has no derivative); an array's number is as the contract has it, a list
 * or a list of lists, of which some entries may be null but not all.
 */
export function frameOf(study, sweep, entry, step) {
  const steps = sequenceOf(study, sweep, entry);
  const cursor = cursorOf(step, steps.length);
  const done = steps.slice(0, cursor);
  const reached = new Map(done.map((each) => [each.node, each.after]));
  const later = new Set(steps.slice(cursor).map((each) => each.node));
  const current = done.at(-1) ?? null;
  const atEnd = steps.length > 0 && cursor === steps.length;
  const nodesWith = (isMeant) => new Set(study.issues.filter((issue) => isMeant(issue.kind)).map((issue) => issue.node));
  const starts = once(study, "starts", () => nodesWith((kind) => FAULTS.has(kind)));
  const kinks = once(study, "kinks", () => nodesWith((kind) => kind === "not differentiable"));

  const nodes = new Map();
  for (const node of study.nodes) {
    const data = node.operation === "data";
    const large = isLarge(node.shape);
    const isReached = reached.has(node.id) && !(large && later.has(node.id));
    const written = (final) => (large ? final : reached.get(node.id));
    const fold = (final) => (isReached ? cell(node.id, written(final)) : atEnd ? cell(node.id, final) : WAITING);
    const cell = (id, json) => cellOf(json, starts.has(id));
    const tangent = node.tangents[entry];
    const known = (json) => (json === undefined ? WAITING : cell(node.id, json));
    const cells = {
      value: sweep === "value" ? fold(node.value) : cell(node.id, node.value),
      tangent: data ? ABSENT : sweep === "forward" ? fold(tangent) : sweep === "reverse" ? known(tangent) : WAITING,
      adjoint: data ? ABSENT : sweep === "reverse" ? fold(node.adjoint) : WAITING,
    };
    const isDone = isReached || atEnd || (data && sweep !== "value");
    nodes.set(node.id, {
      ...cells,
      derivative: sweep === "value" ? null : cells[PASSED[sweep]],
      state: isDone ? "done" : "waiting",
      current: current?.node === node.id,
      issue: starts.has(node.id),
      kink: kinks.has(node.id),
      downstream: isUndefined(node.value) && !starts.has(node.id),
    });
  }
  return { sweep, entry, cursor, length: steps.length, steps, current, nodes, edges: edgesOf(study, sweep, done, current) };
}

const WAITING = Object.freeze({ kind: "waiting" });
const ABSENT = Object.freeze({ kind: "absent" });

function cellOf(json, startsHere) {
  if (isUndefined(json)) return { kind: startsHere ? "undefined" : "nothing" };
  return { kind: "number", number: Array.isArray(json) ? json : Number(json) };
}

/** Whether there is no number at all: an array shows those of its entries that there are. */
function isUndefined(json) {
  return Array.isArray(json) ? json.every(isUndefined) : json === null || json === undefined;
}

/** Whether an array is too large to be written out. */
export function isLarge(shape) {
  return shape.reduce((entries, size) => entries * size, 1) > SMALL_ARRAY;
}

/** A reverse step passes its own edge; the other sweeps pass all edges into the node that they write. */
function edgesOf(study, sweep, done, current) {
  const passed = new Set(done.map((step) => (sweep === "reverse" ? step.edge : step.node)));
  const key = (edge) => (sweep === "reverse" ? edge.id : edge.to);
  const now = sweep === "reverse" ? current?.edge : current?.node;
  return new Map(
    study.edges.map((edge) => [
      edge.id,
      { state: passed.has(key(edge)) ? PASSED[sweep] : "waiting", current: now ? key(edge) === now : false },
    ]),
  );
}

/** The end of a sweep, where in place of its last step one is told that was none (explanation/unwritten.js). */
export function instead(frame, step) {
  const nodes = new Map([...frame.nodes].map(([id, node]) => [id, node.current === (id === step.node) ? node : { ...node, current: id === step.node }]));
  const edges = new Map([...frame.edges].map(([id, edge]) => [id, edge.current ? { ...edge, current: false } : edge]));
  return { ...frame, nodes, edges, current: step };
}

/** Whether two shown nodes look alike, so that nothing need be painted anew. */
export function looksAlike(one, other) {
  for (const look of LOOKS) if (one[look] !== other[look]) return false;
  for (const kind of CELLS) if (!sameCell(one[kind], other[kind])) return false;
  return true;
}

const LOOKS = ["state", "current", "issue", "kink", "downstream"];
const CELLS = ["value", "tangent", "adjoint", "derivative"];

/** Whether two cells hold the same; null: no cell. */
export function sameCell(one, other) {
  return one === other || (one !== null && other !== null && one.kind === other.kind && one.number === other.number);
}
