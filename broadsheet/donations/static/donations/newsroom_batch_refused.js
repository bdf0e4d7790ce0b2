import { choose } from "./newsroom_donor.js";

// What the server says of a row that it refused stands at each field; what it asks besides, below them.
export function refuse(form, { errors, isSame, isNoCode, namesakes }) {
  for (const box of form.querySelectorAll("[data-field]")) {
    const told = (errors[box.dataset.field] ?? []).join(" ");
    const sentence = box.querySelector(".error-message");
    sentence.textContent = told;
    sentence.hidden = !told;
    const input = box.querySelector("input, select");
    input.setAttribute("aria-invalid", told ? "true" : "false");
    if (told) input.setAttribute("aria-describedby", sentence.id);
  }
  form.querySelector("[data-same]").hidden = !isSame;
  form.querySelector("[data-no-code]").hidden = !isNoCode && !form.elements.namedItem("is_name").checked;
  const asked = form.querySelector("[data-namesakes]");
  asked.hidden = !namesakes.length;
  asked.querySelector("div").replaceChildren(...namesakes.map(({ donor, label }) => {
    const line = document.createElement("label");
    const radio = Object.assign(document.createElement("input"), { type: "radio", name: "namesake" });
    radio.addEventListener("change", () => choose(form, donor));
    line.append(radio, ` ${label}`);
    return line;
  }));
  const wrong = form.querySelector("[aria-invalid=true]");
  if (isSame) form.elements.namedItem("is_no_copy").focus();
  else if (namesakes.length) asked.querySelector("input").focus();
  else wrong?.focus();
  const others = Object.entries(errors).filter(([name]) => !form.querySelector(`[data-field="${name}"]`));
  form.querySelector("[data-said]").textContent = others.flatMap(([, told]) => told).join(" ");
}
