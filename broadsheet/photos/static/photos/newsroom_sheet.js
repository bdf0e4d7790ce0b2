// The contact sheet by keyboard: arrows go from picture to picture, X ticks one; Shift ticks all in between.

const sheet = () => document.querySelector("[data-photo-sheet]");
const cards = () => [...(sheet()?.querySelectorAll("[data-card]") ?? [])];
const boxes = () => [...(sheet()?.querySelectorAll("input[name=id]") ?? [])];
const boxOf = (card) => card.closest("article").querySelector("input[name=id]");
let last = null;

// How many pictures stand in the first row.
function columns(all) {
  const top = all[0].getBoundingClientRect().top;
  const next = all.findIndex((card) => card.getBoundingClientRect().top > top + 1);
  return next < 0 ? all.length : next;
}

function step(key, all) {
  const ahead = document.dir === "rtl" ? -1 : 1;
  return { ArrowRight: ahead, ArrowLeft: -ahead, ArrowDown: columns(all), ArrowUp: -columns(all) }[key] ?? 0;
}

function tickBetween(one, other, ticked) {
  const all = boxes();
  const [from, to] = [all.indexOf(one), all.indexOf(other)].sort((a, b) => a - b);
  if (from >= 0) all.slice(from, to + 1).forEach((box) => { box.checked = ticked; });
}

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("[data-card]");
  if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = cards();
  if (event.key.toLowerCase() === "x") {
    boxOf(card)?.click();
    return;
  }
  const next = all[all.indexOf(card) + step(event.key, all)];
  if (!step(event.key, all) || !next) return;
  event.preventDefault();
  next.focus();
});

document.addEventListener("click", (event) => {
  const { target } = event;
  if (target.matches?.("[data-photo-sheet] input[name=id]")) {
    if (event.shiftKey && last) tickBetween(last, target, target.checked);
    last = target;
  }
  if (!target.closest?.("[data-tick-all]")) return;
  const all = boxes();
  const isMissing = all.some((box) => !box.checked);
  all.forEach((box) => { box.checked = isMissing; });
});

// The list is replaced whenever another filter is chosen.
function show() {
  sheet()?.querySelector("[data-tick-all]")?.removeAttribute("hidden");
}

document.addEventListener("w-swap:success", show);
show();
