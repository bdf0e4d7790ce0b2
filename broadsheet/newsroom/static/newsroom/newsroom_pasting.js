// Pasting several paragraphs into one: each becomes a block of its own at once. The server parts what reaches it whole.

const STREAM = "body";
const PARAGRAPH = "paragraph";

function stream() {
  try {
    return window.wagtail?.editHandler?.getPanelByName(STREAM)?.getBoundWidget() ?? null;
  } catch {
    return null; // A screen without a text.
  }
}

// Draft.js keeps links in a map that the texts point into; each part takes along all of it.
function partsOf(value) {
  const raw = JSON.parse(value || "null");
  const texts = (raw?.blocks ?? []).filter((block) => block.text.trim());
  return texts.map((block) => JSON.stringify({ blocks: [{ ...block, type: "unstyled" }], entityMap: raw.entityMap }));
}

function part(body, index) {
  const { type, value, id } = body.children[index].getValue();
  const parts = type === PARAGRAPH ? partsOf(value) : [];
  if (parts.length < 2) return;
  parts.forEach((text, place) => {
    // The first keeps its id, and with it its comments.
    const own = place === 0 ? id : globalThis.crypto?.randomUUID?.() ?? null;
    const isLast = place === parts.length - 1;
    body.insert({ type: PARAGRAPH, value: text, id: own }, index + place, { focus: isLast });
  });
  body.deleteBlock(index + parts.length);
}

document.addEventListener("paste", (event) => {
  const body = stream();
  if (!body?.container || !(event.target instanceof Element)) return;
  const index = body.children.findIndex((child) => child.element?.contains(event.target));
  if (index < 0 || body.children[index].type !== PARAGRAPH) return;
  // After Draft.js has taken the words in and written them to its field.
  setTimeout(() => part(body, index), 300);
});
