// A message of a conversation as a source sees it: words as words, files as neutral downloads.

import { make, say, shown } from "../locks/says.js";
import { day, size } from "./wording.js";

// By what a file says it is; all others are downloaded as bytes of no kind.
const ENDINGS = {
  "application/pdf": "pdf",
  "application/zip": "zip",
  "application/vnd.oasis.opendocument.text": "odt",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "audio/mpeg": "mp3",
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "text/csv": "csv",
  "text/plain": "txt",
  "video/mp4": "mp4",
};

let files = 0;

function download(file) {
  files += 1;
  const ending = Object.hasOwn(ENDINGS, file.type) ? ENDINGS[file.type] : "bin";
  const name = `file-${files}.${ending}`;
  // Never opened as what it says it is.
  const address = URL.createObjectURL(new Blob([file.blob], { type: "application/octet-stream" }));
  const link = make("a", { href: address, download: name, text: say("download", { name }) });
  const given = make("span", { class: "fine" }, say("called"), " ", make("bdi", { text: shown(file.name) }), `, ${size(file.size)}`);
  return make("li", {}, link, " ", given);
}

function heading({ from, name, day: on }) {
  const who = from === "source" ? say("you") : name ? shown(name) : say("newsroom");
  return make("h3", {}, make("bdi", { text: who }), " ", make("time", { datetime: on, text: day(on) }));
}

/** Return a message's row: what a source sent is locked to the newsroom, so only its day is shown. */
export function rowOf(message) {
  if (message.from === "source") return make("li", { class: "yours" }, heading(message), make("p", { class: "fine", text: say("yours") }));
  if (!message.isFit) return make("li", {}, heading(message), make("p", { class: "warning", text: say("not_shown") }));
  const row = make("li", {}, heading(message), make("div", { class: "said", dir: "auto", text: shown(message.text) }));
  if (message.files.length) row.append(make("ul", { class: "plain" }, ...message.files.map(download)));
  return row;
}
