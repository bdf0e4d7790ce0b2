// The worker: all that is locked up, opened, and asked of the server is done here; the page shows it, and is never blocked.

import { ListError } from "../locks/list.js";
import { makeCode } from "../locks/words.js";
import { askAt, goOn, stop } from "./asking.js";
import { clean } from "./cleaning.js";
import { theLine, told } from "./line.js";
import { derive, send } from "./locking.js";
import { deleteThread, openThread, sendMore } from "./thread.js";

const WORDS_OF_A_CODE = 7;

const ACTS = {
  at: ({ origin }) => askAt(origin),
  line: async (given, tell) => told(await theLine(tell, { evenExpired: true })),
  code: () => makeCode(WORDS_OF_A_CODE),
  async prepare({ code, newsroom }, tell) {
    await derive(code, newsroom, tell);
  },
  clean,
  sendTip: (given, tell) => send({ ...given, kind: "tip" }, tell),
  openThread,
  sendMore,
  deleteThread,
  stop,
};

// What an error says of a source stays here: the page is told a code.
function refusalOf(error) {
  if (error.name === "AbortError") return { code: "stopped" };
  if (error.name === "NotReadableError" || error.name === "NotFoundError") return { code: "file_gone" };
  if (error instanceof ListError) return { code: `list_${error.code}` };
  return { code: error.code, says: error.values?.says };
}

self.addEventListener("message", async ({ data: { id, act, given } }) => {
  if (act !== "stop") goOn();
  try {
    const done = await ACTS[act](given, (phase, share) => self.postMessage({ id, phase, share }));
    self.postMessage({ id, done });
  } catch (error) {
    self.postMessage({ id, refused: refusalOf(error) });
  }
});
