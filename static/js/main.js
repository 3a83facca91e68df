/** Wires the page: one state, one render, and the actions that change the question; state/cursor.js holds those that walk. */

import { Addresses } from "./state/addresses.js";
import { Announcer } from "./player/announcer.js";
import { Answer } from "./answer/answer.js";
import { Api } from "./state/api.js";
import { appearance } from "./pages/theme_switch.js";
import { Asker } from "./state/requests.js";
import { paintChecks } from "./answer/checks.js";
import { changeOf } from "./text/change.js";
import { Code } from "./trace/code.js";
import { Constants } from "./question/constants.js";
import { Controls } from "./player/controls.js";
import { Cotangent } from "./question/cotangent.js";
import { paintCurvature } from "./answer/curvature.js";
import { Cursor } from "./state/cursor.js";
import { Direction } from "./question/direction.js";
import { $ } from "./text/dom.js";
import { Drawer } from "./answer/drawer.js";
import { editing } from "./question/phone_sheet.js";
import { Editor } from "./question/editor.js";
import { firstEntry, inputOf } from "./study/input_entries.js";
import { Formulas } from "./trace/formulas.js";
import { Inputs } from "./question/inputs.js";
import { keys } from "./player/keys.js";
import { shapeOf } from "./text/nested_lists.js";
import { addressOf, stateOf } from "./state/link.js";
import { Painter } from "./picture/paint.js";
import { Panel } from "./explanation/explanation.js";
import { Plotter } from "./plot/panel.js";
import { pointFor, pointOf } from "./study/point.js";
import { pointing } from "./picture/pointing.js";
import { Scrubber } from "./player/scrubber.js";
import { Showing } from "./state/scheduler.js";
import { paintDirections } from "./answer/steepest.js";
import { Source } from "./question/source.js";
import { Starts } from "./question/starts.js";
import { Summary } from "./player/summary.js";
import { pictureOf } from "./text/svg.js";
import { Table } from "./trace/table.js";
import { Tabs } from "./trace/tabs.js";
import { Tour } from "./pages/tour.js";
import { View } from "./picture/view.js";
import { Walk } from "./picture/keyboard.js";
import { Weighing } from "./picture/edge_widths_switch.js";
import { Work } from "./text/busy.js";

const first = JSON.parse($("#study").textContent);
const state = { ...first.state, step: first.state.step ?? "end", study: first.study, problem: first.problem, marked: null, asked: null };
state.along = state.direction; // that of the study, while another one is typed
state.at = Object.assign(Object.create(null), state.at); // an input may be called constructor
const narrow = matchMedia("(max-width: 639.98px)");
const layout = () => (narrow.matches ? "tall" : "wide");
const [player, transport] = [$("#player"), $(".transport")];
const covered = () => (narrow.matches ? transport : player).offsetHeight;

const api = new Api();
const work = new Work();
const addresses = new Addresses({ work, restored });
const asker = new Asker({ api, work, state, layout, looked: () => cursor.looked(), accept, refuse });
const cursor = new Cursor(state, {
  render, remember,
  stepped: () => showing.step(),
  remark: () => showing.remark(),
  ask: (about) => asker.ask(about),
  travel: (shown, speed) => painter.move(state, shown, speed),
});
const marked = (id) => cursor.mark(id);
const chosen = (id, kind) => {
  rail.done(); // on a phone the answer lies over what is led to
  cursor.choose(id, kind);
};

const editor = new Editor($("#editor"), { edited, committed: () => addresses.settle(), bound: (inputs) => Object.assign(state.at, inputs) });
const inputs = new Inputs($("#inputs"), { moved: movedInput, committed: () => addresses.settle() });
const constants = new Constants($("#constants"), { made: madeInput });
const controls = new Controls(player, { cursor });
const scrubber = new Scrubber($("#scrubber"), { go: (to) => cursor.move(to) });
const painter = new Painter($("#view"));
const table = new Table($("#trace table"), { chosen });
const formulas = new Formulas($("#trace"), { api, work });
const view = new View($("#view"), $("#zoom"), { covered });
const announcer = new Announcer($("#announcement"));
const cotangent = new Cotangent($("#cotangent"), $("#explanation .seed"), { seeded });
const direction = new Direction($("#direction"), { directed });
const drawers = [
  new Drawer($("#curvature"), { api, work, part: "hessian", paint: paintCurvature }),
  new Drawer($("#checks"), { api, work, part: "checks", paint: paintChecks }),
  new Drawer($("#steepest"), { api, work, part: "directions", paint: (body, answer) => paintDirections(body, answer, directed) }),
];
const plotter = new Plotter($("#plot"), { api, work, moved: movedInputs, committed: () => addresses.settle() });
const starts = $("#starts") ? [new Starts($("#starts"), { opened })] : []; // on the bare page only
const parts = [...starts, new Answer($("#answer"), { laid, led, apply: remedied }), direction, new Summary($("#summary"), narrow), plotter, ...drawers];
const rail = editing({ narrow, empty: !state.study, opened: () => cursor.stop() });
const panel = new Panel($("#explanation"), $("#line"), narrow);
const weighing = new Weighing($("#weighing"), { painted: (weights) => painter.weigh(weights) });
const views = [painter, table, formulas, new Code($("#code"), { api, work }), panel, new Source($("#editor"))];
const read = [controls, scrubber, cotangent, ...views.filter((each) => each !== painter && each !== panel), new Walk($("#view"), { chosen })];
const showing = new Showing(state, { cursor, work, watched: [painter, weighing], read, panel, views, settled });
const outdated = ["#player", "#answer", "#explanation", "#aside"].map((section) => $(section));

