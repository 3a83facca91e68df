/** The server's answers. A question that was aborted, or that a new one of its kind made stale, answers null. */

/** What the server (or the lack of one) says instead of an answer: a problem document of RFC 9457. */
export class Problem extends Error {
  constructor(document) {
    super(document.detail ?? document.title);
    this.document = document;
  }
}

const UNREACHABLE = {
  type: "about:blank",
  title: "The server cannot be reached",
  detail: "The server cannot be reached. Your text is kept; the next change tries again.",
};

export class Api {
  #running = {};

  /** The document of a trace; null where the signal aborts it. */
  trace(body, signal) {
    return answerOf("/api/v1/trace", posted(body), signal);
  }

  /** An answer for the sake of one optional part of it; the page's own trace goes on meanwhile. */
  part(name, body) {
    return this.#latest(`part ${name}`, "/api/v1/trace", posted(body));
  }

  /** Some steps with their formulas and words; awaited: the one that is looked at is among them. */
  steps(body, awaited) {
    return this.#latest(awaited ? "steps" : "steps ahead", "/api/v1/steps", posted(body));
  }

  /** One edge, explained; null where another one was asked meanwhile. */
  edge(body) {
    return this.#latest("edge", "/api/v1/edge", posted(body));
  }

  /** The names of the language; null where they cannot be had: the editor does without. */
  async vocabulary() {
    const { signal } = new AbortController();
    return answerOf("/api/v1/vocabulary", {}, signal).catch(() => null);
  }

  /** The page of all examples; null where it cannot be had. */
  async examples() {
    const page = await fetch("/examples").then((response) => response.text()).catch(() => null);
    return page && new DOMParser().parseFromString(page, "text/html");
  }

  /** What a plot is drawn from. */
  plot(body) {
    return this.#latest("plot", "/api/v1/plot", posted(body));
  }

  /** The one before of the same kind is stale. */
  async #latest(kind, address, options) {
    this.#running[kind]?.abort();
    const controller = (this.#running[kind] = new AbortController());
    try {
      return await answerOf(address, options, controller.signal);
    } finally {
      if (this.#running[kind] === controller) this.#running[kind] = null;
    }
  }
}

export const posted = (body) => ({ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

async function answerOf(address, options, signal) {
  try {
    const response = await answered(address, { ...options, signal });
    return await response.json();
  } catch (failure) {
    if (signal.aborted) return null;
    throw failure instanceof Problem ? failure : new Problem(UNREACHABLE);
  }
}

/** The server's response; a Problem where it refuses, or cannot be reached. */
export async function answered(address, options = {}) {
  try {
    const response = await fetch(address, options);
    if (!response.ok) throw new Problem(await response.json());
    return response;
  } catch (failure) {
    throw failure instanceof Problem ? failure : new Problem(UNREACHABLE);
  }
}
