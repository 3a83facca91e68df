/** A file that the server writes, saved on the device; what it refuses is a Problem, and nothing is saved. */

import { answered } from "../state/api.js";
import { element } from "../text/dom.js";

const KEPT = 60_000; // milliseconds after which a browser has the file for certain

/** The name under which the file is saved. */
export async function saveFile(address, fallback) {
  const response = await answered(address);
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? fallback;
  const url = URL.createObjectURL(await response.blob());
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT);
  return name;
}
