/** What the badge opens: each check with its verdict, and the quotients as h shrinks. */

import { $, element, numeral, sentence } from "../text/dom.js";
import { numberOf, numeralOf, typographic } from "../text/number.js";
import { sentenceOf } from "../text/parts.js";

const NAMES = { tangent_gradient: "Forward and reverse mode", differences: "Difference quotient", sympy: "SymPy", torch: "PyTorch" };
const VERDICTS = new Map([[true, "agrees"], [false, "disagrees"], [null, "not compared"]]);
const DIGITS = 9; // of a quotient: enough to see it near the derivative

export function paintChecks(body, { checks }) {
  const known = Object.entries(NAMES).filter(([key]) => checks[key]);
  const list = element("ul", { class: "verdicts" }, ...known.map(([key, name]) => verdict(key, name, checks)));
  const { table } = checks.differences;
  body.replaceChildren(list, ...(table.length ? [quotients(table)] : []));
  const [failed] = known.filter(([key]) => checks[key].ok === false);
  if (!failed) return;
  body.parentElement.classList.add("failed");
  $(".check", body.parentElement).textContent = `${failed[1]} ${verdictOf(failed[0], checks)}.`;
}

const verdictOf = (key, checks) => {
  const { ok } = checks[key];
  return key === "tangent_gradient" ? (ok ? "agree" : "disagree") : VERDICTS.get(ok);
};

function verdict(key, name, checks) {
  const { residual, ok, note, parts } = checks[key];
  const item = element("li", { class: ok === false ? "failed" : ok ? "right" : "open" });
  item.append(element("span", { class: "name" }, name), " ", element("b", {}, verdictOf(key, checks)));
  if (residual !== null && ok !== null) item.append(", off by ", number(residual));
  item.append(".");
  if (note) item.append(noteOf(parts));
  return item;
}

function noteOf(parts) {
  const note = element("span", { class: "note" });
  sentence(note, sentenceOf(parts));
  return note;
}

function number(json, digits) {
  const span = element("span", { class: "number" });
  if (json === null) span.append("–");
  else numeral(span, numeralOf(numberOf(json), digits));
  return span;
}

/** How the quotient nears the derivative, and then drowns in rounding; the row that is nearest is told apart. */
function quotients(table) {
  const errors = table.map((row) => (row.error === null ? Infinity : row.error));
  const best = errors.indexOf(Math.min(...errors));
  const heads = ["h", "quotient", "error"].map((text) => element("th", { scope: "col" }, text));
  const rows = table.map(({ h, quotient, error }, i) => {
    const step = element("th", { scope: "row" }, "10", element("sup", {}, typographic(String(Math.round(Math.log10(h))))));
    if (i === best) step.append(element("span", { class: "hidden" }, ", nearest"));
    return element("tr", { class: i === best ? "best" : null }, step, element("td", {}, number(quotient, DIGITS)), element("td", {}, number(error)));
  });
  return element("table", { class: "quotients" },
    element("caption", { class: "note" }, "(f(x + hv) − f(x − hv)) / 2h: near as h², until rounding drowns it"),
    element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
}
