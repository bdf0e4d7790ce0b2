// The keys of who reads tips, and all that is done with them. Nothing here touches the page, and nothing is kept on the device.

import { AgeError } from "../locks/age.js";
import { ContainerError } from "../locks/container.js";
import { ListError } from "../locks/list.js";
import { RingError } from "../locks/ring.js";
import { bindToSheet, enrol, enrolAnew, newPair, raise, settle, unlock, unlockWithSheet, useSheet, wrap } from "./keyring.js";
import { openDrafts, openMessage, writeAnswer, writeNote } from "./messages.js";
import { openVoice, seen, signList, takeList } from "./signing.js";
import { VaultError, held } from "./held.js";
import { keysToCompare, ownWords } from "./trusting.js";

const doings = {
  bindToSheet,
  enrol,
  enrolAnew,
  keysToCompare,
  newPair,
  openDrafts,
  openMessage,
  openVoice,
  ownWords,
  raise,
  seen,
  settle,
  signList,
  takeList,
  unlock,
  unlockWithSheet,
  useSheet,
  wrap,
  writeAnswer,
  writeNote,
  // A passkey can only be asked by the page.
  lockForPasskey: () => held.lock,
};

self.addEventListener("message", async ({ data: { number, what, about } }) => {
  try {
    self.postMessage({ number, told: await doings[what](about) });
  } catch (error) {
    self.postMessage({ number, refused: codeOf(error) });
  }
});

function codeOf(error) {
  if ([VaultError, ListError, RingError].some((one) => error instanceof one)) return error.code;
  if (error instanceof AgeError) return "locked";
  if (error instanceof ContainerError) return "container";
  return "wrong";
}
