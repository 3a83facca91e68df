/** Tabs over panels, as WAI-ARIA has them: arrows go along the tabs, the tab with the focus is the one that is shown. */

import { $, $$ } from "../text/dom.js";
import { tabFor } from "../player/keys.js";

/** A panel that is shown or hidden is sent a `toggle`, as a <details> is: whoever lives in it fetches and fits then. */
export class Tabs {
  constructor(root) {
    this.tabs = $$("[role=tab]", root);
    this.tabs.forEach((tab, at) => {
      tab.addEventListener("click", () => this.choose(tab));
      tab.addEventListener("keydown", (event) => this.#key(event, at));
    });
  }

  choose(chosen) {
    for (const tab of this.tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      panelOf(tab).hidden = !isChosen;
    }
    for (const tab of this.tabs) panelOf(tab).dispatchEvent(new Event("toggle"));
  }

  #key(event, at) {
    const to = event.ctrlKey || event.metaKey || event.altKey ? null : tabFor(event.key, at, this.tabs.length);
    if (to === null) return;
    event.preventDefault();
    this.choose(this.tabs[to]);
    this.tabs[to].focus();
  }
}

const panelOf = (tab) => $(`#${tab.getAttribute("aria-controls")}`);
