// Making keys: the newsroom's, on its sheet, and a person's own. Each step may be the last for today.

import { lockWithNewPasskey } from "../locks/passkeys.js";
import { base64, utf8 } from "../locks/bytes.js";
import { make, say } from "../locks/says.js";
import { makeCode, normalise } from "../locks/words.js";
import { Refusal, post } from "./api.js";
import { showOwnWords } from "./comparing.js";
import { printSheet } from "./printing.js";
import { personOf, refresh, room } from "./room.js";
import { enter } from "./unlock.js";
import { ask } from "./vault.js";
import { arriving, goTo, listWords, show, tell, when } from "./ways.js";

const STEPS = 7;

/** Return the line that says which step of opening the line this is; nothing for who only makes keys. */
export function stepLine(parts, number) {
  const isOpening = room.state.me.may_run && !isProved();
  parts.step.hidden = !isOpening;
  parts.step.textContent = say("step", { n: number, of: STEPS });
}

/** Say whether a trial was passed, once. */
export const isProved = () => room.state.list !== null && room.state.line.why !== "no_drill";

/** Go to the step that is due. */
export function setUp() {
  const { me, mine, list } = room.state;
  if (!mine) return goTo(me.may_run && list === null ? "begin" : "own-begin");
  if (!me.may_run) return goTo("ready");
  // Keys that were made before there was a newsroom's sheet.
  return goTo(room.own.root === "" ? "newsroom-sheet" : "others");
}

export function beginScreen() {
  const parts = show("begin");
  parts.step.hidden = true;
  when(parts.next, "click", () => {
    if (personOf(room.state.me.id)?.has_left) throw new Refusal(say("no_reading_right"));
    return goTo("newsroom-sheet");
  });
}

/** Show a sheet of words, and go on once some of them were typed from paper. */
function sheetStep({ name, kind, step, words, marks, count }, onChecked) {
  const parts = show("sheet");
  stepLine(parts, step);
  parts.heading.textContent = say(name);
  parts.what.textContent = say(`${name}_what`);
  listWords(parts.list, words);
  parts.marked.hidden = !marks;
  if (marks) parts.fingerprint.textContent = marks.join(" ");
  when(parts.print, "click", () => printSheet(kind, words, marks));
  const again = () => sheetStep({ name, kind, step, words, marks, count }, onChecked);
  when(parts.next, "click", () => checkStep({ step, words, count }, onChecked, again));
}

// The numbers of words that are asked for, by chance and in order.
function someOf(words, count) {
  const numbers = words.map((_word, at) => at);
  const drawn = new Uint32Array(words.length);
  crypto.getRandomValues(drawn);
  return numbers
    .sort((a, b) => drawn[a] - drawn[b])
    .slice(0, count)
    .sort((a, b) => a - b);
}

function checkStep({ step, words, count }, onChecked, onBack) {
  const parts = show("check");
  stepLine(parts, step);
  const asked = someOf(words, count).map((at) => {
    const field = make("input", { id: `word-${at}`, autocomplete: "off", autocapitalize: "none", spellcheck: "false", required: true });
    const label = make("label", { for: field.id, text: say("word_n", { n: at + 1 }) });
    parts.fields.append(make("div", {}, label, field));
    return { at, field };
  });
  when(parts.back, "click", onBack);
  when(parts.form, "submit", async () => {
    const wrong = asked.find(({ at, field }) => normalise(field.value) !== words[at]);
    if (wrong) {
      wrong.field.focus();
      throw new Refusal(say("check_wrong", { n: wrong.at + 1 }));
    }
    await onChecked();
  });
}

