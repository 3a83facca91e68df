/** A person's own texts, kept on the device: the last few, each with its point, as the query that opens it. Pure but for the storage it is handed. */

const NAME = "drafts";
const MOST = 5; // texts
const LONGEST = 100_000; // characters of one: a program at its longest, percent-encoded

export class KeptDrafts {
  /** `storage` is the browser's localStorage, or throws like one that is blocked. */
  constructor(storage) {
    this.storage = storage;
  }

  /** The newest first: [{id, program, search, saved}]; saved in milliseconds of the clock. What is no draft of ours is left out. */
  all() {
    try {
      const kept = JSON.parse(this.storage().getItem(NAME) ?? "[]");
      return Array.isArray(kept) ? kept.filter(isDraft) : [];
    } catch {
      return []; // blocked, or another's text under our name
    }
  }

  /** Keep a text in the place of the one with its id; whether the device takes it. */
  keep(draft) {
    if (draft.search.length > LONGEST) return false;
    return this.#write([draft, ...this.all().filter(({ id }) => id !== draft.id)].slice(0, MOST));
  }

  forget(id) {
    return this.#write(this.all().filter((each) => each.id !== id));
  }

  #write(drafts) {
    try {
      if (drafts.length) this.storage().setItem(NAME, JSON.stringify(drafts));
      else this.storage().removeItem(NAME);
      return true;
    } catch {
      return false; // blocked, or full
    }
  }
}

const isDraft = (each) => ["id", "program", "search"].every((key) => typeof each?.[key] === "string") && each.search.startsWith("?") && Number.isFinite(each.saved);

/** The draft to offer where `program` is shown: the newest that says something else; null where there is none. */
export function offered(drafts, program) {
  return drafts.find((each) => each.program !== program) ?? null;
}

/** When it was saved: the time, of another day with the date. */
export function when(saved, now = new Date()) {
  const then = new Date(saved);
  const time = then.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return then.toDateString() === now.toDateString() ? time : `${then.toLocaleDateString([], { day: "numeric", month: "long" })}, ${time}`;
}
