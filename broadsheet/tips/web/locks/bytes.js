// Bytes and their spellings.

import { sha256 as sum } from "@noble/hashes/sha2.js";

export { randomBytes } from "@noble/hashes/utils.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const utf8 = (text) => encoder.encode(text);

/** Throws TypeError for bytes that are no UTF-8. */
export const fromUtf8 = (bytes) => decoder.decode(bytes);

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function fromHex(text) {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new TypeError("not hex");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function base64(bytes) {
  let letters = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    letters += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(letters);
}

export function fromBase64(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  if (base64(bytes) !== text) throw new TypeError("not base64");
  return bytes;
}

export function concat(...pieces) {
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

export const sha256 = (bytes) => sum(bytes);

/** A sum that grows: `update(bytes)`, `digest()`. */
export const newSum = () => sum.create();

/** Return JSON as it is signed: keys in order, no blanks. Throws TypeError for halves of letters, which no UTF-8 can hold. */
export function canonical(value) {
  if (typeof value === "string") return wellFormed(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  // By code points, which is not how strings are compared here.
  const names = Object.keys(value).sort((a, b) => compare(utf8(a), utf8(b)));
  return `{${names.map((name) => `${wellFormed(name)}:${canonical(value[name])}`).join(",")}}`;
}

function wellFormed(text) {
  if (/\p{Cs}/u.test(text)) throw new TypeError("half a letter");
  return JSON.stringify(text);
}

function compare(a, b) {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    if (a[at] !== b[at]) return a[at] - b[at];
  }
  return a.length - b.length;
}

/** Say whether an object has these names and no other. */
export function hasJust(value, names) {
  return (
    value !== null &&
    typeof value === "object" &&
    !Array.isArray(value) &&
    Object.keys(value).length === names.length &&
    names.every((name) => Object.hasOwn(value, name))
  );
}

/** How many letters a person would count at most: code points. */
export const letters = (text) => [...text].length;