function render() {
  const isStale = Boolean(state.problem && state.study);
  document.body.classList.toggle("stale", isStale);
  for (const section of outdated) section.inert = isStale; // its numbers are of another program than the one that is typed
  document.body.classList.toggle("empty", !state.study);
  document.body.classList.toggle("unpictured", Boolean(state.study) && !$("#view svg"));
  editor.show(state);
  inputs.show(state);
  constants.show(state);
  if (!state.study) return;
  for (const part of parts) part.show(state);
  if (!state.moving) document.title = `${state.program.trim().split("\n").at(-1).slice(0, 60)} · Wengert`;
  showing.render();
}

function settled(shown) {
  for (const part of [table, scrubber, panel]) part.fit();
  view.follow(shown.current?.node);
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
  showing.step();
  work.end("step");
}

function remember(change) {
  const { study, problem } = state;
  const isRead = study && study.program === state.program;
  const names = { ...(isRead || problem ? study && pointOf(study) : {}), ...(isRead ? {} : pointFor(state.program, state.at)) };
  const at = Object.fromEntries(Object.keys(names).map((name) => [name, state.at[name] ?? names[name]]));
  const step = isRead ? cursor.at() : state.step; // one past the end of a shorter sweep is the end
  const shown = { ...state, step, at, wrt: state.wrt && Object.hasOwn(at, inputOf(state.wrt)) ? state.wrt : null };
  addresses.show(() => addressOf(shown), change);
}

function edited(program, isPulled) {
  cursor.stop();
  Object.assign(state, { program, ...(isPulled ? {} : { direction: null, cotangent: null }) }); // an index that is pulled may not fit them: that is told, and undone by pulling back
  remember("program");
  if (isPulled) asker.ask("number");
  else asker.typed();
}

/** A line `k = 2` goes, and its number stays as the input's value. */
function madeInput({ name, value, start, end }) {
  state.at[name] = value;
  editor.change({ start, end, text: "" });
}

/** A remedy of the answer takes its place in the text that it was found for. */
function remedied(fix) {
  editor.change(changeOf(state.study.program, fix));
  addresses.settle();
}

function movedInput(name, value) {
  if (state.direction && String(shapeOf(value)) !== String(shapeOf(state.at[name]))) state.direction = null;
  movedInputs({ [name]: value });
}

function movedInputs(values) {
  Object.assign(state.at, values);
  inputs.show(state);
  remember(`input:${Object.keys(values)}`);
  asker.ask("point");
}

function laid(jacobians) {
  state.jacobians = jacobians;
  remember("layout");
  render();
}

/** One reverse sweep for an output that is no single number. */
function seeded(value) {
  cursor.stop();
  Object.assign(state, { cotangent: value, sweep: "reverse", step: "end" });
  remember("input:cotangent");
  asker.ask("point");
}

/** One forward pass along a direction, in place of one per entry. */
function directed(along) {
  cursor.stop();
  Object.assign(state, { direction: along, wrt: null, sweep: along ? "forward" : state.sweep, step: "end" });
  remember("input:direction");
  asker.ask("point");
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
    state.asked = null; // its node may be another one's now
    painter.hang(study.svg && pictureOf(study.svg));
    view.hold($("#view svg"), body.layout);
    state.layout = body.layout;
  }
  Object.assign(state, { study, problem: body.program === state.program ? null : state.problem, along: body.direction ?? null, marked: null, moving: Boolean(body.explain) });
  for (const [name, value] of Object.entries(pointOf(study))) state.at[name] ??= value; // one that has moved since goes its own way
  if (firstEntry(study, state.wrt) === null) state.wrt = null;
  cursor.settle(body.wrt);
  if (!state.moving) remember("answer");
}

function refuse(problem) {
  Object.assign(state, { problem, moving: false });
  render();
  remember("answer");
}

/** An example, in the place of what is shown. */
function opened(search) {
  restored(search);
  addresses.show(() => `/${search}`, "example");
  scrollTo({ top: 0, behavior: "instant" }); // on a phone the list stands far below the graph
}

/** Back and forward: the state is what the address says. */
function restored(search) {
  cursor.stop();
  Object.assign(state, stateOf(search), { problem: null, asked: null });
  asker.ask("state");
}

appearance($("#theme"));
new Tour($("#tour"), { resting: $("#view") });
new Tabs($("#aside"));
pointing($("main"), { marked, chosen, walked: (to) => cursor.move(to) });
const help = () => $("#help").showModal();
keys({
  move: (to) => cursor.move(to),
  jump: (digit) => cursor.move({ tenths: digit }),
  play: () => state.study && cursor.player.toggle(),
  loop: () => controls.toggleLoop(),
  help,
});
$(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address is the state's
  $("main").focus();
});
$("#help-open").addEventListener("click", help);
$("#question").addEventListener("submit", (event) => event.preventDefault());
narrow.addEventListener("change", () => state.study && asker.ask("picture"));

work.begin("page");
if (state.study) {
  view.hold($("#view svg"), state.layout);
  // A + of a form or of a hand is read by the server alone: the address says it anew, so that Back finds the same.
  if (!location.search || location.search.includes("+")) remember("answer");
  if (state.layout !== layout()) asker.ask("picture");
  cursor.settle();
} else {
  render();
}
document.fonts.ready.then(() => work.end("page"));
