// What stands beside a photo in a form follows it: the part that is shown, and the words that readers get if none are typed.
//
// Such a field names the photo's field in `data-of-photo`. It hears `photo-changed` when another photo was chosen or none,
// and `photo-shown` when it is known what the photo looks like and says.

const known = new Map();
const shown = new WeakMap();

function photoField(part) {
  return part.form?.elements[part.name.replace(/[^-]*$/u, part.dataset.ofPhoto)];
}

// A file that was just chosen, or the number of a photo that the paper has.
function photoOf(field) {
  if (field?.type === "file") return field.files[0] ?? field.dataset.photo ?? "";
  return field?.value ?? "";
}

async function ask(address) {
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) known.delete(address);
  return answer?.ok ? answer.json() : null;
}

function factsOf(photo, part) {
  if (photo instanceof File) return { url: URL.createObjectURL(photo), caption: "", alt: "", mark: "", focus: [0.5, 0.5] };
  const address = part.dataset.photoFacts.replace("/0/", `/${encodeURIComponent(photo)}/`);
  if (!known.has(address)) known.set(address, ask(address));
  return known.get(address);
}

function ownLine(part) {
  const id = `${part.id}-own`;
  const line = document.getElementById(id) ?? Object.assign(document.createElement("p"), { id, className: "help newsroom-own" });
  if (line.isConnected) return line;
  part.after(line);
  part.setAttribute("aria-describedby", [part.getAttribute("aria-describedby"), id].filter(Boolean).join(" "));
  return line;
}

function showOwn(part, facts) {
  const words = facts?.[part.dataset.own];
  const line = ownLine(part);
  line.hidden = !facts;
  line.dir = "auto";
  line.textContent = words ? part.dataset.ownWords.replace("%(words)s", () => words) : part.dataset.ownNone;
}

function tell(part, name, detail) {
  part.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
}

async function follow(part) {
  const photo = photoOf(photoField(part));
  if (shown.get(part) === photo) return;
  const isAnother = shown.has(part);
  shown.set(part, photo);
  if (isAnother) tell(part, "photo-changed", { isNone: !photo });
  const facts = photo ? await factsOf(photo, part) : null;
  // Meanwhile another was chosen.
  if (shown.get(part) !== photo) return;
  if (part.dataset.own) showOwn(part, facts);
  tell(part, "photo-shown", facts);
}

const followAll = () => document.querySelectorAll("[data-of-photo]").forEach(follow);

// Blocks come and go while a story is written; Wagtail's choosers say when another is chosen; a form that was sent is empty.
new MutationObserver(followAll).observe(document.body, { childList: true, subtree: true });
document.addEventListener("change", followAll);
document.addEventListener("reset", () => setTimeout(followAll));
followAll();
