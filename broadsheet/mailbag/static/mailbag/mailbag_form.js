// A form that a reader fills in: kept in this browser until it has arrived, sent with its pass.
// `data-sending` names it; the page that says that it has arrived says so by `data-has-arrived`.

import { canSolve, passes } from "./mailbag_pass.js";

const LONGEST = 7 * 24 * 3600 * 1000;
const NOT_WORDS = new Set(["website", "solved", "read-over"]);
const isKept = (one) => typeof one[1] === "string" && one[1] && !NOT_WORDS.has(one[0]);

function keeping(form, key) {
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

function sendWithPass(form, words, keep) {
  if (!canSolve()) return;
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "solved" }));
  const pass = passes(form, form.dataset.pass);
  const line = form.querySelector("[data-kept]");
  const say = (said) => { line.hidden = !said; line.textContent = said; };
  // What is under way is not typed on: it would be sent half.
  const hold = (isHeld) => {
    for (const part of form.querySelectorAll(".field, fieldset, [type=submit]")) part.inert = isHeld;
  };
  form.addEventListener("submit", async (event) => {
    keep();
    // The newsroom says what is missing, at once.
    if (!form.checkValidity()) return;
    event.preventDefault();
    say(words.sending);
    hold(true);
    try {
      form.elements.namedItem("solved").value = await pass();
      // Not again by way of this listener.
      form.submit();
    } catch {
      say(words.down);
    } finally {
      hold(false);
    }
  });
}

const keyOf = (name) => `broadsheet-${name}`;
// Which form was sent last: for a page that says the same of several, and so does not name it.
const SENT = "broadsheet-sent";
const arrived = document.querySelector("[data-has-arrived]");
if (arrived) {
  try { localStorage.removeItem(keyOf(arrived.dataset.hasArrived || sessionStorage.getItem(SENT))); } catch { /* Nothing was kept. */ }
}
const form = document.querySelector("form[data-sending]");
if (form) {
  const { keep, putBack } = keeping(form, keyOf(form.dataset.sending));
  if (!document.getElementById("refused")) putBack();
  document.getElementById("refused")?.focus();
  form.addEventListener("input", keep);
  form.addEventListener("submit", () => {
    try { sessionStorage.setItem(SENT, form.dataset.sending); } catch { /* Nothing was kept. */ }
  });
  sendWithPass(form, { sending: form.dataset.underWay, down: form.dataset.down }, keep);
}
