/** How many passes a mode takes, which one this is, and what it cost: pure, as sentences. */

import { allEntries, countOf, entryLatex } from "./input_entries.js";
import { nodeOf } from "./words.js";

const FEW = 1000; // entries up to which a pass has its number

/** Which pass of how many a forward sweep is, as parts of a sentence; [] in the other sweeps. */
export function passOf(study, { sweep, entry }) {
  if (sweep !== "forward" || !entry) return [];
  if (entry === "direction") return ["1 pass, along the direction"];
  const count = countOf(study);
  const at = count <= FEW ? allEntries(study).indexOf(entry) + 1 : 0;
  const which = at ? `pass ${at} of ${count}, along ` : `one of ${count} passes, along `;
  return [which, { latex: entryLatex(study, entry) ?? entry, text: entry }];
}

/** At the end of a sweep, what it cost and what the other mode costs; "" before. */
export function endOf(study, { sweep, cursor, length }) {
  if (length === 0 || cursor < length) return "";
  const { forward, reverse } = study.cost;
  const count = countOf(study);
  const each = forward.passes ? Math.round(forward.operations / forward.passes) : study.nodes.length;
  const back = `${many(reverse.passes, "pass", "passes")}, ${many(reverse.operations, "operation")}, ${many(reverse.stored, "number")} kept`;
  if (sweep === "value") {
    if (count === 0) return `${many(length, "node")}, each computed once.`;
    return `${many(length, "node")}, each computed once. Then forward mode: ${many(count, "pass", "passes")} of ${many(each, "operation")}; reverse mode: ${back}.`;
  }
  const all = `${many(count, "pass", "passes")}, ${many(count * each, "operation")}`;
  if (sweep === "forward") return `This pass: ${many(each, "operation")}; for all inputs: ${all}. Reverse mode: ${back}.`;
  const took = reverse.passes === 1 ? `This pass: ${many(reverse.operations, "operation")}, ${many(reverse.stored, "number")} kept` : `Reverse mode: ${back}`;
  return `${took}. Forward mode: ${all}.`;
}

/** The name of the rule that a step uses, and the operation whose page states it; null where there is none to state. */
export function ruleOf(study, { current, sweep }) {
  if (!current || ["input", "data", "seed", "none"].includes(current.rule)) return null;
  const { operation } = nodeOf(study, current.edge ? current.edge.split("-")[0] : current.node);
  const isNamed = sweep !== "value" && current.rule !== "chain";
  return { name: isNamed ? `${current.rule} rule` : sweep === "value" ? operation : `rule of ${operation}`, operation };
}

const many = (count, one, more = `${one}s`) => `${String(count).replace(/\B(?=(\d{3})+$)/g, ",")} ${count === 1 ? one : more}`;
