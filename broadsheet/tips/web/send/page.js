// The one script of the pages that sources see.

import { beginAnswering } from "./answering.js";
import { beginTelling } from "./telling.js";

const BEGIN = { send: beginTelling, reply: beginAnswering };

// A page that a browser has kept to go back to would still show what was typed.
addEventListener("pagehide", () => document.querySelectorAll("form").forEach((form) => form.reset()));
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
// A drill's address, opened where this page stands already.
addEventListener("hashchange", () => location.reload());

BEGIN[document.body.dataset.page]();
