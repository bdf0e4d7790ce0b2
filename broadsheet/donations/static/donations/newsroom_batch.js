// Rows of a batch, typed one after the other: each is kept at once, by its key; without a line it stays in this browser.

import { pageOf } from "../newsroom/newsroom_html.js";
import { standing } from "../newsroom/newsroom_line.js";
import { drop, kept } from "../newsroom/newsroom_words.js";
import { choose, watchDonor } from "./newsroom_donor.js";

const form = document.querySelector("[data-batch]");
const field = (name) => form.elements.namedItem(name);
const user = document.getElementById("newsroom-keeping").dataset.user;
const place = `batch-${form.dataset.batch}`;
// What the next row begins with.
const STAYS = ["method", "campaign"];
const AGAIN = 3000;
let isSending = false;
let soon = null;

const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16).padStart(8, "0")).join("");
const waiting = () => kept(user, place).reverse();
const isBlank = () => ["amount", "cheque_number", "who"].every((name) => !field(name).value);
const say = (words) => { form.querySelector("[data-said]").textContent = words; };

function store(row) {
  localStorage.setItem(row.key, JSON.stringify({ at: row.at, name: "", fields: row.fields, refused: row.refused }));
}

function clear() {
  for (const one of form.querySelectorAll(".gifts-row-fields input")) one.value = "";
  field("key").value = newKey();
  choose(form, "");
  field("is_no_copy").checked = field("is_new").checked = false;
  refuse({ errors: {}, namesakes: [] });
  field("amount").focus();
}

function fill(row) {
  for (const [name, value] of row.fields) {
    const one = field(name);
    if (one.type === "checkbox") one.checked = true;
    else one.value = value;
  }
}

// What the server says stands at each field; what it asks besides, below them.
function refuse({ errors, isSame, namesakes }) {
  for (const box of form.querySelectorAll("[data-field]")) {
    const told = (errors[box.dataset.field] ?? []).join(" ");
    const sentence = box.querySelector(".error-message");
    sentence.textContent = told;
    sentence.hidden = !told;
    const input = box.querySelector("input, select");
    input.setAttribute("aria-invalid", told ? "true" : "false");
    if (told) input.setAttribute("aria-describedby", sentence.id);
  }
  form.querySelector("[data-same]").hidden = !isSame;
  const asked = form.querySelector("[data-namesakes]");
  asked.hidden = !namesakes.length;
  asked.querySelector("div").replaceChildren(...namesakes.map(({ donor, label }) => {
    const line = document.createElement("label");
    const radio = Object.assign(document.createElement("input"), { type: "radio", name: "namesake" });
    radio.addEventListener("change", () => choose(form, donor));
    line.append(radio, ` ${label}`);
    return line;
  }));
  const wrong = form.querySelector("[aria-invalid=true]");
  if (isSame) field("is_no_copy").focus();
  else if (namesakes.length) asked.querySelector("input").focus();
  else wrong?.focus();
  const others = Object.entries(errors).filter(([name]) => !form.querySelector(`[data-field="${name}"]`));
  say(others.flatMap(([, told]) => told).join(" "));
}

// Returns whether the server has answered: then the row is kept, or waits for a person.
async function send(row) {
  const body = new FormData();
  for (const [name, value] of row.fields) body.append(name, value);
  body.append("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
  const limit = AbortSignal.timeout(20_000);
  const headers = { Accept: "application/json" };
  const response = await fetch(form.action, { method: "POST", body, headers, signal: limit }).catch(() => null);
  if (!response?.headers.get("Content-Type")?.startsWith("application/json")) return false;
  const answer = await response.json();
  if (answer.lines) {
    drop(row.key);
    document.querySelector("[data-lines]").replaceChildren(...pageOf(answer.lines).body.childNodes);
    say(answer.said);
    return true;
  }
  row.refused = answer;
  store(row);
  if (isBlank()) lookAt(row);
  return true;
}

function lookAt(row) {
  drop(row.key);
  clear();
  fill(row);
  refuse(row.refused);
  show();
}

async function flush() {
  clearTimeout(soon);
  if (isSending) return;
  isSending = true;
  for (let row = next(); row; row = next()) {
    if (await send(row)) continue;
    const found = await standing();
    say(found === "open" || found === "down" ? form.dataset.saidWaiting : form.dataset.saidSignedOut);
    soon = setTimeout(flush, AGAIN);
    break;
  }
  isSending = false;
  show();
}

const next = () => waiting().find((row) => !row.refused);

function show() {
  const rows = waiting();
  const box = document.querySelector("[data-unsent]");
  box.hidden = !rows.length;
  box.querySelector("ul").replaceChildren(...rows.map((row) => {
    const line = document.createElement("li");
    const told = Object.fromEntries(row.fields);
    line.append([told.amount, told.cheque_number, told.who].filter(Boolean).join(" · "));
    if (!row.refused) return line;
    line.append(` – ${Object.values(row.refused.errors).flat().join(" ") || form.dataset.saidRefused} `);
    for (const [words, act] of [[form.dataset.lookAt, () => lookAt(row)], [form.dataset.leave, () => { drop(row.key); show(); }]]) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-small button-secondary", textContent: words });
      button.addEventListener("click", act);
      line.append(button, " ");
    }
    return line;
  }));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const fields = [...new FormData(form)].filter(([name, value]) => value && !["csrfmiddlewaretoken", "namesake"].includes(name));
  const stays = STAYS.map((name) => [name, field(name).value]);
  store({ key: ["newsroom-words", user, place, field("key").value].join(" "), at: Date.now(), fields });
  clear();
  for (const [name, value] of stays) field(name).value = value;
  flush();
});
window.addEventListener("online", flush);
watchDonor(form);
show();
flush();
if (isBlank()) field("amount").focus();
