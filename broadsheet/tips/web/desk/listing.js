// Who reads tips with you, and the list that says so: made, signed, published.

import { make, say } from "../locks/says.js";
import { Refusal, post } from "./api.js";
import { dropDrafts, keepDrafts } from "./drafts.js";
import { refresh, room } from "./room.js";
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
  const parts = show("list");
  stepLine(parts, 5);
  const boxes = enrolled().map((person) => ({ person, box: chooser(parts.people, person) }));
  const chosen = () => boxes.filter(({ box }) => box.checked).map(({ person }) => person);
  const weigh = () => {
    parts.force.hidden = chosen().length !== 1;
  };
  boxes.forEach(({ box }) => box.addEventListener("change", weigh));
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

function chooser(place, person) {
  const box = make("input", { type: "checkbox", value: person.id });
  box.checked = room.state.list === null || person.in_list || person.id === room.state.me.id;
  place.append(make("label", { class: "choice" }, box, make("span", { text: person.name })));
  return box;
}

function fillIn(parts) {
  const before = room.list;
  for (const way of WAYS) parts[way].value = before?.ways[way] ?? "";
  const language = before?.language ?? room.state.language;
  parts.language.value = ["en", "es", "ar"].includes(language) ? language : "en";
}

async function publish(parts, people, needsSheet) {
  if (people.length === 0) throw new Refusal(say("choose_one"));
  if (people.length === 1 && !parts.alone.checked) throw new Refusal(say("choose_two"));
  const words = parts.sheet.hidden ? "" : codeOf(parts.words.value, 12);
  tell(say("signing"));
  const { today, paper, root_sealed: rootSealed } = room.state;
  const fields = {
    name: paper.slice(0, 100),
    language: parts.language.value,
    alone: people.length === 1,
    recipients: people.map(({ name, pq, x25519 }) => ({ name: name.slice(0, 100), pq, x25519 })),
    ways: Object.fromEntries(WAYS.map((way) => [way, parts[way].value.trim()])),
  };
  const keepers = people.filter((one) => one.may_run).map((one) => one.pq);
  let signed;
  try {
    signed = await ask("signList", { fields, keepers, rootSealed: rootSealed ?? "", words, today });
  } catch (error) {
    // Her own keys do not open the newsroom's: the sheet does.
    if (error.code !== "no_root") throw error;
    needsSheet();
    throw new Refusal(say("sheet_needed"));
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
