// What a page shows of the line: whether it is open, who opens what comes, and other ways to the newsroom.

import { make, say, shown } from "../locks/says.js";
import { day, names, number, one } from "./wording.js";

/** Show what belongs to these of the page's states (`data-state`), and to none of the others. */
export function showState(...states) {
  document.querySelectorAll("[data-state]").forEach((part) => {
    part.hidden = !part.dataset.state.split(" ").some((state) => states.includes(state));
  });
}

/** Put words where the page has a place for them; empty words leave no place. */
export function put(name, words) {
  document.querySelectorAll(`[data-show="${name}"]`).forEach((place) => {
    place.textContent = words;
    const row = place.closest("[data-row]") ?? place;
    row.hidden = !words;
  });
}

// Names from left to right stand in sentences from right to left, and the other way round.
const apart = (name) => `\u2068${shown(name)}\u2069`;

function people(list) {
  const count = number(list.names.length);
  put("locked", say("locked", { count, paper: apart(list.name), names: names(list.names.map(apart)) }));
  put("alone", list.alone ? say("alone") : "");
}

/** Show the line, as the worker tells it. */
export function showLine(line) {
  put("week", line.week ? say("week", { day: day(line.week) }) : "");
  put("rarely", line.state === "rarely" ? say("rarely") : "");
  for (const way of ["onion", "signal", "phone", "post"]) put(way, shown(line.ways[way] ?? ""));
  if (!line.names) return;
  people(line);
  put("paper", shown(line.name));
  const words = one("[data-fingerprint]");
  words?.replaceChildren(...line.fingerprint.map((word) => make("li", { text: word })));
}

/** Show that nothing can be sent, and why; other ways stay. */
export function showClosed(words) {
  put("closed", words);
  showState("closed");
}
