// The signed list of recipients: whom tips are locked up for. Whatever is wrong with it is refused before anything is locked.

import { isRecipient } from "./age.js";
import { base64, canonical, concat, fromBase64, fromHex, fromUtf8, hasJust, hex, letters, sha256, utf8 } from "./bytes.js";
import { fits, publicOf, sign, voiceOf } from "./voice.js";

const LIST = "broadsheet-tips-list-v1\n";
const SEEN = "broadsheet-tips-seen-v1\n";
const NAMES = [
  ...["kind", "version", "newsroom", "name", "language", "epoch", "issued", "expires", "alone"],
  ...["recipients", "recovery", "voice", "voices", "ways"],
];
const MOST_RECIPIENTS = 20;
const MOST_DAYS = 180;
const DAY = 86_400_000;

/** `code` says why: forged, odd, older, other, expired, empty, alone, mixed, twice. */
export class ListError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

export const newsroomOf = (root) => hex(sha256(concat(utf8("broadsheet-tips-newsroom-v1\n"), root)).slice(0, 16));

/**
 * Return the list in an envelope, with `root` (hex).
 *
 * @param known `today` (a day), `epoch`: the highest seen so far, `newsroom`: the only one that will do. Each but `today` may be missing.
 */
export function readList(envelope, { today, epoch = 0, newsroom = null }) {
  const list = signedList(envelope);
  checkShape(list);
  if (list.newsroom !== newsroomOf(fromHex(envelope.root))) refuse("forged");
  if (newsroom !== null && list.newsroom !== newsroom) refuse("other");
  if (list.epoch < epoch) refuse("older");
  checkDays(list, today);
  checkKeys(list);
  return { ...list, root: envelope.root };
}

function signedList(envelope) {
  if (!hasJust(envelope, ["payload", "signature", "root"])) refuse("odd");
  const { bytes, value } = unpacked(envelope.payload);
  if (!/^[0-9a-f]{64}$/.test(envelope.root) || !fits(LIST, bytes, envelope.signature, envelope.root)) refuse("forged");
  return value;
}

function unpacked(payload) {
  try {
    const bytes = fromBase64(payload);
    const text = fromUtf8(bytes);
    const value = JSON.parse(text);
    if (canonical(value) === text) return { bytes, value };
  } catch {
    // Refused below, like all that is odd.
  }
  return refuse("odd");
}

const isWhole = (value, least) => Number.isSafeInteger(value) && value >= least;
const isHex = (value, size) => typeof value === "string" && value.length === size * 2 && /^[0-9a-f]+$/.test(value);
const isText = (value, least, most) => typeof value === "string" && letters(value) >= least && letters(value) <= most;
const isDay = (value) => {
  if (typeof value !== "string") return false;
  const at = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value);
};

function checkShape(list) {
  const isFit =
    hasJust(list, NAMES) &&
    list.kind === "broadsheet-tips-list" &&
    list.version === 1 &&
    isHex(list.newsroom, 16) &&
    isText(list.name, 1, 100) &&
    ["en", "es", "ar"].includes(list.language) &&
    isWhole(list.epoch, 1) &&
    isDay(list.issued) &&
    isDay(list.expires) &&
    typeof list.alone === "boolean" &&
    isHex(list.voice, 32) &&
    Array.isArray(list.recipients) &&
    list.recipients.every((one) => hasJust(one, ["name", "pq", "x25519"]) && isText(one.name, 1, 100)) &&
    hasJust(list.recovery, ["pq", "x25519"]) &&
    Array.isArray(list.voices) &&
    list.voices.every((one) => hasJust(one, ["epoch", "key"]) && isWhole(one.epoch, 1) && isHex(one.key, 32)) &&
    hasJust(list.ways, ["onion", "phone", "post", "signal"]) &&
    Object.values(list.ways).every((way) => isText(way, 0, 300));
  if (!isFit) refuse("odd");
}

