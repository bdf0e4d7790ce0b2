// Who gave, looked up while it is typed: arrows choose from a list, Enter takes what is chosen, Escape leaves it.

const LOOK_AFTER = 120;

export function choose(form, donor) {
  form.elements.namedItem("donor").value = donor;
}

export function watchDonor(form) {
  const input = form.elements.namedItem("who");
  const list = Object.assign(document.createElement("ul"), { id: "gifts-matches", className: "gifts-matches", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  input.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) input.setAttribute(name, value);
  let found = [];
  let at = -1;
  // The arrow was pressed before the list was there.
  let wantsFirst = false;
  let soon = null;
  let asked = 0;

  function close() {
    clearTimeout(soon);
    asked += 1;
    found = [];
    wantsFirst = false;
    mark(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function mark(place) {
    at = place;
    [...list.children].forEach((line, number) => {
      line.setAttribute("aria-selected", String(number === at));
      if (number === at) line.scrollIntoView({ block: "nearest" });
    });
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function take({ donor, name, isCode }) {
    input.value = name;
    choose(form, isCode ? "" : donor ?? "");
    close();
  }

  async function look() {
    const mine = ++asked;
    const body = new FormData();
    body.append("typed", input.value);
    body.append("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    const answer = await fetch(form.dataset.lookUp, { method: "POST", body }).then((got) => got.json()).catch(() => ({ found: [] }));
    if (mine !== asked || document.activeElement !== input) return;
    found = answer.found;
    list.replaceChildren(...found.map((one, number) => {
      const line = Object.assign(document.createElement("li"), { id: `gifts-match-${number}`, textContent: one.label });
      line.setAttribute("role", "option");
      line.addEventListener("mousedown", (event) => { event.preventDefault(); take(one); });
      return line;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    mark(wantsFirst && found.length ? 0 : -1);
    wantsFirst = false;
  }

  input.addEventListener("input", () => {
    choose(form, "");
    clearTimeout(soon);
    soon = setTimeout(look, LOOK_AFTER);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      event.preventDefault();
      mark((at + step + found.length) % found.length);
    } else if (event.key === "ArrowDown") wantsFirst = true;
    else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(found[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
}
