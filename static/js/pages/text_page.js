/** Pages of words: their switch between light and dark; all else is in the HTML. */

import { switchTheme } from "./theme_switch.js";
import { $ } from "../text/dom.js";

switchTheme($("#theme"));
document.documentElement.dataset.ready = "true";
