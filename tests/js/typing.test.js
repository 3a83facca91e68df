import assert from "node:assert/strict";
import test from "node:test";
import { literal, numberText } from "../../static/js/text/number.js";
import { askedBy } from "../../static/js/player/keys.js";
import { spread, sentencesOf } from "../../static/js/text/text_place.js";
import { pointFor, reachOf, unusedIn } from "../../static/js/study/point.js";
import { questionOf } from "../../static/js/state/request_body.js";
import { study } from "./study.js";

test("a place is found by code points, on its line", () => {
  assert.deepEqual(spread("x1 + * 2", { line: 1, column: 6, length: 1 }), ["x1 + ", "*", " 2"]);
  assert.deepEqual(spread("a = 😀\n𝛼 + )", { line: 2, column: 5, length: 1 }), ["a = 😀\n𝛼 + ", ")", ""]);
  assert.deepEqual(spread("x +", { line: 1, column: 4, length: 1 }), ["x +", "", ""]);
});

test("a problem is told in sentences", () => {
  assert.deepEqual(sentencesOf({ title: "t", detail: "expected a number, found ')'", line: 1, column: 3, hint: "did you mean x?" }), {
    where: "Line 1, column 3: ", what: "expected a number, found ')'", hint: "Hint: did you mean x?",
  });
  assert.equal(sentencesOf({ detail: "expected an operand", hint: null }).hint, ""); // nobody reads the sentence
  assert.deepEqual(sentencesOf({ title: "The values do not fit the program", detail: "A must be a number" }), {
    where: "The values do not fit the program: ", what: "A must be a number", hint: "",
  });
  assert.equal(sentencesOf({ detail: "d", hint: "where(x > 0, x, 0)" }).hint, "Hint: where(x > 0, x, 0)");
  assert.deepEqual(sentencesOf({ title: "The answer took too long" }), { where: "", what: "The answer took too long", hint: "" });
});

test("values are sent for the names that a program reads", () => {
  const at = { x: 1, x1: 2, a: 3, c3: 4 };
  const given = (program) => pointFor(program, { at, study: null });
  assert.deepEqual(given("2x + 3a # x1"), { x: 1, a: 3 });
  assert.deepEqual(given("c3 = x1**2\nc3*x"), { x: 1, x1: 2 });
  assert.deepEqual(given("a = a + x"), { x: 1, a: 3 });
  assert.deepEqual(given("a*x1\nx1 = 5"), { a: 3 }); // a line may come later
  assert.deepEqual(given("\\theta x"), at);
  assert.deepEqual(unusedIn(study({ issues: [{ node: "c1", kind: "unused input" }] })), ["x"]);
});

test("while the typed program cannot be read, the point moves the last one that could", () => {
  const state = { study: study(), program: "x*", at: { x: 5 }, problem: { line: 1 }, share: true };
  assert.deepEqual(questionOf(state, "point", "wide"), { program: "x*x + x", at: { x: 5 }, share: true, layout: "wide", include: ["columns", "parts"] });
  assert.equal(questionOf(state, "program", "wide").program, "x*");
  assert.deepEqual(questionOf(state, "program", "tall").include, ["columns", "parts", "svg"]);
});

test("with many inputs forward mode is asked for one of them", () => {
  const inputs = Array.from({ length: 17 }, (_, k) => ({ name: `x${k}`, value: 1, shape: [] }));
  const state = { study: study({ inputs }), program: "x*x + x", at: {}, problem: null, share: true, wrt: "x3" };
  assert.equal(questionOf(state, "point", "wide").wrt, "x3");
  assert.equal("wrt" in questionOf({ ...state, study: study() }, "point", "wide"), false);
});

test("a slider reaches its value in round numbers", () => {
  assert.deepEqual([0, 5, -5.1, 17, 31, 1000, 1e300].map(reachOf), [5, 5, 10, 20, 50, 1000, 1e300]);
});

test("a tie between two decimals goes to the even digit, as on the server", () => {
  assert.deepEqual([1125000, 1135000, 12345.5].map((x) => numberText(x)), ["1.12·10^6", "1.14·10^6", "12346"]);
  assert.deepEqual([[0.515625, 3], [0.125, 2], [2.25, 2], [2.75, 2]].map(([x, digits]) => numberText(x, digits)), ["0.516", "0.12", "2.2", "2.8"]);
});

test("all digits are written as the server writes them", () => {
  assert.deepEqual([2, 1e22, 1e-9, 1e16, 0.0001, -0].map(literal), ["2", "1e+22", "1e-09", "1e+16", "0.0001", "0"]);
});

test("keys step, unless the focus has a better use for them", () => {
  const at = (...matches) => ({ closest: (selector) => matches.some((name) => selector.split(", ").includes(name)) || null });
  assert.equal(askedBy({ key: "ArrowRight", target: at(), modified: false }), "next");
  assert.equal(askedBy({ key: "Home", target: at("button"), modified: false }), "first");
  assert.equal(askedBy({ key: " ", target: at(), modified: false }), "play");
  assert.equal(askedBy({ key: " ", target: at("button"), modified: false }), null);
  assert.equal(askedBy({ key: "ArrowLeft", target: at("textarea"), modified: false }), null);
  assert.equal(askedBy({ key: "ArrowLeft", target: at(), modified: true }), null);
});
