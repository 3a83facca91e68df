/** Which questions go side by side, and whose answers count (static/js/state/asker.js). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Problem } from "../../static/js/state/api.js";
import { Asker } from "../../static/js/state/asker.js";
import { study as answered } from "./study.js";

const settled = () => new Promise((done) => setTimeout(done));

/** A page with this study, and a server that answers when it is told to. */
function page() {
  const study = answered();
  const state = { program: study.program, study, at: { x: 0 }, share: true, problem: null, direction: null, cotangent: null, wrt: null };
  const asked = [];
  const shown = [];
  const busy = new Set();
  const trace = (body, signal) => new Promise((done, fail) => {
    asked.push({ at: body.at.x, program: body.program, signal, answer: () => done(signal.aborted ? null : study), refuse: () => fail(new Problem({ title: "no" })) });
    signal.addEventListener("abort", () => done(null));
  });
  const asker = new Asker({
    api: { trace }, state, layout: () => "wide", looked: () => ({ sweep: "reverse", index: 0, wrt: null }),
    work: { begin: (what) => busy.add(what), end: (what) => busy.delete(what) },
    accept: (_, body) => shown.push(body.at.x),
    refuse: ({ title }) => shown.push(title),
    rest: () => shown.push("rest"),
  });
  const move = (x) => {
    state.at = { x };
    asker.ask("point");
  };
  return { asker, asked, shown, busy, state, move, ats: () => asked.map(({ at }) => at) };
}

test("three questions about a moving point go side by side; the next has the last point alone", async () => {
  const { asked, shown, move, ats } = page();
  for (const x of [1, 2, 3, 4, 5]) move(x);
  assert.deepEqual(ats(), [1, 2, 3]);
  asked[0].answer();
  await settled();
  assert.deepEqual(ats(), [1, 2, 3, 5]);
  assert.deepEqual(shown, [1]);
});

test("numbers never go back: an answer that comes after a later one is dropped", async () => {
  const { asked, shown, move } = page();
  for (const x of [1, 2, 3]) move(x);
  asked[1].answer();
  await settled();
  assert.ok(asked[0].signal.aborted);
  asked[0].answer();
  asked[2].answer();
  await settled();
  assert.deepEqual(shown, [2, 3]);
});

test("a program overtakes all that moves, and what moves waits for it", async () => {
  const { asker, asked, shown, state, move, ats } = page();
  move(1);
  move(2);
  state.program = "x*2";
  asker.ask("program");
  assert.deepEqual(asked.map(({ signal }) => signal.aborted), [true, true, false]);
  move(3);
  assert.deepEqual(ats(), [1, 2, 2]);
  asked[2].answer();
  await settled();
  assert.deepEqual(ats(), [1, 2, 2, 3]);
  assert.deepEqual(shown, [2]);
});

test("at rest nothing more is asked, and the page is ready", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, shown, busy, move } = page();
  move(1);
  move(2);
  for (const question of [...asked]) {
    question.answer();
    for (let k = 0; k < 10; k++) await Promise.resolve();
  }
  assert.deepEqual([...busy], ["trace"]);
  t.mock.timers.tick(200);
  assert.equal(asked.length, 2);
  assert.deepEqual([...busy], []);
  assert.deepEqual(shown, [1, 2, "rest"]);
});

test("the pause after a key is as long as the last answer took", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const { asker, asked } = page();
  const typed = async (pause, took) => {
    const before = asked.length;
    asker.typed();
    t.mock.timers.tick(pause - 1);
    assert.equal(asked.length, before);
    t.mock.timers.tick(1);
    assert.equal(asked.length, before + 1);
    now += took;
    asked.at(-1).answer();
    for (let k = 0; k < 10; k++) await Promise.resolve();
  };
  await typed(120, 4); // none has come yet
  await typed(15, 60);
  await typed(60, 900);
  await typed(120, 0);
});

test("one that is refused does not stop the later ones", async () => {
  const { asked, shown, move } = page();
  move(1);
  move(2);
  asked[0].refuse();
  asked[1].answer();
  await settled();
  assert.deepEqual(shown, ["no", 2]);
});
