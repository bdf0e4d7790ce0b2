// The form for an error or a request: which story it is about, and the passage that was selected there.
import "../mailbag/mailbag_form.js";

const KEPT = "broadsheet-passage";
const form = document.querySelector("form[data-sending]");
const isFresh = !document.getElementById("refused");

// The story that the reader came from, by a link that stands under all of them.
const storyBefore = () => {
  try {
    const before = new URL(document.referrer);
    return before.origin === location.origin && /^\/\d{4}\/\d{2}\/[\w-]+\/$/u.test(before.pathname) ? before.pathname : "";
  } catch {
    return "";
  }
};

const passageOf = (story) => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
    return kept?.story === story ? kept.words : "";
  } catch {
    return "";
  }
};

if (form && isFresh) {
  const asked = new URLSearchParams(location.search).get("story") ?? storyBefore();
  const story = form.elements.namedItem("story");
  const passage = form.elements.namedItem("passage");
  const another = asked && asked !== story.value;
  const words = passage ? passageOf(asked) : "";
  if (asked) story.value = asked;
  // What was copied from another story is not in this one.
  if (passage && (words || another)) passage.value = words;
  for (const link of document.querySelectorAll('main .prose a[href^="/corrections/"]')) {
    if (story.value) link.href += `?story=${encodeURI(story.value)}`;
  }
}
