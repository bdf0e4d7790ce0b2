// Recipients and keys: who is on the list and until when, one's own keys and the ways in to them, and what happened.

import { make, say } from "../locks/says.js";
import { post } from "./api.js";
import { showOwnWords } from "./comparing.js";
import { remind } from "./reminders.js";
import { nameOf, refresh, room } from "./room.js";
import { addPasskey, renewOne } from "./setup.js";
import { apart, dayOf } from "./telling.js";
import { ask } from "./vault.js";
import { arriving, copy, goTo, show, sure, tell, when } from "./ways.js";

export async function peopleScreen() {
  const isAwaited = arriving();
  await refresh();
  if (!isAwaited()) return;
  const parts = show("people");
  remind(parts.reminders);
  writeList(parts);
  useOwnKeys(parts);
  writeEvents(parts);
}

function writeList(parts) {
  const { me, people } = room.state;
  if (room.list) {
    parts.until.textContent = say("list_until", { day: dayOf(room.list.issued), until: dayOf(room.list.expires) });
    parts.masthead.textContent = say("masthead", { words: room.words.join(" ") });
  }
  parts.rows.replaceChildren(
    ...people.map((one) =>
      make("tr", {}, make("th", { scope: "row", text: one.name }), make("td", { text: say(`standing_${standingOf(one)}`) })),
    ),
  );
  parts.sign.hidden = parts.drill.hidden = !me.may_run;
  when(parts.sign, "click", () => goTo("list"));
  when(parts.drill, "click", () => goTo("drill"));
}

function standingOf(person) {
  if (person.in_list) return person.has_left ? "left" : "in";
  return person.is_enrolled ? "ready" : "none";
}

function useOwnKeys(parts) {
  const back = async (told) => {
    await goTo("people");
    tell(say(told));
  };
  // Who reads with the newsroom's sheet has no keys to lock anything up with.
  parts.own.hidden = room.byNewsroom || !room.state.mine;
  if (parts.own.hidden) return;
  showOwnWords(parts);
  parts.since.textContent = say("keys_since", { day: dayOf(room.own.since) });
  when(parts.passphrase, "click", () => renewOne("passphrase", () => back("new_passphrase_done")));
  when(parts.sheet, "click", () => renewOne("sheet", () => back("new_sheet_done")));
  when(parts.keys, "click", () => renewKeys(back));
  parts.wraps.replaceChildren(...room.state.mine.wraps.map((wrap) => wrapRow(wrap, back)));
  when(parts.passkey, "click", async () => {
    await addPasskey();
    await back("passkey_added");
  });
}

function renewKeys(back) {
  const words = { heading: say("new_keys_sure"), what: say("new_keys_what"), yes: say("new_keys_yes") };
  sure(
    words,
    async () => {
      tell(say("making"));
      await post("keyring", await ask("newPair", { today: room.state.today }));
      room.own = await ask("settle");
      await back("new_keys_done");
    },
    () => goTo("people"),
  );
}

function wrapRow(wrap, back) {
  const row = copy("wrap");
  row.what.textContent = say(`wrap_${wrap.kind}`, { day: dayOf(wrap.day) });
  row.remove.hidden = wrap.kind !== "passkey";
  when(row.remove, "click", async () => {
    await post("wraps", { remove: wrap.id });
    await refresh();
    await back("removed");
  });
  return row.whole;
}

function writeEvents(parts) {
  const { events } = room.state;
  parts.quiet.hidden = events.length > 0;
  parts.events.replaceChildren(
    ...events.map(({ day, who, what }) => {
      const name = who === null ? say("event_by_nobody") : apart(nameOf(who));
      return make("li", { text: say("event", { day: dayOf(day), who: name, what: say(`event_${what}`) }) });
    }),
  );
}
