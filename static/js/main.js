/** Wires the page: one state, one render, and the actions that change the state. */

import { Addresses } from "./addresses.js";
import { Announcer } from "./announcer.js";
import { Answer } from "./answer.js";
import { Api } from "./api.js";
import { appearance } from "./appearance.js";
import { Asker } from "./asker.js";
import { paintChecks } from "./checks.js";
import { Code } from "./code.js";
import { Controls } from "./controls.js";
import { Cotangent } from "./cotangent.js";
import { paintCurvature } from "./curvature.js";
import { Direction } from "./direction.js";
import { $ } from "./dom.js";
import { Drawer } from "./drawer.js";
import { editing } from "./editing.js";
import { Editor } from "./editor.js";
import { allEntries, chosenEntry, countOf, firstEntry, inputOf } from "./along.js";
import { Formulas } from "./formulas.js";
import { entriesOf, frameOf } from "./frame.js";
import { Inputs } from "./inputs.js";
import { keys } from "./keys.js";
import { shapeOf } from "./lists.js";
import { addressOf, stateOf } from "./link.js";
import { Painter } from "./paint.js";
import { Panel } from "./panel.js";
import { Player, moved } from "./player.js";
import { pointFor, pointOf } from "./point.js";
import { Scrubber } from "./scrubber.js";
import { paintDirections } from "./steepest.js";
import { Starts } from "./starts.js";
import { Summary } from "./summary.js";
import { pictureOf } from "./svg.js";
import { Table } from "./table.js";
import { Tour } from "./tour.js";
import { View } from "./view.js";
import { Work } from "./work.js";

const first = JSON.parse($("#study").textContent);
const state = { ...first.state, step: first.state.step ?? "end", study: first.study, problem: first.problem, marked: null };
state.along = state.direction; // that of the study, while another one is typed
state.at = Object.assign(Object.create(null), state.at); // an input may be called constructor
const narrow = matchMedia("(max-width: 639.98px)");
const layout = () => (narrow.matches ? "tall" : "wide");

const api = new Api();
const work = new Work();
const addresses = new Addresses({ work, restored });
const asker = new Asker({ api, work, state, layout, accept, refuse });
const player = new Player({ position: frame, go, changed: render });

const editor = new Editor($("#editor"), { edited, committed: () => addresses.settle() });
const inputs = new Inputs($("#inputs"), { moved: movedInput, committed: () => addresses.settle() });
const controls = new Controls($("#player"), { sweep: chooseSweep, wrt: chooseEntry, move, player });
const scrubber = new Scrubber($("#scrubber"), { go: (cursor) => move(cursor) });
const painter = new Painter($("#view"), { marked, chosen });
const table = new Table($("#trace table"), { marked, chosen });
const formulas = new Formulas($("#trace"), { api, work, marked, chosen });
const covered = () => (narrow.matches ? $(".transport") : $("#player")).offsetHeight;
const view = new View($("#view"), $("#zoom"), { covered });
const announcer = new Announcer($("#announcement"));
const cotangent = new Cotangent($("#cotangent"), $("#explanation .seed"), { seeded });
const direction = new Direction($("#direction"), { directed });
const drawers = [
  new Drawer($("#curvature"), { api, work, part: "hessian", paint: paintCurvature }),
  new Drawer($("#checks"), { api, work, part: "checks", paint: paintChecks }),
  new Code($("#code"), $("#code-open"), { api, work }),
  new Drawer($("#steepest"), { api, work, part: "directions", paint: (body, answer) => paintDirections(body, answer, directed) }),
];
const starts = $("#starts") ? [new Starts($("#starts"), { opened })] : []; // on the bare page only
const parts = [...starts, new Answer($("#answer"), { laid, led }), direction, new Summary($("#summary")), ...drawers];
const rail = editing({ narrow });
const stepped = [controls, scrubber, painter, table, formulas, cotangent, new Panel($("#explanation"), $("#line"))];

/** The sweep, entry and step that the state stands for in its study. */
function frame() {
  const { study } = state;
  const entries = entriesOf(study);
  const sweep = state.sweep ?? (study.steps.some((step) => step.sweep === "reverse") ? "reverse" : "value");
  return frameOf(study, sweep, chosenEntry(entries, state.wrt), state.step);
}

function render() {
  document.body.classList.toggle("stale", Boolean(state.problem && state.study));
  document.body.classList.toggle("empty", !state.study);
  document.body.classList.toggle("unpictured", Boolean(state.study) && !$("#view svg"));
  editor.show(state);
  inputs.show(state);
  if (!state.study) return;
  const shown = frame();
  for (const part of parts) part.show(state);
  for (const part of stepped) part.show(state, shown);
  view.follow(shown.current?.node);
  document.title = `${state.program.trim().split("\n").at(-1).slice(0, 60)} · Wengert`;
  if (shown.current && shown.current.text === null) explainLate(shown);
  else announcer.say(shown);
}

/** Long sweeps come without words: they are fetched for the step that is looked at. */
async function explainLate({ sweep, entry, current }) {
  work.begin("step");
  const wrt = sweep === "forward" && entry !== "direction" ? entry : null;
  const query = addressOf({ ...state, program: state.study.program, at: pointOf(state.study), sweep, wrt, step: current.index }, "");
  const told = await api.step(query).catch((problem) => ({ latex: "", numbers: "", text: problem.message }));
  if (told === null) return;
  Object.assign(current, { latex: told.latex, numbers: told.numbers, text: told.text, chain: told.chain });
  render();
  work.end("step");
}

