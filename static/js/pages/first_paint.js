/* Runs before the first paint, as a plain script: what this browser remembers (the theme, the foot's height) and the mark that scripts run, without a flash. */
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // storage is blocked: the system's choice holds
    }
  };
  const apply = () => {
    root.dataset.theme = kept("theme") ?? (dark.matches ? "dark" : "light");
  };
  root.dataset.script = "";
  apply();
  dark.addEventListener("change", apply);
  addEventListener("storage", apply);

  // As foot/foot_height.js reads it, which cannot be imported here.
  const [height, shut] = (kept("foot") ?? "").split(" ");
  const open = Number(height) > 0 ? Number(height) : 140;
  root.dataset.foot = shut ? "shut" : Math.min(open, innerHeight * 0.6) < 220 ? "low" : "high";
  root.style.setProperty("--foot", shut ? "40px" : `min(${open}px, 60vh)`);
})();
