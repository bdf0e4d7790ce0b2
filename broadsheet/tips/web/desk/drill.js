// The trial: a tip sent, opened by two, answered, the answer read. Only then does the form open to readers.

import { say } from "../locks/says.js";
import { post } from "./api.js";
import { nameOf, refresh, room } from "./room.js";
import { stepLine } from "./setup.js";
import { apart } from "./telling.js";
import { goTo, show, when } from "./ways.js";

const LOOK_SECONDS = 3;
// Of a list with one name, one.
const needed = () => Math.min(2, room.list.recipients.length);
// The link of a trial that was begun on this page.
let link = "";

export function drillScreen() {
  const parts = show("drill");
  stepLine(parts, 6);
  const showLink = () => {
    parts.begun.hidden = link === "";
    parts.link.href = link;
    parts.link.textContent = link;
  };
  showLink();
  write(parts);
  when(parts.begin, "click", async () => {
    const { token } = await post("drill");
    // Behind "#": what stands there is sent to no server, and is in no log.
    link = new URL(`/tips/#drill=${token}`, location.href).href;
    showLink();
    await refresh();
  });
  look(parts);
}

// As long as this screen is seen.
function look(parts) {
  setTimeout(async () => {
    if (!parts.title.isConnected) return;
    try {
      await refresh();
    } catch {
      // The next look may get through.
    }
    if (!parts.title.isConnected) return;
    write(parts);
    if (room.state.drill.is_done) goTo("open");
    else look(parts);
  }, LOOK_SECONDS * 1000);
}

function write(parts) {
  const { sent, opened, answered, read } = room.state.drill;
  const mark = (part, isDone) => {
    const told = say(isDone ? "drill_done" : "drill_not");
    part.className = isDone ? "done" : "";
    if (part.textContent !== told) part.textContent = told;
  };
  mark(parts.sent, sent);
  mark(parts.opened, opened.length >= needed());
  if (opened.length === 1 && needed() > 1) parts.opened.textContent = say("drill_opened", { names: apart(nameOf(opened[0])) });
  mark(parts.answered, answered);
  mark(parts.read, read);
}

export function openScreen() {
  const parts = show("open");
  parts.masthead.textContent = say("masthead", { words: room.words.join(" ") });
  when(parts.next, "click", () => goTo("inbox"));
}
