// Sheets of words, printed on a page of their own.

import { room } from "./room.js";
import { dayOf } from "./telling.js";
import { listWords, partsOf } from "./ways.js";

/** Print a sheet. `kind`: "newsroom" or "own"; `marks`: the eight words of the root, on the newsroom's. */
export function printSheet(kind, words, marks = []) {
  const page = document.getElementById(`print-${kind}`).content.cloneNode(true);
  const parts = partsOf(page);
  listWords(parts.list, words);
  parts.paper.textContent = room.state.paper;
  parts.day.textContent = dayOf(room.state.today);
  if (parts.name) parts.name.textContent = room.state.me.name;
  if (parts.fingerprint) parts.fingerprint.textContent = marks.join(" ");
  document.getElementById("sheet").replaceChildren(page);
  document.body.classList.add("printing");
  window.addEventListener("afterprint", putAway, { once: true });
  window.print();
}

function putAway() {
  document.body.classList.remove("printing");
  document.getElementById("sheet").replaceChildren();
}
