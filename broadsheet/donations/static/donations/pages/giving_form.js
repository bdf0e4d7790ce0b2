// A gift while it is chosen: an amount that is typed is the one that is meant. It is kept and sent as every form of readers is.

import "../../mailbag/mailbag_form.js";

const form = document.querySelector("form[data-sending]");
const own = form.elements.namedItem("own");
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
