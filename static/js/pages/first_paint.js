/* Runs before the first paint, as a plain script: the theme and the mark that scripts run, without a flash. */
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage is blocked: the system's choice holds
    }
  };
  const apply = () => {
    root.dataset.theme = chosen() ?? (dark.matches ? "dark" : "light");
  };
  root.dataset.script = "";
  apply();
  dark.addEventListener("change", apply);
  addEventListener("storage", apply);
})();
