// Everything that we ask of age, and nothing else in this program knows it.

import { bech32 } from "@scure/base";
import {
  Decrypter,
  Encrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from "age-encryption";

// A list has 20 recipients at most, and a recovery; each takes 1.6 kB of the head when it is post-quantum.
const MOST_STANZAS = 40;
const MOST_HEAD_BYTES = 128 * 1024;
// About a second on a desk: what protects six words (age's own choice).
const SCRYPT_LOG_N = 18;

export class AgeError extends Error {}

/** Return a new pair of identities. */
export async function makePair() {
  return { pq: await generateHybridIdentity(), x25519: await generateX25519Identity() };
}

/** Return the identity whose secret is these 32 bytes; `kind` is "pq" or "x25519". */
export function fromSeed(kind, seed) {
  const prefix = kind === "pq" ? "age-secret-key-pq-" : "age-secret-key-";
  return bech32.encode(prefix, bech32.toWords(seed), false).toUpperCase();
}

export const recipientOf = (identity) => identityToRecipient(identity);

/** Say whether a string names a key of a kind; a mixed file would lose what the stronger kind protects. */
export function isRecipient(kind, text) {
  const form = kind === "pq" ? /^age1pq1[02-9ac-hj-np-z]{1952}$/ : /^age1(?!pq1)[02-9ac-hj-np-z]{58}$/;
  return typeof text === "string" && form.test(text);
}

/** Return the kind of all these recipients. Throws AgeError when they are of two, or none. */
export function kindOf(recipients) {
  for (const kind of ["pq", "x25519"]) {
    if (recipients.length && recipients.every((one) => isRecipient(kind, one))) return kind;
  }
  throw new AgeError("mixed");
}

function locker(recipients) {
  kindOf(recipients);
  const made = new Encrypter();
  new Set(recipients).forEach((one) => made.addRecipient(one));
  return made;
}

/** Lock up a stream; `size(n)` tells how many bytes n bytes become. */
export async function lockStream(readable, recipients) {
  const stream = await locker(recipients).encrypt(readable);
  return { stream, size: (bytes) => stream.size(bytes) };
}

export const lock = (bytes, recipients) => locker(recipients).encrypt(bytes);

/** Open a stream. What comes out may yet be found cut short at its end: nothing of it is used before. */
export async function openStream(readable, identities) {
  const [head, whole] = await peek(readable);
  checkHead(head);
  return refusing(() => opener(identities).decrypt(whole));
}

export async function open(bytes, identities) {
  checkHead(bytes.subarray(0, MOST_HEAD_BYTES));
  return refusing(() => opener(identities).decrypt(bytes));
}

function opener(identities) {
  const made = new Decrypter();
  identities.forEach((one) => made.addIdentity(one));
  return made;
}

export async function lockWithWords(bytes, code) {
  const made = new Encrypter();
  made.setPassphrase(code);
  made.setScryptWorkFactor(SCRYPT_LOG_N);
  return made.encrypt(bytes);
}

export async function openWithWords(bytes, code) {
  checkHead(bytes.subarray(0, MOST_HEAD_BYTES));
  const made = new Decrypter();
  made.addPassphrase(code);
  return refusing(() => made.decrypt(bytes));
}

// A head has lines "-> …" and ends at "--- ". One with a thousand of them would keep a browser busy for minutes.
function checkHead(bytes) {
  const text = new TextDecoder("latin1").decode(bytes);
  const end = text.indexOf("\n--- ");
  if (!text.startsWith("age-encryption.org/v1\n") || end < 0) throw new AgeError("no age file");
  if (text.slice(0, end).split("\n-> ").length - 1 > MOST_STANZAS) throw new AgeError("too many recipients");
}

// Whatever age says of a file, we say: it cannot be opened.
async function refusing(act) {
  try {
    return await act();
  } catch (error) {
    throw new AgeError("cannot be opened", { cause: error });
  }
}

async function peek(readable) {
  const reader = readable.getReader();
  const pieces = [];
  let size = 0;
  while (size < MOST_HEAD_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    size += value.length;
  }
  const head = new Uint8Array(size);
  pieces.reduce((at, piece) => (head.set(piece, at), at + piece.length), 0);
  const whole = new ReadableStream({
    start: (control) => pieces.forEach((piece) => control.enqueue(piece)),
    pull: async (control) => {
      const { done, value } = await reader.read();
      if (done) control.close();
      else control.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return [head, whole];
}
