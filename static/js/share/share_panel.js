/**
 * Share: the state that is shown as a link, a short one, code for other pages, and a file of every form. It opens over the page and
 * takes the focus; each of its deeds says what came of it, and the focus stays where it is.
 */

import { answered, posted } from "../state/api.js";
import { addressOf } from "../state/link.js";
import { $, $$ } from "../text/dom.js";
import { saveFile } from "./saved_file.js";
import { bodyOf, elementCode, frameCode, markdownOf, titleOf } from "./snippets.js";

const COPIED = 4000; // milliseconds for which a button says so
const LONGEST = 16_000; // characters of an address that the server reads
const TOLD = {
  "share-link": "Link copied.", "share-short": "Short link copied.", "share-embed": "Code copied.", "share-markdown": "Picture for Markdown copied.",
};
const WAYS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

export class Share {
  #short = new Map(); // by its body: the short links that were made
  #shared = null; // the state when the panel was opened
  #at = ""; // where that stands, in words; empty where the program cannot be read
  #made = null; // what it is as a link now, with the choices that were made

  /** `shared()` is the state as an address has it, and `opener` the button that says whether the panel is open. */
  constructor(dialog, { store, cursor, shared, opener, work }) {
    Object.assign(this, { dialog, store, cursor, shared, opener, work, status: $("[role=status]", dialog), preview: $(".preview", dialog) });
    dialog.addEventListener("click", (event) => this.#press(event));
    dialog.addEventListener("change", () => this.#write());
    dialog.addEventListener("keydown", (event) => this.#key(event));
    dialog.addEventListener("close", () => opener.setAttribute("aria-expanded", "false"));
    this.preview.addEventListener("error", () => (this.preview.hidden = true)); // too large to be drawn
    for (const field of $$("input[readonly]", dialog)) field.addEventListener("focus", () => field.select());
  }

  open() {
    const { study, program } = this.store.state;
    this.cursor.stop();
    const isRead = study?.program === program;
    this.#shared = this.shared();
    $("h2", this.dialog).textContent = isRead ? "Share this step" : "Share this program";
    this.#at = $(".at", this.dialog).textContent = isRead ? this.#place() : "";
    $(".unread", this.dialog).hidden = isRead;
    for (const part of $$(".read", this.dialog)) part.hidden = !isRead;
    this.preview.hidden = !isRead;
    this.status.textContent = "";
    this.#write();
    this.opener.setAttribute("aria-expanded", "true");
    this.dialog.showModal();
  }

  /** Where the state stands; without a sweep of its own an address would leave that to the server. */
  #place() {
    const { sweep, entry, cursor, length } = this.cursor.frame();
    Object.assign(this.#shared, { sweep, step: cursor === length ? "end" : cursor });
    return `${sweep === "value" ? "values" : sweep}${sweep === "forward" && entry ? ` along ${entry}` : ""}, step ${cursor} of ${length}`;
  }

  /** The state as pictures and frames are asked for, which have no boxes by themselves as the page has. */
  #drawn() {
    return { ...this.#shared, open: this.#shared.open ?? ["auto"] };
  }

  /** As a link to the page holds it: without what the page does by itself. */
  #linked(state) {
    return { ...state, open: this.#shared.open };
  }

  #chosen(name) {
    return $(`input[name=share-${name}]:checked, select[name=share-${name}]`, this.dialog).value || null;
  }

  /** Every text and address, with the choices that were made. */
  #write() {
    const { origin } = location;
    const theme = this.#chosen("theme");
    const state = { ...this.#drawn(), theme, ...(this.#chosen("play") && { step: 0, play: true }) };
    const link = origin + addressOf({ ...this.#linked(state), theme: null });
    const short = this.#short.get(JSON.stringify(bodyOf(this.#linked(state))));
    const title = `${this.#at}: ${titleOf(state)}`;
    const source = short ? short.replace("/s/", "/embed/") : origin + addressOf(state, "/embed");
    this.#made = state;
    this.#fill("link", link);
    this.#fill("short", short ?? "");
    const form = this.#chosen("as");
    this.#fill("embed", form === "element" ? elementCode(state, origin) : frameCode(source, form, title));
    this.#fill("markdown", markdownOf(state, link, origin));
    const button = $('[value="short"], [value="share-short"]', this.dialog);
    button.value = short ? "share-short" : "short";
    $(".word", button).textContent = short ? "Copy" : "Make";
    $(".hidden", button).textContent = short ? " the short link" : " a short link";
    for (const file of $$("[data-form]", this.dialog)) file.href = this.#file(file.dataset.form);
    if (this.#at) this.preview.src = addressOf({ ...this.#drawn(), theme: theme ?? document.documentElement.dataset.theme }, "/graph.svg");
    if (link.length - origin.length > LONGEST) this.#tell("This program is too long for an address: make a short link.");
  }

  #file(form) {
    const [part, steps, scale, animate] = ["part", "steps", "scale", "animate"].map((name) => this.#chosen(name));
    const own = { png: { scale: Number(scale) }, svg: { animate } }[form];
    return addressOf({ ...this.#drawn(), theme: this.#made.theme, part, steps, ...own }, `/graph.${form}`);
  }

  #fill(name, text) {
    $(`#share-${name}`, this.dialog).value = text;
  }

  #tell(sentence) {
    this.status.textContent = sentence;
  }

  #press(event) {
    if (event.target === this.dialog) return this.dialog.close(); // beside it
    const button = event.target.closest("button, [data-form]");
    if (!button) return;
    if (button.value === "close") this.dialog.close();
    else if (button.value === "short") this.#do(button, () => this.#makeShort());
    else if (button.value) this.#copy(button);
    else {
      event.preventDefault();
      this.#do(button, async () => this.#tell(`${await saveFile(button.href, `graph.${button.dataset.form}`)} saved.`));
    }
  }

  /** What takes a while, and may be refused. */
  async #do(button, deed) {
    this.work.begin("share");
    this.#tell("A moment …");
    await deed().catch((problem) => this.#tell(problem.document.detail ?? problem.message));
    this.work.end("share");
  }

  async #makeShort() {
    const body = bodyOf(this.#linked(this.#made));
    const answer = await answered("/api/v1/links", posted(body));
    const { url } = await answer.json();
    this.#short.set(JSON.stringify(body), location.origin + url);
    this.#write();
    this.#tell("Short link made; it can be copied.");
  }

  /** Where the clipboard is closed to the page, the text is chosen, so that one key copies it. */
  async #copy(button) {
    const field = $(`#${button.value}`, this.dialog);
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.focus();
      return this.#tell("Selected: press Ctrl+C, or ⌘C.");
    }
    this.#tell(TOLD[button.value]);
    const word = $(".word", button);
    Object.assign(word, { textContent: "Copied" });
    button.classList.add("copied");
    setTimeout(() => {
      word.textContent = "Copy";
      button.classList.remove("copied");
    }, COPIED);
  }

  /** Arrows move within the files; Tab goes on. */
  #key(event) {
    const files = $$("[data-form]", this.dialog);
    const at = files.indexOf(event.target);
    const other = at >= 0 && event.key in WAYS && files[at + WAYS[event.key]];
    if (!other) return;
    event.preventDefault();
    other.focus();
  }
}
