// What is being written: kept in this page's memory, locked up while the keys are, and never anywhere else.

import { lock } from "../locks/age.js";
import { utf8 } from "../locks/bytes.js";
import { ask } from "./vault.js";

let drafts = {};
let sealed = null;
let locking = null;

/** Bring back what was written here before into a screen's fields (`data-draft`), and keep what is written from now on. */
export function keepDrafts(screen, place) {
  for (const field of screen.querySelectorAll("[data-draft]")) {
    const name = `${place}:${field.dataset.draft}`;
    if (name in drafts) {
      field.value = drafts[name];
      const folded = field.closest("details");
      if (folded) folded.open = true;
    }
    field.addEventListener("input", () => {
      drafts[name] = field.value;
    });
  }
}

/** Forget what was written here: it was sent. */
export function dropDrafts(place, ...names) {
  for (const name of names) delete drafts[`${place}:${name}`];
}

export const hasDrafts = () => sealed !== null || Object.values(drafts).some((text) => text.trim() !== "");

/** Lock up what is being written, for whoever's key this is. */
export function lockDrafts(recipient) {
  const open = drafts;
  if (!hasDrafts() || sealed !== null) return;
  locking = lock(utf8(JSON.stringify(open)), [recipient]).then((bytes) => {
    sealed = bytes;
    drafts = {};
  });
}

/** Open it again. What others' keys do not open stays locked up, for who can. */
export async function unlockDrafts() {
  await locking;
  if (sealed === null) return;
  try {
    drafts = await ask("openDrafts", { sealed });
    sealed = null;
  } catch {
    drafts = {};
  }
}
