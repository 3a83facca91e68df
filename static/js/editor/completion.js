/**
 * Names that fit, in a list under the caret: of the language and of the text. They come after two letters, or by Ctrl+Space.
 *
 * The list takes Enter and Tab only from a reader who is in it: by the arrow down, or because Ctrl+Space asked for it. A list
 * that came by itself takes nothing: whoever types `y = si` and a new line gets that, and in code Tab still indents.
 *
 * For assistive technology the field stays what it is, a text of several lines with a list of suggestions beside it: ARIA allows
 * no combobox of several lines, and HTML none on a textarea. The option is told by aria-activedescendant; the focus never moves.
 */

import { element } from "../text/dom.js";
import { ownNames } from "./own_names.js";
import { caretIn, suggestionsFor, wordAt } from "./suggestions.js";
import { replace } from "../text/undoable_edit.js";

const NONE = { functions: [], constants: [], commands: [] };
const GAP = 4; // pixels between the line and the list, and beside the window's edge
const LEAST = 120; // pixels of height below which the list stands above its line
const LEAVING = ["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"];

export class Completion {
  #word = null; // the word that the list is for; null: it is closed
  #found = [];
  #active = -1; // the option that the reader is at

  /** `state` holds the text's study; `vocabulary` the names of the language, or null where they could not be had. */
  constructor(root, { state, vocabulary }) {
    Object.assign(this, { root, state, vocabulary: vocabulary ?? NONE });
    this.field = root.querySelector("textarea");
    this.layer = root.querySelector(".handles"); // the same text at the same places
    // What scrolls is in the order of Tab; but Tab closes the list before it leads on.
    this.list = element("ul", { id: "suggestions", class: "suggestions", role: "listbox", popover: "manual", tabindex: "0", "aria-label": "Names that fit" });
    this.said = element("p", { class: "hidden", role: "status" });
    root.append(this.list, this.said);
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.setAttribute("aria-haspopup", "listbox");
    root.addEventListener("keydown", (event) => this.#key(event), true); // before the field's own keys
    this.field.addEventListener("input", (event) => this.#typed(event));
    this.field.addEventListener("blur", () => this.#close());
    this.field.addEventListener("pointerdown", () => this.#close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the text
    this.list.addEventListener("click", (event) => this.#take(Number(event.target.closest("[role=option]")?.dataset.at ?? -1)));
    document.addEventListener("scroll", (event) => event.target !== this.list && this.#place(), { capture: true, passive: true });
    addEventListener("resize", () => this.#close());
  }

  #typed({ inputType, data }) {
    const isLetter = (inputType === "insertText" && data?.length === 1) || inputType === "insertCompositionText"; // as phones type
    if (isLetter || (this.#word && inputType === "deleteContentBackward")) this.#open(false);
    else this.#close();
  }

  #key(event) {
    if (event.target !== this.field || event.isComposing) return;
    if (event.ctrlKey && event.key === " ") this.#open(true);
    else if (!this.#word || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === "Escape") this.#close();
    else if (event.key === "ArrowDown") this.#go(Math.min(this.#active + 1, this.#found.length - 1));
    else if (event.key === "ArrowUp" && this.#active >= 0) this.#go(this.#active - 1); // from the first one back into the text
    else if (["Enter", "Tab"].includes(event.key) && !event.shiftKey && this.#active >= 0) this.#take(this.#active);
    else {
      if (["ArrowUp", "Enter", "Tab", ...LEAVING].includes(event.key)) this.#close();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation(); // Escape closes the list, and not what the editor stands in
  }

  #open(isAsked) {
    const { value, selectionStart: caret, selectionEnd: end } = this.field;
    const word = caret === end ? wordAt(value, caret, isAsked) : null;
    const own = word ? ownNames(value, this.state.study, { start: word.start, end: caret }) : [];
    const found = word ? suggestionsFor(word, { vocabulary: this.vocabulary, own }, isAsked) : [];
    if (!found.length) {
      this.#close();
      if (isAsked) this.said.textContent = "No name fits.";
      return;
    }
    const wasOpen = this.#word !== null;
    this.#word = word;
    this.#found = found;
    this.list.replaceChildren(...found.map(option));
    this.list.scrollTop = 0;
    if (!wasOpen) this.list.showPopover();
    this.field.setAttribute("aria-controls", this.list.id);
    this.#place();
    this.#go(isAsked ? 0 : -1);
    if (!wasOpen) this.said.textContent = `${found.length} ${found.length > 1 ? "names fit" : "name fits"}.${isAsked ? "" : " Arrow down enters the list."}`;
  }

  #close() {
    if (!this.#word) return;
    this.#word = null;
    this.#found = [];
    this.list.hidePopover();
    this.field.removeAttribute("aria-controls");
    this.said.textContent = "";
    this.#go(-1);
  }

  #go(at) {
    this.list.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = at;
    const option = this.list.children[at];
    if (!option || !this.#word) return this.field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  #take(at) {
    const taken = this.#found[at];
    if (!taken) return;
    const { start } = this.#word;
    this.#close();
    replace(this.field, { start, end: this.field.selectionStart, text: taken.text });
    const caret = start + caretIn(taken.text);
    this.field.setSelectionRange(caret, caret);
  }

  /** Under the word's line where there is room for it, else above. */
  #place() {
    if (!this.#word) return;
    const place = placeOf(this.layer, this.#word.start);
    if (!place) return;
    const { height = innerHeight, width = innerWidth } = globalThis.visualViewport ?? {}; // a phone's keyboard covers the rest
    const below = height - place.bottom - 2 * GAP;
    const isBelow = below >= LEAST || below >= place.top;
    this.list.style.maxHeight = `min(${Math.max(0, isBelow ? below : place.top - 2 * GAP)}px, var(--most))`;
    this.list.style.left = `${Math.max(GAP, Math.min(place.left, width - this.list.offsetWidth - GAP))}px`;
    this.list.style.top = `${isBelow ? place.bottom + GAP : place.top - this.list.offsetHeight - GAP}px`;
  }
}

function option({ signature, about }, at) {
  return element("li", { id: `suggestion-${at}`, role: "option", "data-at": at, "aria-selected": "false" }, element("code", {}, signature), " ", element("span", {}, about));
}

/** Where a character of a layer's text stands in the window. */
function placeOf(layer, offset) {
  const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (at + node.length > offset) {
      const range = new Range();
      range.setStart(node, offset - at);
      range.setEnd(node, offset - at + 1); // an empty range may have no box
      return range.getClientRects()[0] ?? range.getBoundingClientRect();
    }
    at += node.length;
  }
  return null;
}
