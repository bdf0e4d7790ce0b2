// The part of a photo that one use of it shows: what is chosen, how it is drawn over the photo, and what the form keeps.

import { ALL, read, write } from "./newsroom_frame.js";

const SIDES = ["left", "top", "width", "height"];
const states = new WeakMap();

export const rootOf = (element) => element.closest?.("[data-crop]");
export const find = (root, name) => root.querySelector(`[data-crop-${name}]`);
export const stateOf = (root) => states.get(root);
// As `newsroom_frame.js` has it: 0 if the shape is not fixed.
export const slopeOf = (root) => Number(stateOf(root).shape) / stateOf(root).ratio;

const inputOf = (root) => root.querySelector("[data-of-photo]");

function inWords(root, box) {
  if (!write(box)) return root.dataset.whole;
  const number = (side) => (box[side] / 10).toLocaleString(document.documentElement.lang || undefined);
  return SIDES.reduce((words, side) => words.replace(`%(${side})s`, number(side)), root.dataset.said);
}

export function draw(root) {
  const { box, shape } = stateOf(root);
  const frame = find(root, "frame");
  SIDES.forEach((side) => frame.style.setProperty(side, `${box[side] / 10}%`));
  frame.toggleAttribute("data-whole", !write(box));
  root.querySelectorAll("[data-crop-number]").forEach((one) => { one.value = box[one.dataset.cropNumber] / 10; });
  for (const button of root.querySelectorAll("[data-crop-shape]")) {
    button.setAttribute("aria-pressed", String(button.dataset.cropShape === shape));
  }
  find(root, "now").textContent = inWords(root, box);
}

function keep(root, words) {
  const input = inputOf(root);
  if (input.value === words) return;
  input.value = words;
  for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
}

// With the mark of the picture that it is made for (`crops.py`).
function withMark(root, box) {
  const { mark } = stateOf(root);
  return write(box) && mark ? `${write(box)}@${mark}` : write(box);
}

// What a person chose: it is told in words, and the form learns of it as of anything typed.
export function choose(root, box) {
  stateOf(root).box = box;
  draw(root);
  find(root, "status").textContent = inWords(root, box);
  find(root, "cleared").textContent = "";
  keep(root, withMark(root, box));
}

export function chooseShape(root, shape) {
  stateOf(root).shape = shape;
  draw(root);
}

export function chooseAll(root) {
  chooseShape(root, "");
  choose(root, ALL);
}

// Another photo, or none: a part that was made for the one before means nothing on it.
export function clear(root, isNone) {
  find(root, "tool").hidden = true;
  find(root, "status").textContent = "";
  find(root, "cleared").textContent = inputOf(root).value && !isNone ? root.dataset.saidCleared : "";
  keep(root, "");
}

// The photo is known. One that the browser cannot draw keeps what was chosen, and shows no frame. If its picture was replaced,
// readers get the whole of it, and so does the frame.
export async function open(root, facts) {
  const tool = find(root, "tool");
  const image = find(root, "image");
  tool.hidden = true;
  if (!facts?.url) return;
  image.src = facts.url;
  if (!(await image.decode().then(() => true, () => false))) return;
  const ratio = image.naturalWidth / image.naturalHeight;
  const [kept, mark = ""] = inputOf(root).value.split("@");
  const isOther = mark && mark !== facts.mark;
  states.set(root, { box: isOther ? ALL : read(kept), shape: "", ratio, ...facts });
  if (isOther) find(root, "cleared").textContent = root.dataset.saidCleared;
  tool.hidden = false;
  draw(root);
}
