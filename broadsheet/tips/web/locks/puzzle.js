// The work that is asked of a browser before it may send.

import { newSum, utf8 } from "./bytes.js";

/** Return the least number whose sum with the puzzle begins with so many zero bits. */
export function solve(puzzle, bits) {
  const begun = newSum().update(utf8(`${puzzle}:`));
  for (let number = 0; ; number += 1) {
    const sum = begun.clone().update(utf8(String(number))).digest();
    if (zeroBits(sum) >= bits) return number;
  }
}

function zeroBits(bytes) {
  let bits = 0;
  for (const byte of bytes) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}
