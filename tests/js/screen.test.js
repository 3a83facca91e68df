/** Which parts are shown after which change (static/js/state/store.js, screen.js). */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Screen } from "../../static/js/state/screen.js";
import { Store } from "../../static/js/state/store.js";

let frames = [];
globalThis.requestAnimationFrame = (callback) => frames.push(callback);
globalThis.cancelAnimationFrame = () => (frames = []);
beforeEach(() => (frames = []));

/** A screen of parts that note when they are shown, marked and settled. */
function screen(state) {
  const calls = [];
  const part = (name, reads) => ({
    reads, show: () => calls.push(name), mark: ({ marked }) => calls.push(`${name} marks ${marked}`), settle: () => calls.push(`${name} settles`),
  });
  const store = new Store({ study: {}, step: 0, at: {}, marked: null, moving: false, ...state });
  const cursor = { frame: () => store.state.step, near: () => [] };
  const explanation = { show: () => calls.push("words"), mark: () => {}, fit: () => calls.push("words fit"), prepare: () => {} };
  const bare = (name, reads) => ({ reads, show: () => calls.push(name) });
  new Screen(store, {
    cursor, explanation, work: { begin: () => {}, end: () => {}, waitForFonts: () => {} },
    always: [bare("inputs", ["at", "study"])], atOnce: [bare("picture", ["frame", "study"])], paced: [part("table", ["frame"])],
  });
  const change = (values) => {
    calls.length = 0;
    store.change(values);
    for (const frame of frames.splice(0)) frame();
    return [...calls];
  };
  return { store, change };
}

const ALL = ["inputs", "picture", "table", "table marks null", "words", "words fit", "table settles"];

test("at first every part is shown, and then what reads something that is another", () => {
  const { change } = screen();
  assert.deepEqual(change({}), ALL);
  assert.deepEqual(change({}), []);
  assert.deepEqual(change({ at: {} }), ["inputs"]);
  assert.deepEqual(change({ step: 1 }), ALL.slice(1));
  assert.deepEqual(change({ study: {} }), ["inputs", "picture", "words", "words fit", "table settles"]);
});

test("a mark is no reason to show or measure anything", () => {
  const { change } = screen();
  change({});
  assert.deepEqual(change({ marked: "c1" }), ["table marks c1"]);
});

test("what is put is shown with the next change", () => {
  const { store, change } = screen();
  change({});
  store.put({ step: 2 });
  assert.deepEqual(change({}), ALL.slice(1));
});

test("without a study only what needs none is shown", () => {
  const { change } = screen({ study: null });
  assert.deepEqual(change({}), ["inputs"]);
});

test("while numbers move the picture follows each, what is read now and then, and nothing is measured until they rest", (context) => {
  let time = 1000;
  context.mock.method(performance, "now", () => time);
  const { change } = screen();
  change({});
  assert.deepEqual(change({ moving: true, step: 1 }), ["picture", "table", "words", "table marks null"]);
  time += 100;
  assert.deepEqual(change({ step: 2 }), ["picture"]);
  time += 200;
  assert.deepEqual(change({ step: 3 }), ["picture", "table", "words", "table marks null"]);
  assert.deepEqual(change({ moving: false, step: 4 }), ALL.slice(1));
});
