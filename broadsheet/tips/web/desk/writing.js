// What the newsroom writes at a tip: answers to the source; notes, assignments and reasons among those who read tips.

import { MOST_FILES, MOST_LETTERS } from "../locks/container.js";
import { letters } from "../locks/bytes.js";
import { make, say } from "../locks/says.js";
import { Refusal, post, postBytes } from "./api.js";
import { dropDrafts } from "./drafts.js";
import { writer } from "./reading.js";
import { room } from "./room.js";
import { sizeOf } from "./telling.js";
import { ask } from "./vault.js";
import { goTo, tell, when } from "./ways.js";

const MOST_BYTES = 60 * 1024 * 1024;
const OF_ASSIGNMENT = ["a-headline", "a-who", "a-due", "a-story", "a-text"];

/** Say whether an answer goes only once a person has said that she holds its reader for the source. */
export const mustBeSure = ({ warning }) => ["key_other", "key_before"].includes(warning);

/** Let a person write at a tip. */
export function useWriting(parts, tip) {
  when(parts.answer, "submit", () => answer(parts, tip));
  when(parts.note, "submit", async () => {
    const text = written(parts["note-text"]);
    await keepNote(tip, text, { what: "note" });
    await done(tip, "note_kept", "note");
  });
  when(parts.assignment, "submit", async () => {
    const [headline, who, due, story, text] = OF_ASSIGNMENT.map((name) => whole(parts[name]));
    await keepNote(tip, text, { what: "assignment", headline, who, due, story });
    await done(tip, "assignment_kept", ...OF_ASSIGNMENT);
  });
  when(parts.keep, "submit", async () => {
    await keepNote(tip, written(parts["keep-why"]), { what: "kept" });
    await post(`threads/${tip.name}`, { keep_days: Number(parts["keep-days"].value) });
    await done(tip, "kept_longer", "keep-why");
  });
  for (const one of room.state.people) parts["a-people"].append(make("option", { value: one.name }));
}

// What stands in a field, without halves of letters: they cannot be signed.
const whole = (field) => field.value.trim().replace(/\p{Cs}/gu, "\ufffd");

// Returns what stands in a field. Throws Refusal for nothing, or too much.
function written(field) {
  const text = whole(field);
  if (text === "") {
    field.focus();
    throw new Refusal(say("write_something"));
  }
  if (letters(text) > MOST_LETTERS) throw new Refusal(say("too_long", { n: letters(text) }));
  return text;
}

function chosen(field) {
  const files = [...field.files];
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (files.length > MOST_FILES) throw new Refusal(say("too_many_files"));
  if (size > MOST_BYTES) throw new Refusal(say("too_large", { size: sizeOf(size) }));
  return files;
}

async function answer(parts, tip) {
  const text = written(parts["answer-text"]);
  const files = chosen(parts["answer-files"]);
  if (tip.reply === null || tip.warning === "key_changed") throw new Refusal(say(tip.warning));
  if (mustBeSure(tip) && !parts["answer-sure"].checked) {
    parts["answer-sure"].focus();
    throw new Refusal(say("tick_sure"));
  }
  tell(say("sending"));
  const name = whole(parts["answer-name"]);
  const { blob, proof } = await ask("writeAnswer", { thread: tip.name, text, name, files, reply: tip.reply });
  await postBytes("messages", { thread: tip.name, kind: "answer", ...(tip.thread.is_drill ? { proof } : {}) }, blob);
  await done(tip, "answer_sent", "answer", "answer-name");
}

async function keepNote(tip, text, about) {
  tell(say("sending"));
  const note = { ...about, by: writer(), on: room.state.today };
  const blob = await ask("writeNote", { thread: tip.name, text, about: note });
  await postBytes("messages", { thread: tip.name, kind: "note" }, blob);
}

async function done(tip, told, ...drafts) {
  dropDrafts(tip.name, ...drafts);
  await goTo("tip", tip.name);
  tell(say(told));
}
