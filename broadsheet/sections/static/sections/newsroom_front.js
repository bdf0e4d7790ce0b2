// The front's desk without a page load between: each button sends the whole form, and what comes back takes its place.

import { pageOf } from "../newsroom/newsroom_html.js";

const desk = document.querySelector("[data-front-desk]");
const views = document.querySelector("[data-front-views]");
const PLACE = "front-desk";
const fields = () => new URLSearchParams([...new FormData(desk)].filter(([name]) => name !== "csrfmiddlewaretoken"));

function say(words) {
  document.querySelector("[data-front-status]").textContent = words;
}

function keep(words) {
  try {
    if (words) localStorage.setItem(PLACE, words);
    else localStorage.removeItem(PLACE);
  } catch {
    // A device that keeps nothing still arranges.
  }
}

function kept() {
  try {
    return localStorage.getItem(PLACE);
  } catch {
    return "";
  }
}

async function send(form) {
  let page;
  try {
    const response = await fetch(desk.action, { method: "POST", body: form });
    page = pageOf(await response.text());
  } catch {
    return say(desk.dataset.saidUnsent);
  }
  const answer = page.querySelector("[data-front-desk]");
  if (!answer) return say(desk.dataset.saidSignedOut);
  const open = [...desk.querySelectorAll("details")].map((one) => one.open);
  desk.replaceChildren(...answer.childNodes);
  desk.querySelectorAll("details").forEach((one, at) => (one.open ||= open[at]));
  views.querySelector("[data-front-will]").src = page.querySelector("[data-front-will]").src;
  say(desk.querySelector("[data-front-words]").textContent.trim() || desk.querySelector("[role=alert]")?.textContent || "");
  (desk.querySelector("[autofocus]") ?? desk.querySelector(`#${CSS.escape(form.get("was-at") || "-")}`))?.focus();
  keep(fields().toString());
}

function act(what) {
  const form = new FormData(desk);
  form.set("act", what);
  form.set("was-at", document.activeElement?.id || "");
  return send(form);
}

function drag() {
  let dragged = "";
  const line = (event) => event.target.closest?.("[data-front-line]");
  desk.addEventListener("dragstart", (event) => (dragged = line(event)?.dataset.frontLine ?? ""));
  desk.addEventListener("dragover", (event) => line(event) && dragged && event.preventDefault());
  desk.addEventListener("drop", (event) => {
    const onto = line(event)?.dataset.frontLine;
    if (!onto || !dragged) return;
    event.preventDefault();
    desk.elements[`number-${dragged}`].value = onto;
    act("show");
  });
}

if (desk) {
  if (desk.dataset.frontDesk === "done") keep("");
  const begun = kept();
  const notice = desk.querySelector("[data-front-kept]");
  if (begun) notice.hidden = false;
  desk.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.matches("[data-front-take-up]")) send(withToken(begun));
    if (!button?.matches("[data-front-forget]")) return;
    keep("");
    notice.hidden = true;
  });
  desk.addEventListener("submit", (event) => {
    if (event.submitter.matches("[data-front-whole]")) return;
    event.preventDefault();
    act(event.submitter.value);
  });
  desk.addEventListener("change", (event) => event.target.matches("[type=number], [type=datetime-local]") && act("show"));
  drag();
}

function withToken(kept) {
  const form = new FormData();
  new URLSearchParams(kept).forEach((value, name) => form.append(name, value));
  form.set("csrfmiddlewaretoken", desk.elements.csrfmiddlewaretoken.value);
  form.set("act", "show");
  return form;
}
