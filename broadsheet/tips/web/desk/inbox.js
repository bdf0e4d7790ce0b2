// The list of tips: what is known of each without opening it.

import { make, say } from "../locks/says.js";
import { Refusal, get, post } from "./api.js";
import { nicknameOf } from "./naming.js";
import { remind } from "./reminders.js";
import { nameOf, refresh, room } from "./room.js";
import { apart, dayOf, sizeOf } from "./telling.js";
import { arriving, copy, goTo, show, sure, tell, trying, when } from "./ways.js";

// What was asked for last, and whether keys are used: as long as this page is open.
const asked = { page: 1, state: "", who: "", sort: "last" };
let usesKeys = true;

export async function inboxScreen() {
  const isAwaited = arriving();
  await refresh();
  if (!isAwaited()) return;
  const parts = show("inbox");
  remind(parts.reminders);
  if (!room.state.me.is_recipient) {
    for (const name of ["asking", "bulk", "tips"]) parts[name].hidden = true;
    return;
  }
  offerPeople(parts.who);
  for (const name of ["state", "who", "sort"]) {
    parts[name].value = asked[name];
    parts[name].addEventListener("change", () => {
      Object.assign(asked, { [name]: parts[name].value, page: 1 });
      trying(() => fill(parts));
    });
  }
  useBulk(parts);
  usePages(parts);
  useKeys(parts);
  await fill(parts);
}

/** Offer the people of the list in a field. */
export function offerPeople(field) {
  for (const one of room.state.people.filter((person) => person.in_list)) {
    field.append(make("option", { value: one.id, text: one.name }));
  }
}

async function fill(parts) {
  const wanted = { ...asked };
  const found = await get("threads", wanted);
  // Something else was asked for meanwhile, or another screen.
  if (!parts.title.isConnected || Object.keys(asked).some((name) => asked[name] !== wanted[name])) return;
  // The last tips of the last page were thrown away.
  if (asked.page > found.pages) {
    asked.page = found.pages;
    await fill(parts);
    return;
  }
  const isAsking = asked.state !== "" || asked.who !== "";
  parts.count.textContent = say("counted", { n: found.count });
  parts.unread.textContent = say("counted_new", { n: room.state.unread });
  parts.none.hidden = found.count > 0 || isAsking;
  parts["none-such"].hidden = found.count > 0 || !isAsking;
  parts.tips.replaceChildren(...found.threads.map(rowOf));
  parts.tips.hidden = parts.bulk.hidden = found.count === 0;
  parts.pages.hidden = found.pages < 2;
  parts.page.textContent = say("page_n", { n: asked.page, of: found.pages });
  parts.before.disabled = asked.page === 1;
  parts.after.disabled = asked.page === found.pages;
}

function rowOf(thread) {
  const row = copy("tip");
  const name = say("tip_name", { name: nicknameOf(thread.thread) });
  row.whole.dataset.thread = thread.thread;
  row.marks.textContent = say("mark_tip", { name });
  row.open.textContent = name;
  row.state.textContent = say(`state_${thread.state}`);
  row.waits.textContent = thread.waits ? say("waits") : "";
  row.who.textContent = thread.assigned === null ? "" : say("with_whom", { name: apart(nameOf(thread.assigned)) });
  row.way.textContent = wayOf(thread);
  row.last.textContent = say("last_day", { day: dayOf(thread.last) });
  row.size.textContent = sizeOf(thread.bytes);
  row.ends.textContent = say(thread.warns ? "ends_soon" : "ends_day", { day: dayOf(thread.ends) });
  row.ends.className = thread.warns ? "urgent" : "";
  when(row.open, "click", () => goTo("tip", thread.thread));
  return row.whole;
}

function wayOf(thread) {
  if (thread.is_drill) return say("way_drill");
  return thread.way === "plain" ? say("way_plain") : "";
}

function usePages(parts) {
  const turn = async (by) => {
    asked.page += by;
    await fill(parts);
    parts.title.focus();
  };
  when(parts.before, "click", () => turn(-1));
  when(parts.after, "click", () => turn(1));
}

const marks = (parts) => [...parts.tips.querySelectorAll("input[type=checkbox]")];

function useBulk(parts) {
  when(parts.all, "click", () => {
    const all = marks(parts);
    const isAll = all.every((one) => one.checked);
    all.forEach((one) => {
      one.checked = !isAll;
    });
  });
  when(parts.discard, "click", () => {
    const threads = marks(parts)
      .filter((one) => one.checked)
      .map((one) => one.closest("li").dataset.thread);
    if (threads.length === 0) throw new Refusal(say("mark_some"));
    const words = { heading: say("discard_sure"), what: say("discard_what", { n: threads.length }), yes: say("discard_yes") };
    sure(
      words,
      async () => {
        const { discarded } = await post("discard", { threads });
        await goTo("inbox");
        tell(say("discarded", { n: discarded }));
      },
      () => goTo("inbox"),
    );
  });
}

// Single letters do something only here, outside of fields, and can be switched off: others use them to steer their computer.
function useKeys(parts) {
  parts.keys.checked = usesKeys;
  parts.keys.addEventListener("change", () => {
    usesKeys = parts.keys.checked;
  });
  const listen = (event) => {
    if (!parts.title.isConnected) {
      document.removeEventListener("keydown", listen);
      return;
    }
    const isTyping = event.target.matches("select, textarea, input:not([type=checkbox])");
    if (!usesKeys || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    pressed(parts, event);
  };
  document.addEventListener("keydown", listen);
}

function pressed(parts, event) {
  const rows = [...parts.tips.children];
  const at = rows.indexOf(document.activeElement.closest?.(".tips > li"));
  const to = { j: Math.min(at + 1, rows.length - 1), k: Math.max(at - 1, 0) }[event.key];
  if (to !== undefined && rows[to]) rows[to].querySelector(".open").focus();
  else if (event.key === "x" && at >= 0) rows[at].querySelector("input").click();
  else return;
  event.preventDefault();
}
