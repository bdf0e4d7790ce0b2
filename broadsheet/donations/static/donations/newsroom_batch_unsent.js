// Rows that the server does not have yet, kept in this browser beside the other words of whoever is signed in.

import { drop, kept } from "../newsroom/newsroom_words.js";

const user = document.getElementById("newsroom-keeping").dataset.user;
const placeOf = (form) => `batch-${form.dataset.batch}`;

// The oldest first.
const waiting = (form) => kept(user, placeOf(form)).reverse();

export const next = (form) => waiting(form).find((row) => !row.refused);

export function store(form, { key, at, fields, refused }) {
  const own = key ?? ["newsroom-words", user, placeOf(form), form.elements.namedItem("key").value].join(" ");
  localStorage.setItem(own, JSON.stringify({ at, name: "", fields, refused }));
}

// Shows what this browser alone has; `lookAt` takes a row that was refused back into the form.
export function showUnsent(form, lookAt) {
  const isInForm = ({ key }) => key.endsWith(` ${form.elements.namedItem("key").value}`);
  const rows = waiting(form).filter((row) => !isInForm(row));
  const box = document.querySelector("[data-unsent]");
  box.hidden = !rows.length;
  box.querySelector("ul").replaceChildren(...rows.map((row) => {
    const line = document.createElement("li");
    const told = Object.fromEntries(row.fields);
    line.append([told.amount, told.cheque_number, told.who].filter(Boolean).join(" · "));
    if (!row.refused) return line;
    line.append(` – ${Object.values(row.refused.errors).flat().join(" ") || form.dataset.saidRefused} `);
    for (const [words, act] of [[form.dataset.lookAt, () => lookAt(row)], [form.dataset.leave, () => { drop(row.key); showUnsent(form, lookAt); }]]) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-small button-secondary", textContent: words });
      button.addEventListener("click", act);
      line.append(button, " ");
    }
    return line;
  }));
}
