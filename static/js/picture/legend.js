/** What the picture's signs mean: the adjoint by the name of the result, where that is short. */

import { $ } from "../text/dom.js";

const LONGEST = 5; // characters: the legend is one line

export class Legend {
  reads = ["study"];

  constructor(root) {
    this.ratio = $(".ratio", root);
  }

  show({ study: { result } }) {
    this.ratio.textContent = `∂${result.text.length > LONGEST ? "f" : result.text}/∂c`;
  }
}
