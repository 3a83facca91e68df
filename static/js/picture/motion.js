/** A step forward, seen: a dot with the number that it carries travels along each edge; then the sum stands there. */

import { isList, listText, shapeOf, shapeText, sizeOf } from "../text/nested_lists.js";
import { numberOf, numeralOf } from "../text/number.js";
import { put, svgElement } from "./slots.js";

const ENTRIES = 3; // of an array that travels; a larger one is its shape
const DOT = 5; // its radius
const TIME = 300; // milliseconds along one edge at 1×
const calm = matchMedia("(prefers-reduced-motion: reduce)"); // looked up once: asking anew takes longer than a step's numbers
let arrival = null;

/** Start the travel of a frame's current step (none at speed null); whatever still travels is there at once. */
export function startTravel(svg, study, frame, speed) {
  arrive();
  const { current, sweep, edges } = frame;
  if (!current || speed === null || calm.matches) return;
  const used = study.edges.filter((edge) => edges.get(edge.id).current);
  const travellers = used.flatMap((edge) => {
    const wire = svg.querySelector(`#${edge.id} .wire`);
    return wire ? [traveller(svg, wire, carried(study, edge, frame), sweep === "reverse")] : [];
  });
  if (!travellers.length) return;
  svg.classList.add("arriving");
  const began = performance.now();
  const beat = (now) => {
    const share = Math.min(1, ((now - began) * speed) / TIME);
    for (const { place } of travellers) place(share);
    if (share === 1) arrive();
    else arrival.request = requestAnimationFrame(beat);
  };
  arrival = { svg, travellers, request: requestAnimationFrame(beat) };
}

/** What goes along an edge, as `put` takes it, or null: a reverse step's term; forwards, the operand's number. */
function carried(study, edge, { sweep, current, nodes }) {
  if (sweep === "reverse") return written(current.term, study.nodes.find((node) => node.id === edge.from).shape);
  const cell = nodes.get(edge.from)[sweep === "forward" ? "tangent" : "value"];
  return cell.kind === "number" ? written(cell.number, shapeOf(cell.number)) : null;
}

function written(json, shape) {
  if (isList(json)) return { base: sizeOf(shape) <= ENTRIES ? listText(json, 3) : shapeText(shape) };
  if (json === null && shape.length) return { base: shapeText(shape) };
  return Number.isNaN(numberOf(json)) ? null : numeralOf(numberOf(json), 3);
}

function traveller(svg, wire, number, backwards) {
  const group = svgElement("g", { class: "traveller" });
  const text = svgElement("text", { y: -10 });
  if (number) put(text, number);
  group.append(svgElement("circle", { r: DOT }), text);
  svg.append(group);
  const length = wire.getTotalLength();
  const place = (share) => {
    const eased = share * share * (3 - 2 * share);
    const { x, y } = wire.getPointAtLength(length * (backwards ? 1 - eased : eased));
    group.setAttribute("transform", `translate(${x} ${y})`);
  };
  place(0);
  return { group, place };
}

function arrive() {
  if (!arrival) return;
  cancelAnimationFrame(arrival.request);
  for (const { group } of arrival.travellers) group.remove();
  arrival.svg.classList.remove("arriving");
  arrival = null;
}
