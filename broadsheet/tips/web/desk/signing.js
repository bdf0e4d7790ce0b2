// The list of recipients, and the voice in which the newsroom answers.

import { lock, open, recipientOf } from "../locks/age.js";
import { base64, fromBase64, fromHex, fromUtf8, hex } from "../locks/bytes.js";
import { ListError, keysOf, makeList, makeSeen, readList } from "../locks/list.js";
import { makeVoice, publicOf } from "../locks/voice.js";
import { fingerprint } from "../locks/words.js";
import { VaultError, held, identities } from "./held.js";
import { useSheet } from "./keyring.js";
import { trusted } from "./trusting.js";

// A list is good for so long at most, and threads are kept two years: the voices of so many lists are named.
const DAYS = 180;
const MOST_VOICES = 40;

/** Check the list that the server hands out, and hold it. Throws ListError; one that has expired is held, and told. */
export function takeList({ envelope, today }) {
  const known = { epoch: held.ring.epoch, newsroom: held.ring.newsroom || null };
  let isExpired = false;
  try {
    held.list = readList(envelope, { ...known, today });
  } catch (error) {
    if (!(error instanceof ListError) || error.code !== "expired") throw error;
    // It was checked up to its days: the rest is checked as on its last day, so that answers of then can be read.
    const last = JSON.parse(fromUtf8(fromBase64(envelope.payload))).expires;
    held.list = readList(envelope, { ...known, today: last });
    isExpired = true;
  }
  return {
    list: held.list,
    isExpired,
    isFirst: known.newsroom === null,
    isNewer: held.list.epoch > known.epoch,
    words: fingerprint(fromHex(held.list.root)),
  };
}

/** Open the voice of the list. Returns whether it is ours to use. */
export async function openVoice({ sealed }) {
  try {
    const seed = await open(fromBase64(sealed), identities());
    held.voice = hex(publicOf(seed)) === held.list.voice ? seed : null;
  } catch {
    held.voice = null;
  }
  return held.voice !== null;
}

/** Sign that the box was opened this week. */
export const seen = ({ today }) => makeSeen(held.list, today, held.voice);

/**
 * Sign a new list.
 *
 * `fields`: name, language, alone, ways. `people` and `compared`: as in trusting.js; those of them who `may_run` the line get the root.
 * `words`: of the newsroom's sheet, when the root cannot be opened with one's own keys.
 */
export async function signList({ fields, people, compared, rootSealed, words, today }) {
  const { recipients, signers } = await trusted(people, compared);
  const rootSeed = await rootFor(rootSealed, words);
  const voice = makeVoice();
  const before = held.list;
  const made = {
    ...fields,
    recipients,
    epoch: (before?.epoch ?? 0) + 1,
    issued: today,
    expires: later(today, DAYS),
    recovery: await recovery(before),
    voice: hex(voice.key),
    voices: before ? [{ epoch: before.epoch, key: before.voice }, ...before.voices].slice(0, MOST_VOICES) : [],
  };
  const envelope = makeList(made, rootSeed, today);
  const readers = recipients.map((one) => one.pq);
  // Where nobody on the list may sign the next one, the sheet is needed for it.
  const keepers = signers.length ? signers : [made.recovery.pq];
  return {
    ...envelope,
    voice_sealed: base64(await lock(voice.seed, readers)),
    root_sealed: base64(await lock(rootSeed, keepers)),
    words: fingerprint(publicOf(rootSeed)),
  };
}

async function rootFor(sealed, words) {
  if (words) await useSheet({ words, root: held.ring.root });
  if (held.sheet) return held.sheet.rootSeed;
  let seed, key;
  try {
    seed = await open(fromBase64(sealed), identities());
    key = hex(publicOf(seed));
  } catch {
    throw new VaultError("no_root");
  }
  // What another root signs is no list of this newsroom's.
  if (key !== (held.list?.root ?? held.ring.root)) throw new VaultError("root_other");
  return seed;
}

// The recovery's keys come from the sheet; without it at hand they stay those of the list before.
async function recovery(before) {
  if (!held.sheet) return before.recovery;
  return { pq: await recipientOf(held.sheet.pq), x25519: await recipientOf(held.sheet.x25519) };
}

function later(day, days) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whom a note, or an answer of a kind, is locked up for. */
export const readersOf = (kind) => keysOf(held.list, kind);
