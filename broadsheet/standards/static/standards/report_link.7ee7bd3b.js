// What a reader has selected in a story goes with her to the form for errors: in this browser's memory of one session alone.
const KEPT = "broadsheet-passage";
const LONGEST = 2000;

const selected = () => {
  const selection = document.getSelection();
  const article = document.querySelector(".story-article");
  const within = selection.rangeCount && article?.contains(selection.getRangeAt(0).commonAncestorContainer);
  return within ? selection.toString().trim().slice(0, LONGEST) : "";
};

for (const link of document.querySelectorAll('a[href*="/corrections/report/?story="]')) {
  let pressed = "";
  // A press takes the selection away before the link is followed.
  link.addEventListener("pointerdown", () => { pressed = selected(); });
  link.addEventListener("click", () => {
    const words = selected() || pressed;
    pressed = "";
    try {
      if (words) sessionStorage.setItem(KEPT, JSON.stringify({ story: location.pathname, words }));
      else sessionStorage.removeItem(KEPT);
    } catch {
      // The browser keeps nothing: then she copies the passage.
    }
  });
}
