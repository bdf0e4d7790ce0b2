// What is derived from words, by scrypt.

import { scryptAsync } from "@noble/hashes/scrypt.js";

import { fromSeed, recipientOf } from "./age.js";
import { concat, hex, sha256, utf8 } from "./bytes.js";
import { normalise, wordsFrom } from "./words.js";

// 128 MiB and about a second: cheap for who knows the words, dear for who guesses.
const COST = { N: 2 ** 17, r: 8, p: 1, dkLen: 96 };

// So few that nobody takes them for a passphrase; what makes a key with the same four is this much work for each try.
const WORDS_OF_KEYS = 4;

async function threeSeeds(words, salt, onProgress) {
  const bytes = await scryptAsync(utf8(normalise(words)), utf8(salt), { ...COST, onProgress });
  return [bytes.slice(0, 32), bytes.slice(32, 64), bytes.slice(64, 96)];
}

/** Return what a source's seven words give at one newsroom: identities, recipients, look-up secret and the thread's name. */
export async function deriveCode(code, newsroom, onProgress) {
  const [pqSeed, seed, key] = await threeSeeds(code, `broadsheet-tips-code-v1:${newsroom}`, onProgress);
  const pq = fromSeed("pq", pqSeed);
  const x25519 = fromSeed("x25519", seed);
  return {
    pq,
    x25519,
    recipient: await recipientOf(pq),
    key,
    thread: hex(sha256(concat(utf8("broadsheet-tips-thread-v1\n"), key))),
  };
}

/** Return what the newsroom's sheet gives: recovery identities and the root's seed. */
export async function sheetKeys(words, onProgress) {
  const [pqSeed, seed, rootSeed] = await threeSeeds(words, "broadsheet-tips-sheet-v1", onProgress);
  return { pq: fromSeed("pq", pqSeed), x25519: fromSeed("x25519", seed), rootSeed };
}

/** Return the four words by which people know someone's keys (recipients), read out from screen to screen. */
export async function wordsOfKeys({ pq, x25519 }) {
  const sum = await scryptAsync(utf8(`${pq}\n${x25519}`), utf8("broadsheet-tips-keys-v1"), { ...COST, dkLen: 32 });
  return wordsFrom(sum, WORDS_OF_KEYS);
}
