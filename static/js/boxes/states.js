/**
 * What a frame shows of boxes and of merged wires; the twin of graphs/picture/boxes/states.py. A step belongs to the
 * operation that is at work: in reverse to the one that passes back, else to the one that writes.
 */

/** The node that a step belongs to. */
export function placeOf(step) {
  return step.edge ? step.edge.slice(0, step.edge.lastIndexOf("-")) : step.node;
}

/** How many steps belong to each node, of the whole sweep and of those that are done; and to whom the last one belongs. */
export function countsOf({ steps, cursor, current }) {
  const [all, done] = [new Map(), new Map()];
  steps.forEach((step, k) => {
    const place = placeOf(step);
    all.set(place, (all.get(place) ?? 0) + 1);
    if (k < cursor) done.set(place, (done.get(place) ?? 0) + 1);
  });
  return { all, done, place: current ? placeOf(current) : null };
}

/** A box that holds these nodes and shows the numbers of `result`. */
export function boxOf({ nodes: shown }, counts, nodes, result) {
  const sum = (map) => nodes.reduce((total, node) => total + (map.get(node) ?? 0), 0);
  const some = (look) => nodes.some((node) => shown.get(node)[look]);
  const whole = shown.get(result);
  return {
    state: whole.state,
    current: some("current"),
    within: some("current") && !whole.current,
    issue: some("issue"),
    kink: some("kink"),
    downstream: whole.downstream,
    done: sum(counts.done),
    steps: sum(counts.all),
    counts: nodes.includes(counts.place),
  };
}

/** A wire of several edges is current if one of them is, which then passes as it does; and passed when all are. */
export function wireOf({ edges }, ids) {
  const shown = ids.map((id) => edges.get(id));
  const current = shown.find((edge) => edge.current);
  const waiting = shown.find(({ state }) => state === "waiting");
  return { state: (current ?? waiting ?? shown[0]).state, current: Boolean(current) };
}
