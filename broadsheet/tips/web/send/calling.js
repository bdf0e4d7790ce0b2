// The page's line to its worker, which is fetched by its integrity and started from a blob.

const ADDRESS = "/tips/worker.js";

let worker = null;
let count = 0;
const waiting = new Map();

/** Start the worker. Throws when it is not the one that this script was built with. */
export async function startWorker() {
  const answer = await fetch(ADDRESS, {
    integrity: WORKER_INTEGRITY,
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    redirect: "error",
  });
  const address = URL.createObjectURL(await answer.blob());
  worker = new Worker(trusted(address));
  URL.revokeObjectURL(address);
  worker.addEventListener("message", ({ data }) => hear(data));
  // Refused by the page's policy, or out of memory: whoever waits for it is told.
  worker.addEventListener("error", () => waiting.forEach(({ broken }) => broken({ code: "odd" })));
  await call("at", { origin: location.origin });
}

function trusted(address) {
  if (!globalThis.trustedTypes) return address;
  const createScriptURL = (asked) => {
    if (asked !== address) throw new TypeError("not the worker");
    return asked;
  };
  return trustedTypes.createPolicy("tips", { createScriptURL }).createScriptURL(address);
}

function hear({ id, phase, share, done, refused }) {
  const { told, kept, broken } = waiting.get(id);
  if (phase) {
    told(phase, share);
    return;
  }
  waiting.delete(id);
  if (refused) broken(refused);
  else kept(done);
}

/** Have the worker do something. Rejects with `{code, says}` of a refusal; `told(phase, share)` hears how far it is. */
export function call(act, given = {}, told = () => {}) {
  count += 1;
  const id = count;
  return new Promise((kept, broken) => {
    waiting.set(id, { told, kept, broken });
    worker.postMessage({ id, act, given });
  });
}

/** End the worker, and all that it knows with it. */
export const endWorker = () => worker?.terminate();
