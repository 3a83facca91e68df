/** What the picture's signs mean: the adjoint by the name of the result, where that is short. */

import { $ } from "../text/dom.js";

const LONGEST = 5; // characters: the legend is one line

export class Legend {
  reads = ["study", "frame"];

  constructor(root) {
    this.ratio = $(".ratio", root);
    this.tangent = $(".tangent", root);
    this.adjoint = $(".adjoint", root);
  }

  show({ study: { result } }, { sweep }) {
    this.tangent.hidden = sweep !== "forward";
    this.adjoint.hidden = sweep !== "reverse";
    this.ratio.textContent = `∂${result.text.length > LONGEST ? "f" : result.text}/∂c`;
  }
}
