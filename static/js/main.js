/** The page's table of contents: its parts, and who is handed what. A part reads the store and tells the question or the cursor what a person does. */

import { Answer } from "./answer/answer.js";
import { Drawer } from "./answer/drawer.js";
import { Openings } from "./boxes/openings.js";
import { EdgeAnswer } from "./edge/edge_answer.js";
import { Panel as Explanation } from "./explanation/explanation.js";
import { Foot } from "./foot/foot.js";
import { skipTo } from "./pages/skip_link.js";
import { switchTheme } from "./pages/theme_switch.js";
import { Tour } from "./pages/tour.js";
import { Whole } from "./pages/whole.js";
import { EdgeEars } from "./edge/edge_ears.js";
import { EdgeLines } from "./edge/edge_lines.js";
import { EdgeWidthsSwitch } from "./edge/edge_widths_switch.js";
import { KeyboardWalk } from "./picture/keyboard_walk.js";
import { Legend } from "./picture/legend.js";
import { Painter } from "./picture/painter.js";
import { listenToPointers } from "./picture/pointers.js";
import { FACTOR } from "./picture/camera.js";
import { View } from "./picture/view.js";
import { Announcer } from "./player/announcer.js";
import { Controls } from "./player/controls.js";
import { listenToKeys } from "./player/keys.js";
import { LetterKeys } from "./player/letter_keys.js";
import { LateWords } from "./player/late_words.js";
import { Scrubber } from "./player/scrubber.js";
import { Summary } from "./player/summary.js";
import { Cotangent } from "./question/cotangent.js";
import { Direction } from "./question/direction.js";
import { Editor } from "./editor/editor.js";
import { completeLate } from "./editor/late_completion.js";
import { EqualPlaces } from "./question/equal_places.js";
import { ExampleShown, Examples } from "./question/examples.js";
import { Inputs } from "./question/inputs.js";
import { NodeSource } from "./editor/node_source.js";
import { PhoneSheet } from "./question/phone_sheet.js";
import { Reading } from "./question/reading.js";
import { Roles } from "./question/roles.js";
import { Addresses } from "./state/addresses.js";
import { Api } from "./state/api.js";
import { Asker } from "./state/asker.js";
import { Cursor } from "./state/cursor.js";
import { Question } from "./state/question.js";
import { Screen } from "./state/screen.js";
import { Store, pageState } from "./state/store.js";
import { Work } from "./text/busy.js";
import { recall } from "./text/local_storage.js";
import { $, $$, linked } from "./text/dom.js";
import { pictureIn } from "./text/svg.js";
import { WhyButtons } from "./paths/why_buttons.js";
import { EdgeRows } from "./edge/edge_rows.js";
import { LatePart } from "./trace/late_part.js";
import { NamesSwitch } from "./trace/names_switch.js";
import { Table } from "./trace/table.js";
import { Tabs } from "./trace/tabs.js";

const narrow = matchMedia("(max-width: 639.98px)");
const store = new Store(pageState(JSON.parse($("#study").textContent), { picture: pictureIn($("#view")), narrow: narrow.matches }));
const work = new Work();
const api = new Api();
const server = { api, work };

const addresses = new Addresses({ work, restored: (search) => question.restore(search) });
const asker = new Asker({
  ...server,
  state: store.state,
  layout: () => (narrow.matches ? "tall" : "wide"),
  looked: () => cursor.looked(),
  accept: (study, body, moves) => question.accept(study, body, moves),
  refuse: (problem) => question.refuse(problem),
  rest: () => question.rest(),
});
const cursor = new Cursor(store, { remember: (change) => question.remember(change), ask: (about) => asker.ask(about) });
const question = new Question(store, { cursor, asker, addresses, noted: (change) => noteDraft(change) });
const controls = new Controls($("#player"), cursor);
const view = new View($("#view"), $("#zoom"), { covered: () => $(narrow.matches ? ".transport" : "#player").offsetHeight, whole: () => openings.whole(), follow: () => openings.follow() });
const openings = new Openings($("#view"), $("#boxes"), { view, question });
const foot = new Foot($("main"), store, new Tabs($("#aside")));

const present = new LatePart(null, {
  reads: ["frame", "foot"],
  work,
  load: async () => {
    const [room] = await Promise.all([import("./late.js"), linked($("#present").dataset.sheet)]);
    return room;
  },
  make: ({ Present }) => new Present($("main"), { suspend: (isPresenting) => foot.suspend(isPresenting) }),
});
const turnPresent = async () => (await present.ask())?.turn();
const formulas = new LatePart(null, {
  reads: ["frame", "study"],
  work,
  load: () => import("./late.js"),
  make: ({ Formulas }) => new Formulas($("#trace"), server),
});
const copied = new LatePart(null, { reads: ["frame"], work, load: () => import("./late.js"), make: ({ CopiedCells }) => new CopiedCells($("#trace table")) });
const search = new LatePart(null, {
  reads: ["frame", "study", "picture"],
  work,
  load: () => import("./late.js"),
  make: ({ Search }) => new Search($("#search"), { view, cursor, openings }),
});
const openSearch = async () => (await search.ask())?.open();
const share = new LatePart(null, {
  work,
  load: async () => {
    const [room] = await Promise.all([import("./late.js"), linked($("#share-open").dataset.sheet)]);
    return room;
  },
  make: ({ Share }) => new Share($("#share"), { store, cursor, work, opener: $("#share-open"), shared: () => question.shared() }),
});
const draft = new LatePart(null, {
  reads: ["program", "study"],
  work,
  load: async () => {
    const [room] = await Promise.all([import("./late.js"), linked($("header.header").dataset.sheet)]);
    return room;
  },
  make: ({ DraftLine }) => new DraftLine($("header.header"), { store, question }),
});
const noteDraft = async (change) => (change === "program" || draft.part) && (await draft.ask())?.note(change);
const openShare = async () => present.part?.isOn || (await share.ask())?.open();
const paths = new LatePart(null, {
  reads: ["study", "paths", "picture"],
  work,
  load: async () => {
    const [room] = await Promise.all([import("./late.js"), linked($("#why").dataset.sheet)]);
    return room;
  },
  make: ({ PathsPanel }) => new PathsPanel($("#explanation"), { ...server, cursor, view: $("#view") }),
});
const exampleShown = new ExampleShown($("#example"), { api, work });
const letterKeys = new LetterKeys($("#letters"));

