// Unlocking: by passphrase, passkey, one's own sheet, or the newsroom's. Then the list is checked, and the box counts as opened.

import { fromBase64, fromUtf8 } from "../locks/bytes.js";
import { readSeen, weekOf } from "../locks/list.js";
import { openWithPasskey } from "../locks/passkeys.js";
import { say } from "../locks/says.js";
import { normalise, unknownWords } from "../locks/words.js";
import { Refusal, post } from "./api.js";
import { hasDrafts, unlockDrafts } from "./drafts.js";
import { latest, refresh, room, soonest } from "./room.js";
import { renewWays, setUp } from "./setup.js";
import { dayOf } from "./telling.js";
import { ask, drop, isOpen } from "./vault.js";
import { copy, goBackIn, goTo, show, tell, when } from "./ways.js";

/** Return a code as it is used. Throws Refusal, naming words that are in no list, or how many there must be. */
export function codeOf(typed, count) {
  const unknown = unknownWords(typed).filter((word) => word !== "");
  if (unknown.length) throw new Refusal(say("words_unknown", { words: unknown.join(", ") }));
  if (normalise(typed).split("-").length !== count) throw new Refusal(say("words_count", { n: count }));
  return normalise(typed);
}

export function unlockScreen() {
  const parts = show("unlock");
  parts.kept.hidden = !hasDrafts();
  parts.shown.addEventListener("change", () => {
    parts.words.type = parts.shown.checked ? "text" : "password";
  });
  when(parts.form, "submit", async () => {
    const words = codeOf(parts.words.value, 6);
    tell(say("unlocking"));
    await unlockWith({ words, wraps: wrapsOf("passphrase").map((one) => one.sealed) });
  });
  for (const wrap of wrapsOf("passkey")) {
    const { whole } = copy("passkey");
    whole.textContent = say("unlock_passkey", { day: dayOf(wrap.day) });
    parts.acts.append(whole);
    when(whole, "click", () => unlockWith(byPasskey(wrap)));
  }
  when(parts.own, "click", ownSheet);
  when(parts.newsroom, "click", newsroomSheet);
}

const wrapsOf = (kind) => room.state.mine.wraps.filter((one) => one.kind === kind);

async function byPasskey(wrap) {
  try {
    return { identity: fromUtf8(await openWithPasskey(fromBase64(wrap.sealed), wrap.label)) };
  } catch {
    throw new Refusal(say("refused_passkey"));
  }
}

async function unlockWith(secret) {
  const { mine, me } = room.state;
  try {
    room.own = await ask("unlock", { ...(await secret), keyring: mine.keyring, user: me.id });
  } catch (error) {
    drop();
    throw error;
  }
  await enter();
}

/** Go in with keys that are unlocked. */
export async function enter() {
  await takeIn();
  await unlockDrafts();
  showWays();
  if (room.state.list === null) return setUp();
  return goBackIn();
}

/** Show what leads from screen to screen, as far as there is something to go to. */
export function showWays() {
  document.getElementById("ways").hidden = !isOpen();
  for (const id of ["to-tips", "to-people"]) document.getElementById(id).hidden = room.state.list === null;
}

/** Check the list that the server hands out; open the voice; sign that the box was opened; note what was seen. */
export async function takeIn() {
  const { list, voice_sealed: sealed } = room.state;
  if (list === null) return;
  let found;
  try {
    found = await ask("takeList", { envelope: list, today: latest() });
  } catch (error) {
    room.refused = say(`why_${error.code}`);
    return;
  }
  Object.assign(room, { list: found.list, isExpired: found.isExpired, words: found.words, isFirst: found.isFirst, refused: "" });
  room.hasVoice = await ask("openVoice", { sealed });
  if (room.byNewsroom) return;
  if (found.isNewer || found.isFirst) {
    await post("keyring", await ask("raise"));
    room.own = await ask("settle");
  }
  await signSeen();
}

async function signSeen() {
  const { seen } = room.state;
  const today = soonest();
  const week = seen ? readSeen(seen, room.list, today) : null;
  if (!room.hasVoice || room.isExpired || (week !== null && week >= weekOf(today))) return;
  await post("seen", await ask("seen", { today }));
}

function ownSheet() {
  const parts = sheetScreen("own_sheet");
  when(parts.form, "submit", async () => {
    const words = codeOf(parts.words.value, 10);
    const { sealed } = await post("sheet");
    tell(say("unlocking"));
    const { mine, me } = room.state;
    room.own = await ask("unlock", { words, wraps: [sealed], keyring: mine.keyring, user: me.id });
    renewWays();
  });
}

function newsroomSheet() {
  const parts = sheetScreen("newsroom_sheet");
  when(parts.form, "submit", async () => {
    const words = codeOf(parts.words.value, 12);
    tell(say("unlocking"));
    const root = room.state.list?.root ?? "";
    room.own = await ask("unlockWithSheet", { words, root });
    room.byNewsroom = true;
    await post("recovered", { by: "newsroom" });
    await refresh();
    await enter();
  });
}

function sheetScreen(name) {
  const parts = show("sheet-in");
  parts.heading.textContent = say(`${name}_in`);
  parts.what.textContent = say(`${name}_in_what`);
  parts.label.textContent = say(`${name}_label`);
  when(parts.back, "click", () => goTo("unlock"));
  return parts;
}
