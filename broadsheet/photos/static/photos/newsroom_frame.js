// A frame over a photo as arithmetic: left, top, width and height in thousandths of the photo's own, as the paper keeps it.
// `slope`: how many thousandths wide a frame is for each thousandth of its height, if its shape is fixed; else 0.

const WHOLE = 1000;
const SMALLEST = 50;

export const ALL = { left: 0, top: 0, width: WHOLE, height: WHOLE };

const between = (number, least, most) => Math.max(least, Math.min(number, most));

// In whole thousandths, large enough to show something, and inside the photo.
function inside({ left, top, width, height }) {
  const wide = between(Math.round(width), SMALLEST, WHOLE);
  const high = between(Math.round(height), SMALLEST, WHOLE);
  return {
    left: between(Math.round(left), 0, WHOLE - wide),
    top: between(Math.round(top), 0, WHOLE - high),
    width: wide,
    height: high,
  };
}

export function read(words) {
  const [left, top, width, height] = words.split(",").map(Number);
  return height ? inside({ left, top, width, height }) : ALL;
}

export function write(box) {
  const words = [box.left, box.top, box.width, box.height].join(",");
  return words === "0,0,1000,1000" ? "" : words;
}

// The largest frame of a shape, with the photo's subject as near to its middle as can be.
export function largest(slope, [across, down]) {
  const width = WHOLE * Math.min(1, slope);
  const height = WHOLE * Math.min(1, 1 / slope);
  return inside({ left: across * WHOLE - width / 2, top: down * WHOLE - height / 2, width, height });
}

export const moved = (box, across, down) => inside({ ...box, left: box.left + across, top: box.top + down });

// Pulls at a side: `x` and `y` are -1 for left and top, 1 for right and bottom, 0 for neither. The other side stays.
export function pulled(box, { x, y }, across, down, slope) {
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  const most = { width: x < 0 ? right : WHOLE - box.left, height: y < 0 ? bottom : WHOLE - box.top };
  let width = box.width + x * across;
  let height = box.height + y * down;
  if (slope) {
    width = between(x ? width : height * slope, SMALLEST * Math.max(1, slope), Math.min(most.width, most.height * slope));
    height = width / slope;
  } else {
    width = between(width, SMALLEST, most.width);
    height = between(height, SMALLEST, most.height);
  }
  return inside({ left: x < 0 ? right - width : box.left, top: y < 0 ? bottom - height : box.top, width, height });
}

// Grows or shrinks by keys; at the photo's edge the frame moves back rather than stop.
export function grown(box, across, down, slope) {
  let width = box.width + across;
  let height = box.height + down;
  if (slope) {
    width = between(across ? width : height * slope, SMALLEST * Math.max(1, slope), WHOLE * Math.min(1, slope));
    height = width / slope;
  }
  return inside({ ...box, width, height });
}

// One number was typed: the others give way.
export function typed(box, name, number, slope) {
  if (name === "width") return grown(box, number - box.width, 0, slope);
  if (name === "height") return grown(box, 0, number - box.height, slope);
  if (slope) return inside({ ...box, [name]: number });
  const [size, start] = name === "left" ? ["width", between(number, 0, WHOLE - SMALLEST)] : ["height", between(number, 0, WHOLE - SMALLEST)];
  return inside({ ...box, [name]: start, [size]: Math.min(box[size], WHOLE - start) });
}
