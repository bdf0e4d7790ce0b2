// Messages: opened and checked, written and locked up.

import { isRecipient, lockStream, open, openStream } from "../locks/age.js";
import { fromUtf8, hex, newSum, randomBytes, sha256 } from "../locks/bytes.js";
import { pack, unpack } from "../locks/container.js";
import { headFits, signHead } from "../locks/voice.js";
import { VaultError, held, identities } from "./held.js";
import { readersOf } from "./signing.js";

// What may come from whom, as the server tells it and as the message itself must say.
const KINDS = { source: ["tip", "more"], newsroom: ["answer"], note: ["note"] };
const PIECE = 1024 * 1024;

/**
 * Fetch, open and check a message. Returns `{head, files}`.
 *
 * Refuses what was not locked up for these keys ("locked"), what is not whole ("container"), of another thread or newsroom
 * ("thread"), of another kind than told ("kind"), and what the newsroom did not sign ("signature").
 */
export async function openMessage({ address, thread, from }) {
  const response = await fetch(address, { cache: "no-store", credentials: "same-origin" }).catch(() => null);
  if (!response?.ok || response.redirected) throw new VaultError("fetch");
  const found = await unpack(await openStream(response.body, identities()));
  await checkMessage(found, thread, from, { newsroom: held.ring.newsroom, list: held.list });
  return found;
}

/** Check what a container holds against what the server says of it; `list` may be null where none is at hand. */
export async function checkMessage({ head, files }, thread, from, { newsroom, list }) {
  if (!KINDS[from]?.includes(head.kind)) throw new VaultError("kind");
  if (head.thread !== thread || head.newsroom !== newsroom) throw new VaultError("thread");
  if (from === "source") return;
  if (list === null || !headFits(head, list)) throw new VaultError("signature");
  const sums = await sumsOf(files);
  if (sums.length !== head.files.length || sums.some((sum, at) => sum !== head.files[at])) throw new VaultError("signature");
}

async function sumsOf(files) {
  const sums = [];
  for (const { blob } of files) {
    const sum = newSum();
    for (let at = 0; at < blob.size; at += PIECE) sum.update(new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer()));
    sums.push(hex(sum.digest()));
  }
  return sums;
}

function begun(kind, thread, text) {
  if (held.voice === null) throw new VaultError("no_voice");
  return { v: 1, kind, newsroom: held.list.newsroom, thread, epoch: held.list.epoch, text };
}

/** Lock an answer up for a source (`reply`: her key) and for all who read tips. Returns `{blob, proof}`: its sum, in hex. */
export async function writeAnswer({ thread, text, name, files, reply }) {
  const proof = randomBytes(32);
  const sent = files.map((file) => ({ name: file.name, type: file.type, size: file.size, blob: file }));
  const head = { ...begun("answer", thread, text), name, files: await sumsOf(sent), proof: hex(proof) };
  const kind = isRecipient("pq", reply) ? "pq" : "x25519";
  const blob = await lockedUp(signHead(head, held.voice), sent, [reply, ...readersOf(kind)]);
  return { blob, proof: hex(sha256(proof)) };
}

/** Lock a note up for all who read tips. `about`: what, by, on, and what an assignment has besides. */
export async function writeNote({ thread, text, about }) {
  const head = { ...begun("note", thread, text), ...about, files: [] };
  return lockedUp(signHead(head, held.voice), [], readersOf("pq"));
}

async function lockedUp(head, files, recipients) {
  const { stream } = await lockStream(pack(head, files), recipients);
  return new Response(stream).blob();
}

/** Return what was being written when the keys were locked. */
export async function openDrafts({ sealed }) {
  return JSON.parse(fromUtf8(await open(sealed, identities())));
}
