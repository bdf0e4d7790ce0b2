// A message as it is shown.

import { make, say, shown } from "../locks/says.js";
import { apart, dayOf } from "./telling.js";
import { copy, listFacts } from "./ways.js";

/** Return the row of a message that is not open yet. */
export function beginRow(message) {
  const row = copy("message");
  const day = dayOf(message.day);
  // Whose note it is stands inside.
  row.from.textContent = message.from === "note" ? day : say(`from_${message.from}`, { day });
  row.whole.classList.toggle("note", message.from === "note");
  return row;
}

/** Write into its row what a message says: as text, and nothing else. */
export function fillRow(row, message, head) {
  const day = dayOf(message.day);
  if (head.kind === "answer" && head.name) row.from.textContent = say("from_newsroom_by", { name: apart(shown(head.name)), day });
  if (head.kind === "note") row.from.textContent = say(`from_${head.what}`, { name: apart(shown(head.by)), day });
  if (head.what === "assignment") {
    row.facts.hidden = false;
    const { headline, who, due, story } = head;
    listFacts(row.facts, [
      [say("a_headline"), isolated(headline)],
      [say("a_who"), isolated(who)],
      [say("a_due"), dayOf(due)],
      [say("a_story"), story === "" ? "" : isolated(story)],
    ]);
  }
  row.words.hidden = head.text === "";
  row.words.textContent = shown(head.text);
}

const isolated = (text) => make("bdi", { text: shown(text) });
