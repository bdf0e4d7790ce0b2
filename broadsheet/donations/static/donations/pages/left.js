// That the form is still in this browser is said only where it is: with scripts, and a browser that keeps it.

const line = document.querySelector("[data-if-kept]");
try {
  line.hidden = !localStorage.getItem(line.dataset.ifKept);
} catch {
  // It keeps nothing.
}
