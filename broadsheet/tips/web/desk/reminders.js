// What has to be done soon, told above the tips and above the recipients.

import { make, say } from "../locks/says.js";
import { writeOwnWords } from "./comparing.js";
import { daysTo, room } from "./room.js";
import { dayOf, namesOf } from "./telling.js";
import { goTo, when } from "./ways.js";

// A list is good for 180 days; from so many before its end we say so.
const BEFORE_DAYS = 21;

/** Write what has to be done into an element. */
export function remind(place) {
  const told = [...ofTrust(), ...ofKeys(), ...ofLine()];
  place.replaceChildren(...told.map(written));
}

function written({ sentence, isGrave, hasWords, to, label, isOwn }) {
  const box = make("div", { class: isGrave ? "warning" : "reminder" }, make("p", { text: sentence }));
  if (hasWords) {
    const words = make("p", { class: "fingerprint", lang: "en", dir: "ltr", translate: "no", text: "…" });
    writeOwnWords(words);
    box.append(words);
  }
  if (to && (isOwn || room.state.me.may_run)) {
    const button = make("button", { type: "button", text: say(label) });
    when(button, "click", to);
    box.append(button);
  }
  return box;
}

function ofTrust() {
  if (room.refused) return [{ sentence: say("list_refused", { why: room.refused }), isGrave: true }];
  if (room.isFirst) return [{ sentence: say("first_root", { words: room.words.join(" ") }) }];
  return [];
}

function ofKeys() {
  const told = [];
  const sign = { to: () => goTo("list"), label: "sign_list" };
  const { me, people } = room.state;
  if (room.byNewsroom) told.push({ sentence: say("by_newsroom"), to: () => goTo("own-keys"), label: "make_new_keys", isOwn: true });
  const left = people.filter((one) => one.in_list && one.has_left);
  if (left.length) told.push({ sentence: say("someone_left", { names: namesOf(left) }), isGrave: true, ...sign });
  const others = people.filter((one) => one.in_list && !one.has_left && one.id !== me.id && !isListed(one.pq));
  if (others.length) told.push({ sentence: say("others_keys_wait", { names: namesOf(others) }), ...sign });
  return [...told, ...ofOwnKeys(sign)];
}

// Whether tips are locked up for her is seen from her own keyring, whatever the server says of it.
function ofOwnKeys(sign) {
  const { me } = room.state;
  const { list, own, byNewsroom } = room;
  const isOut = { sentence: say("not_in_list"), ...sign };
  if (list === null || own === null || byNewsroom || isListed(own.pq)) return me.is_recipient ? [] : [isOut];
  const words = { sentence: say("own_words_wait"), hasWords: true };
  if (own.former.some(isListed)) return [{ sentence: say("new_keys_wait"), ...sign }, words];
  if (!me.is_recipient && list.recipients.every((one) => one.name !== me.name)) return [words, isOut];
  return [{ sentence: say("keys_not_listed"), isGrave: true, ...sign }, words];
}

const isListed = (pq) => room.list === null || room.list.recipients.some((one) => one.pq === pq);

function ofLine() {
  const sign = { to: () => goTo("list"), label: "sign_list" };
  if (room.list === null) return [];
  if (room.isExpired) return [{ sentence: say("list_expired"), isGrave: true, ...sign }];
  const told = [];
  if (daysTo(room.list.expires) <= BEFORE_DAYS) told.push({ sentence: say("expires_soon", { day: dayOf(room.list.expires) }), ...sign });
  const { state, why } = room.state.line;
  if (why === "no_drill") told.push({ sentence: say("line_drill"), to: () => goTo("drill"), label: "try_out" });
  else if (state === "rarely" || state === "closed") told.push({ sentence: say(`line_${state}`), isGrave: state === "closed" });
  return told;
}
