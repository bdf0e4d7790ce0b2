// What is known while the page is open: what the server told, the list as it was checked, whose keys are unlocked.

import { say } from "../locks/says.js";
import { get } from "./api.js";

const NOTHING = { list: null, refused: "", isExpired: false, isFirst: false, words: [], own: null, hasVoice: false, byNewsroom: false };

export const room = { state: null, ...NOTHING };

/** Ask the server how things stand. */
export async function refresh() {
  room.state = await get("state");
  document.getElementById("paper").textContent = room.state.paper;
}

/** Forget what only who has unlocked may know. */
export function forget() {
  Object.assign(room, NOTHING);
}

// The server's day is told by the server, the device's by whoever set it.
const days = () => [room.state.today, new Date().toISOString().slice(0, 10)].sort();

/** Return the sooner of the server's day and this device's: what is signed is signed for no day to come. */
export const soonest = () => days()[0];

/** Return the later of them: what has expired by either has expired. */
export const latest = () => days()[1];

/** Return the person with an id, or null. */
export const personOf = (id) => room.state.people.find((one) => one.id === id) ?? null;

export const nameOf = (id) => personOf(id)?.name ?? say("nobody");

/** Say how many days it is from today to a day. */
export const daysTo = (day) => Math.round((Date.parse(day) - Date.parse(latest())) / 86_400_000);
