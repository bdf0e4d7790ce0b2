// A picture without what a camera writes into it: drawn anew, right way up.

import { Refusal } from "./asking.js";

const QUALITY = 0.92;
const SIDES = { "image/jpeg": [0xff, 0xd8, 0xff], "image/png": [0x89, 0x50, 0x4e, 0x47], "image/webp": [0x52, 0x49, 0x46, 0x46] };

const kindOf = (bytes) => Object.keys(SIDES).find((kind) => SIDES[kind].every((byte, at) => bytes[at] === byte));

// Browsers that hide what sets a device apart hand out noise instead of what was drawn.
async function drawsTruly() {
  const drawn = new OffscreenCanvas(8, 8).getContext("2d");
  drawn.fillStyle = "#0f4c3a";
  drawn.fillRect(0, 0, 8, 8);
  const { data } = drawn.getImageData(0, 0, 8, 8);
  return data.every((value, at) => value === [0x0f, 0x4c, 0x3a, 0xff][at % 4]);
}

/** Return the cleaned copy of a picture, a File; null of a file that is none. Throws Refusal (`not_cleaned`) when this browser cannot. */
export async function clean({ file }) {
  const type = kindOf(new Uint8Array(await file.slice(0, 12).arrayBuffer()));
  if (!type) return null;
  try {
    if (!(await drawsTruly())) throw new Refusal("not_cleaned");
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
    const blob = await canvas.convertToBlob({ type, quality: QUALITY });
    return new File([blob], file.name, { type: blob.type, lastModified: 0 });
  } catch {
    throw new Refusal("not_cleaned");
  }
}
