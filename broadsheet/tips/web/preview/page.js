// A picture, decoded and drawn anew in a frame that has no origin, asks no server, and can reach nothing.

import { say } from "../locks/says.js";
import { sizeOfPicture } from "./sizes.js";

// 50 million pixels take 200 MB while they are drawn.
const MOST_PIXELS = 50_000_000;
const MOST_WIDTH = 1600;

const told = document.getElementById("told");

window.addEventListener("message", async ({ data, source }) => {
  if (source !== window.parent || !(data instanceof ArrayBuffer)) return;
  const bytes = new Uint8Array(data);
  const size = sizeOfPicture(bytes);
  if (size === null) told.textContent = say("odd");
  else if (size.width * size.height > MOST_PIXELS) told.textContent = say("large");
  else await draw(bytes);
});

async function draw(bytes) {
  try {
    const picture = await createImageBitmap(new Blob([bytes]));
    const scale = Math.min(1, MOST_WIDTH / picture.width);
    const canvas = document.getElementById("picture");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    canvas.hidden = false;
  } catch {
    told.textContent = say("odd");
  }
}
