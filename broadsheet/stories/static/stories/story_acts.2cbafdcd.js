// The button that prints shows itself only where it works.
for (const button of document.querySelectorAll(".print-story")) {
  button.addEventListener("click", () => print());
  button.hidden = false;
}
// What is selected goes along to a form about the story (sessionStorage).
for (const press of ["pointerdown", "keydown"]) addEventListener(press, ({ target }) => {
  if (!target.closest?.('[href*="?story="]')) return;
  const chosen = getSelection();
  const words = document.querySelector(".prose").contains(chosen.anchorNode) ? `${chosen}`.trim() : "";
  try {
    sessionStorage.setItem("broadsheet-passage", JSON.stringify({ story: location.pathname, words }));
  } catch {
    // Or it is copied by hand.
  }
});
