// The four words by which people know each other's keys, read out from one screen to the other.

import { say } from "../locks/says.js";
import { Refusal } from "./api.js";
import { room } from "./room.js";
import { apart } from "./telling.js";
import { ask } from "./vault.js";
import { copy, trying } from "./ways.js";

/** Show a person her own four words, in a screen's parts `own-words` and `words`: whoever signs the list asks for them. */
export function showOwnWords(parts) {
  parts["own-words"].hidden = room.own === null || room.byNewsroom;
  if (!parts["own-words"].hidden) writeOwnWords(parts.words);
}

/** Write a person's own four words into an element, once they are worked out. */
export const writeOwnWords = (place) =>
  trying(async () => {
    place.textContent = (await ask("ownWords")).join(" ");
  });

/**
 * Return what asks whether somebody was heard to say the same words: `whole`; `showIf(isAsked)`; and `compared()`, which returns the
 * words, joined by "-", and throws Refusal while she was not.
 */
export function comparer({ name }, words, isChanged) {
  const row = copy("compare");
  const who = { name: apart(name) };
  row.changed.hidden = !isChanged;
  row.changed.textContent = say("compare_changed", who);
  row.what.textContent = say("compare_what", who);
  row.words.textContent = words.join(" ");
  row.yes.textContent = say("compare_yes", who);
  return {
    whole: row.whole,
    showIf(isAsked) {
      row.whole.hidden = !isAsked;
    },
    compared() {
      if (!row.heard.checked) {
        row.heard.focus();
        throw new Refusal(say("compare_first", who));
      }
      return words.join("-");
    },
  };
}
