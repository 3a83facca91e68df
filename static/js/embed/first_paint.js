/* Runs before the first paint, as a plain script: the theme of a frame whose address names none is the reader's. */
(() => {
  const root = document.documentElement;
  root.dataset.script = "";
  if ("themed" in root.dataset) return;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // a frame in a sandbox has no storage: the system's choice holds
    }
  };
  const apply = () => {
    root.dataset.theme = chosen() ?? (dark.matches ? "dark" : "light");
  };
  apply();
  dark.addEventListener("change", apply);
})();
