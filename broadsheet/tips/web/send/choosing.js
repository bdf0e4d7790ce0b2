// Files to be sent along: chosen or dropped, listed with what they may give away, pictures cleaned unless the source says otherwise.

import { make, say, shown } from "../locks/says.js";
import { call } from "./calling.js";
import { number, one, size } from "./wording.js";

const OFFICE = /\.(?:docx?|xlsx?|pptx?|od[tsp]|rtf|pages|numbers|key)$/i;

// What may be inside, by the kind that a device says a file is of.
function warningOf({ name, type }) {
  if (OFFICE.test(name)) return "inside_office";
  if (type === "application/pdf") return "inside_pdf";
  if (/^(?:audio|video)\//.test(type)) return "inside_film";
  if (/^image\//.test(type)) return "inside_picture";
  return "inside_other";
}

/**
 * Let files be chosen in a form with `input[type=file]` and `[data-files]`.
 *
 * Returns `ready()`: a promise of the files to send, once all pictures are cleaned; `bytes()` so far; `clear()`.
 */
export function chooser(form, limits, changed) {
  const input = one("input[type=file]", form);
  const list = one("[data-files]", form);
  const status = one("[data-files-status]", form);
  let chosen = [];
  let left = "";

  const bytes = () => chosen.reduce((sum, entry) => sum + (entry.sent ?? entry.file).size, 0);

  function tell() {
    const now = say("files_now", { count: number(chosen.length), most: number(limits.files), size: size(bytes()) });
    status.textContent = `${now} ${left}`;
    changed();
  }

  function remove(entry) {
    chosen = chosen.filter((other) => other !== entry);
    entry.row.remove();
    left = "";
    tell();
    input.focus();
  }

  function add(files) {
    const fitting = [...files].slice(0, limits.files - chosen.length);
    for (const file of fitting) {
      const entry = { file, row: make("li") };
      chosen.push(entry);
      list.append(entry.row);
      entry.done = cleaned(entry, () => remove(entry)).then(() => tell());
    }
    left = fitting.length < files.length ? say("why_many") : "";
    tell();
  }

  input.addEventListener("change", () => {
    add(input.files);
    input.value = "";
  });
  listenForDrops(add);

  return {
    bytes,
    async ready() {
      await Promise.all(chosen.map((entry) => entry.done));
      return chosen.map((entry) => entry.sent);
    },
    clear() {
      chosen = [];
      left = "";
      list.replaceChildren();
      tell();
    },
  };
}

// Anywhere on the page: a browser would open a file that is dropped beside the form, and leave the page for it.
function listenForDrops(add) {
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    add(event.dataTransfer.files);
  });
}

function rowOf({ file, row }, remove) {
  const name = shown(file.name);
  const button = make("button", { type: "button", class: "quiet", text: say("remove"), "aria-label": say("remove_name", { name }) });
  button.addEventListener("click", remove);
  row.append(make("bdi", { text: name }), " ", make("span", { class: "fine", text: size(file.size) }), " ", button);
}

async function cleaned(entry, remove) {
  rowOf(entry, remove);
  entry.sent = entry.file;
  const note = make("p", { class: "hint", text: say("cleaning") });
  entry.row.append(note);
  try {
    const copy = await call("clean", { file: entry.file });
    note.textContent = copy ? say("cleaned", { name: copy.name }) : say(warningOf(entry.file));
    if (copy) offerOriginal(entry, copy);
  } catch {
    note.textContent = say("not_cleaned");
  }
}

function offerOriginal(entry, copy) {
  const tick = make("input", { type: "checkbox", autocomplete: "off" });
  const why = make("p", { class: "hint", text: say("original_why"), hidden: true });
  entry.sent = copy;
  tick.addEventListener("change", () => {
    entry.sent = tick.checked ? entry.file : copy;
    why.hidden = !tick.checked;
  });
  entry.row.append(make("label", { class: "tick" }, tick, make("span", { text: say("original") })), why);
}
