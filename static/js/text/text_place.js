/** Where a problem lies in the typed text, and how it is told. */

/** The text before, in and after a place; line, column and length count code points, as the server does. */
export function spread(text, { line, column, length }) {
  const lines = text.split("\n");
  const signs = [...(lines[line - 1] ?? "")];
  const before = [...lines.slice(0, line - 1), signs.slice(0, column - 1).join("")].join("\n");
  const marked = signs.slice(column - 1, column - 1 + Math.max(1, length)).join("");
  return [before, marked, text.slice(before.length + marked.length)];
}

/** A problem's sentences: what is wrong, where, and what would help; a name of the program and a call keep their spelling. */
export function sentencesOf({ title, detail, line, column, hint }, program = "") {
  const where = line ? `Line ${line}, column ${column}.` : "";
  const words = new Set(program.match(/[A-Za-z]\w*/g));
  const isCode = (text) => /^\w+\(/.test(text) || words.has(/^\w+/.exec(text)?.[0]);
  const sentenceCase = (text) => (isCode(text) ? text : text.charAt(0).toUpperCase() + text.slice(1));
  return { what: sentenceCase(detail ?? title), where, hint: hint ? ended(sentenceCase(hint)) : "" };
}

const ended = (text) => (/[.?!]$/.test(text) ? text : `${text}.`);
