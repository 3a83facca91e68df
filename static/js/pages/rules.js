/** The pages of rules: their formulas typeset, and the switch between light and dark. */

import { $$ } from "../text/dom.js";
import { typeset } from "../text/math.js";
import { latexOf } from "../text/parts.js";
import "./text_page.js";

for (const each of $$("[data-latex]")) typeset(each, each.dataset.latex, each.textContent);
for (const each of $$("[data-parts]")) typeset(each, latexOf(JSON.parse(each.dataset.parts), each.dataset.sweep), each.textContent);
