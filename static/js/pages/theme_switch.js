/** The header's switch between light and dark; first_paint.js has set the theme before the first paint. */

import { remember } from "../text/local_storage.js";

const root = document.documentElement;

/** Wire the button. Choosing what the system has forgets the choice, so that the page follows the system again. */
export function switchTheme(button) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const name = () => button.setAttribute("aria-label", root.dataset.theme === "dark" ? "Light theme" : "Dark theme");
  button.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    const isSystems = (root.dataset.theme === "dark") === system.matches;
    remember("theme", isSystems ? null : root.dataset.theme);
  });
  new MutationObserver(name).observe(root, { attributeFilter: ["data-theme"] });
  name();
}
