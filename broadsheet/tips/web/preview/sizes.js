// How large a picture says that it is, read from its first bytes: a small file can claim more pixels than a computer holds.

/** Return `{width, height}` of a JPEG, PNG, GIF or WebP; null of what is none of them. */
export function sizeOfPicture(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return png(view) ?? gif(view) ?? webp(view) ?? jpeg(view);
  } catch {
    // It ends before it has said so.
    return null;
  }
}

const letters = (view, at, count) => String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, count));

function png(view) {
  if (letters(view, 1, 3) !== "PNG" || letters(view, 12, 4) !== "IHDR") return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function gif(view) {
  if (letters(view, 0, 4) !== "GIF8") return null;
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

const uint24 = (view, at) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;

// Lossy, lossless, extended: https://developers.google.com/speed/webp/docs/riff_container
function webp(view) {
  if (letters(view, 0, 4) !== "RIFF" || letters(view, 8, 4) !== "WEBP") return null;
  const kind = letters(view, 12, 4);
  if (kind === "VP8X") return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
  if (kind === "VP8L") {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (kind === "VP8 ") return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  return null;
}

// A JPEG is a row of segments; the frame's (SOF: C0 to CF, but for three that are none) says the size.
function jpeg(view) {
  if (view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
}
