/** Pages of words: their switch between light and dark; all else is in the HTML. */

import { appearance } from "./theme_switch.js";
import { $ } from "../text/dom.js";

appearance($("#theme"));
document.documentElement.dataset.ready = "true";
