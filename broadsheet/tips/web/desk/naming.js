// What tips and their files are called: by words and endings that say nothing and do nothing.

import { fromHex } from "../locks/bytes.js";
import { make } from "../locks/says.js";
import { fingerprint } from "../locks/words.js";

// What a file begins with, and the ending that it is saved with. Whatever else it calls itself, it is "bin".
const BEGINNINGS = [
  ["jpg", [0xff, 0xd8, 0xff]],
  ["png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["gif", [0x47, 0x49, 0x46, 0x38]],
  ["pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["mp3", [0x49, 0x44, 0x33]],
  ["ogg", [0x4f, 0x67, 0x67, 0x53]],
];
const INSIDE = [
  ["webp", 8, "WEBP"],
  ["wav", 8, "WAVE"],
  ["mp4", 4, "ftyp"],
];
const OFFICE = ["docx", "xlsx", "pptx", "odt", "ods", "odp"];
const TEXTS = ["txt", "csv"];

/** Return two words for a thread, so that people can talk about it. They stand for nothing else. */
export const nicknameOf = (thread) => fingerprint(fromHex(thread)).slice(0, 2).join("-");

/** Say with which ending a file may be saved: by its first bytes, never by its name alone. */
export async function endingOf(file) {
  const start = new Uint8Array(await file.blob.slice(0, 4096).arrayBuffer());
  const named = /\.([a-z0-9]{1,5})$/i.exec(file.name)?.[1].toLowerCase() ?? "";
  const found = BEGINNINGS.find(([, bytes]) => bytes.every((byte, at) => start[at] === byte))?.[0];
  if (found === "zip" && OFFICE.includes(named)) return named;
  if (found) return found;
  const inside = INSIDE.find(([, at, letters]) => [...letters].every((one, step) => start[at + step] === one.charCodeAt(0)));
  if (inside) return inside[0];
  return TEXTS.includes(named) && !start.includes(0) ? named : "bin";
}

/** Return a name for a file that says nothing and does nothing. */
export const neutralName = (stem, number, ending) => `tip-${stem}-${number}.${ending}`;

/** Hand a blob to the person as a file. */
export function hand(blob, name) {
  const address = URL.createObjectURL(new Blob([blob], { type: "application/octet-stream" }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
