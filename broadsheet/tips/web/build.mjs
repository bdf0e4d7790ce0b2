// Builds the scripts and styles of the tip line: node build.mjs MODULES WORDS OUT. Prints the integrity of each file as JSON.
// With a fourth word, `tests`, it builds what tests ask of them instead.
//
// The same input gives the same bytes, on any machine: nothing of the machine or the day is put in.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [modules, wordsFile, out, tests] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const { build } = createRequire(join(resolve(modules), "x.js"))("esbuild");

// Each word as the number of letters that it shares with the one before it, and the rest: a third less to send.
function coded(words) {
  let last = "";
  return words
    .map((word) => {
      let shared = 0;
      while (shared < word.length && word[shared] === last[shared]) shared += 1;
      last = word;
      return String.fromCharCode(65 + shared) + word.slice(shared);
    })
    .join("");
}

const integrity = {};
const words = coded(readFileSync(wordsFile, "utf8").trim().split("\n"));

async function make(name, entry, define = {}, more = {}) {
  if (!existsSync(join(here, entry))) return;
  const made = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    format: "iife",
    target: "es2022",
    legalComments: "eof",
    nodePaths: [modules],
    absWorkingDir: here,
    // P-256 and P-384 are in age's library for keys on cards. Nobody here uses them, and they weigh 5 kB.
    alias: { "@noble/curves/nist.js": join(here, "locks/no_nist.js") },
    define: { WORDS: JSON.stringify(words), ...define },
    logLevel: "warning",
    ...more,
  });
  const bytes = made.outputFiles[0].contents;
  writeFileSync(join(out, name), bytes);
  integrity[name] = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
}

const told = (name, value) => ({ [name]: JSON.stringify(value) });

if (tests === "tests") {
  await make("asked.mjs", "tests/asked.js", {}, { platform: "node", format: "esm", minify: false });
} else {
  await make("worker.js", "send/worker.js");
  await make("tips.js", "send/page.js", told("WORKER_INTEGRITY", integrity["worker.js"]));
  await make("tips.css", "pages/tips.css");
  await make("desk-worker.js", "desk/worker.js");
  await make("desk.js", "desk/page.js", told("WORKER_INTEGRITY", integrity["desk-worker.js"]));
  await make("desk.css", "pages/desk.css");
  await make("preview.js", "preview/page.js");
  await make("opener.js", "opener/page.js");
}
process.stdout.write(JSON.stringify(integrity));
