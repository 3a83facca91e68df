/** A picture from the server as a node of this document: parsed as XML, and only what a picture may hold is let in. */

const ELEMENTS = new Set(["svg", "defs", "marker", "pattern", "g", "path", "rect", "line", "circle", "text", "tspan", "title"]);
const NAMESPACE = "http://www.w3.org/2000/svg";

/** The imported <svg>; throws where the text is none. */
export function pictureOf(text) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  const root = parsed.documentElement;
  if (root.localName !== "svg" || root.namespaceURI !== NAMESPACE) throw new TypeError("the server sent no picture");
  for (const each of [root, ...root.querySelectorAll("*")]) {
    if (!ELEMENTS.has(each.localName) || each.namespaceURI !== NAMESPACE) each.remove();
    else for (const { name } of [...each.attributes]) if (!allowed(name)) each.removeAttribute(name);
  }
  return document.importNode(root, true);
}

/** The picture that the page came with, or null; a large one is there as text, for browsers without scripts alone. */
export function pictureIn(view) {
  const written = view.querySelector("noscript");
  return written ? pictureOf(written.textContent) : view.querySelector("svg");
}

function allowed(attribute) {
  return !/^on|^style$|href$/i.test(attribute);
}
