/** The paths of a number as rows of a table and as widths of wires: pure. */

import { nodeOf } from "../study/words.js";

const SHORT = 5; // edges of a chain that a row has room for

/** By edge, the sum of the shares of the paths that go along it; the nodes on the way. Without shares all count alike. */
export function drawnOf({ paths, node }, study) {
  const edges = new Map();
  const nodes = new Set([node]);
  const ends = new Map(study.edges.map((edge) => [edge.id, edge]));
  for (const { edges: along, share } of paths) {
    for (const id of new Set(along)) {
      edges.set(id, Math.min(1, (edges.get(id) ?? 0) + (share ?? 1 / paths.length)));
      const { from, to } = ends.get(id);
      nodes.add(from).add(to);
    }
  }
  return { edges, nodes };
}

/** The stations of a path: {latex, text, factor}, the factor that leads to it; that of the first is null. */
export function stationsOf({ edges, partials, entries }, study, start) {
  const ends = new Map(study.edges.map((edge) => [edge.id, edge]));
  const ids = edges.length ? [ends.get(edges[0]).from, ...edges.map((id) => ends.get(id).to)] : [start];
  return ids.map((id, i) => {
    const { symbol, display_name: name } = nodeOf(study, id);
    const entry = entries?.[i]?.length ? `[${entries[i].join(",")}]` : "";
    return { latex: entry ? `{${symbol}}_{${entry}}` : symbol, text: name + entry, factor: i ? partials[i - 1] : null };
  });
}

/** Through which boxes a path leads first, by their names; equal ones in a row once, with how many. */
export function boxesOf({ groups }, study) {
  const runs = [];
  for (const id of groups) {
    const { name } = study.groups.find((group) => group.id === id);
    if (runs.at(-1)?.name === name) runs.at(-1).count += 1;
    else runs.push({ name, count: 1 });
  }
  const names = runs.map(({ name, count }) => (count > 1 ? `${name} (${count} times)` : name));
  return names.length > SHORT ? [...names.slice(0, 2), "…", ...names.slice(-2)] : names;
}

/** The stations that are seen at once, and whether some are not. */
export function shortOf(stations) {
  if (stations.length <= SHORT + 1) return { seen: stations, isCut: false };
  return { seen: [...stations.slice(0, 3), { gap: stations.length - 5 }, ...stations.slice(-2)], isCut: true };
}

/** A count of the contract, a number or text, with its thousands apart. */
export const countText = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
