// /tips/reply/: a source reads what the newsroom answered, says more, or deletes it all.

import { say } from "../locks/says.js";
import { call, endWorker, startWorker } from "./calling.js";
import { rowOf } from "./messages.js";
import { put, showClosed, showLine, showState } from "./showing.js";
import { one, why } from "./wording.js";
import { progressOf, sendingForm } from "./writing.js";

/** Begin the page. */
export async function beginAnswering() {
  try {
    await startWorker();
  } catch {
    showClosed(say("why_script"));
    return;
  }
  showState("asked");
  const form = one("[data-ask]");
  const progress = progressOf(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = form.elements.namedItem("code");
    progress.begin();
    put("refused", "");
    try {
      open(await call("openThread", { typed: typed.value }, progress.at));
      form.reset();
    } catch (refusal) {
      put("refused", why(refusal));
      typed.focus();
    } finally {
      progress.end();
    }
  });
}

function open({ line, messages }) {
  showLine(line);
  showState("opened", line.state === "closed" ? "" : "more");
  const list = one("[data-messages]");
  list.replaceChildren(...messages.map(rowOf));
  put("none_yet", messages.some(({ from }) => from === "newsroom") ? "" : say("none_yet"));
  one("[data-state=opened] h2").focus();
  one("[data-lock]").addEventListener("click", lockAgain);
  askBeforeDeleting();
  if (line.state !== "closed") letMoreBeSaid(line, list);
}

// What was shown goes with the page; the worker takes the keys along.
function lockAgain() {
  endWorker();
  location.replace(location.pathname);
}

function letMoreBeSaid({ limits, epoch }, list) {
  const given = { epoch };
  sendingForm(one("[data-more]"), {
    limits,
    act: "sendMore",
    given: () => given,
    sent() {
      list.append(rowOf({ from: "source", day: new Date().toISOString().slice(0, 10) }));
      put("received", say("received"));
    },
    async refused({ code }) {
      if (code !== "changed") return;
      const line = await call("line");
      given.epoch = line.epoch;
      showLine(line);
    },
  });
}

function askBeforeDeleting() {
  const asked = one("[data-really]");
  const ask = one("[data-delete]");
  const turn = (isAsked) => {
    asked.hidden = !isAsked;
    ask.hidden = isAsked;
    one("button", isAsked ? asked : ask.parentElement).focus();
  };
  ask.addEventListener("click", () => turn(true));
  one("[data-keep]").addEventListener("click", () => turn(false));
  one("[data-gone]").addEventListener("click", async () => {
    try {
      await call("deleteThread");
      endWorker();
      one("[data-messages]").replaceChildren();
      showState("deleted");
      one("[data-state=deleted] h2").focus();
    } catch (refusal) {
      put("undeleted", why(refusal));
    }
  });
}
