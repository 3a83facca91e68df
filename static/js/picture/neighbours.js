/** Where an arrow leads in the picture: pure. */

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * The node that an arrow leads to from `id`, by the nodes' places {id: [x, y]}: with the flow of the picture along an
 * edge, to the one that bends least; across it to the nearest node that stands there. null: there is none.
 */
export function nodeFor(key, id, { places, edges, layout }) {
  const [dx, dy] = WAYS[key];
  const isWithFlow = (dx !== 0) === (layout === "wide");
  const linked = new Set(edges.filter(({ from, to }) => from === id || to === id).flatMap(({ from, to }) => [from, to]));
  const [x, y] = places[id];
  let best = null;
  for (const [other, [atX, atY]] of Object.entries(places)) {
    const ahead = (atX - x) * dx + (atY - y) * dy;
    const aside = Math.abs((atX - x) * dy) + Math.abs((atY - y) * dx);
    if (other === id || ahead <= 0 || (isWithFlow ? !linked.has(other) : aside > ahead)) continue;
    const cost = isWithFlow ? aside : ahead + aside;
    if (!best || cost < best.cost) best = { other, cost };
  }
  return best?.other ?? null;
}

export const isArrow = (key) => Object.hasOwn(WAYS, key);
