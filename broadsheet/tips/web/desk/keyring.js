// A person's keys: made, locked up, opened, renewed.

import { lockWithWords, makePair, openWithWords, recipientOf } from "../locks/age.js";
import { base64, fromBase64, fromUtf8, hex, utf8 } from "../locks/bytes.js";
import { sheetKeys } from "../locks/code.js";
import { newsroomOf } from "../locks/list.js";
import { lockRing, newRing, openRing } from "../locks/ring.js";
import { publicOf } from "../locks/voice.js";
import { fingerprint, normalise } from "../locks/words.js";
import { VaultError, held } from "./held.js";

/** Derive the newsroom's keys from its sheet. `root`: the root key that they must be of, or "". */
export async function useSheet({ words, root }) {
  const keys = await sheetKeys(words);
  const key = publicOf(keys.rootSeed);
  if (root && root !== hex(key)) throw new VaultError("sheet_other");
  held.sheet = { ...keys, root: hex(key), newsroom: newsroomOf(key) };
  return { root: held.sheet.root, words: fingerprint(key) };
}

/** Make a person's keys, and return what the server keeps of them. */
export async function enrol({ user, passphrase, sheet, today }) {
  const pair = await makePair();
  const { newsroom, root } = held.sheet ?? { newsroom: "", root: "" };
  return lockedUp(newRing({ newsroom, root, user, pair, since: today }), passphrase, sheet);
}

/** Lock the same keys up anew, so that no passphrase, passkey or sheet of before opens them. */
export const enrolAnew = ({ passphrase, sheet }) => lockedUp(held.ring, passphrase, sheet);

async function lockedUp(ring, passphrase, sheet) {
  const identity = (await makePair()).pq;
  held.next = { ring, lock: identity };
  const secret = utf8(identity);
  const wrapped = async (kind, words) => ({ kind, label: "", sealed: base64(await lockWithWords(secret, normalise(words))) });
  return {
    ...(await recipientsOf(ring.keys[0])),
    lock: await recipientOf(identity),
    keyring: await sealed(ring, identity),
    wraps: [await wrapped("passphrase", passphrase), await wrapped("sheet", sheet)],
  };
}

const sealed = async (ring, identity) => base64(await lockRing(ring, identity));

export const recipientsOf = async ({ pq, x25519 }) => ({ pq: await recipientOf(pq), x25519: await recipientOf(x25519) });

/** Use from now on what the server has taken. */
export function settle() {
  Object.assign(held, held.next, { next: null });
  return standing();
}

async function standing() {
  const { newsroom, root, epoch, keys } = held.ring;
  const [pq, ...former] = await Promise.all(keys.map((pair) => recipientOf(pair.pq)));
  return { newsroom, root, epoch, since: keys[0].since ?? "", pq, former };
}

/** Open a keyring: by words and what they have locked up, or by the lock's identity itself. */
export async function unlock({ words, wraps, identity, keyring, user }) {
  const secret = identity ?? (await byWords(words, wraps));
  const ring = await openRing(fromBase64(keyring), secret);
  if (ring.user !== user) throw new VaultError("ring");
  Object.assign(held, { ring, lock: secret });
  return standing();
}

async function byWords(words, wraps) {
  for (const one of wraps) {
    try {
      return fromUtf8(await openWithWords(fromBase64(one), normalise(words)));
    } catch {
      // Not these words, or not this copy: the next may be it.
    }
  }
  throw new VaultError("words");
}

/** Read with the newsroom's own keys, which are on its sheet. */
export async function unlockWithSheet({ words, root }) {
  await useSheet({ words, root });
  const { pq, x25519, newsroom } = held.sheet;
  held.ring = { newsroom, root: held.sheet.root, epoch: 0, keys: [{ pq, x25519 }] };
  return standing();
}

/** Lock the lock up with other words, and return the copy. */
export async function wrap({ words }) {
  return base64(await lockWithWords(utf8(held.lock), normalise(words)));
}

/** Note the newsroom and the epoch of the list that was checked; a lower one is refused from then on. */
export async function raise() {
  const { newsroom, root, epoch } = held.list;
  held.next = { ring: { ...held.ring, newsroom, root, epoch } };
  return toKeep();
}

/** Bind the keyring to the newsroom whose sheet was just made; there is no list yet. */
export async function bindToSheet() {
  const { newsroom, root } = held.sheet;
  held.next = { ring: { ...held.ring, newsroom, root, epoch: 0 } };
  return toKeep();
}

/** Make new keys, and keep the old ones behind them. */
export async function newPair({ today }) {
  const pair = await makePair();
  held.next = { ring: { ...held.ring, keys: [{ ...pair, since: today }, ...held.ring.keys] } };
  return toKeep();
}

async function toKeep() {
  const { ring } = held.next;
  return { keyring: await sealed(ring, held.lock), ...(await recipientsOf(ring.keys[0])) };
}
