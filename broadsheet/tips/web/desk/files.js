// The files of a message: told by their names, saved under neutral ones, pictures drawn in a frame that can do nothing else.

import { make, say, shown } from "../locks/says.js";
import { endingOf, hand, neutralName, nicknameOf } from "./naming.js";
import { sizeOf } from "./telling.js";
import { copy, tell, when } from "./ways.js";

const MOST_PICTURE_BYTES = 40 * 1024 * 1024;
const PICTURES = ["jpg", "png", "gif", "webp"];

/** Show the files of a message; pictures can be looked at where the server's frame is at hand. */
export async function listFiles(row, files, thread, canLook = true) {
  row.care.hidden = files.length === 0;
  for (const [at, file] of files.entries()) {
    const ending = await endingOf(file);
    row.files.append(fileRow(file, at + 1, neutralName(nicknameOf(thread), at + 1, ending), canLook && PICTURES.includes(ending)));
  }
}

function fileRow(file, number, name, isPicture) {
  const row = copy("file");
  // A name is one line, whatever stands in it.
  row.name.textContent = shown(file.name).replace(/[\n\t]/g, "\ufffd");
  row.size.textContent = sizeOf(file.size);
  row.as.textContent = say("saves_as", { name });
  when(row.save, "click", () => {
    hand(file.blob, name);
    tell(say("saved_as", { name }));
  });
  row.look.hidden = !isPicture || file.size > MOST_PICTURE_BYTES;
  when(row.look, "click", () => look(row, file, number));
  return row.whole;
}

// The frame has no origin of ours: it cannot reach this page, the server, or what other frames show.
function look(row, file, number) {
  if (row.frame.firstChild) {
    row.frame.replaceChildren();
    row.look.textContent = say("picture_look");
    return;
  }
  const frame = make("iframe", { sandbox: "allow-scripts", src: "preview/", title: say("picture_of", { n: number }) });
  frame.addEventListener("load", async () => {
    frame.contentWindow?.postMessage(await file.blob.arrayBuffer(), "*");
  });
  row.frame.replaceChildren(frame);
  row.look.textContent = say("picture_hide");
}
