/**
 * On a phone, program, point and answer lie over the rest while they are edited; `done()` ends that. `empty`: there is nothing
 * else to show, only what is wrong with the program. `opened()` is told when somebody begins.
 */

import { $, $$ } from "../text/dom.js";

export function editing({ narrow, empty, opened }) {
  const rail = $("#rail");
  const behind = $$("[data-behind]");
  const edit = $("#edit");
  const show = (open) => {
    rail.classList.toggle("open", open);
    for (const each of behind) each.inert = open;
  };
  const done = () => {
    show(false);
    edit.focus();
  };
  edit.addEventListener("click", () => {
    opened();
    show(true);
    $("textarea", rail).focus();
  });
  $("#done").addEventListener("click", done);
  rail.addEventListener("keydown", (event) => event.key === "Escape" && rail.classList.contains("open") && done());
  narrow.addEventListener("change", () => show(false));
  if (narrow.matches && empty) show(true);
  return { done: () => rail.classList.contains("open") && done() };
}