export async function newsroomSheetScreen() {
  const isAwaited = arriving();
  show("wait").why.textContent = say("making");
  const words = makeCode(12);
  const { words: marks } = await ask("useSheet", { words, root: "" });
  if (!isAwaited()) return;
  const told = { name: "newsroom_sheet", kind: "newsroom", step: 1, words: words.split("-"), marks, count: 4 };
  sheetStep(told, async () => {
    if (!room.state.mine) return goTo("own-keys");
    await post("keyring", await ask("bindToSheet"));
    room.own = await ask("settle");
    await refresh();
    return goTo("others");
  });
}

export function ownBeginScreen() {
  const parts = show("own-begin");
  when(parts.next, "click", () => goTo("own-keys"));
}

/** Draw a passphrase until one is typed as it stands. */
function passphraseStep(onTyped) {
  const parts = show("passphrase");
  stepLine(parts, 2);
  let words = "";
  const draw = () => {
    words = makeCode(6);
    listWords(parts.list, words.split("-"));
  };
  draw();
  when(parts.others, "click", draw);
  when(parts.form, "submit", async () => {
    if (normalise(parts.typed.value) !== words) throw new Refusal(say("passphrase_wrong"));
    await onTyped(words);
  });
}

function ownSheetStep(onChecked) {
  const words = makeCode(10);
  const told = { name: "own_sheet", kind: "own", step: 3, words: words.split("-"), count: 2 };
  sheetStep(told, () => onChecked(words));
}

export function ownKeysScreen() {
  passphraseStep((passphrase) =>
    ownSheetStep(async (sheet) => {
      await keep(await makingOf("enrol", { passphrase, sheet, user: room.state.me.id, today: room.state.today }));
      passkeyStep(enter);
    }),
  );
}

function makingOf(what, about) {
  tell(say("making"));
  return ask(what, about);
}

async function keep(made) {
  await post("enrol", made);
  room.own = await ask("settle");
  room.byNewsroom = false;
  await refresh();
}

/** After a sheet was used: a new passphrase and a new sheet, and no old way in works any longer. */
export function renewWays() {
  passphraseStep((passphrase) =>
    ownSheetStep(async (sheet) => {
      await keep(await makingOf("enrolAnew", { passphrase, sheet }));
      await enter();
      tell(say("keys_remade"));
    }),
  );
  tell(say("sheet_used"));
}

/** Draw a new passphrase, or print a new sheet; then `onDone`. What it replaces is void. */
export function renewOne(kind, onDone) {
  const replace = async (words) => {
    tell(say("making"));
    await post("wraps", { add: { kind, label: "", sealed: await ask("wrap", { words }) } });
    await refresh();
    await onDone();
  };
  if (kind === "passphrase") passphraseStep(replace);
  else ownSheetStep(replace);
}

/** Say whether this browser tells that its passkeys can lock something up; most do not tell. */
async function canPasskeys() {
  if (!window.PublicKeyCredential) return false;
  const able = await PublicKeyCredential.getClientCapabilities?.();
  return able?.["extension:prf"] !== false;
}

/** Make a passkey that opens the keys too. Throws Refusal where it cannot be. */
export async function addPasskey() {
  const secret = utf8(await ask("lockForPasskey"));
  let made;
  try {
    made = await lockWithNewPasskey(secret, say("passkey_name", { name: room.state.me.name }));
  } catch {
    throw new Refusal(say("passkey_failed"));
  }
  await post("wraps", { add: { kind: "passkey", label: made.identity, sealed: base64(made.sealed) } });
  await refresh();
}

async function passkeyStep(onDone) {
  const parts = show("passkey");
  stepLine(parts, 3);
  when(parts.next, "click", onDone);
  when(parts.add, "click", async () => {
    await addPasskey();
    parts.add.hidden = true;
    parts.next.focus();
    tell(say("passkey_added"));
  });
  const isAble = await canPasskeys();
  parts.add.hidden = !isAble;
  parts.cannot.hidden = isAble;
}

export function readyScreen() {
  const parts = show("ready");
  showOwnWords(parts);
  when(parts.again, "click", async () => {
    await refresh();
    if (room.state.list) await enter();
  });
}
