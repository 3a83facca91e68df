/** Which formulas the trace shows. Pure. */

/** Formulas are wide: what the sweep writes stands first. */
export const FIRST = { value: ["value", "tangent", "adjoint"], forward: ["tangent", "value", "adjoint"], reverse: ["adjoint", "value", "tangent"] };

export const LEFT_OUT = "left out";

/** What the formulas depend on: the point only gives their inputs' shapes. */
export const keyOf = (body, study) => JSON.stringify([body.program, body.share, body.direction, body.cotangent, body.wrt, study.names.choice, study.nodes.map((node) => node.shape)]);

/** A node's three readings by kind, in a notation ("c" or "inputs"); null where there is none, LEFT_OUT where it was cut. */
export function readingsOf(node, entry, notation) {
  const inNotation = (reading) => (notation === "c" ? reading : (reading?.inputs ?? null)) ?? LEFT_OUT;
  const { value, tangents, adjoint } = node.symbolic;
  const hasNone = adjoint === null && node.adjoint === null; // data, or an output that has no reverse sweep
  return {
    value: inNotation(value),
    tangent: entry in tangents ? inNotation(tangents[entry]) : null,
    adjoint: hasNone ? null : inNotation(adjoint),
  };
}

/** What the answer says about formulas that were left out. */
export const notesOf = ({ symbolic_notes: notes }) => notes.map((note) => `${note}.`);
