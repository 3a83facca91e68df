/** Pages of words: their switch between light and dark; all else is in the HTML. */

import { appearance } from "./appearance.js";
import { $ } from "./dom.js";

appearance($("#theme"));
document.documentElement.dataset.ready = "true";
