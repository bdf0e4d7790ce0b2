// What is locked up: a head, files, the end, and zeros up to a size that many share. The format stands in docs/developers/tips.md.

import { canonical, concat, fromUtf8, hasJust, letters, utf8 } from "./bytes.js";

const MAGIC = utf8("BSTIPS1\n");
export const MOST_FILES = 20;
export const MOST_LETTERS = 100_000;
const MOST_NAME = 255;
const MOST_TYPE = 100;
const MOST_HEAD = 512 * 1024;
const MOST_LINE = 2048;
const MOST_PIECE = 1024 * 1024;
const STEP = 16 * 1024;
const SMALL = 256 * 1024;
const RECORD = 5;
// After so many pieces a browser is let do something else.
const MOST_AT_ONCE = 4096;

export class ContainerError extends Error {}

/** Return the size to which n bytes are filled up. */
export function padded(bytes) {
  const step = (size) => Math.ceil(size / STEP) * STEP;
  if (bytes <= SMALL) return step(bytes);
  const e = Math.floor(Math.log2(bytes));
  const lost = 2 ** (e - (Math.floor(Math.log2(e)) + 1));
  return step(Math.ceil(bytes / lost) * lost);
}

function record(kind, bytes) {
  const head = new Uint8Array(RECORD);
  head[0] = kind.charCodeAt(0);
  new DataView(head.buffer).setUint32(1, bytes.length);
  return concat(head, bytes);
}

const line = (kind, value) => record(kind, utf8(canonical(value)));
const begins = (file) => line("F", { name: file.name, type: file.type });
const ends = (file) => line("E", { size: file.size });

/** Return how many bytes a head and files take, filled up. Files: `name`, `type`, `size`. */
export function packedSize(head, files) {
  const ofFile = (file) =>
    begins(file).length + file.size + Math.ceil(file.size / MOST_PIECE) * RECORD + ends(file).length;
  const whole = MAGIC.length + line("H", head).length + line("Z", { files: files.length }).length;
  return padded(files.reduce((size, file) => size + ofFile(file), whole));
}

/** Return a stream of the container. Files: `name`, `type`, `size` and `blob`. */
export function pack(head, files) {
  checkHead(head);
  files.forEach(checkFile);
  if (files.length > MOST_FILES) refuse();
  const pieces = piecesOf(head, files);
  return new ReadableStream(
    {
      async pull(control) {
        const { done, value } = await pieces.next();
        if (done) control.close();
        else control.enqueue(value);
      },
      async cancel() {
        await pieces.return();
      },
    },
    { highWaterMark: 0 },
  );
}

async function* piecesOf(head, files) {
  let size = 0;
  const counted = (bytes) => {
    size += bytes.length;
    return bytes;
  };
  yield counted(concat(MAGIC, line("H", head)));
  for (const file of files) {
    yield counted(begins(file));
    for (let at = 0; at < file.size; at += MOST_PIECE) {
      const end = Math.min(at + MOST_PIECE, file.size);
      const piece = new Uint8Array(await file.blob.slice(at, end).arrayBuffer());
      // A file that was changed on the disk since it was chosen.
      if (piece.length !== end - at) refuse();
      yield counted(record("P", piece));
    }
    yield counted(ends(file));
  }
  yield counted(line("Z", { files: files.length }));
  for (let left = padded(size) - size; left > 0; left -= STEP) yield new Uint8Array(Math.min(left, STEP));
}

/**
 * Read a whole container from a stream or bytes. Returns `{head, files}`, files with `name`, `type`, `size`, `blob`.
 *
 * Throws ContainerError for whatever is not as the format asks; nothing of such a container is handed out.
 */
export async function unpack(source) {
  const input = new Input(source instanceof Uint8Array ? new Blob([source]).stream() : source);
  const magic = await input.take(MAGIC.length);
  if (!magic.every((byte, at) => byte === MAGIC[at])) refuse();
  const head = json(await input.record("H", MOST_HEAD));
  checkHead(head);
  const files = [];
  for (;;) {
    const { kind, bytes } = await input.anyRecord();
    if (kind === "Z") {
      const end = json(bytes);
      if (!hasJust(end, ["files"]) || end.files !== files.length) refuse();
      break;
    }
    if (kind !== "F" || files.length === MOST_FILES) refuse();
    files.push(await readFile(json(bytes), input));
  }
  await input.onlyZeros();
  if (padded(input.at) !== input.at || input.at !== padded(input.used)) refuse();
  return { head, files };
}

