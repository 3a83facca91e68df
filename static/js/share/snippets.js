/** A state as text for other pages: a frame, an element, a picture for Markdown. Pure; `origin` is the scheme and host of the server. */

import { addressOf, written } from "../state/link.js";

const BORDER = "border: 1px solid #dde1e5";
const TITLE = 60; // characters

/** What a program is about, on one line: its last, as the server has it for titles. */
export function titleOf({ program }) {
  return (program.trim().split("\n").at(-1) ?? "").slice(0, TITLE);
}

/** A frame with the player at `source`; `size` is its width and height, as "480 360". */
export function frameCode(source, size, title) {
  const [width, height] = size.split(" ");
  return `<iframe src="${escaped(source)}" width="${width}" height="${height}" title="${escaped(title)}" loading="lazy" style="${BORDER}"></iframe>`;
}

/** The element, with the script that it needs; a program of several lines is its text. */
export function elementCode(state, origin) {
  const isLong = state.program.includes("\n");
  const pairs = [...new URL(addressOf({ ...state, at: {} }, "/embed"), origin).searchParams];
  const names = Object.keys(state.at);
  const attributes = [
    ...(isLong ? [] : [["e", state.program]]),
    ...(names.length ? [["at", written(state.at)]] : []),
    ...pairs.filter(([name]) => name !== "e"),
  ].map(([name, text]) => ` ${name}=${quoted(text)}`);
  const inner = isLong ? `\n${escaped(state.program)}\n` : "";
  return `<script src="${escaped(origin)}/wengert-graph.js" defer></script>\n<wengert-graph${attributes.join("")}>${inner}</wengert-graph>`;
}

/** The picture as Markdown, which leads to the page. */
export function markdownOf(state, link, origin) {
  const alt = `The computational graph of ${titleOf(state)}`.replace(/[\\[\]`*_<>!]/g, "\\$&");
  return `[![${alt}](${closed(origin + addressOf({ ...state, play: false }, "/graph.svg"))})](${closed(link)})`;
}

/** Parentheses of an address would end it there. */
const closed = (address) => address.replaceAll("(", "%28").replaceAll(")", "%29").replaceAll("*", "%2A");

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]);

/** An attribute's value: JSON stays readable between single quotes. */
const quoted = (text) => (text.includes('"') && !text.includes("'") ? `'${text.replace(/[&<>]/g, (sign) => ENTITIES[sign])}'` : `"${escaped(text)}"`);

const KEYS = ["names", "inputs", "form", "open", "direction", "cotangent", "sweep", "wrt", "edge", "paths", "theme"]; // null where they say nothing

/** The state as the server keeps it for a short link. */
export function bodyOf(state) {
  const { program, at, share, jacobians, step, play } = state;
  const body = { program, at, share, jacobians, play };
  for (const key of KEYS) if (state[key] !== null && state[key] !== undefined) body[key] = state[key];
  if (typeof step === "number") body.step = step;
  return body;
}
