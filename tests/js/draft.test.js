/** A person's own texts on the device (static/js/draft/kept_drafts.js). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { KeptDrafts, offered, when } from "../../static/js/draft/kept_drafts.js";

function storage(held = {}) {
  return { getItem: (name) => held[name] ?? null, setItem: (name, text) => (held[name] = text), removeItem: (name) => delete held[name], held };
}

const draft = (id, program = id) => ({ id, program, search: `?e=${program}`, saved: 1000 });

test("the last five texts are kept, the newest first; a text keeps its place in itself", () => {
  const kept = new KeptDrafts(() => device);
  const device = storage();
  for (const id of "abcdef") assert.equal(kept.keep(draft(id)), true);
  assert.equal(kept.all().map(({ id }) => id).join(""), "fedcb");
  kept.keep(draft("c", "c*c"));
  assert.deepEqual(kept.all().map(({ program }) => program), ["c*c", "f", "e", "d", "b"]);
  for (const id of "cfedb") kept.forget(id);
  assert.deepEqual(device.held, {});
});

test("what is offered is the newest that says something else", () => {
  const drafts = [draft("b"), draft("a")];
  assert.equal(offered(drafts, "x").id, "b");
  assert.equal(offered(drafts, "b").id, "a");
  assert.equal(offered([draft("b")], "b"), null);
});

test("a device that refuses, and what another wrote under our name, break nothing", () => {
  const blocked = new KeptDrafts(() => { throw new Error("blocked"); });
  assert.deepEqual([blocked.all(), blocked.keep(draft("a")), blocked.forget("a")], [[], false, false]);
  for (const text of ["{", "null", '{"id": 1}', '[null, 1, {"id": "a"}, {"id": "a", "program": "x", "search": "//evil.example/", "saved": 1}]']) {
    assert.deepEqual(new KeptDrafts(() => storage({ drafts: text })).all(), [], text);
  }
  const kept = new KeptDrafts(() => device);
  const device = storage();
  assert.equal(kept.keep({ ...draft("a"), search: `?e=${"x".repeat(100_000)}` }), false);
});

test("of another day the date is told", () => {
  const now = new Date(2026, 5, 2, 16, 0);
  assert.match(when(new Date(2026, 5, 2, 14, 5).getTime(), now), /^14:05$/);
  assert.match(when(new Date(2026, 5, 1, 9, 30).getTime(), now), /1.*, 09:30$/);
});