function remember(change) {
  const { study, problem } = state;
  const isRead = study && study.program === state.program;
  const names = { ...(isRead || problem ? study && pointOf(study) : {}), ...(isRead ? {} : pointFor(state.program, state.at)) };
  const at = Object.fromEntries(Object.keys(names).map((name) => [name, state.at[name] ?? names[name]]));
  addresses.show(addressOf({ ...state, at, wrt: state.wrt && Object.hasOwn(at, inputOf(state.wrt)) ? state.wrt : null }), change);
}

function edited(program) {
  player.stop();
  Object.assign(state, { program, direction: null, cotangent: null });
  remember("program");
  asker.typed();
}

function movedInput(name, value) {
  if (state.direction && String(shapeOf(value)) !== String(shapeOf(state.at[name]))) state.direction = null;
  state.at[name] = value;
  inputs.show(state);
  remember(`input:${name}`);
  asker.ask("point");
}

function laid(jacobians) {
  state.jacobians = jacobians;
  remember("layout");
  render();
}

/** One reverse sweep for an output that is no single number. */
function seeded(value) {
  player.stop();
  Object.assign(state, { cotangent: value, sweep: "reverse", step: "end" });
  remember("input:cotangent");
  asker.ask("point");
}

/** One forward pass along a direction, in place of one per entry. */
function directed(along) {
  player.stop();
  Object.assign(state, { direction: along, wrt: null, sweep: along ? "forward" : state.sweep, step: "end" });
  remember("input:direction");
  asker.ask("point");
}

function chooseSweep(sweep) {
  if (!state.study || sweep === frame().sweep) return;
  player.stop();
  Object.assign(state, { sweep, step: "end" });
  remember("sweep");
  withEntry();
}

function chooseEntry(wrt) {
  Object.assign(state, { wrt, direction: null });
  remember("wrt");
  withEntry();
}

/** Show the state; with many entries, or one named by the address, forward mode was run for another one only. */
function withEntry(asked = null) {
  const { study, sweep } = state;
  const entries = entriesOf(study);
  const wanted = firstEntry(study, state.wrt) ?? (entries.length ? null : allEntries(study, 1)[0]);
  const lacks = sweep === "forward" && countOf(study) > 0 && wanted !== null && !entries.includes(wanted) && wanted !== asked;
  if (lacks) state.wrt = wanted;
  render();
  if (lacks) asker.ask("wrt");
}

function move(to) {
  player.stop();
  const { cursor, length } = frame();
  go(moved(to, cursor, length));
}

function go(cursor) {
  const { sweep, length, cursor: before } = frame();
  Object.assign(state, { sweep, step: cursor === length ? "end" : cursor, marked: null });
  remember("step");
  render();
  painter.move(state, frame(), cursor === before + 1 ? player.speed : null);
}

function chosen(id) {
  const step = frame().steps.findLastIndex((each) => each.node === id);
  if (step >= 0) move(step + 1);
}

function marked(id) {
  if (id === state.marked) return;
  state.marked = id;
  if (state.study) render();
}

/** Lead the reader to a node: it is marked, as if pointed at, and brought into sight. */
function led(id) {
  rail.done();
  state.marked = null;
  marked(id);
  $("#view").scrollIntoView({ block: "nearest" });
  view.follow(id);
}

function accept(study, body) {
  if (body.include.includes("svg")) {
    painter.hang(study.svg && pictureOf(study.svg));
    view.hold($("#view svg"), body.layout);
    state.layout = body.layout;
  }
  Object.assign(state, { study, problem: body.program === state.program ? null : state.problem, along: body.direction ?? null, marked: null });
  Object.assign(state.at, pointOf(study));
  if (firstEntry(study, state.wrt) === null) state.wrt = null;
  withEntry(body.wrt);
  remember("answer");
}

function refuse(problem) {
  state.problem = problem;
  render();
  remember("answer");
}

/** An example, in the place of what is shown. */
function opened(search) {
  restored(search);
  addresses.show(`/${search}`, "example");
  scrollTo({ top: 0, behavior: "instant" }); // on a phone the list stands far below the graph
}

/** Back and forward: the state is what the address says. */
function restored(search) {
  player.stop();
  Object.assign(state, stateOf(search), { problem: null });
  asker.ask("state");
}

appearance($("#theme"));
new Tour($("#tour"), { resting: $("#view") });
keys({ move: (to) => state.study && move(to), play: () => state.study && player.toggle() });
$("#help-open").addEventListener("click", () => $("#help").showModal());
$("#question").addEventListener("submit", (event) => event.preventDefault());
narrow.addEventListener("change", () => state.study && asker.ask("picture"));

work.begin("page");
if (state.study) {
  view.hold($("#view svg"), state.layout);
  if (!location.search) remember("answer");
  if (state.layout !== layout()) asker.ask("picture");
  withEntry();
} else {
  render();
}
document.fonts.ready.then(() => work.end("page"));
