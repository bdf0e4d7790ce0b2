// The frame over a photo, by pointer, keys, buttons and numbers: listened to on the document, since blocks come and go.

import { grown, largest, moved, pulled, typed } from "./newsroom_frame.js";
import { choose, chooseAll, chooseShape, clear, draw, find, open, rootOf, slopeOf, stateOf } from "./newsroom_part.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
// In thousandths of the photo.
const STEP = 10;
let drag = null;

function press({ target }) {
  const root = rootOf(target);
  const button = root && target.closest("button");
  if (button?.matches("[data-crop-all]")) chooseAll(root);
  if (!button?.matches("[data-crop-shape]")) return;
  chooseShape(root, button.dataset.cropShape);
  const slope = slopeOf(root);
  if (slope) choose(root, largest(slope, stateOf(root).focus));
}

function key(event) {
  const { target } = event;
  const root = rootOf(target);
  if (!root) return;
  // Enter would send the whole form.
  if (event.key === "Enter" && target.matches("[data-crop-number]")) event.preventDefault();
  if (event.key === "Enter") type(event);
  const isOther = event.altKey || event.ctrlKey || event.metaKey || !target.matches("[data-crop-frame]");
  if (isOther || !ARROWS[event.key]) return;
  event.preventDefault();
  const [across, down] = ARROWS[event.key].map((way) => way * STEP);
  const { box } = stateOf(root);
  choose(root, event.shiftKey ? grown(box, across, down, slopeOf(root)) : moved(box, across, down));
}

function type({ target }) {
  const root = rootOf(target);
  if (!root || !target.matches("[data-crop-number]")) return;
  const number = Math.round(target.valueAsNumber * 10);
  const { box } = stateOf(root);
  choose(root, Number.isNaN(number) ? box : typed(box, target.dataset.cropNumber, number, slopeOf(root)));
}

function grasp(event) {
  const frame = event.target.closest?.("[data-crop-frame]");
  const handle = event.target.closest?.("[data-crop-handle]");
  // The whole photo cannot be moved: there, a finger scrolls the page.
  if (!frame || event.button !== 0 || (!handle && frame.hasAttribute("data-whole"))) return;
  event.preventDefault();
  frame.focus({ preventScroll: true });
  frame.setPointerCapture(event.pointerId);
  const root = rootOf(frame);
  const [x, y] = handle?.dataset.cropHandle.split(" ").map(Number) ?? [0, 0];
  drag = { root, x, y, box: stateOf(root).box, from: event, isMove: !handle };
}

function pull(event) {
  if (event.pointerId !== drag?.from.pointerId) return;
  const stage = find(drag.root, "stage").getBoundingClientRect();
  const across = ((event.clientX - drag.from.clientX) / stage.width) * 1000;
  const down = ((event.clientY - drag.from.clientY) / stage.height) * 1000;
  const { root, box, isMove } = drag;
  stateOf(root).box = isMove ? moved(box, across, down) : pulled(box, drag, across, down, slopeOf(root));
  draw(root);
}

function letGo(event) {
  if (event.pointerId !== drag?.from.pointerId) return;
  const { root, box } = drag;
  drag = null;
  choose(root, event.type === "pointerup" ? stateOf(root).box : box);
}

const listeners = {
  click: press, keydown: key, change: type, pointerdown: grasp, pointermove: pull, pointerup: letGo, pointercancel: letGo,
  "photo-changed": ({ target, detail }) => { if (rootOf(target)) clear(rootOf(target), detail.isNone); },
  "photo-shown": ({ target, detail }) => { if (rootOf(target)) open(rootOf(target), detail); },
};
for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener);
