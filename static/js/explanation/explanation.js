/** The explanation under the picture. The steps before and after the one that is shown stand ready behind it, laid out. */

import { $ } from "../text/dom.js";
import { Face } from "./step_panel.js";

const FACES = 3; // the step that is shown, the one before, the one after

export class Panel {
  /** line: the step as one line, shown where `narrow` matches and where the foot is shut. */
  constructor(root, line, narrow) {
    this.root = root;
    const first = $(".face", root);
    this.shown = new Face(first, line, narrow);
    this.spare = Array.from({ length: FACES - 1 }, () => new Face(behind(first), behind(line), narrow));
  }

  show(state, frame) {
    if (this.shown.tells(state, frame)) return; // whoever has the focus in here keeps it
    const focused = document.activeElement;
    const hadFocus = focused !== this.root && this.root.contains(focused);
    const ready = this.spare.find((face) => face.tells(state, frame));
    if (ready) this.#turn(ready);
    else this.shown.write(state, frame);
    if (hadFocus && !this.shown.root.contains(document.activeElement)) this.root.focus({ preventScroll: true });
  }

  /** What is too long is set smaller: measured after every view has been written, so that the page is laid out once. */
  fit() {
    this.shown.fit();
  }

  /** Write the steps that whoever steps on or back will look at; those of long sweeps have no words yet. */
  prepare(state, frames) {
    const wanted = frames.filter(({ current }) => current?.text !== null);
    const free = this.spare.filter((face) => !wanted.some((frame) => face.tells(state, frame)));
    for (const frame of wanted) {
      if (this.spare.some((face) => face.tells(state, frame))) continue;
      const face = free.pop();
      face.write(state, frame);
      face.fit();
    }
  }

  mark(state) {
    this.shown.mark(state);
  }

  #turn(face) {
    for (const part of ["root", "line"]) {
      face[part].id = this.shown[part].id;
      this.shown[part].removeAttribute("id");
    }
    this.spare = [this.shown, ...this.spare.filter((each) => each !== face)];
    this.shown = face;
  }
}

/** A copy that lies where the original does, unseen: what is shown is what has its id. */
function behind(original) {
  const copy = original.cloneNode(true);
  copy.removeAttribute("id");
  original.after(copy);
  return copy;
}
