/** The edge that is asked about, as data: pure. */

import { isList, shapeOf } from "../text/nested_lists.js";
import { numberOf, numeralOf } from "../text/number.js";
import { nodeOf } from "./words.js";

/** The asked edge of a study; null where it has none of that id. */
export function edgeAsked(study, id) {
  return (id && study?.edges.find((edge) => edge.id === id)) || null;
}

/** The edges among which one is to be chosen, with their nodes; [] where one is asked already. */
export function choicesOf(study, id, among) {
  if (edgeAsked(study, id) || !among) return [];
  return among.flatMap((each) => edgeAsked(study, each) ?? []).map((edge) => ({ ...edge, from: nodeOf(study, edge.from), to: nodeOf(study, edge.to) }));
}

/** The edges of a node, those that go out of it first: what the picture's key E and Tab lead through. */
export function edgesAt(study, id) {
  return [...study.edges.filter(({ from }) => from === id), ...study.edges.filter(({ to }) => to === id)].map((edge) => edge.id);
}

/** What a flow looks like beside a wire, as numerals: a number; of an array the shape, for there is room for no more. */
export function flowOf(json) {
  return isList(json) ? [{ base: `[${shapeOf(json).join("×")}]` }] : [numeralOf(numberOf(json))];
}
