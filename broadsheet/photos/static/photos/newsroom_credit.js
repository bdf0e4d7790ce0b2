// Below a credit that is being written: how the paper understands it, part by part. The server reads it, after a pause.

const shown = document.querySelector("[data-credit]");
const line = document.querySelector("[name=credit]");
const hand = document.querySelector("[name=part-by_hand]");
const AFTER = 400;

const partOf = (name) => document.querySelector(`[name="part-${name}"]`);
const isPart = (field) => field.name?.startsWith("part-") && field !== hand;
let waiting = null;
let asked = 0;

function show({ line: printed, is_read: isRead, parts, fields }) {
  shown.querySelector("[data-credit-printed] strong").textContent = printed;
  shown.querySelector("[data-credit-printed]").hidden = !printed;
  shown.querySelector("[data-credit-unread]").hidden = isRead;
  shown.querySelector("dl").replaceChildren(...parts.map(([label, words]) => {
    const pair = document.createElement("div");
    pair.append(Object.assign(document.createElement("dt"), { textContent: label }), " ");
    pair.append(Object.assign(document.createElement("dd"), { textContent: words }));
    return pair;
  }));
  // What somebody says by hand is not written over.
  if (hand.checked) return;
  for (const [name, value] of Object.entries(fields)) {
    const field = partOf(name);
    if (field.type === "checkbox") field.checked = value;
    else field.value = value;
  }
}

async function ask() {
  const mine = ++asked;
  const body = new FormData();
  body.set("credit", line.value);
  body.set("csrfmiddlewaretoken", line.form.elements.csrfmiddlewaretoken.value);
  // Without an answer, what stands there is said when the form is saved.
  const answer = await fetch(shown.dataset.credit, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (answer?.ok && mine === asked) show(await answer.json());
}

if (shown && line) {
  line.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, AFTER);
  });
  line.form.addEventListener("input", ({ target }) => {
    if (isPart(target)) hand.checked = true;
  });
  hand.addEventListener("change", () => { if (!hand.checked) ask(); });
}
