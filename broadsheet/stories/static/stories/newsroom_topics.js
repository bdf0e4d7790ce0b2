// The topics of a story: the list shows those whose name has the words typed, and always those that are ticked.

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

function narrow(choice) {
  const words = plain(choice.querySelector("input[type=search]").value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const line of choice.querySelectorAll("li")) {
    const name = plain(line.textContent);
    const fits = words.every((word) => name.includes(word));
    found += fits ? 1 : 0;
    line.hidden = !fits && !line.querySelector("input").checked;
  }
  const say = found === 1 ? choice.dataset.foundOne : choice.dataset.found.replace("%d", found);
  choice.querySelector("[role=status]").textContent = words.length ? say : "";
}

function firstFitting(choice) {
  const words = plain(choice.querySelector("input[type=search]").value).trim();
  const lines = [...choice.querySelectorAll("li")].filter((line) => !line.hidden && plain(line.textContent).includes(words));
  return lines[0]?.querySelector("input");
}

// Listening on the document: the form is shown again after a save.
document.addEventListener("input", (event) => {
  const choice = event.target.closest?.("[data-topic-choice]");
  if (choice && event.target.type === "search") narrow(choice);
});

document.addEventListener("keydown", (event) => {
  const choice = event.target.closest?.("[data-topic-choice]");
  if (!choice || event.target.type !== "search" || event.key !== "Enter") return;
  // Enter would save the story: here it goes to the first topic that fits.
  event.preventDefault();
  firstFitting(choice)?.focus();
});

for (const label of document.querySelectorAll("[data-topic-choice] .newsroom-topics-filter")) label.hidden = false;
