/** Numbers in the program's text that can be pulled: sideways with the pointer, or with Alt and the arrows at the caret. */

import { element } from "../text/dom.js";
import { literalAt, literalsIn, pulled } from "../text/number_literals.js";
import { replace, takeBack } from "../text/undoable_edit.js";

const PACE = 6; // pixels for one of the last digit
const FAST = 10; // with Shift

export class Pulling {
  #pull = null; // {before, number, count} of the pull that is under way: one step for undo

  /** `layer` lies over the field with the same text in it; `hush(work)` does work of which no event is told. */
  constructor(root, { field, layer, hush, ended }) {
    Object.assign(this, { root, field, layer, hush, ended });
    layer.addEventListener("pointerdown", (event) => this.#grasp(event));
    root.addEventListener("pointermove", (event) => this.#pull?.pointer === event.pointerId && this.#drag(event));
    for (const end of ["pointerup", "pointercancel"]) root.addEventListener(end, (event) => this.#pull?.pointer === event.pointerId && this.#release());
    field.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("keyup", (event) => event.key === "Alt" && this.#pull && this.#release());
    field.addEventListener("blur", () => this.#pull && this.#pull.pointer === undefined && this.#release());
  }

  get isPulling() {
    return this.#pull !== null;
  }

  /** Put a handle over every number of the text. */
  show(program) {
    let at = 0;
    const parts = literalsIn(program).flatMap((number) => {
      const before = program.slice(at, number.start);
      at = number.end;
      return [before, element("span", { "data-start": number.start, title: "Drag to change" }, number.text)];
    });
    this.layer.replaceChildren(...parts, `${program.slice(at)}\n`); // an empty last line counts as in the field
  }

  #grasp(event) {
    const start = event.target.dataset?.start;
    if (start === undefined || event.button !== 0) return;
    event.preventDefault(); // no selection begins here
    const number = literalAt(this.field.value, Number(start));
    this.#pull = { before: this.field.value, number, count: 0, pointer: event.pointerId, from: event.clientX };
    this.root.setPointerCapture(event.pointerId);
    this.root.classList.add("pulling");
  }

  #drag(event) {
    const count = Math.trunc((event.clientX - this.#pull.from) / PACE) * (event.shiftKey ? FAST : 1);
    if (count !== this.#pull.count) this.#to(count);
  }

  #key(event) {
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!event.altKey || !direction) return;
    const number = this.#pull?.number ?? literalAt(this.field.value, this.field.selectionStart);
    if (!number) return;
    event.preventDefault();
    this.#pull ??= { before: this.field.value, number, count: 0 };
    this.#to(this.#pull.count + direction * (event.shiftKey ? FAST : 1));
  }

  /** The number of the text before, moved by `count`; the one that stands there now is taken back first. */
  #to(count) {
    const { before, number } = this.#pull;
    this.#pull.count = count;
    this.hush(() => takeBack(this.field, before));
    const text = pulled(number, count);
    replace(this.field, { start: number.start, end: number.end, text });
    this.field.setSelectionRange(number.start, number.start + text.length);
  }

  /** A press without a pull is a click: the caret goes to the number. */
  #release() {
    const { number, count, pointer } = this.#pull;
    this.#pull = null;
    this.root.classList.remove("pulling");
    if (pointer !== undefined && count === 0) {
      this.field.focus();
      this.field.setSelectionRange(number.start, number.end);
    }
    this.ended();
  }
}
