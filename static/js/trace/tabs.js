/** Tabs over panels, as WAI-ARIA has them: arrows go along the tabs, the tab with the focus is the one that is shown. */

import { $, $$ } from "../text/dom.js";
import { tabFor } from "../player/keys.js";

/** A panel that is shown or hidden is sent a `toggle`, as a <details> is: whoever lives in it fetches and fits then. */
export class Tabs {
  last = null; // the one chosen before

  constructor(root) {
    this.root = root;
    this.tabs = $$("[role=tab]", root);
    for (const tab of this.tabs) {
      tab.addEventListener("click", () => this.choose(tab));
      tab.addEventListener("keydown", (event) => this.#key(event));
    }
  }

  choose(chosen) {
    const before = this.tabs.find((tab) => tab.ariaSelected === "true");
    if (before !== chosen) this.last = before;
    for (const tab of this.tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      if (this.#holds(tab)) panelOf(tab).hidden = !isChosen;
    }
    for (const tab of this.tabs) panelOf(tab).dispatchEvent(new Event("toggle"));
  }

  /** The step's panel stands outside, and is hidden by styles where another tab is chosen. */
  #holds(tab) {
    return this.root.contains(panelOf(tab));
  }

  #key(event) {
    const tabs = this.tabs.filter((tab) => !tab.hidden);
    const to = event.ctrlKey || event.metaKey || event.altKey ? null : tabFor(event.key, tabs.indexOf(event.target), tabs.length);
    if (to === null) return;
    event.preventDefault();
    this.choose(tabs[to]);
    tabs[to].focus();
  }
}

const panelOf = (tab) => $(`#${tab.getAttribute("aria-controls")}`);
