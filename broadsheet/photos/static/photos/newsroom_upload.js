// Many photos at once: each file is sent by itself, one after another. One that is refused says why, and the rest goes on.

import { send } from "./newsroom_upload_send.js";
import { lineOf } from "./newsroom_upload_line.js";

const form = document.querySelector("[data-upload]");
const said = form.dataset;
const input = form.elements.files;
const waiting = [];
const taken = [];
let all = 0;
let isSending = false;

function alert(words) {
  const line = form.querySelector("[data-upload-alert]");
  line.textContent = words;
  line.hidden = !words;
}

function count() {
  const words = said.saidCount.replace("%(done)s", taken.length).replace("%(all)s", all);
  form.querySelector("[data-upload-status]").textContent = words;
  const next = form.querySelector("[data-upload-next]");
  next.hidden = taken.length === 0 || isSending;
  next.href = `${said.describe}?${taken.map((key) => `id=${key}`).join("&")}`;
  if (!next.hidden) next.focus();
}

// What the form said when the button was pressed is what each file is sent with.
const wordsOf = () =>
  [...new FormData(form)].filter(([name]) => name !== "files" && name !== "csrfmiddlewaretoken");

function settle(one, answer) {
  if (answer.photo) {
    taken.push(answer.photo);
    one.line.done(answer);
    return;
  }
  one.isAgain ||= Boolean(answer.lost);
  one.line.refused(answer.refused ?? "", () => put({ ...one, words: wordsOf() }));
  if (!answer.shared) return;
  // Wrong for one, it is wrong for all.
  alert(answer.shared);
  waiting.splice(0).forEach((left) => settle(left, {}));
}

async function goOn() {
  if (isSending) return;
  isSending = true;
  while (waiting.length > 0) {
    const one = waiting.shift();
    one.line.sends();
    const isLarge = one.file.size > Number(said.mostBytes);
    settle(one, isLarge ? { refused: said.saidLarge } : await send(form, one));
    count();
  }
  isSending = false;
  count();
}

function put(one) {
  alert("");
  one.line.waits();
  waiting.push(one);
  goOn();
}

function choose(files) {
  const some = [...files].slice(0, Number(said.most));
  alert(files.length > some.length ? said.saidMany : "");
  const chosen = new DataTransfer();
  some.forEach((file) => chosen.items.add(file));
  input.files = chosen.files;
}

const drop = form.querySelector("[data-drop]");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const files = [...input.files];
  if (files.length === 0 && !isSending) {
    alert(said.saidNone);
    input.focus();
  }
  input.value = "";
  all += files.length;
  drop.scrollIntoView();
  for (const file of files) {
    const line = lineOf(file, said);
    form.querySelector("[data-sending]").append(line.element);
    put({ file, words: wordsOf(), line, isAgain: false });
  }
});

drop.addEventListener("dragover", (event) => event.preventDefault());
drop.addEventListener("drop", (event) => { event.preventDefault(); choose(event.dataTransfer.files); });
input.addEventListener("change", () => choose(input.files));
form.querySelector("[data-scripted]").hidden = false;
addEventListener("beforeunload", (event) => { if (isSending || input.files.length > 0) event.preventDefault(); });
