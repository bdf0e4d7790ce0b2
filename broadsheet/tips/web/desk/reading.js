// The messages of a tip, one after the other: each is opened in the worker, and one that is damaged stops none of the others.

import { isRecipient } from "../locks/age.js";
import { make, say } from "../locks/says.js";
import { listFiles } from "./files.js";
import { beginRow, fillRow } from "./message_row.js";
import { room } from "./room.js";
import { sizeOf } from "./telling.js";
import { ask } from "./vault.js";
import { when } from "./ways.js";

// Larger ones are fetched when they are asked for.
const AT_ONCE_BYTES = 24 * 1024 * 1024;
const DAY = 86_400_000;
const REFUSALS = ["container", "thread", "signature", "kind", "fetch"];

/**
 * Show a thread's messages, and return what was found in those that could be opened: `{message, head}`, in order.
 *
 * `onLater(found)` is told of each large one that was opened when somebody asked for it.
 */
export async function readMessages(place, thread, messages, onLater) {
  const rows = messages.map((message) => ({ message, row: beginRow(message) }));
  place.replaceChildren(...rows.map(({ row }) => row.whole));
  const found = [];
  for (const { message, row } of rows) {
    if (!place.isConnected) return found;
    if (message.bytes > AT_ONCE_BYTES) offer(row, message, thread, onLater);
    else found.push(await open(row, message, thread));
  }
  return found.filter((one) => one !== null);
}

function offer(row, message, thread, onLater) {
  row.waiting.hidden = false;
  row.large.textContent = say("large", { size: sizeOf(message.bytes) });
  when(row.load, "click", async () => {
    row.waiting.hidden = true;
    const found = await open(row, message, thread);
    if (found !== null) await onLater(found);
  });
}

async function open(row, message, thread) {
  row.warning.hidden = true;
  row.whole.setAttribute("aria-busy", "true");
  try {
    const address = new URL(`api/messages/${message.id}`, document.baseURI).href;
    const { head, files } = await ask("openMessage", { address, thread, from: message.from });
    fillRow(row, message, head);
    warnOfOldList(row, message, head);
    listFiles(row, files, thread);
    return { message, head };
  } catch (error) {
    refuse(row, error, message, thread);
    return null;
  } finally {
    row.whole.removeAttribute("aria-busy");
  }
}

// A source's browser takes any list that has not expired, if it has seen no newer one. Sending may go on for a day.
function warnOfOldList(row, message, head) {
  if (room.list === null) return;
  const { epoch, issued } = room.list;
  const isOld = message.from === "source" && head.epoch < epoch && Date.parse(message.day) - Date.parse(issued) > DAY;
  row.warning.hidden = !isOld;
  if (isOld) row.warning.textContent = say("older_list");
}

function refuse(row, error, message, thread) {
  row.warning.hidden = false;
  row.warning.textContent = say(`broken_${REFUSALS.includes(error.code) ? error.code : "locked"}`);
  if (error.code === "fetch") {
    const again = make("button", { type: "button", text: say("try_again") });
    when(again, "click", async () => {
      again.remove();
      await open(row, message, thread);
    });
    row.warning.after(again);
  }
}

/**
 * Say what is wrong with the keys for answers that a source's messages name, and which one an answer is locked up for.
 *
 * Seven words give one key of each kind: two of a kind are of two writers, and nobody knows which of them is the source.
 */
export function replyOf(found, thread) {
  const keys = found.filter(({ message }) => message.from === "source").map(({ head }) => head.reply);
  const reply = keys.at(-1) ?? null;
  if (reply === null) return { reply, warning: "no_source_message" };
  const kinds = new Set(keys.map((key) => isRecipient("pq", key)));
  if (reply !== thread.reply || new Set(keys).size > kinds.size) return { reply, warning: "key_changed" };
  if (kinds.size > 1) return { reply, warning: "key_other" };
  return { reply, warning: thread.key_changed ? "key_before" : "" };
}

/** Say who writes a note here. */
export const writer = () => room.state.me.name.slice(0, 100);
