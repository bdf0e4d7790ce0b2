// One tip: its messages, what is known about it, and what the newsroom does with it.

import { make, say } from "../locks/says.js";
import { get, post } from "./api.js";
import { keepDrafts } from "./drafts.js";
import { offerPeople } from "./inbox.js";
import { nicknameOf } from "./naming.js";
import { readMessages, replyOf } from "./reading.js";
import { refresh, room } from "./room.js";
import { saveLocked } from "./saving.js";
import { dayOf, sizeOf } from "./telling.js";
import { arriving, goTo, listFacts, show, sure, tell, when } from "./ways.js";
import { mustBeSure, useWriting } from "./writing.js";

export async function tipScreen(name) {
  const isAwaited = arriving();
  const { thread, messages } = await get(`threads/${name}`);
  if (!isAwaited()) return;
  const parts = show("tip");
  const tip = { name, thread, messages, found: [], reply: null, warning: "" };
  parts.heading.textContent = say("tip_name", { name: nicknameOf(name) });
  when(parts.back, "click", () => goTo("inbox"));
  writeFacts(parts, thread);
  useState(parts, tip);
  useActs(parts, tip);
  useWriting(parts, tip);
  keepDrafts(parts.title.parentElement, name);
  await read(parts, tip);
}

async function read(parts, tip) {
  tell(say("opening"));
  const weigh = async (found) => {
    tip.found = found.sort((a, b) => tip.messages.indexOf(a.message) - tip.messages.indexOf(b.message));
    await warn(parts, tip);
  };
  const found = await readMessages(parts.messages, tip.name, tip.messages, async (one) => {
    await weigh([...tip.found, one]);
    await prove(tip, [one]);
  });
  if (!parts.title.isConnected) return;
  tell("");
  await weigh(found);
  await prove(tip, found);
  if (tip.thread.state === "new" && found.length) {
    await post(`threads/${tip.name}`, { state: "read" });
    parts.state.value = "read";
  }
}

// What a source's messages name as her key must be what the server names: else someone stands between.
async function warn(parts, tip) {
  Object.assign(tip, replyOf(tip.found, tip.thread));
  // A large message may still name it.
  const isWaiting = tip.reply === null && tip.found.length < tip.messages.length;
  parts["answer-way"].hidden = !mustBeSure(tip);
  parts.warnings.replaceChildren(...(tip.warning && !isWaiting ? [make("p", { class: "warning", text: say(tip.warning) })] : []));
  if (tip.warning === "key_changed" && !tip.thread.key_changed) {
    await post(`threads/${tip.name}`, { key_changed: true });
    tip.thread.key_changed = true;
  }
}

// A trial wants to know that its tip could be opened: only who has opened it knows the proof.
async function prove(tip, found) {
  const first = found.find(({ head }) => head.kind === "tip");
  if (!tip.thread.is_drill || !first || room.state.drill.is_done) return;
  await post("opened", { id: first.message.id, proof: first.head.proof });
  await refresh();
}

function writeFacts(parts, thread) {
  listFacts(parts.facts, [
    [say("about_came"), dayOf(thread.opened)],
    [say("about_size"), sizeOf(thread.bytes)],
    [say("about_way"), thread.is_drill ? say("way_drill") : say(`way_${thread.way}_long`)],
    [say("about_ends"), dayOf(thread.ends)],
  ]);
}

function useState(parts, tip) {
  offerPeople(parts.who);
  parts.state.value = tip.thread.state;
  parts.who.value = tip.thread.assigned ?? "";
  const change = async (changed) => {
    await post(`threads/${tip.name}`, changed);
    tell(say("changed"));
  };
  when(parts.state, "change", () => change({ state: parts.state.value }));
  when(parts.who, "change", () => change({ assigned: parts.who.value === "" ? null : Number(parts.who.value) }));
}

function useActs(parts, tip) {
  when(parts.save, "click", () => saveLocked(tip));
  when(parts.delete, "click", () => {
    const words = { heading: say("delete_sure"), what: say("delete_what", { name: nicknameOf(tip.name) }), yes: say("delete_yes") };
    sure(
      words,
      async () => {
        await post("discard", { threads: [tip.name] });
        await goTo("inbox");
        tell(say("deleted"));
      },
      () => goTo("tip", tip.name),
    );
  });
}
