// Shows the button that opens the browser's own print dialog. Without scripts there is no such button to press.
for (const button of document.querySelectorAll(".print-story")) {
  button.addEventListener("click", () => window.print());
  button.hidden = false;
}
