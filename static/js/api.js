/** The server's answers. A new question of the same kind makes the one before stale: it is aborted and never answers. */

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

  /** The document of a trace; null when a later question made this one stale. */
  trace(body) {
    return this.#post("trace", body);
  }

  /** An answer for the sake of one optional part of it; the page's own trace goes on meanwhile. */
  part(name, body) {
    return this.#post(`part ${name}`, body);
  }

  /** One step with its formulas and words; `query` is a state's address. */
  step(query) {
    return this.#ask("step", `/api/v1/step${query}`, {});
  }

  /** What a plot is drawn from. */
  plot(body) {
    return this.#post("plot", body, "/api/v1/plot");
  }

  /** Give up the trace that is under way. */
  abandon() {
    this.#running.trace?.abort();
  }

  #post(kind, body, address = "/api/v1/trace") {
    const headers = { "content-type": "application/json" };
    return this.#ask(kind, address, { method: "POST", headers, body: JSON.stringify(body) });
  }

  async #ask(kind, address, options) {
    this.#running[kind]?.abort();
    const controller = (this.#running[kind] = new AbortController());
    try {
      const response = await fetch(address, { ...options, signal: controller.signal });
      const answer = await response.json();
      if (!response.ok) throw new Problem(answer);
      return answer;
    } catch (failure) {
      if (controller.signal.aborted) return null;
      if (failure instanceof Problem) throw failure;
      throw new Problem(UNREACHABLE);
    } finally {
      if (this.#running[kind] === controller) this.#running[kind] = null;
    }
  }
}
