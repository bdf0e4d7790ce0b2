// A letter while it is written: counted as the paper counts, kept in this browser until it has arrived, sent with its pass.

import { canSolve, passes } from "../mailbag/mailbag_pass.js";
import { wordsIn } from "../mailbag/mailbag_words.js";

const KEPT = "broadsheet-letter";
const LONGEST = 7 * 24 * 3600 * 1000;
const form = document.querySelector("form[data-letter]");

const forget = () => { try { localStorage.removeItem(KEPT); } catch { /* Nothing was kept. */ } };

function fieldsOf() {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && value && name !== "website" && name !== "solved");
}

function keep() {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ at: Date.now(), fields: fieldsOf() }));
  } catch {
    // The browser keeps nothing: then the form on the screen is all there is.
  }
}

function putBack() {
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(KEPT)); } catch { return; }
  if (!kept || Date.now() - kept.at > LONGEST) { forget(); return; }
  for (const [name, value] of kept.fields) {
    const field = form.elements.namedItem(name);
    if (!field) continue;
    if (field instanceof RadioNodeList) field.value = value;
    else if (field.type === "checkbox") field.checked = true;
    else if (!field.value) field.value = value;
  }
}

function count() {
  const shown = form.querySelector("[data-count]");
  const isColumn = form.querySelector("[name=kind]:checked")?.value === "column";
  const limit = Number(isColumn ? form.dataset.columnWords : form.dataset.words);
  const now = wordsIn(form.elements.namedItem("text").value);
  const over = now > limit;
  shown.hidden = false;
  shown.classList.toggle("over", over);
  shown.textContent = (over ? form.dataset.over : form.dataset.count)
    .replace("NOW", now).replace("MOST", limit).replace("OVER", now - limit);
}

function say(words) {
  const line = form.querySelector("[data-kept]");
  line.hidden = !words;
  line.textContent = words;
}

// The story that the reader came from, by a link that stands under all of them.
function storyBefore() {
  try {
    const before = new URL(document.referrer);
    return before.origin === location.origin && /^\/\d{4}\/\d{2}\/[\w-]+\/$/u.test(before.pathname) ? before.pathname : null;
  } catch {
    return null;
  }
}

let pass = null;

async function send(event) {
  event.preventDefault();
  const button = event.submitter ?? form.querySelector("[type=submit]");
  keep();
  say(form.dataset.sending);
  button.disabled = true;
  try {
    form.elements.namedItem("solved").value = await pass();
    // Not again by way of this function.
    form.submit();
  } catch {
    say(form.dataset.down);
  } finally {
    button.disabled = false;
  }
}

if (document.querySelector("[data-letter-sent]")) forget();
if (form) {
  const asked = new URLSearchParams(location.search).get("story") ?? storyBefore();
  const about = form.elements.namedItem("answers");
  const isFresh = !document.getElementById("refused");
  if (isFresh) putBack();
  if (asked && about) about.value = asked;
  form.addEventListener("input", () => { keep(); count(); });
  if (form.elements.namedItem("text").value) count();
  document.getElementById("refused")?.focus();
  if (canSolve()) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "solved" }));
    pass = passes(form, form.dataset.pass);
    form.addEventListener("submit", send);
  }
}
