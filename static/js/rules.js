/** The pages of rules: their formulas typeset, and the switch between light and dark. */

import { $$ } from "./dom.js";
import { typeset } from "./math.js";
import "./words.js";

for (const each of $$("[data-latex]")) typeset(each, each.dataset.latex, each.textContent);
