// Looks for what a person changes in a story's form. Wagtail does so too, but takes what stands in the form some seconds
// after it opened for what it began with, takes what is typed while it saves for saved, and stops looking after words
// were put back.

import { areSame, fieldsOf } from "./newsroom_words.js";

const LOOK_AFTER = 1500;
const WORK = ["input", "change", "keyup", "paste"];
const ASK = { bubbles: true, cancelable: true, detail: { type: "edits" } };

// What stood in the form when work on it began, or what was last sent; nothing that is known to be saved at first.
let sent = null;

export const saveNow = (form) => form.dispatchEvent(new CustomEvent("w-unsaved:add", ASK));

export const isSettled = (form) => sent !== null && areSame(sent, fieldsOf(form));

export function watchChanges(form, wasForced, onChange) {
  let soon = null;
  // Before the first key does anything, and when the editor has long taken in what the server sent.
  for (const kind of ["keydown", "pointerdown"]) {
    form.addEventListener(kind, () => { if (!wasForced) sent ??= fieldsOf(form); }, true);
  }
  for (const kind of WORK) {
    form.addEventListener(kind, () => {
      onChange();
      clearTimeout(soon);
      soon = setTimeout(() => { if (!isSettled(form)) saveNow(form); }, LOOK_AFTER);
    });
  }
  form.addEventListener("w-autosave:save", () => { sent = fieldsOf(form); });
}
