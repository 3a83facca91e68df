/*
 * <wengert-graph e="exp(x1)*(x1**2 + x2**2)**3" x1="0" x2="2" sweep="reverse" step="4"></wengert-graph>
 *
 * A computational graph that readers step through, in a frame: <script src="…/wengert-graph.js"></script> with the server's address
 * (type="module" or not) is all that a page needs. Each attribute is a parameter of the address, as docs/embed.md has them; without `e` the
 * element's text is the program. Attribute names know no capitals: `W="2"` is the program's W, and `at='{"W": 2}'` says it exactly.
 * It stores nothing, and asks nobody but the server that it came from.
 */
(() => {
  const NAME = "wengert-graph";
  if (customElements.get(NAME)) return;
  const script = document.currentScript ?? [...document.querySelectorAll("script[src]")].find(({ src }) => new URL(src).pathname.endsWith(`/${NAME}.js`));
  if (!script) return;
  const { origin } = new URL(script.src);
  const OF_PAGES = /^(?:id|class|style|title|lang|dir|slot|part|hidden|role|tabindex|at|on.*|data-.*|aria-.*)$/; // no parameters
  const STYLE = `
    :host { display: block; container-type: inline-size; max-width: 100%; }
    :host([hidden]) { display: none; }
    iframe { display: block; box-sizing: border-box; width: 100%; aspect-ratio: 4 / 3; border: 1px solid #dde1e5; }
    @container (max-width: 399.98px) { iframe { aspect-ratio: 2 / 3; } }`;

  /** As the program spells a name: attributes come in small letters. */
  function spelled(name, program) {
    const names = program.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
    return names.includes(name) ? name : (names.find((each) => each.toLowerCase() === name) ?? name);
  }

  class WengertGraph extends HTMLElement {
    #frame = null;
    #watch = new MutationObserver(() => this.#load());

    connectedCallback() {
      if (!this.#frame) this.#build();
      this.#watch.observe(this, { attributes: true, childList: true, characterData: true, subtree: true });
      this.#load();
    }

    disconnectedCallback() {
      this.#watch.disconnect();
    }

    #build() {
      const shadow = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      shadow.adoptedStyleSheets = [sheet]; // a page may forbid styles of its own
      this.#frame = document.createElement("iframe");
      this.#frame.loading = "lazy";
      this.#frame.referrerPolicy = "no-referrer";
      this.#frame.setAttribute("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox");
      shadow.append(this.#frame);
    }

    /** Show what the attributes say now; what shows already stays. */
    #load() {
      const address = this.#address();
      this.#frame.title = this.title || "Computational graph";
      if (this.#frame.getAttribute("src") !== address) this.#frame.src = address;
    }

    #address() {
      const program = this.getAttribute("e") ?? this.textContent.trim();
      const pairs = [["e", program]];
      for (const [name, value] of Object.entries(this.#point())) pairs.push([`at.${name}`, typeof value === "string" ? value : JSON.stringify(value)]);
      for (const { name, value } of this.attributes) {
        if (name !== "e" && !OF_PAGES.test(name)) pairs.push([/^(?:at|view)\./.test(name) ? name : spelled(name, program), value]);
      }
      return `${origin}/embed?${pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&")}`;
    }

    /** {name: value} of `at`; what is no JSON is left to the server to refuse. */
    #point() {
      const text = this.getAttribute("at");
      if (!text) return {};
      try {
        return JSON.parse(text);
      } catch {
        return { "": text };
      }
    }
  }

  customElements.define(NAME, WengertGraph);
})();
