// Our words for a reason stand in the field as soon as the reason is chosen, to be changed before they are sent.
for (const list of document.querySelectorAll("[data-words-for]")) {
  const form = list.closest("form");
  const reason = form.elements.namedItem(list.dataset.wordsFor);
  const field = form.elements.namedItem("words");
  const ours = new Map([...list.querySelectorAll("[data-reason]")].map((one) => [one.dataset.reason, one.textContent.trim()]));
  const put = () => {
    const isOurs = !field.value.trim() || [...ours.values()].includes(field.value.trim());
    if (isOurs) field.value = ours.get(reason.value) ?? "";
  };
  reason.addEventListener("change", put);
}
