/** A Jupyter notebook → the text of its code cells. Pure. */

const MAGIC = /^\s*[%!?]/; // a line that is for the notebook, and no Python
const TIMED = /^\s*%%(?:time|timeit|capture|prun)\b/; // cells of Python under a heading of the notebook's own
const OTHER = /^\s*%%/; // cells of another language

/**
 * {text, code, others}: the cells of Python with an empty line between, how many those are, and how many cells are left out.
 * null for what is no notebook; {language} for one of another language.
 */
export function codeOf(json) {
  const notebook = parsed(json);
  const cells = notebook?.cells ?? notebook?.worksheets?.[0]?.cells; // before version 4
  if (!Array.isArray(cells)) return null;
  const language = notebook.metadata?.language_info?.name ?? notebook.metadata?.kernelspec?.language ?? "python";
  if (!/^i?python\d?$/i.test(language)) return { language };
  const sources = cells.filter(({ cell_type }) => cell_type === "code").map((cell) => joined(cell.source ?? cell.input ?? ""));
  const texts = sources.filter((source) => TIMED.test(source) || !OTHER.test(source)).map(withoutMagic).filter(Boolean);
  return { text: texts.join("\n\n"), code: texts.length, others: cells.length - texts.length };
}

function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    return null; // what is no JSON is no notebook
  }
}

const joined = (source) => (Array.isArray(source) ? source.join("") : String(source));
const withoutMagic = (source) => source.split("\n").filter((line) => !MAGIC.test(line)).join("\n").trim();
