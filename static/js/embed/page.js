/** The player in a frame: what it does not yet have of a step's words, the server sends. */

import { LateWords } from "../player/late_words.js";
import { Api } from "../state/api.js";
import { $ } from "../text/dom.js";
import { begin } from "./player.js";

begin(JSON.parse($("#study").textContent), ({ store, work }) => [new LateWords(store, { api: new Api(), work })]);
