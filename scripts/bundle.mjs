/**
 * Make static/dist out of static: the page's script and its styles in a file each, with source maps, and manifest.json, by which
 * the server (wengert/web/bundle.py) sees whether they are those of its sources: node scripts/bundle.mjs [FOLDER OF STATIC]
 */

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const STATIC = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), "..", "static"));
const DIST = join(STATIC, "dist");

/** Of the names and bytes of all files but the bundle's own: the server computes the same. */
async function digestOfSources() {
  const digest = createHash("sha256");
  const names = (await readdir(STATIC, { recursive: true })).map((name) => name.replaceAll("\\", "/"));
  for (const name of names.filter((name) => !name.startsWith("dist/")).sort()) {
    const path = join(STATIC, name);
    if (!(await stat(path)).isFile()) continue;
    const content = await readFile(path);
    digest.update(`${name}\0${content.length}\0`).update(content);
  }
  return digest.digest("hex");
}

/** Fonts stay where they are: the page asks for them early, by their own addresses. */
const fontsStay = {
  name: "fonts stay",
  setup({ onResolve }) {
    onResolve({ filter: /\.woff2$/ }, ({ path, resolveDir }) => ({ path: relative(DIST, resolve(resolveDir, path)), external: true }));
  },
};

/** Else it would be taken for CommonJS, and not set globalThis.katex, as it does in a browser. */
const katexIsAModule = {
  name: "KaTeX is a module",
  setup({ onLoad }) {
    onLoad({ filter: /katex\.min\.js$/ }, async ({ path }) => ({ contents: `${await readFile(path, "utf8")}\nexport {};\n` }));
  },
};

const sources = await digestOfSources();
await mkdir(DIST, { recursive: true });
const before = await readdir(DIST);
const { metafile, outputFiles } = await build({
  absWorkingDir: STATIC,
  entryPoints: ["js/main.js", "css/main.css"],
  outdir: DIST,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true, // what is fetched late keeps a file of its own
  format: "esm",
  target: "esnext", // what the sources are written in is what browsers read
  minify: true,
  sourcemap: true,
  metafile: true,
  write: false,
  plugins: [fontsStay, katexIsAModule],
  logOverride: { "commonjs-variable-in-esm": "silent" },
  logLevel: "warning",
});
for (const { path, contents } of outputFiles) await writeFile(path, contents);

const outputs = Object.entries(metafile.outputs);
const [script, { imports }] = outputs.find(([, { entryPoint }]) => entryPoint === "js/main.js");
const [style] = outputs.find(([, { entryPoint }]) => entryPoint === "css/main.css");
const manifest = {
  sources,
  script: basename(script),
  imports: imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => basename(path)),
  style: basename(style),
  files: Object.fromEntries(outputFiles.map(({ path, contents }) => [basename(path), createHash("sha256").update(contents).digest("hex")])),
};
const path = join(DIST, "manifest.json");
await writeFile(`${path}.new`, `${JSON.stringify(manifest, null, 2)}\n`);
await rename(`${path}.new`, path); // last: until then the bundle is the one before
for (const name of before) if (!(name in manifest.files) && name !== "manifest.json") await rm(join(DIST, name), { force: true });
console.log(`${relative(".", join(DIST, manifest.script))}, ${relative(".", join(DIST, manifest.style))}`);
