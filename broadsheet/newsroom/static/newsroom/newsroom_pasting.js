// Pasting into a story: the server reads what Word, Docs, Pages or a mail program put on the clipboard and answers
// with paragraphs, subheads and lists. If it cannot be reached, the words are taken in as they are, paragraph by
// paragraph, and the server parts what reaches it whole.

import { paste as takeIn } from "./newsroom_clipboard.js";

const STREAM = "body";
const PARAGRAPH = "paragraph";
const MARK = /^\ue000(\d+)\ue000$/u;
const OF_THE_EDITOR = /data-draftjs-conductor-fragment|data-editor=/u;
// After Draft.js has taken the words in and written them to its field.
const WRITTEN_AFTER = 300;

function stream() {
  try {
    return window.wagtail?.editHandler?.getPanelByName(STREAM)?.getBoundWidget() ?? null;
  } catch {
    return null; // A screen without a text.
  }
}

// Draft.js keeps links in a map that the texts point into; each part takes along all of it.
function partsOf(value, blocks) {
  const raw = JSON.parse(value || "null");
  const texts = (raw?.blocks ?? []).filter((block) => block.text.trim());
  return texts.map((block) => {
    const other = blocks[block.text.trim().match(MARK)?.[1]];
    const own = { blocks: [{ ...block, type: "unstyled" }], entityMap: raw.entityMap };
    return other ?? { type: PARAGRAPH, value: JSON.stringify(own) };
  });
}

function part(body, index, blocks) {
  const { type, value, id } = body.children[index].getValue();
  const parts = type === PARAGRAPH ? partsOf(value, blocks) : [];
  if (parts.length === 0 || (parts.length < 2 && parts[0].type === PARAGRAPH)) return;
  // The first paragraph keeps its id, and with it its comments.
  const first = parts.findIndex((one) => one.type === PARAGRAPH);
  parts.forEach((one, place) => {
    const own = place === first ? id : globalThis.crypto?.randomUUID?.() ?? null;
    const isLast = place === parts.length - 1;
    body.insert({ ...one, id: own }, index + place, { focus: isLast });
  });
  body.deleteBlock(index + parts.length);
}

function indexOf(body, target) {
  const index = body.children.findIndex((child) => child.element?.contains(target));
  return index >= 0 && body.children[index].type === PARAGRAPH ? index : -1;
}

async function read(target, html, text) {
  const answer = await takeIn(html, text);
  const handOver = new DataTransfer();
  handOver.setData("text/html", answer?.html ?? html);
  handOver.setData("text/plain", text);
  const again = new ClipboardEvent("paste", { clipboardData: handOver, bubbles: true, cancelable: true });
  ours.add(again);
  target.dispatchEvent(again);
  const body = stream();
  setTimeout(() => {
    const index = indexOf(body, target);
    if (index >= 0) part(body, index, answer?.blocks ?? []);
  }, WRITTEN_AFTER);
  if (!answer?.notice) return;
  const detail = { clear: true, text: answer.notice, type: "warning" };
  document.dispatchEvent(new CustomEvent("w-messages:add", { detail }));
}

const ours = new WeakSet();

// Before the editor itself hears of it.
document.addEventListener("paste", (event) => {
  const body = stream();
  if (ours.has(event) || !body?.container || !(event.target instanceof Element)) return;
  const index = indexOf(body, event.target);
  if (index < 0) return;
  const html = event.clipboardData.getData("text/html");
  const text = event.clipboardData.getData("text/plain");
  if (OF_THE_EDITOR.test(html) || (!html && !text.includes("\n"))) {
    setTimeout(() => part(body, indexOf(body, event.target), []), WRITTEN_AFTER);
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  read(event.target, html, text);
}, true);
