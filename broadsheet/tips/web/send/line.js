// Whether the tip line is open, and for whom tips are locked up: asked of the server, believed only as far as it is signed.

import { fromBase64, fromHex, fromUtf8 } from "../locks/bytes.js";
import { daysSince, mondayOf, readList, readSeen } from "../locks/list.js";
import { fingerprint } from "../locks/words.js";
import { answered, ask, patiently } from "./asking.js";

const RARELY_AFTER = 30;
const CLOSED_AFTER = 60;
const RANKS = ["open", "rarely", "closed"];

const today = () => new Date().toISOString().slice(0, 10);

let known = {};

/**
 * Return the line: `list` as it was checked (null if there is none), `state`, `why`, `week` (its Monday, or null), `limits`.
 *
 * Throws ListError for a list that is not in order, and for one older than this page has seen, or of another newsroom.
 */
export async function theLine(tell, { evenExpired = false } = {}) {
  const answer = await patiently(async () => answered(await ask("GET", "list.json")), tell);
  if (answer.list === null) return { ...answer, week: null };
  const list = checked(answer.list, evenExpired);
  known = { epoch: list.epoch, newsroom: list.newsroom };
  return { ...answer, list, ...opened(answer, list) };
}

function checked(envelope, evenExpired) {
  try {
    return readList(envelope, { today: today(), ...known });
  } catch (error) {
    if (!evenExpired || error.code !== "expired") throw error;
    // It still says whose voice an answer is.
    return readList(envelope, { ...known, today: JSON.parse(fromUtf8(fromBase64(envelope.payload))).expires });
  }
}

// The server may claim less than what is signed, and never more.
function opened({ state, why, seen }, list) {
  const signed = seen && readSeen(seen, list, today());
  const week = signed && mondayOf(signed);
  if (list.expires < today()) return { state: "closed", why: "expired", week };
  if (state === "drill") return { state, why, week };
  const days = signed ? daysSince(signed, today()) : Infinity;
  const own = days > CLOSED_AFTER ? "closed" : days > RARELY_AFTER ? "rarely" : "open";
  if (RANKS.indexOf(own) <= RANKS.indexOf(state)) return { state, why, week };
  return { state: own, why: own === "closed" ? "unread" : "", week };
}

/** Return what a page shows of a line. */
export function told({ list, state, why, week, limits }) {
  if (list === null) return { state, why, week, limits, ways: {} };
  const { name, newsroom, epoch, alone, ways, root } = list;
  const names = list.recipients.map((one) => one.name);
  return { state, why, week, limits, name, newsroom, epoch, alone, ways, names, fingerprint: fingerprint(fromHex(root)) };
}
