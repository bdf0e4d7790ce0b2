// Signatures: Ed25519, each over a line that says what is signed.

import { ed25519 } from "@noble/curves/ed25519.js";

import { canonical, concat, fromHex, hex, randomBytes, utf8 } from "./bytes.js";

/** Return a new key that signs: `{seed, key}`, 32 bytes each. */
export function makeVoice() {
  const seed = randomBytes(32);
  return { seed, key: publicOf(seed) };
}

export const publicOf = (seed) => ed25519.getPublicKey(seed);

export const sign = (line, bytes, seed) => hex(ed25519.sign(concat(utf8(line), bytes), seed));

/** Say whether a signature (hex) is a key's (hex) over a line and bytes. */
export function fits(line, bytes, signature, key) {
  try {
    // Strictly as RFC 8032 has it: Python's side must come to the same end.
    return ed25519.verify(fromHex(signature), concat(utf8(line), bytes), fromHex(key), { zip215: false });
  } catch {
    return false;
  }
}

const HEAD = "broadsheet-tips-head-v1\n";

/** Return the head of an answer or a note, signed. */
export function signHead(head, seed) {
  return { ...head, signature: sign(HEAD, utf8(canonical(head)), seed) };
}

/** Say whether the head of an answer or a note is signed by the voice of its epoch; `list` is one that was checked. */
export function headFits(head, list) {
  const { signature, ...signed } = head;
  const key = voiceOf(list, head.epoch);
  return key !== null && typeof signature === "string" && fits(HEAD, utf8(canonical(signed)), signature, key);
}

export function voiceOf(list, epoch) {
  if (epoch === list.epoch) return list.voice;
  return list.voices.find((one) => one.epoch === epoch)?.key ?? null;
}
