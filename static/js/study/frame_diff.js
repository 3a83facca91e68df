/** What a step changes on the screen: of two frames, the nodes and edges that can look different. Pure. */

const INDEXES = new WeakMap(); // by study: its nodes and edges by id, and the edges into each node

/** Of a study, {nodes, edges}: all, unless both frames are of one sweep and in its midst; then those that the steps between them write. */
export function changes(study, before, after) {
  const all = { nodes: study.nodes, edges: study.edges };
  if (before?.steps !== after.steps || [before, after].some(isAtEnd)) return all; // the end finishes what no step writes
  const [low, high] = [before.cursor, after.cursor].sort((a, b) => a - b);
  const steps = after.steps.slice(Math.max(0, low - 1), high); // from the current one of the earlier frame to that of the later
  const { nodes, edges, into } = indexed(study);
  const touched = (ids, of) => [...new Set(ids)].map((id) => of.get(id));
  return {
    nodes: touched(steps.map((step) => step.node), nodes),
    edges: after.sweep === "reverse" ? touched(steps.flatMap((step) => step.edge ?? []), edges) : touched(steps.map((step) => step.node), into).flat(),
  };
}

const isAtEnd = ({ cursor, length }) => cursor === length;

function indexed(study) {
  if (!INDEXES.has(study)) {
    const into = new Map(study.nodes.map((node) => [node.id, []]));
    for (const edge of study.edges) into.get(edge.to).push(edge);
    const byId = (all) => new Map(all.map((each) => [each.id, each]));
    INDEXES.set(study, { nodes: byId(study.nodes), edges: byId(study.edges), into });
  }
  return INDEXES.get(study);
}
