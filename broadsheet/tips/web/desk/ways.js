// Which screen is seen, and what is told on it. Where a person was stands in this page's memory alone, not in the address.

import { make, say } from "../locks/says.js";
import { Refusal } from "./api.js";

const screens = {};
// Where "back" leads; steps of a set-up are not among them.
const KEPT = ["inbox", "tip", "people"];
// What is not shown while the keys are locked, however late it comes.
const LOCKED = [...KEPT, "others", "list", "drill", "open"];
const been = [];
let at = -1;
let visits = 0;

const byId = (id) => document.getElementById(id);

let isUnlocked = () => false;

/** Name the screens: functions that show something. `isOpen()` says whether the keys are unlocked. */
export function nameScreens(named, isOpen) {
  Object.assign(screens, named);
  isUnlocked = isOpen;
}

/** Go to a screen, with what it is about. */
export async function goTo(name, ...about) {
  if (LOCKED.includes(name) && !isUnlocked()) return;
  visits += 1;
  const isAnew = at < 0 || been[at][0] !== name || been[at][1][0] !== about[0];
  if (KEPT.includes(name) && isAnew) {
    been.splice(at + 1, been.length, [name, about]);
    at += 1;
    history.pushState({ at }, "");
  }
  markWay(name);
  await trying(() => screens[name](...about));
}

/** Go where the person was before she locked; to the tips when she comes anew. */
export async function goBackIn() {
  if (at < 0) return goTo("inbox");
  visits += 1;
  const [name, about] = been[at];
  markWay(name);
  return trying(() => screens[name](...about));
}

/** Return a function that says whether the person still waits for the screen that is being made, and has gone nowhere else. */
export function arriving() {
  const visit = visits;
  return () => visit === visits;
}

/** Follow the browser's back and forward, while `mayMove()`. */
export function followHistory(mayMove) {
  window.addEventListener("popstate", ({ state }) => {
    if (!mayMove() || been[state?.at] === undefined) return;
    at = state.at;
    goBackIn();
  });
}

function markWay(name) {
  for (const [id, names] of [["to-tips", ["inbox", "tip"]], ["to-people", ["people"]]]) {
    if (names.includes(name)) byId(id).setAttribute("aria-current", "page");
    else byId(id).removeAttribute("aria-current");
  }
}

/** Show a screen of the page's, and return its named parts. The heading is told to who listens. */
export function show(name) {
  const screen = byId(`screen-${name}`).content.cloneNode(true);
  const parts = partsOf(screen);
  byId("place").replaceChildren(byId("told"), screen);
  hush();
  window.scrollTo(0, 0);
  parts.title = byId("place").querySelector("h1");
  parts.title.tabIndex = -1;
  parts.title.focus({ preventScroll: true });
  return parts;
}

/** Return a copy of a row, with `whole` for all of it. */
export function copy(name) {
  const row = byId(`row-${name}`).content.cloneNode(true);
  const parts = partsOf(row);
  parts.whole = row.firstElementChild;
  return parts;
}

export function partsOf(root) {
  return Object.fromEntries([...root.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
}

/** Take everything that was shown off the page. */
export function clearPlace() {
  byId("place").replaceChildren(byId("told"));
  byId("sheet").replaceChildren();
  hush();
}

export function hush() {
  byId("problem").textContent = "";
  byId("notice").textContent = "";
}

export function tell(sentence) {
  byId("problem").textContent = "";
  byId("notice").textContent = sentence;
}

export function complain(error) {
  // What was being done ended with the keys that were dropped: that is told already.
  if (error.code === "dropped") return;
  byId("notice").textContent = "";
  byId("problem").textContent = sentenceOf(error);
  byId("problem").scrollIntoView({ block: "nearest" });
}

function sentenceOf(error) {
  if (error instanceof Refusal) return error.message;
  return say("went_wrong");
}

/** Do something, and tell what went wrong if it did. Returns whether it went well. */
export async function trying(doing) {
  try {
    await doing();
    return true;
  } catch (error) {
    complain(error);
    return false;
  }
}

/** When something happens to an element, do it: once at a time, told when it fails. */
export function when(element, happens, doing) {
  element.addEventListener(happens, async (event) => {
    event.preventDefault();
    if (element.getAttribute("aria-busy") === "true") return;
    element.setAttribute("aria-busy", "true");
    hush();
    await trying(() => doing(event));
    element.removeAttribute("aria-busy");
  });
}

/** Write words (a code, or several strings) as a numbered list. */
export function listWords(element, words) {
  element.replaceChildren(...words.map((word) => make("li", { text: word, lang: "en", dir: "ltr" })));
}

/** Write "name: value" pairs into a `dl`; a value may be an element. */
export function listFacts(element, facts) {
  const told = facts.filter(([, value]) => value !== "");
  element.replaceChildren(...told.flatMap(([name, value]) => [make("dt", { text: name }), make("dd", {}, value)]));
}

/** Ask whether something that cannot be undone is really meant, on a screen of its own. */
export function sure({ heading, what, yes }, onYes, onNo) {
  const parts = show("sure");
  parts.heading.textContent = heading;
  parts.what.textContent = what;
  parts.yes.textContent = yes;
  when(parts.yes, "click", onYes);
  when(parts.no, "click", onNo);
}
