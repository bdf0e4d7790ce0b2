// Rows of a batch, typed one after the other: each is kept at once, by its key; without a line it stays in this browser.

import { pageOf } from "../newsroom/newsroom_html.js";
import { standing } from "../newsroom/newsroom_line.js";
import { drop } from "../newsroom/newsroom_words.js";
import { refuse } from "./newsroom_batch_refused.js";
import { next, showUnsent, store } from "./newsroom_batch_unsent.js";
import { choose, watchDonor } from "./newsroom_donor.js";

const form = document.querySelector("[data-batch]");
const field = (name) => form.elements.namedItem(name);
const show = () => showUnsent(form, lookAt);
const AGAIN = 3000;
let isSending = false;
let soon = null;

const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16).padStart(8, "0")).join("");
const isBlank = () => ["amount", "cheque_number", "who"].every((name) => !field(name).value);
const NOTHING = { errors: {}, namesakes: [] };
const say = (words) => { form.querySelector("[data-said]").textContent = words; };

// What was chosen, a kind and a campaign, the next row begins with.
function clear() {
  for (const one of form.querySelectorAll(".gifts-row-fields input")) one.value = "";
  field("key").value = newKey();
  choose(form, "");
  for (const name of ["is_no_copy", "is_new", "is_name"]) field(name).checked = false;
  refuse(form, NOTHING);
  field("amount").focus();
}

function fill(row) {
  for (const [name, value] of row.fields) {
    const one = field(name);
    if (one.type === "checkbox") one.checked = true;
    else one.value = value;
  }
}

// Returns whether the server has answered: then the row is kept, or waits for a person.
async function send(row) {
  const body = new FormData();
  for (const [name, value] of row.fields) body.append(name, value);
  body.append("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
  const limit = AbortSignal.timeout(20_000);
  const headers = { Accept: "application/json" };
  const response = await fetch(form.action, { method: "POST", body, headers, signal: limit }).catch(() => null);
  const isOurs = response?.headers.get("Content-Type")?.startsWith("application/json");
  // Not found: somebody has thrown the batch away.
  if (!isOurs && response?.status !== 404) return false;
  const answer = isOurs ? await response.json() : { ...NOTHING, errors: { "": [form.dataset.saidRefused] } };
  if (answer.lines) {
    drop(row.key);
    document.querySelector("[data-lines]").replaceChildren(...pageOf(answer.lines).body.childNodes);
    say(answer.said);
    return true;
  }
  store(form, { ...row, refused: answer });
  if (isBlank()) lookAt({ ...row, refused: answer });
  return true;
}

function lookAt(row) {
  clear();
  fill(row);
  refuse(form, row.refused);
  show();
}

async function flush() {
  clearTimeout(soon);
  if (isSending) return;
  isSending = true;
  for (let row = next(form); row; row = next(form)) {
    if (await send(row)) continue;
    const found = await standing();
    say(found === "open" || found === "down" ? form.dataset.saidWaiting : form.dataset.saidSignedOut);
    soon = setTimeout(flush, AGAIN);
    break;
  }
  isSending = false;
  show();
}

const isEmpty = () => !field("donor").value && [...form.querySelectorAll(".gifts-row-fields input")].every((one) => !one.value);

form.addEventListener("submit", (event) => {
  // An empty row is none.
  if (isEmpty()) {
    event.preventDefault();
    clear();
    return;
  }
  const fields = [...new FormData(form)].filter(([name, value]) => value && !["csrfmiddlewaretoken", "namesake"].includes(name));
  try {
    store(form, { at: Date.now(), fields });
  } catch {
    // This browser keeps nothing: the row goes as any form goes.
    return;
  }
  event.preventDefault();
  clear();
  flush();
});
window.addEventListener("online", flush);
watchDonor(form);
show();
flush();
if (isBlank()) field("amount").focus();
