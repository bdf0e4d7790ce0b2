// Who reads tips with you, and the list that says so: made, signed, published.

import { make, say } from "../locks/says.js";
import { Refusal, post } from "./api.js";
import { comparer, showOwnWords } from "./comparing.js";
import { dropDrafts, keepDrafts } from "./drafts.js";
import { refresh, room, soonest } from "./room.js";
import { isProved, stepLine } from "./setup.js";
import { dayOf } from "./telling.js";
import { codeOf, showWays, takeIn } from "./unlock.js";
import { ask } from "./vault.js";
import { arriving, goTo, show, tell, when } from "./ways.js";

const WAYS = ["onion", "phone", "post", "signal"];

export function othersScreen() {
  const parts = show("others");
  stepLine(parts, 4);
  const write = () => {
    const { people } = room.state;
    parts.rows.replaceChildren(
      ...people.map((one) =>
        make("tr", {}, make("th", { scope: "row", text: one.name }), make("td", { text: say(one.is_enrolled ? "has_keys" : "no_keys") })),
      ),
    );
    parts.alone.hidden = people.filter((one) => one.is_enrolled).length > 1;
  };
  write();
  showOwnWords(parts);
  when(parts.again, "click", async () => {
    await refresh();
    write();
  });
  when(parts.next, "click", () => goTo("list"));
}

const enrolled = () => room.state.people.filter((one) => one.is_enrolled && !one.has_left);

export async function listScreen() {
  const isAwaited = arriving();
  await refresh();
  if (!isAwaited()) return;
  tell(say("comparing"));
  const people = enrolled().map((person) => ({ ...person, name: [...person.name].slice(0, 100).join("") }));
  const unknown = await ask("keysToCompare", { people });
  if (!isAwaited()) return;
  const parts = show("list");
  stepLine(parts, 5);
  const rows = offer(parts.people, people, unknown);
  const chosen = () => rows.filter(({ box }) => box.checked);
  const weigh = () => {
    parts.force.hidden = chosen().length !== 1;
    rows.forEach(({ box, words }) => words?.showIf(box.checked));
  };
  rows.forEach(({ box }) => box.addEventListener("change", weigh));
  weigh();
  fillIn(parts);
  keepDrafts(parts.form, "list");
  const needsSheet = () => {
    parts.sheet.hidden = false;
    parts.words.required = true;
    parts.lost.hidden = room.state.list !== null;
    parts.words.focus();
  };
  when(parts.back, "click", () => goTo(room.state.list ? "people" : "others"));
  when(parts.lost, "click", () => goTo("newsroom-sheet"));
  when(parts.form, "submit", () => publish(parts, chosen(), needsSheet));
}

// Shows people to choose from, and of those whose keys are not known yet the words to be compared.
function offer(place, people, unknown) {
  return people.map((person) => {
    const { box, row } = chooser(person);
    const found = unknown.find((one) => one.id === person.id);
    const words = found ? comparer(person, found.words, found.isChanged) : null;
    if (words) row.append(words.whole);
    place.append(row);
    return { person, box, words };
  });
}

function chooser(person) {
  const box = make("input", { type: "checkbox", value: person.id });
  box.checked = room.state.list === null || person.in_list || person.id === room.state.me.id;
  const row = make("div", {}, make("label", { class: "choice" }, box, make("span", { text: person.name })));
  if (person.may_run) row.append(make("p", { class: "hint", text: say("can_sign") }));
  return { box, row };
}

function fillIn(parts) {
  const before = room.list;
  for (const way of WAYS) parts[way].value = before?.ways[way] ?? "";
  const language = before?.language ?? room.state.language;
  parts.language.value = ["en", "es", "ar"].includes(language) ? language : "en";
}

async function publish(parts, rows, needsSheet) {
  if (rows.length === 0) throw new Refusal(say("choose_one"));
  if (rows.length === 1 && !parts.alone.checked) throw new Refusal(say("choose_two"));
  const people = rows.map(({ person: { id, name, pq, x25519, may_run } }) => ({ id, name, pq, x25519, may_run }));
  const compared = rows.flatMap(({ words }) => (words === null ? [] : [words.compared()]));
  const words = parts.sheet.hidden ? "" : codeOf(parts.words.value, 12);
  tell(say("signing"));
  const { paper, root_sealed: rootSealed } = room.state;
  const fields = {
    name: [...paper].slice(0, 100).join(""),
    language: parts.language.value,
    alone: people.length === 1,
    ways: Object.fromEntries(WAYS.map((way) => [way, parts[way].value.trim()])),
  };
  let signed;
  try {
    signed = await ask("signList", { fields, people, compared, rootSealed: rootSealed ?? "", words, today: soonest() });
  } catch (error) {
    // Her own keys do not open the newsroom's: the sheet does.
    if (!["no_root", "root_other"].includes(error.code)) throw error;
    needsSheet();
    throw new Refusal(say(error.code === "no_root" ? "sheet_needed" : "root_other"));
  }
  const { payload, signature, root, voice_sealed, root_sealed } = signed;
  await post("list", { payload, signature, root, voice_sealed, root_sealed, people: people.map((one) => one.id) });
  dropDrafts("list", ...WAYS);
  await refresh();
  await takeIn();
  showWays();
  await goTo(isProved() ? "people" : "drill");
  tell(say("list_signed", { day: dayOf(room.list.expires) }));
}
