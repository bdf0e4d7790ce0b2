// "Look it up" beside a pasted address: asks the newsroom what stands there, and fills title, names and picture.

const words = document.querySelector("script[data-embed-look-up]").dataset;

function field(block, name) {
  return block.querySelector(`[name$="-${name}"]`);
}

function write(input, value) {
  input.value = value;
  for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
}

function choose(input, photo) {
  const chooser = input.closest("[data-field]")?.querySelector(".chooser") ?? document.getElementById(`${input.id}-chooser`);
  const image = chooser.querySelector("[data-chooser-image]");
  const link = chooser.querySelector("[data-chooser-edit-link]");
  chooser.classList.remove("blank");
  chooser.querySelector("[data-chooser-title]").textContent = photo.title;
  Object.assign(image, { src: photo.preview.url, width: photo.preview.width, height: photo.preview.height });
  if (link) Object.assign(link, { href: photo.edit_url, hidden: false });
  write(input, photo.id);
}

async function ask(address) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(words.embedLookUp, {
    method: "POST",
    headers: { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" },
    body: new URLSearchParams({ address }),
  });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function lookUp(block) {
  const status = block.querySelector("[role=status]");
  const address = field(block, "url").value.trim();
  // A press of the button also leaves the field, which asks already.
  if (!address || block.dataset.asking === address) return;
  block.dataset.asking = address;
  status.textContent = words.asking;
  try {
    const found = await ask(address);
    // Meanwhile another was pasted, which is being looked up itself.
    if (field(block, "url").value.trim() !== address) return;
    for (const name of ["title", "author", "provider"]) if (found[name]) write(field(block, name), found[name]);
    if (found.poster) choose(field(block, "poster"), found.poster);
    status.textContent = found.trouble || words.found;
  } catch {
    status.textContent = words.failed;
  } finally {
    if (block.dataset.asking === address) delete block.dataset.asking;
  }
}

function dress(block) {
  const input = field(block, "url");
  if (!input || block.dataset.dressed) return;
  block.dataset.dressed = "yes";
  const line = document.createElement("p");
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: words.button });
  button.className = "button button-small button-secondary";
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  line.append(button, " ", status);
  input.after(line);
  button.addEventListener("click", () => lookUp(block));
  input.addEventListener("change", () => lookUp(block));
}

function dressAll() {
  for (const block of document.querySelectorAll(".newsroom-embed")) dress(block);
}

// Blocks come and go while a story is written.
new MutationObserver(dressAll).observe(document.body, { childList: true, subtree: true });
dressAll();
