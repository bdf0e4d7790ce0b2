// A form that a reader fills in: kept in this browser until it has arrived, sent with its pass.

import { canSolve, passes } from "./mailbag_pass.js";

const LONGEST = 7 * 24 * 3600 * 1000;
const NOT_WORDS = new Set(["website", "solved", "read-over"]);
const isKept = (one) => typeof one[1] === "string" && one[1] && !NOT_WORDS.has(one[0]);

export function keeping(form, key) {
  const forget = () => { try { localStorage.removeItem(key); } catch { /* Nothing was kept. */ } };
  const keep = () => {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: [...new FormData(form)].filter(isKept) }));
    } catch {
      // The browser keeps nothing: then the form on the screen is all there is.
    }
  };
  const putBack = () => {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { return; }
    if (!kept || Date.now() - kept.at > LONGEST) { forget(); return; }
    for (const [name, value] of kept.fields) {
      const field = form.elements.namedItem(name);
      if (!field) continue;
      if (field instanceof RadioNodeList) field.value = value;
      else if (field.type === "checkbox") field.checked = true;
      else if (!field.value) field.value = value;
    }
  };
  return { forget, keep, putBack };
}

export function sendWithPass(form, words, keep) {
  if (!canSolve()) return;
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "solved" }));
  const pass = passes(form, form.dataset.pass);
  const line = form.querySelector("[data-kept]");
  const say = (said) => { line.hidden = !said; line.textContent = said; };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter ?? form.querySelector("[type=submit]");
    keep();
    say(words.sending);
    button.disabled = true;
    try {
      form.elements.namedItem("solved").value = await pass();
      // Not again by way of this listener.
      form.submit();
    } catch {
      say(words.down);
    } finally {
      button.disabled = false;
    }
  });
}

// Each form is kept under its own name, if it has one.
const keyOf = (name) => `broadsheet-${name || "message"}`;
const form = document.querySelector("form[data-sending]:not([data-letter])");
const arrived = document.querySelector("[data-has-arrived]");
if (arrived) {
  try { localStorage.removeItem(keyOf(arrived.dataset.hasArrived)); } catch { /* Nothing was kept. */ }
}
if (form) {
  const { keep, putBack } = keeping(form, keyOf(form.dataset.sending));
  if (!document.getElementById("refused")) putBack();
  document.getElementById("refused")?.focus();
  form.addEventListener("input", keep);
  sendWithPass(form, { sending: form.dataset.underWay, down: form.dataset.down }, keep);
}
