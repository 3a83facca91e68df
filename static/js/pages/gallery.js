/** The examples' page: a search over titles, results, programs and symbols, kept in the address. */

import { $, $$ } from "../text/dom.js";
import "./text_page.js";

const form = $(".search");
const field = $("input", form);
const status = $("[role=status]", form);
const cards = $$(".example").map((card) => {
  const section = card.closest("section");
  return { card, section, text: `${$("h2", section).textContent} ${card.textContent}`.toLowerCase() };
});

/** Every word must be found; a topic with no example left goes, too. */
function search() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const { card, text } of cards) card.hidden = !words.every((word) => text.includes(word));
  for (const section of new Set(cards.map((each) => each.section))) section.hidden = !$(".example:not([hidden])", section);
  const count = cards.filter(({ card }) => !card.hidden).length;
  $(".topics").hidden = words.length > 0;
  status.textContent = words.length === 0 ? "" : count === 1 ? "1 example" : `${count || "No"} examples`;
}

field.value = new URLSearchParams(location.search).get("q") ?? "";
search();
field.addEventListener("input", () => {
  search();
  const query = field.value.trim() ? `?q=${encodeURIComponent(field.value.trim())}` : "";
  history.replaceState(null, "", location.pathname + query + location.hash);
});
form.addEventListener("submit", (event) => event.preventDefault());
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