function checkDays(list, today) {
  const [issued, expires, now] = [list.issued, list.expires, today].map((day) => Date.parse(`${day}T00:00:00Z`));
  if (issued > now + DAY || expires > issued + MOST_DAYS * DAY) refuse("odd");
  if (expires < now) refuse("expired");
}

function checkKeys(list) {
  if (list.recipients.length === 0) refuse("empty");
  if (list.recipients.length > MOST_RECIPIENTS) refuse("odd");
  const all = [...list.recipients, list.recovery];
  for (const kind of ["pq", "x25519"]) {
    if (!all.every((one) => isRecipient(kind, one[kind]))) refuse("mixed");
    if (new Set(all.map((one) => one[kind])).size !== all.length) refuse("twice");
  }
  if (list.recipients.length === 1 && !list.alone) refuse("alone");
}

function refuse(code) {
  throw new ListError(code);
}

/** Return the keys of a kind that everything is locked to: all recipients' and the recovery's. */
export const keysOf = (list, kind) => [...list.recipients.map((one) => one[kind]), list.recovery[kind]];

/** Return a signed list's envelope. Throws ListError for a list that no browser would take. */
export function makeList(fields, rootSeed, today) {
  const root = publicOf(rootSeed);
  const list = { kind: "broadsheet-tips-list", version: 1, newsroom: newsroomOf(root), ...fields };
  const bytes = utf8(canonical(list));
  const envelope = { payload: base64(bytes), signature: sign(LIST, bytes, rootSeed), root: hex(root) };
  readList(envelope, { today });
  return envelope;
}

/** Return the week (ISO 8601, "2026-W48") of a day. */
export function weekOf(day) {
  const date = new Date(`${day}T00:00:00Z`);
  // The week belongs to the year of its Thursday.
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const first = Date.UTC(date.getUTCFullYear(), 0, 1);
  const week = Math.ceil(((date - first) / DAY + 1) / 7);
  return `${date.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}

/** Return the day on which a week begins. */
export function mondayOf(week) {
  const [year, number] = week.split("-W").map(Number);
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = Date.UTC(year, 0, 4 - ((fourth.getUTCDay() || 7) - 1) + (number - 1) * 7);
  return new Date(monday).toISOString().slice(0, 10);
}

/** Return the envelope in which a recipient says that the box was opened this week. */
export function makeSeen(list, today, voiceSeed) {
  const said = { kind: "broadsheet-tips-seen", version: 1, newsroom: list.newsroom, epoch: list.epoch, week: weekOf(today) };
  const bytes = utf8(canonical(said));
  return { payload: base64(bytes), signature: sign(SEEN, bytes, voiceSeed) };
}

/**
 * Return the week in which the box was opened, as a recipient signed it; null of what nobody has signed.
 *
 * A voice of before speaks for no week that began after the list that came after it, and none speaks for weeks to come.
 */
export function readSeen(envelope, list, today) {
  if (!hasJust(envelope, ["payload", "signature"])) return null;
  try {
    const { bytes, value } = unpacked(envelope.payload);
    const key = voiceOf(list, value.epoch);
    const isFit =
      hasJust(value, ["kind", "version", "newsroom", "epoch", "week"]) &&
      value.kind === "broadsheet-tips-seen" &&
      value.version === 1 &&
      value.newsroom === list.newsroom &&
      isWeek(value.week) &&
      Date.parse(mondayOf(value.week)) <= Date.parse(today) + DAY &&
      (value.epoch === list.epoch || value.week <= weekOf(list.issued));
    return isFit && key !== null && fits(SEEN, bytes, envelope.signature, key) ? value.week : null;
  } catch {
    return null;
  }
}

const isWeek = (value) => typeof value === "string" && /^\d{4}-W\d\d$/.test(value) && weekOf(mondayOf(value)) === value;

/** Return how many days ago the week began in which the box was opened. */
export const daysSince = (week, today) => Math.round((Date.parse(today) - Date.parse(mondayOf(week))) / DAY);
