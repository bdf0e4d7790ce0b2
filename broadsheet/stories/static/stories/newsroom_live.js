// The live desk on a bad line: what is typed stays on this device until the server has answered, and is posted once.

import { pageOf } from "../newsroom/newsroom_html.js";

const form = document.querySelector("[data-live-form]");
const KEPT = ["text", "headline", "at", "alt_text", "caption", "credit", "author", "posting_key"];
const place = form && `live-entry:${form.dataset.liveForm}`;

function keep() {
  try {
    const words = Object.fromEntries(KEPT.map((name) => [name, form.elements[name]?.value ?? ""]));
    localStorage.setItem(place, JSON.stringify(words));
  } catch {
    // A device that keeps nothing still posts.
  }
}

function restore() {
  const words = JSON.parse(localStorage.getItem(place) || "null");
  if (!words?.text && !words?.headline) return;
  // After a refusal the server has given back what was sent; that is newer.
  if (form.elements.text.value) return;
  for (const name of KEPT) if (form.elements[name] && words[name]) form.elements[name].value = words[name];
  say(form.dataset.saidKept);
}

function say(sentence) {
  form.querySelector("[data-live-status]").textContent = sentence;
}

function refuse(sentences) {
  const box = form.querySelector("[data-live-errors]");
  box.replaceChildren(
    ...sentences.map((sentence) => {
      const line = document.createElement("p");
      line.className = "help-block help-critical";
      line.textContent = sentence;
      return line;
    }),
  );
  if (sentences.length) say("");
}

function stand(answer) {
  const signed = { author: form.elements.author?.value, credit: form.elements.credit.value };
  localStorage.removeItem(place);
  form.reset();
  for (const [name, words] of Object.entries(signed)) if (form.elements[name]) form.elements[name].value = words;
  form.elements.posting_key.value = answer.key;
  document.getElementById(answer.id)?.remove();
  // Made by the newsroom's own template, which escapes every word.
  document.querySelector("[data-live-lines]").prepend(...pageOf(answer.entry).body.childNodes);
  say(answer.said);
}

async function send() {
  say(form.dataset.saidWaiting);
  refuse([]);
  const limit = AbortSignal.timeout(form.elements.photo.files.length ? 90_000 : 20_000);
  let response;
  try {
    const headers = { Accept: "application/json" };
    response = await fetch(location.href, { method: "POST", body: new FormData(form), headers, signal: limit });
  } catch {
    return say(form.dataset.saidUnsent);
  }
  const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
  if (!isOurs) return say(form.dataset.saidSignedOut);
  try {
    const answer = await response.json();
    return answer.errors ? refuse(answer.errors) : stand(answer);
  } catch {
    return say(form.dataset.saidUnsent);
  }
}

if (form) {
  restore();
  form.addEventListener("input", keep);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    keep();
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    await send();
    button.disabled = false;
  });
}
