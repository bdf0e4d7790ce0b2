// The worker that holds the keys. To lock is to end it: what it held goes with it.

import { say } from "../locks/says.js";
import { Refusal } from "./api.js";

const ADDRESS = "files/desk-worker.js";
// The one script that a worker may run: made below, of bytes that were compared with their sum.
let compared = "";
const policy = self.trustedTypes?.createPolicy("tips", {
  createScriptURL(address) {
    if (address !== compared) throw new TypeError("no script of ours");
    return address;
  },
});
// What the worker refuses, as people hear it.
const SENTENCES = {
  words: "refused_words",
  sheet_other: "sheet_other",
  no_voice: "no_voice",
  ring: "refused_ring",
};

// What is asked of a worker that holds nothing yet.
const OPENING = ["useSheet", "enrol", "unlock", "unlockWithSheet"];

const dropped = () => new Refusal(say("locked"), "dropped");

let worker = null;
let last = 0;
const waiting = new Map();

export const isOpen = () => worker !== null;

async function start() {
  // The page's rules for scripts do not reach workers, so that the file is compared here before it runs.
  const file = await fetch(ADDRESS, { integrity: WORKER_INTEGRITY, cache: "no-store" });
  compared = URL.createObjectURL(await file.blob());
  worker = new Worker(policy ? policy.createScriptURL(compared) : compared);
  URL.revokeObjectURL(compared);
  worker.addEventListener("message", ({ data }) => {
    const { done, refuse } = waiting.get(data.number) ?? {};
    waiting.delete(data.number);
    if (data.refused === undefined) done?.(data.told);
    else refuse?.(new Refusal(say(SENTENCES[data.refused] ?? "went_wrong"), data.refused));
  });
}

/** Ask the worker to do something (see worker.js). Throws Refusal, with the worker's code. */
export async function ask(what, about = {}) {
  if (worker === null) {
    // What was begun before the keys were dropped ends here.
    if (!OPENING.includes(what)) throw dropped();
    await start();
  }
  last += 1;
  const number = last;
  const told = new Promise((done, refuse) => waiting.set(number, { done, refuse }));
  worker.postMessage({ number, what, about });
  return told;
}

/** Drop all keys, and whatever is being done with them. */
export function drop() {
  worker?.terminate();
  worker = null;
  waiting.forEach(({ refuse }) => refuse(dropped()));
  waiting.clear();
}