new Screen(store, {
  cursor,
  work,
  always: [
    new Whole(document.body),
    foot,
    draft,
    new Editor($("#editor"), question),
    new Inputs($("#inputs"), question, work),
    new Reading($("#question"), question),
    new Roles($("#roles"), question),
    exampleShown,
    new PhoneSheet($("#rail"), { narrow, cursor }),
  ],
  atOnce: [
    ...($("#starts") ? [new Examples($("#starts"), { question, opened: () => exampleShown.learn() })] : []), // on the bare page only
    new Answer($("#answer"), { question, cursor, open: () => foot.open() }),
    new Direction($("#direction"), question),
    new Summary($("#summary"), narrow),
    new NamesSwitch($("#trace"), question),
    new LatePart($("#plot"), { reads: ["study"], work, load: () => import("./plot/plot_panel.js"), make: ({ PlotPanel }) => new PlotPanel($("#plot"), { ...server, question }) }),
    new Drawer($("#curvature"), { ...server, part: "hessian", load: async () => (await import("./late.js")).paintCurvature }),
    new Drawer($("#checks"), { ...server, part: "checks", load: async () => (await import("./late.js")).paintChecks }),
    new Drawer($("#steepest"), {
      ...server,
      part: "directions",
      load: async () => {
        const { paintDirections } = await import("./late.js");
        return (body, answer) => paintDirections(body, answer, (along) => question.direct(along));
      },
    }),
    new Painter($("#view")),
    new EdgeLines($("#view")),
    new EdgeEars($("#view"), cursor),
    new Legend($(".legend")),
    view,
    openings,
    new EdgeWidthsSwitch($("#weighing"), store),
  ],
  paced: [
    controls,
    new Scrubber($("#scrubber"), cursor),
    new Cotangent($("#cotangent"), $("#explanation .seed"), question),
    new Table($("#trace table"), cursor),
    formulas,
    copied,
    new LatePart($("#code"), { reads: ["frame", "study", "moving"], work, load: () => import("./late.js"), make: ({ Code }) => new Code($("#code"), server) }),
    new NodeSource($("#editor")),
    new EqualPlaces($("#editor"), question),
    new EdgeAnswer(store, server),
    new LatePart(null, {
      reads: ["study", "edge", "among", "told", "frame"],
      work,
      wants: ({ edge, among }) => Boolean(edge || among),
      load: () => import("./late.js"),
      make: ({ EdgePanel }) => new EdgePanel($("#explanation"), cursor),
    }),
    new EdgeRows($("#aside")),
    new KeyboardWalk($("#view"), { cursor, reveal: (element) => view.revealElement(element), toggle: (group) => openings.toggle(group) }),
    paths,
    new WhyButtons($("#why"), { cursor, ask: () => paths.ask() }),
    new LateWords(store, server),
    new Announcer($("#announcement")),
    present,
    search,
  ],
  explanation: new Explanation($("#explanation"), $("#line"), narrow),
});

completeLate($("#editor textarea"), {
  work,
  load: () => import("./editor/completion.js"),
  make: async ({ Completion }) => new Completion($("#editor"), { state: store.state, vocabulary: await api.vocabulary() }),
});
switchTheme($("#theme"));
new Tour($("#tour"), { resting: $("#view") });
listenToPointers($("main"), cursor);
const help = () => $("#help").showModal();
listenToKeys({
  move: (to) => cursor.move(to),
  lettersAct: () => letterKeys.act,
  deeds: {
    play: () => store.state.study && cursor.player.toggle(),
    loop: () => controls.toggleLoop(),
    larger: () => view.zoom(FACTOR),
    smaller: () => view.zoom(1 / FACTOR),
    follow: () => openings.follow(),
    openAll: () => openings.openAll(),
    shutAll: () => openings.shutAll(),
    search: openSearch,
    foot: () => foot.turn(),
    present: turnPresent,
    share: openShare,
    ...Object.fromEntries(["blank", "rule", "numbers", "words"].map((what) => [what, () => present.part.toggle(what)])),
    help,
  },
});
$("#help-open").addEventListener("click", help);
$("#present").addEventListener("click", turnPresent);
$("#trace").addEventListener("selectstart", () => copied.ask(), { once: true });
for (const button of $$("[data-share]")) button.addEventListener("click", openShare);
$("#search-open").addEventListener("click", openSearch);
for (const button of $$(".notations button")) button.addEventListener("click", async () => (await formulas.ask())?.choose(button.value));
skipTo($("main"), $(".skip"));
$("#question").addEventListener("submit", (event) => event.preventDefault());
narrow.addEventListener("change", () => store.state.study && asker.ask("picture"));

work.begin("page");
question.begin();
if (recall("drafts") !== null) draft.ask();
if (store.state.play && store.state.study && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
  cursor.move("first");
  cursor.player.play();
}
document.fonts.ready.then(() => work.end("page"));
