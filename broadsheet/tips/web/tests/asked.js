// What tests in Python ask of the scripts: lines of JSON in, lines of JSON out. Not part of what is served.

import { createInterface } from "node:readline";

import * as age from "../locks/age.js";
import { base64, canonical, fromBase64, fromHex, fromUtf8, hex, utf8 } from "../locks/bytes.js";
import { deriveCode, sheetKeys, wordsOfKeys } from "../locks/code.js";
import { pack, packedSize, padded, unpack } from "../locks/container.js";
import * as lists from "../locks/list.js";
import { solve } from "../locks/puzzle.js";
import { lockRing, newRing, openRing } from "../locks/ring.js";
import { shown } from "../locks/says.js";
import * as voice from "../locks/voice.js";
import * as words from "../locks/words.js";

const whole = async (stream) => new Uint8Array(await new Response(stream).arrayBuffer());
const asFile = ({ name, type, bytes }) => {
  const blob = new Blob([fromBase64(bytes)]);
  return { name, type, size: blob.size, blob };
};
const told = async ({ head, files }) => ({
  head,
  files: await Promise.all(
    files.map(async ({ blob, ...file }) => ({ ...file, bytes: base64(new Uint8Array(await blob.arrayBuffer())) })),
  ),
});

const answers = {
  words: () => words.words(),
  normalise: words.normalise,
  makeCode: words.makeCode,
  holdsCode: words.holdsCode,
  fingerprint: (root) => words.fingerprint(fromHex(root)),
  canonical,
  padded,
  solve,
  async deriveCode(code, newsroom) {
    const made = await deriveCode(code, newsroom);
    return { ...made, key: base64(made.key) };
  },
  async sheetKeys(code) {
    const made = await sheetKeys(code);
    const root = voice.publicOf(made.rootSeed);
    return {
      ...made,
      ofPq: await age.recipientOf(made.pq),
      ofX25519: await age.recipientOf(made.x25519),
      rootSeed: hex(made.rootSeed),
      root: hex(root),
      newsroom: lists.newsroomOf(root),
    };
  },
  async makePair() {
    const pair = await age.makePair();
    return { ...pair, ofPq: await age.recipientOf(pair.pq), ofX25519: await age.recipientOf(pair.x25519) };
  },
  lock: async (bytes, recipients) => base64(await age.lock(fromBase64(bytes), recipients)),
  open: async (bytes, identities) => base64(await age.open(fromBase64(bytes), identities)),
  lockWithWords: async (bytes, code) => base64(await age.lockWithWords(fromBase64(bytes), code)),
  openWithWords: async (bytes, code) => base64(await age.openWithWords(fromBase64(bytes), code)),
  async pack(head, files) {
    const made = files.map(asFile);
    const bytes = await whole(pack(head, made));
    return { bytes: base64(bytes), size: packedSize(head, made) };
  },
  unpack: async (bytes) => told(await unpack(fromBase64(bytes))),
  async blobsMade(bytes) {
    const Made = globalThis.Blob;
    let count = 0;
    globalThis.Blob = class extends Made {
      constructor(...given) {
        super(...given);
        count += 1;
      }
    };
    try {
      await unpack(fromBase64(bytes));
    } finally {
      globalThis.Blob = Made;
    }
    return count;
  },
  async openTip(bytes, identities) {
    return told(await unpack(await age.openStream(new Blob([fromBase64(bytes)]).stream(), identities)));
  },
  newRing,
  lockRing: async (ring, identity) => base64(await lockRing(ring, identity)),
  openRing: (bytes, identity) => openRing(fromBase64(bytes), identity),
  wordsOfKeys,
  makeList: (fields, rootSeed, today) => lists.makeList(fields, fromHex(rootSeed), today),
  readList: lists.readList,
  makeSeen: (list, today, seed) => lists.makeSeen(list, today, fromHex(seed)),
  readSeen: lists.readSeen,
  weekOf: lists.weekOf,
  mondayOf: lists.mondayOf,
  makeVoice() {
    const made = voice.makeVoice();
    return { seed: hex(made.seed), key: hex(made.key) };
  },
  signHead: (head, seed) => voice.signHead(head, fromHex(seed)),
  headFits: voice.headFits,
  sign: (line, text, seed) => voice.sign(line, utf8(text), fromHex(seed)),
  shown,
  text: (bytes) => fromUtf8(fromBase64(bytes)),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, of } = JSON.parse(line);
  let answer;
  try {
    answer = { is: (await answers[ask](...of)) ?? null };
  } catch (error) {
    // An error that is not one of ours is a mistake of ours.
    answer = { refused: error.constructor.name, why: error.code ?? error.message };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
