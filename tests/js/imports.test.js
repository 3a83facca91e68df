/** What a room of the page imports from another, that one exports: no page opens without it. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const ROOT = fileURLToPath(new URL("../../static/js", import.meta.url));
const FILES = readdirSync(ROOT, { recursive: true }).filter((name) => name.endsWith(".js")).map((name) => join(ROOT, name));
const EXPORTED = /^export (?:async )?(?:const|let|function\*?|class) ([\w$]+)/gm;
const IMPORTED = /^import \{([^}]*)\} from "(\.[^"]+)"/gm;

const source = (path) => readFileSync(path, "utf8");
const exportsOf = (path) => [...source(path).matchAll(EXPORTED)].map(([, name]) => name);
const namesIn = (list) => list.split(",").map((each) => each.trim().split(" as ")[0]).filter(Boolean);

test("every import is an export, and is used", () => {
  assert.ok(FILES.length > 50);
  for (const path of FILES) {
    const text = source(path);
    for (const [statement, list, from] of text.matchAll(IMPORTED)) {
      const exported = exportsOf(join(dirname(path), from));
      const words = new Set(text.replace(statement, "").match(/[\w$]+/g));
      for (const name of namesIn(list)) {
        assert.ok(exported.includes(name), `${path} imports ${name} from ${from}, which has none`);
        assert.ok(/ as /.test(list) || words.has(name), `${path} imports ${name}, and does not use it`);
      }
    }
  }
});
