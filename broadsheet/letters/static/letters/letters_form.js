// A letter while it is written, counted as the paper counts; it is kept and sent as every form of readers is.

import "../mailbag/mailbag_form.js";
import { wordsIn } from "../mailbag/mailbag_words.js";

const form = document.querySelector("form[data-letter]");
const text = form.elements.namedItem("text");

function count() {
  const shown = form.querySelector("[data-count]");
  const isColumn = form.querySelector("[name=kind]:checked")?.value === "column";
  const limit = Number(isColumn ? form.dataset.columnWords : form.dataset.words);
  const now = wordsIn(text.value);
  const over = now > limit;
  shown.hidden = false;
  shown.classList.toggle("over", over);
  shown.textContent = (over ? form.dataset.over : form.dataset.count)
    .replace("NOW", now).replace("MOST", limit).replace("OVER", now - limit);
}

// The story that the reader came from, by a link that stands under all of them.
function storyBefore() {
  try {
    const before = new URL(document.referrer);
    return before.origin === location.origin && /^\/\d{4}\/\d{2}\/[\w-]+\/$/u.test(before.pathname) ? before.pathname : null;
  } catch {
    return null;
  }
}

const asked = new URLSearchParams(location.search).get("story") ?? storyBefore();
if (asked) form.elements.namedItem("answers").value = asked;
form.addEventListener("input", count);
if (text.value) count();
