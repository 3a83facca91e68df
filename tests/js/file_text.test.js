/** What a file holds for the editor (static/js/editor/file_text.js): files are anybody's, and their text is trusted with nothing. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { linkOf, searchOf, textOf } from "../../static/js/editor/file_text.js";

const file = (name, text, size = text.length) => ({ name, size, text: async () => text });

test("a text, code and LaTeX are the program; an answer opens where its link leads", async () => {
  for (const name of ["a.txt", "a.py", "a.tex", "README"]) {
    assert.deepEqual(await textOf(file(name, "x = 1\r\nx*y\n")), { text: "x = 1\nx*y", search: null, form: null, told: "" }, name);
  }
  const { search, text } = await textOf(file("graph.json", '{"link": "/?e=x*y&x=2&sweep=reverse&step=3&theme=dark"}'));
  assert.deepEqual([search, text], ["?e=x*y&x=2&sweep=reverse&step=3", null]);
  assert.equal(linkOf({ url: "/?e=x" }), "/?e=x");
});

test("what is too large is not read at all", async () => {
  const unread = (name, size) => textOf({ name, size, text: () => assert.fail("it was read") });
  for (const [name, size] of [["a.txt", 300_000], ["a.svg", 9e6], ["a.html", 9e6], ["a.json", 2e7], ["a.ipynb", 3e7]]) {
    const { text, search, told } = await unread(name, size);
    assert.deepEqual([text, search], [null, null]);
    assert.match(told, /too large/);
  }
});

const HOSTILE = [
  undefined, null, 3, {}, [], "", "?", "x=1", "javascript:alert(1)", "//evil.example/?f=1", `?e=${"x".repeat(100_001)}`, "?e=%20", "?e=",
];

test("a query that is none, has no program, or is too long opens nothing", () => {
  for (const query of HOSTILE) assert.equal(searchOf(query), null, String(query).slice(0, 40));
});

test("a hostile query is a program at most: all else comes out as this page writes it, or not at all", () => {
  const cases = [
    ["?e=x&sweep=evil&step=-1&theme=<script>&x=<b>", "?e=x"],
    ["e=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E", "?e=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"],
    ['?e=x&direction="abc"&cotangent=[null]', "?e=x"],
    [`?e=x&direction={"x":${"[".repeat(5000)}${"]".repeat(5000)}}`, "?e=x"],
    [`?e=x&x=${"[".repeat(5000)}1${"]".repeat(5000)}`, "?e=x"],
    ["?e=x&__proto__=1&constructor=2&y=2#//evil.example", "?e=x&__proto__=1&constructor=2"],
    ["?e=x\r\nSet-Cookie:%20a", "?e=x%0D%0ASet-Cookie%3A%20a"],
  ];
  for (const [query, search] of cases) assert.equal(searchOf(query), search, query.slice(0, 60));
  assert.equal({}.polluted, undefined);
});

test("what is no JSON, no text, or of another language is said to be so", async () => {
  for (const text of ["{", "[]", "null", '{"link": 7}', '{"link": {"e": "x"}}']) {
    const { search, told } = await textOf(file("a.json", text));
    assert.equal(search, null);
    assert.match(told, /no graph/);
  }
  assert.match((await textOf(file("a.txt", "a\0b"))).told, /no text/);
});
