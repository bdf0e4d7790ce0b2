// The newsroom's side of the tip line. Read after this: unlock.js, setup.js, inbox.js, tip.js, people.js; all keys are in worker.js.

import { say } from "../locks/says.js";
import { Refusal } from "./api.js";
import { hasDrafts, lockDrafts } from "./drafts.js";
import { drillScreen, openScreen } from "./drill.js";
import { watchIdle } from "./idle.js";
import { inboxScreen } from "./inbox.js";
import { listScreen, othersScreen } from "./listing.js";
import { peopleScreen } from "./people.js";
import { forget, refresh, room } from "./room.js";
import { beginScreen, newsroomSheetScreen, ownBeginScreen, ownKeysScreen, readyScreen, setUp } from "./setup.js";
import { tipScreen } from "./tip.js";
import { unlockScreen } from "./unlock.js";
import { drop, isOpen } from "./vault.js";
import { clearPlace, followHistory, goTo, nameScreens, show, tell, when } from "./ways.js";

const screens = {
  begin: beginScreen,
  "newsroom-sheet": newsroomSheetScreen,
  "own-begin": ownBeginScreen,
  "own-keys": ownKeysScreen,
  ready: readyScreen,
  others: othersScreen,
  list: listScreen,
  drill: drillScreen,
  open: openScreen,
  unlock: unlockScreen,
  inbox: inboxScreen,
  tip: tipScreen,
  people: peopleScreen,
};
nameScreens(screens, isOpen);

const byId = (id) => document.getElementById(id);

// A service worker is a program of this site that may put other words and scripts in the place of ours. We have none.
function refuseBetween() {
  if (navigator.serviceWorker?.controller) throw new Refusal(say("between"));
}

async function start() {
  show("wait");
  try {
    refuseBetween();
    await refresh();
  } catch (error) {
    const parts = show("failed");
    parts.why.textContent = error.message;
    when(parts.again, "click", start);
    return;
  }
  if (room.state.mine) goTo("unlock");
  else setUp();
}

/** Drop the keys and all that was shown; what is being written is locked up and comes back. */
function lockUp(why) {
  if (!isOpen()) return;
  if (room.own) lockDrafts(room.own.pq);
  drop();
  clearPlace();
  forget();
  byId("ways").hidden = true;
  goTo(room.state.mine ? "unlock" : "begin");
  tell(say(why));
}

byId("to-tips").addEventListener("click", () => goTo("inbox"));
byId("to-people").addEventListener("click", () => goTo("people"));
byId("lock").addEventListener("click", () => lockUp("locked"));
watchIdle(() => lockUp("locked_idle"));
followHistory(() => room.own !== null);

window.addEventListener("beforeunload", (event) => {
  if (hasDrafts()) event.preventDefault();
});
// A browser may keep a page that was left, to show it again.
window.addEventListener("pagehide", () => {
  drop();
  clearPlace();
});
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});

start();
