/**
 * Which input values to send with a program. The page remembers the value of every name that it has seen, but a
 * value for a name that the program does not read would become an unused input.
 */

const REACH = 5; // what a slider reaches at least

/** The remembered values that a program seems to read. */
export function pointFor(program, remembered) {
  return Object.fromEntries(Object.entries(remembered).filter(([name]) => reads(program, name)));
}

/** The names that an answer calls unused: they were remembered, nobody asked for them. */
export function unusedIn(study) {
  const nodes = study.issues.filter((issue) => issue.kind === "unused input").map((issue) => issue.node);
  return study.inputs.filter((input) => nodes.includes(input.node)).map((input) => input.name);
}

/** The point of an answer. */
export function pointOf(study) {
  return Object.fromEntries(study.inputs.map((input) => [input.name, input.value]));
}

/** How far a slider goes on both sides of 0: 5, or the next 10, 20, 50 … that holds the value. */
export function reachOf(value) {
  const size = Math.abs(value);
  if (size <= REACH) return REACH;
  const power = 10 ** Math.floor(Math.log10(size));
  return [1, 2, 5, 10].map((digit) => digit * power).find((reach) => reach >= size) ?? Number.MAX_VALUE;
}

/** A guess, put right by the answer: other alphabets and LaTeX spell names in ways that only the server knows. */
function reads(program, name) {
  if (/[^\x00-\x7f]|\\/.test(program)) return true;
  const holds = (text) => text.match(/[A-Za-z]\w*|\d+\.?\d*(?:[eE][+-]?\d+)?/g)?.includes(name);
  for (const line of program.split(/[\n;]/)) {
    const [, target, expression] = /^\s*([A-Za-z]\w*)\s*=(?!=)(.*)$/s.exec(line) ?? [null, null, line];
    if (holds(expression.replace(/#.*/, ""))) return true;
    if (target === name) return false;
  }
  return false;
}
