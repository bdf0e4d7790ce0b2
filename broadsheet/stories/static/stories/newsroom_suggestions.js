// "Add" beside a suggested story: one more line among the related stories, as if it had been chosen there.

function emptyLine() {
  const forms = document.getElementById("id_related-FORMS");
  document.getElementById("id_related-ADD")?.click();
  return forms?.lastElementChild;
}

function choose(line, key, headline) {
  const input = line.querySelector(`input[name$="-other"]`);
  const chooser = input.closest("[data-field]")?.querySelector(".chooser") ?? line.querySelector(".chooser");
  input.value = key;
  chooser.classList.remove("blank");
  chooser.querySelector("[data-chooser-title]").textContent = headline;
  const link = chooser.querySelector("[data-chooser-edit-link]");
  if (link) {
    link.href = new URL(`../../${key}/edit/`, location.href).href;
    link.hidden = false;
  }
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

// Listening on the document: the panel is shown again after each save.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-suggestion]");
  if (!button) return;
  const panel = button.closest("[data-suggestions]");
  const suggestion = button.closest("li");
  const link = suggestion.querySelector("a");
  const line = emptyLine();
  if (!line) return;
  choose(line, button.dataset.suggestion, link.textContent);
  panel.querySelector("[role=status]").textContent = panel.dataset.added.replace("%s", () => link.textContent);
  // The button goes, so the keyboard goes on to the next one, or to the sentence that says it is done.
  const next = suggestion.nextElementSibling ?? suggestion.previousElementSibling;
  const status = panel.querySelector("[role=status]");
  status.tabIndex = -1;
  (next?.querySelector("[data-suggestion]") ?? status).focus();
  suggestion.remove();
});
