// The one script of the pages that sources see.

import { say } from "../locks/says.js";
import { beginAnswering } from "./answering.js";
import { showClosed } from "./showing.js";
import { beginTelling } from "./telling.js";

const BEGIN = { send: beginTelling, reply: beginAnswering };

// A page that a browser has kept to go back to would still show what was typed.
addEventListener("pagehide", () => document.querySelectorAll("form").forEach((form) => form.reset()));
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
// A drill's address, opened where this page stands already.
addEventListener("hashchange", () => location.reload());

// A service worker is a program of this site that may put other words and scripts in the place of ours. We have none.
if (navigator.serviceWorker?.controller) showClosed(say("why_between"));
else BEGIN[document.body.dataset.page]();
