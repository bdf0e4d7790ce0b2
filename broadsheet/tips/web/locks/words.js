// Words that stand for secrets. `WORDS`: built/words.txt, each word as the number of letters that it shares with the one before it
// (A for none, B for one …) and the rest.

import { concat, randomBytes, sha256, utf8 } from "./bytes.js";

let list = null;

/** Return the 7,776 words, in alphabetical order. */
export function words() {
  if (list === null) {
    let last = "";
    list = WORDS.match(/[A-H][a-z]*/g).map((coded) => {
      last = last.slice(0, coded.charCodeAt(0) - 65) + coded.slice(1);
      return last;
    });
  }
  return list;
}

/** Return so many words drawn by chance, joined by "-". */
export function makeCode(count) {
  return Array.from({ length: count }, () => words()[drawn(words().length)]).join("-");
}

// Numbers that would make some words likelier are drawn anew.
function drawn(below) {
  const most = 0x100000000 - (0x100000000 % below);
  for (;;) {
    const number = new DataView(randomBytes(4).buffer).getUint32(0);
    if (number < most) return number % below;
  }
}

/** Return a code as it is used, however it was typed. */
export function normalise(typed) {
  return typed
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^a-z]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** Return the words of a code that are not in the list. */
export function unknownWords(code) {
  return normalise(code)
    .split("-")
    .filter((word) => !words().includes(word));
}

/** Say whether a text holds a code, however it is spaced, numbered, joined or spelled. */
export const holdsCode = (text, code) => bare(text).includes(bare(code));

const bare = (text) => normalise(text).replaceAll("-", "");

/** Return the eight words by which people know a root key (32 bytes). */
export const fingerprint = (root) => wordsFrom(sha256(concat(utf8("broadsheet-tips-root-v1\n"), root)), 8);

/** Return the last so many digits of a sum to the base of our words, as words. */
export function wordsFrom(sum, places) {
  let number = sum.reduce((whole, byte) => (whole << 8n) | BigInt(byte), 0n);
  const count = BigInt(words().length);
  const found = [];
  for (let at = 0; at < places; at += 1) {
    found.unshift(words()[Number(number % count)]);
    number /= count;
  }
  return found;
}
