/** Completion comes with the focus: most people who look at a graph type nothing, and load none of it. */

/** `load()` fetches the script, `make(script)` the part; where the server was not reached, the next focus tries again. */
export function completeLate(field, { work, load, make }) {
  let isAsked = false;
  field.addEventListener("focus", async () => {
    if (isAsked) return;
    isAsked = true;
    work.begin("completion");
    const script = await load().catch(() => null);
    isAsked = script !== null;
    if (script) await make(script);
    work.end("completion");
  });
}
