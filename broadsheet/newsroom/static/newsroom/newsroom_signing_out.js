// Signing out is the end of what this browser keeps for this person.

import { drop, kept } from "./newsroom_words.js";

let isLeaving = false;

export const isSigningOut = () => isLeaving;

document.addEventListener("submit", ({ target }) => {
  if (!new URL(target.action).pathname.endsWith("/logout/")) return;
  isLeaving = true;
  kept(document.getElementById("newsroom-keeping").dataset.user).forEach((one) => drop(one.key));
}, true);
