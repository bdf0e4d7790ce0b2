// What the worker asks of the paper's server, and what it does when a line is slow, cut or gone. No cookie goes with it.

const LONGEST = 90_000;
const PAUSES = [1, 2, 4, 8, 15, 30];

let origin = "";
let stopping = new AbortController();

/** Why something was not done: a code that the page has words for, or `says`, the server's own sentence, in `values`. */
export class Refusal extends Error {
  constructor(code, values = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}

export function askAt(address) {
  origin = address;
}

/** End whatever is asked or waited for now, and whatever it would have asked next. */
export const stop = () => stopping.abort();

export function goOn() {
  if (stopping.signal.aborted) stopping = new AbortController();
}

/** Ask. A worker made of a blob has no address of its own, so the page's is written out. An answer that begins may take its time. */
export async function ask(method, path, { body, headers } = {}) {
  const asked = new AbortController();
  const end = () => asked.abort();
  stopping.signal.addEventListener("abort", end);
  const time = setTimeout(end, LONGEST);
  if (stopping.signal.aborted) end();
  try {
    return await fetch(`${origin}/tips/${path}`, {
      method,
      body,
      headers,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      redirect: "error",
      signal: asked.signal,
    });
  } finally {
    clearTimeout(time);
  }
}

export function post(path, values, headers = {}) {
  const body = JSON.stringify(values);
  return ask("POST", path, { body, headers: { ...headers, "Content-Type": "application/json" } });
}

/** Return what was answered. Throws Refusal for a refusal, with all that the server says of it. */
export async function answered(answer) {
  if (answer.ok) return answer.json();
  const values = await answer.json().catch(() => ({}));
  throw new Refusal(values.error ?? "server", { ...values, status: answer.status });
}

// A server that fails or starts again is waited for, as a line that is gone is; one that says why it refuses is not.
function isPassing({ values }) {
  if (values === undefined) return true;
  return (values.status >= 500 || values.status === 429) && [undefined, "server"].includes(values.error);
}

/** Waits longer each time, until something got on again. */
export class Patience {
  constructor(tell) {
    this.tell = tell;
    this.tries = 0;
    this.stopped = stopping.signal;
  }

  gotOn() {
    this.tries = 0;
  }

  /** Throws what happened when waiting would not help, and a Refusal when the source has stopped it. */
  async wait(error) {
    if (!this.stopped.aborted) {
      if (!isPassing(error)) throw error;
      this.tell("paused");
      await this.pause(PAUSES[Math.min(this.tries, PAUSES.length - 1)] * 1000);
      this.tries += 1;
    }
    if (this.stopped.aborted) throw new Refusal("stopped");
  }

  pause(time) {
    return new Promise((done) => {
      setTimeout(done, time);
      self.addEventListener("online", done, { once: true });
      this.stopped.addEventListener("abort", done, { once: true });
    });
  }
}

/** Do what may be done twice, until it is done. */
export async function patiently(act, tell) {
  const patience = new Patience(tell);
  for (;;) {
    try {
      return await act();
    } catch (error) {
      await patience.wait(error);
    }
  }
}
