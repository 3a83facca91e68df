/** What stands beside the lines of a text: which stretches are left out or noted, and a word for each line. Pure. */

const WORDS = { "left out": "left out", "read as": "read as", input: "input", data: "data", product: "product", followed: "followed", once: "once", other: "note" };

/**
 * By line of the text {pieces: [{text, mark}], word}: mark is "out" for what is left out, "noted" for what a note is
 * about, else null; word is "" where no note is about the line. A line that has changed since the answer bears nothing.
 */
export function linesMarked(text, study) {
  const lines = text.split("\n");
  const before = study?.program.split("\n") ?? [];
  const marks = study ? marksOf(study.notes, before) : new Map();
  return lines.map((line, i) => {
    const fromEnd = before.length - (lines.length - i);
    const at = before[i] === line ? i : before[fromEnd] === line ? fromEnd : -1; // lines may have come or gone above
    const found = marks.get(at) ?? [];
    return { pieces: piecesOf([...line], found), word: wordOf(line, found) };
  });
}

/** Line number from 0 → [{start, end, kind}] in code points; what is longer than its line goes on in the next ones. */
function marksOf(notes, lines) {
  const marks = new Map();
  for (const { line, column, length, kind } of notes) {
    let [at, start, rest] = [line - 1, column - 1, length];
    while (rest > 0 && at < lines.length) {
      const size = [...lines[at]].length;
      const end = Math.min(size, start + rest);
      if (!marks.has(at)) marks.set(at, []);
      marks.get(at).push({ start, end, kind });
      [at, start, rest] = [at + 1, 0, rest - (size - start) - 1];
    }
  }
  return marks;
}

function piecesOf(signs, marks) {
  const pieces = [];
  let at = 0;
  const piece = (end, mark) => {
    if (end > at) pieces.push({ text: signs.slice(at, end).join(""), mark });
    at = Math.max(at, end);
  };
  for (const { start, end, kind } of [...marks].sort((a, b) => a.start - b.start)) {
    if (kind === "input" || kind === "data") continue; // the word says it all
    piece(start, null);
    piece(end, kind === "left out" ? "out" : "noted");
  }
  piece(signs.length, null);
  return pieces;
}

/** Of a line that is left out as a whole, but for a comment, that; else what the first other note says; of one left out in part nothing. */
function wordOf(line, marks) {
  const size = [...line.replace(/#.*/, "").trim()].length;
  const isOut = marks.some(({ kind, start, end }) => kind === "left out" && end - start >= size);
  const other = marks.find(({ kind }) => kind !== "left out");
  return isOut ? WORDS["left out"] : other ? WORDS[other.kind] : "";
}

/** The lines that a text leaves out as a whole or in part, as people write them: "1, 2 and 14 to 18". */
export function lineList(numbers) {
  const runs = [];
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  const words = runs.flatMap(([first, last]) => (first === last ? [`${first}`] : last === first + 1 ? [`${first}`, `${last}`] : [`${first} to ${last}`]));
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words.join("");
}
