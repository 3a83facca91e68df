/** Which boxes are to be open, and how a link calls them; the twin of names_of in graphs/contract/groups.py. Pure. */

const ID = /^g[1-9][0-9]*$/;
const SAFE = /^[\p{L}\p{Nl}\p{No}_][\p{L}\p{N}\p{M}_]*'*$/u;
const WORDS = new Set(["all", "auto", "none"]);

/** How a link calls groups, given by id: by name, where it is one group's alone and safe in an address, else by id. */
export function namesOf(groups, ids) {
  const times = new Map();
  for (const { name } of groups) times.set(name, (times.get(name) ?? 0) + 1);
  const byId = new Map(groups.map((group) => [group.id, group.name]));
  return ids.map((id) => {
    const name = byId.get(id);
    return name !== undefined && times.get(name) === 1 && SAFE.test(name) && !ID.test(name) && !WORDS.has(name) ? name : id;
  });
}

/** The groups that hold a node, as ids from the outermost in. */
export function pathTo(groups, node) {
  return groups.filter(({ nodes }) => nodes.includes(node)).map(({ id }) => id);
}

/** The groups within one, at any depth, by id. */
export function within(groups, id) {
  const found = new Set([id]);
  for (const group of groups) if (found.has(group.parent)) found.add(group.id); // an outer one stands before those in it
  found.delete(id);
  return found;
}
