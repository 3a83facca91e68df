/**
 * The player alone: one sweep of one graph at one point, read only, as it stands in a frame and in a file of its own. It never
 * takes the focus by itself.
 */

import { Painter } from "../picture/painter.js";
import { Announcer } from "../player/announcer.js";
import { Scrubber } from "../player/scrubber.js";
import { Cursor } from "../state/cursor.js";
import { Screen } from "../state/screen.js";
import { Store, pageState } from "../state/store.js";
import { Work } from "../text/busy.js";
import { $ } from "../text/dom.js";
import { keyMove } from "./keys.js";
import { Lens } from "./lens.js";
import { NodeWalk } from "./node_walk.js";
import { StepLine } from "./step_line.js";
import { Title } from "./title.js";
import { Transport } from "./transport.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Begin with what the page was told, {study, state, short}; `more({store, work, cursor})` gives further parts. */
export function begin(told, more) {
  const pictures = { wide: $("#view svg"), tall: $("#tall").content.firstElementChild };
  const store = new Store(pageState(told, { picture: pictures.wide, narrow: false }));
  const work = new Work();
  const cursor = new Cursor(store, { remember: () => {}, ask: () => {} });
  const lens = new Lens($("#view"), pictures, store);
  new Screen(store, {
    cursor,
    work,
    always: [],
    atOnce: [new Title($(".title"), { short: told.short }), lens, new Painter($("#view"))],
    paced: [
      new Transport($(".transport"), cursor),
      new Scrubber($("#scrubber"), cursor),
      new NodeWalk($("#view"), cursor),
      new Announcer($("#announcement")),
      ...more({ store, work, cursor }),
    ],
    explanation: new StepLine($("#line")),
  });
  document.addEventListener("keydown", (event) => keyMove(event, cursor));
  work.begin("page");
  store.change({});
  document.fonts.ready.then(() => work.end("page"));
  if (told.state.play && !calm.matches) playInSight($("#view"), cursor);
}

/** It plays from the start, once it can be seen. */
function playInSight(view, cursor) {
  cursor.move("first");
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    seen.disconnect();
    cursor.player.play();
  });
  seen.observe(view);
}