async function readFile(file, input) {
  checkFile(file);
  if (!hasJust(file, ["name", "type"])) refuse();
  const pieces = new Pieces();
  let size = 0;
  for (let count = 1; ; count += 1) {
    const { kind, bytes } = await input.anyRecord();
    if (kind === "E") {
      const end = json(bytes);
      if (!hasJust(end, ["size"]) || end.size !== size) refuse();
      // The type is what the sender says: it is told to people, and never to a browser.
      return { ...file, size, blob: pieces.whole() };
    }
    if (kind !== "P" || bytes.length === 0) refuse();
    size += bytes.length;
    pieces.add(bytes);
    if (count % MOST_AT_ONCE === 0) await new Promise((done) => setTimeout(done));
  }
}

// What came of a file: in blobs, which browsers keep on the disk when they are large; but not in one for each byte.
class Pieces {
  constructor() {
    this.blobs = [];
    this.held = new Uint8Array(MOST_PIECE);
    this.size = 0;
  }

  add(bytes) {
    if (this.size + bytes.length > MOST_PIECE) this.join();
    this.held.set(bytes, this.size);
    this.size += bytes.length;
  }

  join() {
    this.blobs.push(new Blob([this.held.subarray(0, this.size)]));
    this.size = 0;
  }

  whole() {
    this.join();
    return new Blob(this.blobs);
  }
}

const MOST = { H: MOST_HEAD, F: MOST_LINE, P: MOST_PIECE, E: MOST_LINE, Z: MOST_LINE };

// Bytes of a stream, as many as are asked for.
class Input {
  constructor(readable) {
    this.reader = readable.getReader();
    this.held = new Uint8Array(0);
    this.at = 0;
    this.used = 0;
  }

  async more() {
    const { done, value } = await this.reader.read();
    if (done) return false;
    this.held = this.held.length ? concat(this.held, value) : value;
    return true;
  }

  async take(count) {
    if (this.held.length < count) {
      const pieces = [this.held];
      let size = this.held.length;
      while (size < count) {
        const { done, value } = await this.reader.read();
        if (done) refuse();
        pieces.push(value);
        size += value.length;
      }
      this.held = concat(...pieces);
    }
    const taken = this.held.slice(0, count);
    this.held = this.held.subarray(count);
    this.at += count;
    this.used = this.at;
    return taken;
  }

  async anyRecord() {
    const head = await this.take(RECORD);
    const kind = String.fromCharCode(head[0]);
    const size = new DataView(head.buffer).getUint32(1);
    if (!Object.hasOwn(MOST, kind) || size > MOST[kind]) refuse();
    return { kind, bytes: await this.take(size) };
  }

  async record(kind) {
    const found = await this.anyRecord();
    if (found.kind !== kind) refuse();
    return found.bytes;
  }

  async onlyZeros() {
    do {
      if (this.held.some((byte) => byte !== 0)) refuse();
      this.at += this.held.length;
      this.held = new Uint8Array(0);
    } while (await this.more());
  }
}

function json(bytes) {
  try {
    const text = fromUtf8(bytes);
    const value = JSON.parse(text);
    if (canonical(value) === text) return value;
  } catch {
    // Refused below.
  }
  return refuse();
}

const OF_ALL = ["v", "kind", "newsroom", "thread", "epoch", "text"];
const OF_SOURCE = [...OF_ALL, "reply", "way", "proof"];
const OF_NOTE = [...OF_ALL, "what", "by", "on", "files", "signature"];
const OF_KIND = {
  tip: OF_SOURCE,
  more: OF_SOURCE,
  answer: [...OF_ALL, "name", "files", "proof", "signature"],
  note: OF_NOTE,
};

function checkHead(head) {
  const names = head?.kind === "note" && head.what === "assignment" ? [...OF_NOTE, "who", "due", "story", "headline"] : OF_KIND[head?.kind];
  const isFit =
    names !== undefined &&
    Object.hasOwn(OF_KIND, head.kind) &&
    hasJust(head, names) &&
    head.v === 1 &&
    Number.isSafeInteger(head.epoch) &&
    names.every((name) => ["v", "epoch", "files"].includes(name) || typeof head[name] === "string") &&
    letters(head.text) <= MOST_LETTERS &&
    (head.files === undefined || (Array.isArray(head.files) && head.files.every((sum) => typeof sum === "string"))) &&
    (head.way === undefined || ["script", "plain"].includes(head.way)) &&
    (head.what === undefined || ["note", "assignment", "kept"].includes(head.what));
  if (!isFit) refuse();
}

function checkFile(file) {
  const isText = (value, least, most) => typeof value === "string" && letters(value) >= least && letters(value) <= most;
  if (file === null || !isText(file.name, 1, MOST_NAME) || !isText(file.type, 0, MOST_TYPE)) refuse();
}

function refuse() {
  throw new ContainerError("not as the format asks");
}
