// A tip, or more in a conversation: packed, locked to the people of the list, and sent.

import { base64, hex, letters, randomBytes, sha256 } from "../locks/bytes.js";
import { lockStream } from "../locks/age.js";
import { deriveCode } from "../locks/code.js";
import { MOST_FILES, MOST_LETTERS, pack, packedSize } from "../locks/container.js";
import { keysOf } from "../locks/list.js";
import { holdsCode } from "../locks/words.js";
import { Refusal } from "./asking.js";
import { theLine } from "./line.js";
import { openUpload, upload } from "./uploading.js";

const MOST_NAME = 255;
const MOST_TYPE = 100;

// What no keyboard writes would make the head larger than it may be; half a letter cannot be sent.
// eslint-disable-next-line no-control-regex
const plain = (text) => text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f]|\p{Cs}/gu, "");

function packable(file) {
  const name = [...plain(file.name)].slice(0, MOST_NAME).join("") || "file";
  return { name, type: file.type.slice(0, MOST_TYPE), size: file.size, blob: file };
}

function check({ text, files, code }) {
  if (!text.trim() && files.length === 0) throw new Refusal("nothing");
  if (letters(text) > MOST_LETTERS) throw new Refusal("long");
  if (files.length > MOST_FILES) throw new Refusal("many");
  if ([text, ...files.map((file) => file.name)].some((words) => holdsCode(words, code))) {
    throw new Refusal("code_inside");
  }
}

let last = null;

/** Return what a code gives; derived once, while the source is told how far it is. */
export function derive(code, newsroom, tell) {
  tell("keys");
  if (last === null || last.code !== code || last.newsroom !== newsroom) {
    last = { code, newsroom, keys: deriveCode(code, newsroom, (share) => tell("keys", share)) };
  }
  return last.keys;
}

/**
 * Send. `code` never leaves this device: what is derived from it does.
 *
 * @param epoch of the list that the page shows: another than that is shown before anything is locked to it.
 *
 * Throws Refusal: nothing, long, many, large, code_inside, changed, closed, stopped, vanished, or as the server says.
 */
export async function send({ kind, code, epoch, drill = "", ...given }, tell) {
  const text = plain(given.text);
  const files = given.files.map(packable);
  check({ text, files, code });
  tell("list");
  const { list, limits, state } = await theLine(tell);
  if (state === "closed") throw new Refusal("closed");
  if (list.epoch !== epoch) throw new Refusal("changed");
  const keys = await derive(code, list.newsroom, tell);
  const { stream, bytes, told } = await lockUp({ kind, epoch, text, files, list, keys, drill });
  if (bytes > limits.bytes) throw new Refusal("large");
  const token = await openUpload(told, tell);
  await upload({ stream, bytes, token }, (phase, sent = NaN) => tell(phase, sent / bytes));
}

// `told`: what the server is told of it before it comes.
async function lockUp({ kind, epoch, text, files, list, keys, drill }) {
  const proof = randomBytes(32);
  const { thread, recipient: reply } = keys;
  const head = { v: 1, kind, newsroom: list.newsroom, thread, epoch, text, reply, way: "script", proof: hex(proof) };
  const { stream, size } = await lockStream(pack(head, files), keysOf(list, "pq"));
  const bytes = size(packedSize(head, files));
  const key = base64(keys.key);
  const told = { kind, epoch, thread, key, reply, bytes, drill, proof: drill ? hex(sha256(proof)) : "" };
  return { stream, bytes, told };
}
