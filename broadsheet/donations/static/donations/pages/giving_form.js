// A gift while it is chosen: an amount that is typed is the one that is meant. It is kept and sent as every form of readers is.

import "../../mailbag/mailbag_form.js";

const form = document.querySelector("form[data-sending]");
const own = form.elements.namedItem("own");
// What some ways cannot do without.
const WHO = ["name", "email"];

// What lacks an amount, a name or an address is sent at once, without its puzzle: the paper says what is missing.
function mark(lacks) {
  const sum = form.querySelector("[name=sum]:checked");
  const needs = form.querySelector("[name=way]:checked")?.closest("[data-needs]").dataset.needs.split(" ") ?? [];
  own.setCustomValidity(lacks && !own.value.trim() && (!sum || sum.value === "own") ? "-" : "");
  for (const name of WHO) {
    const field = form.elements.namedItem(name);
    field.setCustomValidity(lacks && needs.includes(name) && !field.value.trim() ? "-" : "");
  }
}
form.addEventListener("submit", () => mark(true), { capture: true });
form.addEventListener("submit", () => mark(false));
const asked = form.elements.namedItem("asked_on");

// An address that names a sum means that one, whatever was kept of another day.
const named = [...form.elements.namedItem("sum")].find((one) => one.defaultChecked);
if (named && !document.getElementById("refused")) {
  named.checked = true;
  own.value = "";
}

form.addEventListener("input", ({ target }) => {
  if (target === own && own.value) form.querySelector("[name=sum][value=own]").checked = true;
  if (target.name === "sum" && target.value !== "own") own.value = "";
  if (target.name === "sum" && target.value === "own") own.focus();
});

// The page of ours on which it was asked for; never another site's.
try {
  const before = new URL(document.referrer);
  if (before.origin === location.origin && !before.pathname.startsWith("/support/")) asked.value = before.pathname;
} catch {
  // She came from nowhere that is known.
}
