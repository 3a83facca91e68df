/** Where a problem lies in the typed text, and how it is told. */

/** The text before, in and after a place; line, column and length count code points, as the server does. */
export function spread(text, { line, column, length }) {
  const lines = text.split("\n");
  const signs = [...(lines[line - 1] ?? "")];
  const before = [...lines.slice(0, line - 1), signs.slice(0, column - 1).join("")].join("\n");
  const marked = signs.slice(column - 1, column - 1 + Math.max(1, length)).join("");
  return [before, marked, text.slice(before.length + marked.length)];
}

/** A problem as it is told: where it is, or of what kind, before what is wrong; and what would help. The server's words stay as they are. */
export function sentencesOf({ title, detail, line, column, hint }) {
  if (!detail) return { where: "", what: title, hint: "" };
  return { where: `${line ? `Line ${line}, column ${column}` : title}: `, what: detail, hint: hint ? `Hint: ${hint}` : "" };
}

/** One line of a text; lines count from 1. */
export const lineOf = (text, line) => text.split("\n")[line - 1];

/** Whether a text is another one's next state: they share their beginning and end for the most part. */
export function isRelated(text, before) {
  const most = Math.min(text.length, before.length);
  let start = 0;
  while (start < most && text[start] === before[start]) start += 1;
  let end = 0;
  while (end < most - start && text.at(-1 - end) === before.at(-1 - end)) end += 1;
  return most > 0 && start + end > most / 2;
}
