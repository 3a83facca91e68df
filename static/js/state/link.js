/** State ↔ address: one table of parameters, the twin of graphs/contract/state.py; and when a change earns an entry for Back. */

import { namesIn } from "../text/names.js";
import { literal } from "../text/number.js";
import { valueTyped } from "../text/parse_value.js";

/**
 * Parameter → the state's key and how its text is read; every other parameter is an input's name. One that yields is an
 * input where the program has such a name; view.NAME never is.
 */
const PARAMETERS = {
  __proto__: null, // an input may be called constructor
  e: { key: "program", read: (text) => text },
  sweep: { key: "sweep", read: (text) => (["value", "forward", "reverse"].includes(text) ? text : undefined) },
  wrt: { key: "wrt", read: (text) => text },
  step: { key: "step", read: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : "end") },
  share: { key: "share", read: (text) => text !== "false" },
  names: { key: "names", read: (text) => (["c", "own"].includes(text) ? text : undefined), yields: true },
  inputs: { key: "inputs", read: (text) => text.split(",").filter(Boolean), yields: true },
  form: { key: "form", read: (text) => (["plain", "python", "latex"].includes(text) ? text : undefined), yields: true },
  open: { key: "open", read: (text) => text.split(",").filter(Boolean), yields: true },
  edge: { key: "edge", read: (text) => text, yields: true },
  paths: { key: "paths", read: (text) => text, yields: true },
  part: { key: "part", read: (text) => (["step", "table", "derivation"].includes(text) ? text : undefined), yields: true },
  steps: { key: "steps", read: (text) => (text === "all" ? text : undefined), yields: true },
  scale: { key: "scale", read: (text) => (Number(text) > 0 && Number(text) <= 4 ? Number(text) : undefined), yields: true },
  theme: { key: "theme", read: (text) => (["light", "dark"].includes(text) ? text : undefined), yields: true },
  animate: { key: "animate", read: (text) => text === "1", yields: true },
  play: { key: "play", read: (text) => text === "1", yields: true },
  include: null,
  layout: { key: "jacobians", read: (text) => text.split(",").find((word) => word === "denominator") },
  direction: { key: "direction", read: (text) => jsonOf(text, (read) => read !== null && typeof read === "object" && !Array.isArray(read) && Object.values(read).every((each) => isValue(each))) },
  cotangent: { key: "cotangent", read: (text) => jsonOf(text, (read) => isValue(read)) },
};

/** What the forms of a state take, and the player in a frame; the page itself has no use for it but to `play` once. */
export const OF_FORMS = { part: null, steps: null, scale: null, theme: null, animate: false, play: false };

const START = { program: "", at: {}, sweep: null, wrt: null, step: "end", share: true, names: null, inputs: null, form: null, open: null, jacobians: "numerator", direction: null, cotangent: null, edge: null, paths: null, ...OF_FORMS };

/** The parameter that holds an input's value: its name, or at.NAME where that means something else. */
export function parameterOf(name) {
  return name in PARAMETERS ? `at.${name}` : name;
}

/** Whether a program reads a name that it does not bind: where only the server can read it, it may. */
const hasInput = (program, name) => program.includes(name) && (namesIn(program)?.includes(name) ?? true);

/** What a parameter of an address with this program means: null nothing here, undefined an input. */
function rowOf(parameter, program) {
  const row = PARAMETERS[parameter.replace(/^view\./, "")];
  if (!row?.yields) return PARAMETERS[parameter];
  return parameter.startsWith("view.") || !hasInput(program, parameter) ? row : undefined;
}

/** What an address says; what it leaves out has its start value. */
export function stateOf(search) {
  const state = { ...START, at: Object.create(null) };
  const pairs = new URLSearchParams(search);
  for (const [parameter, text] of pairs) {
    const row = rowOf(parameter, pairs.get("e") ?? "");
    if (row) {
      state[row.key] = row.read(text) ?? START[row.key];
    } else if (row === undefined) {
      const { value } = valueTyped(text);
      if (value !== undefined) state.at[parameter.replace(/^at\./, "")] = value;
    }
  }
  return state;
}

/** The relative address that reopens a state. */
export function addressOf(state, path = "/") {
  const { program, at, sweep, wrt, step, share, names, inputs, form, open, jacobians, direction, cotangent, edge, paths } = state;
  const pairs = [["e", program]];
  for (const [name, value] of Object.entries(at)) pairs.push([parameterOf(name), written(value)]);
  if (direction) pairs.push(["direction", written(direction)]);
  if (cotangent !== null && cotangent !== undefined) pairs.push(["cotangent", written(cotangent)]);
  if (share === false) pairs.push(["share", "false"]);
  const keyOf = (name) => (hasInput(program, name) ? `view.${name}` : name);
  for (const [name, text] of [["names", names], ["inputs", inputs?.join()], ["form", form], ["open", open?.join()], ["paths", paths]]) {
    if (text !== null && text !== undefined) pairs.push([keyOf(name), text]);
  }
  if (jacobians === "denominator") pairs.push(["layout", jacobians]);
  if (sweep) pairs.push(["sweep", sweep]);
  if (wrt) pairs.push(["wrt", wrt]);
  if (sweep) pairs.push(["step", String(step)]);
  if (edge) pairs.push([keyOf("edge"), edge]);
  for (const name of Object.keys(OF_FORMS)) if (state[name]) pairs.push([keyOf(name), typeof state[name] === "string" ? state[name] : literal(Number(state[name]))]);
  return `${path}?${pairs.map(([key, text]) => `${encodeURIComponent(key)}=${readable(text)}`).join("&")}`;
}

/** A number, a list, or an object of them, in the server's spelling, which is JSON's. */
export function written(value) {
  if (typeof value === "number") return literal(value);
  if (Array.isArray(value)) return `[${value.map(written).join()}]`;
  return `{${Object.entries(value).map(([name, entry]) => `${quoted(name)}:${written(entry)}`).join()}}`;
}

/** A name as a JSON string of ASCII alone. */
const quoted = (name) => JSON.stringify(name).replace(/[^\0-~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

const DEEPEST = 4; // lists in lists: what shows arrays has no more axes

/** Whether JSON is a number, or a list of them. */
const isValue = (read, depth = 0) => typeof read === "number" || (Array.isArray(read) && depth < DEEPEST && read.every((each) => isValue(each, depth + 1)));

/** The JSON of a parameter, if it is what that takes: what was not written by this page, the server says what is wrong with. */
function jsonOf(text, isIt) {
  try {
    const read = JSON.parse(text);
    return isIt(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Percent-encoding that leaves what an address may hold in the clear; the same as the server's. */
function readable(text) {
  return encodeURIComponent(text.toWellFormed?.() ?? text)
    .replaceAll("%2C", ",")
    .replaceAll("%2F", "/")
    .replaceAll("'", "%27");
}

/**
 * "push" or "replace": Back leads to what was there before an edit began, a sweep was chosen, or an input was moved.
 * Stepping and further keystrokes of the same edit belong to the entry that they started in.
 */
export function entryFor(change, previous) {
  if (change === "step" || change === "answer") return "replace";
  const edit = change === "program" || change === "edge" || change === "paths" || change.startsWith("input:");
  return edit && change === previous ? "replace" : "push";
}
