// No words are lost: what a screen cannot save stays in this browser until it can, and is offered again.

import { isSettled, saveNow, watchChanges } from "./newsroom_changes.js";
import { isSigningOut } from "./newsroom_signing_out.js";
import { standing } from "./newsroom_line.js";
import { offer, say, signInLink } from "./newsroom_keeping_notice.js";
import { sendOnce } from "./newsroom_sending.js";
import { dropOwn, dropPutBack, dropSaved, keep, nameSent } from "./newsroom_words.js";

const form = document.querySelector("form[data-edit-form]");
// Only a story's screen has this panel. It can put words back, as can the forms that say so of themselves.
const isStory = () => document.querySelector('[data-side-panel="story-checks"]');
const canPutBack = Boolean(form && ("keepsWords" in form.dataset || isStory()));
const user = document.getElementById("newsroom-keeping")?.dataset.user;
const startedAt = location.pathname;
const AGAIN = 3000;
const AGAIN_AFTER_REFUSAL = 30_000;

let isUnsaved = false;
let asking = null;
let failures = 0;

// Wagtail tries five times and then waits for the next word; this goes on until the words are saved.
async function askAgain() {
  clearTimeout(asking);
  const found = await standing();
  if (found === "open") {
    const isRefused = failures > 2;
    if (isRefused) say("refused");
    asking = setTimeout(saveNow, isRefused ? AGAIN_AFTER_REFUSAL : 0, form);
    return;
  }
  failures = 0;
  say(found);
  signInLink(found !== "down");
  asking = setTimeout(askAgain, AGAIN);
}

function wasSaved() {
  clearTimeout(asking);
  failures = 0;
  [startedAt, location.pathname].forEach((path) => dropOwn(user, path));
  dropPutBack();
  say("");
  // Words typed meanwhile: Wagtail takes them for saved.
  isUnsaved = !isSettled(form);
  if (!isUnsaved) return;
  keep(user, form);
  asking = setTimeout(saveNow, 0, form);
}

function wasNotSaved({ detail }) {
  keep(user, form);
  failures += 1;
  if (detail.type === "invalid_revision") say("conflict");
  else if (detail.type === "locked") say("locked");
  else if (detail.type !== "validation_error") askAgain();
}

// Wagtail stops for good when the line is lost right after the first saving. Only another version is a reason to.
function goOn({ detail }) {
  if (detail.response?.error_code !== "invalid_revision") form.dataset.wAutosaveActiveValue = "true";
}

function watch(wasForced) {
  isUnsaved = wasForced;
  watchChanges(form, wasForced, () => { isUnsaved = true; });
  form.addEventListener("w-unsaved:add", () => { isUnsaved = true; keep(user, form); });
  form.addEventListener("w-autosave:success", wasSaved);
  form.addEventListener("w-autosave:error", wasNotSaved);
  form.addEventListener("w-autosave:deactivated", goOn);
  form.addEventListener("submit", () => {
    keep(user, form, nameSent(form));
    isUnsaved = false;
  });
  window.addEventListener("pagehide", () => { if (isUnsaved && !isSigningOut()) keep(user, form); });
  window.addEventListener("online", () => { if (isUnsaved) askAgain(); });
  window.addEventListener("focus", () => { if (isUnsaved) standing(); });
}

dropSaved(user);
if (form) sendOnce(form);
if (canPutBack) {
  const wasForced = form.dataset.wUnsavedForceValue === "true";
  watch(wasForced);
  // Once the editor has taken in what the server sent.
  if (!wasForced) setTimeout(offer, 1000, form, user);
}
