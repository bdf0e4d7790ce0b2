// A conversation, opened on the source's device: an answer is shown only if the newsroom's voice signed it for this very one.

import { openStream } from "../locks/age.js";
import { base64, hex, newSum } from "../locks/bytes.js";
import { unpack } from "../locks/container.js";
import { headFits } from "../locks/voice.js";
import { normalise } from "../locks/words.js";
import { answered, patiently, post, Refusal } from "./asking.js";
import { theLine, told } from "./line.js";
import { derive, send } from "./locking.js";

const WORDS = 7;

let line = null;
let keys = null;
let code = "";

/**
 * Return the conversation of a code: `line` as a page shows it, and `messages`, oldest first: `{from, day}`, of an answer also
 * `isFit`, and if it is: `name`, `text`, `files`.
 *
 * Throws Refusal: `unknown` for a code that opens nothing, whatever is the matter with it; `not_set_up`.
 */
export async function openThread({ typed }, tell) {
  code = normalise(typed);
  if (code.split("-").length !== WORDS) throw new Refusal("unknown");
  tell("list");
  line = await theLine(tell, { evenExpired: true });
  if (line.list === null) throw new Refusal("not_set_up");
  keys = await derive(code, line.list.newsroom, tell);
  tell("fetching");
  const { messages } = await asked("thread", {}, tell);
  const read = [];
  for (const { id, from, day } of messages) {
    read.push({ from, day, ...(from === "newsroom" ? await answerOf(id, tell) : {}) });
  }
  return { line: told(line), messages: read };
}

async function asked(path, values, tell) {
  return patiently(async () => answered(await post(path, { key: base64(keys.key), ...values })), tell);
}

async function answerOf(id, tell) {
  const answer = await patiently(async () => fetched(id), tell);
  try {
    const { head, files } = await unpack(await openStream(answer, [keys.pq, keys.x25519]));
    if (!(await isOurs(head, files))) return { isFit: false };
    noteRead(id, head.proof);
    const { name, text } = head;
    return { isFit: true, name, text, files };
  } catch {
    // Whatever it is, it is not from the newsroom, or not whole.
    return { isFit: false };
  }
}

async function fetched(id) {
  const answer = await post("message", { key: base64(keys.key), id });
  if (!answer.ok) await answered(answer);
  return (await answer.blob()).stream();
}

async function isOurs(head, files) {
  if (head.kind !== "answer" || head.thread !== keys.thread || head.newsroom !== line.list.newsroom) return false;
  if (!headFits(head, line.list) || head.files.length !== files.length) return false;
  const sums = await Promise.all(files.map((file) => sumOf(file.blob)));
  return sums.every((sum, at) => sum === head.files[at]);
}

async function sumOf(blob) {
  const sum = newSum();
  for await (const piece of blob.stream()) sum.update(piece);
  return hex(sum.digest());
}

// A drill is done when its answer was read; of any other answer the server notes nothing.
function noteRead(id, proof) {
  post("read", { key: base64(keys.key), id, proof }).catch(() => {});
}

/** Send more in the conversation that is open. */
export const sendMore = (given, tell) => send({ ...given, kind: "more", code }, tell);

/** Delete the conversation that is open, at the server, for good. */
export const deleteThread = (given, tell) => asked("delete", {}, tell);
