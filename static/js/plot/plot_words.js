/** A plot in words and numbers: what stands beside it, and what is read out in its place. Pure. */

import { halvings } from "./curve.js";
import { numberOf, numberPieces, numberText, typographic } from "../text/number.js";
import { numberParts, sentenceOf } from "../text/parts.js";

const KINDS = { gradient: "descent", newton: "Newton" };
const METHODS = { gradient: "Gradient descent", newton: "Newton’s method" };

function spokenNumber(json) {
  const [mantissa, exponent] = numberPieces(numberOf(json));
  return typographic(exponent === null ? mantissa : `${mantissa} times 10 to the ${exponent}`);
}

/** Rows beside a line: {name, parts, kind}; kind is the hue's class. `chosen` counts the halvings of h; f: what the result is called. */
export function lineRows(answer, chosen, f) {
  const row = (name, x, kind = "") => ({ name, parts: numberParts(numberOf(x)), kind });
  const { value, slope, sides, secants } = answer;
  const rows = [row(f, value)];
  if (sides) rows.push(row("slope left", sides[0], "tangent"), row("slope right", sides[1], "tangent"), row("shown", slope, "tangent"));
  else rows.push(row("tangent slope", slope, "tangent"));
  rows.push(row("secant slope", secants[chosen].slope));
  return rows;
}

/** How h is written beside its control. */
export const stepText = (h) => halvings(h) ?? numberText(h);

export function lineWords(answer, chosen, [low, high], f) {
  const { along, at, value, slope, sides, secants, values, note } = answer;
  const gaps = values.some((x) => x === null) ? " The line has gaps, or breaks." : "";
  const slopes = sides
    ? `its slope is ${spokenNumber(sides[0])} from the left and ${spokenNumber(sides[1])} from the right`
    : `its tangent has the slope ${spokenNumber(slope)}`;
  const { h, slope: secant } = secants[chosen];
  const here = numberOf(value);
  const point = Number.isNaN(here) ? `${f} is undefined` : `${f} is ${spokenNumber(value)} and ${slopes}; the secant of h = ${stepText(h)} has the slope ${spokenNumber(secant)}`;
  return `${f} along ${along} from ${spokenNumber(low)} to ${spokenNumber(high)}.${gaps} At ${along} = ${spokenNumber(at)} ${point}.${note ? ` ${typographic(note)}.` : ""}`;
}

/** Rows beside a contour; `paths` are those of the contract's `directions`, or null. */
export function gridRows({ value, gradient }, paths, f) {
  const [right, up] = gradient.map(numberOf);
  const rows = [{ name: f, parts: numberParts(numberOf(value)), kind: "" }];
  const slopes = Number.isNaN(right + up) ? ["undefined"] : ["(", ...numberParts(right, 3), ", ", ...numberParts(up, 3), ")"];
  rows.push({ name: `∇${f}`, parts: slopes, kind: "adjoint" });
  for (const [method, name] of Object.entries(KINDS)) {
    const path = paths?.[method];
    if (!path || path.points.length < 2) continue;
    const steps = path.points.length - 1;
    rows.push({ name: `${name}, ${counted(steps, "step")}`, parts: numberParts(path.points.at(-1).value), kind: method });
  }
  return rows;
}

export function gridWords(answer, paths, count, f) {
  const { axes, at, value, gradient, note } = answer;
  const here = numberOf(value);
  const where = axes.map((axis, k) => `${axis} = ${spokenNumber(at[k])}`).join(", ");
  const slopes = gradient.map(numberOf);
  const steepest = slopes.some(Number.isNaN) ? "" : ` The gradient, across the level line, is ${axes.map((axis, k) => `${spokenNumber(slopes[k])} along ${axis}`).join(" and ")}.`;
  const walked = Object.entries(METHODS).flatMap(([method, name]) => {
    const path = paths?.[method];
    return path && path.points.length > 1 ? [` ${name}: ${f} is ${spokenNumber(path.points.at(-1).value)} after ${counted(path.points.length - 1, "step")}.`] : [];
  });
  const point = Number.isNaN(here) ? "undefined" : spokenNumber(value);
  return `${counted(count, "level line")} of ${f} over ${axes.join(" and ")}. At ${where} ${f} is ${point}.${steepest}${walked.join("")}${note ? ` ${typographic(note)}.` : ""}`;
}

const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Why there is nothing to plot; null where there is. */
export function unplottable(study) {
  if (!study.inputs.length) return `The program has no inputs, so there is nothing to plot ${study.result.text} along.`;
  if (study.gradient === null) return "A plot shows an output of one number; this program has more. Weigh them, as in sum(…), or choose one, as in …[0].";
  return null;
}

/** What stands below the rows: why there is no gradient, what is shown at a kink, how the way downhill ended. */
export function noteOf({ note_parts: note }, paths = null) {
  if (note.length) return sentenceOf([...note, "."]);
  return paths ? [typographic(`Descent: ${paths.gradient.note}`)] : [];
}
