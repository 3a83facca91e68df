/** What this browser remembers from one visit to the next; where storage is blocked, nothing, and all else works. */

export function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // storage is blocked
  }
}

/** Keep a text under a name; null forgets it. */
export function remember(name, text) {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    // Storage is blocked, or full: what was chosen holds for this page only.
  }
}
