// How many words a text has: the same number as the paper's own count (counting.py).

const PARTS = /[\s\u200b\u200d\u2060\ufeff\/\\|–—―]+/u;
const COUNTS = /[\p{L}\p{N}]/u;
const LONGEST = 40;
const EACH = 8;

export function wordsIn(text) {
  let words = 0;
  for (const run of text.normalize("NFC").split(PARTS)) {
    if (!COUNTS.test(run)) continue;
    const length = [...run].length;
    words += length <= LONGEST ? 1 : Math.ceil(length / EACH);
  }
  return words;
}
