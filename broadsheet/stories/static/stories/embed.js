// "Play here" below a film or sound that stands elsewhere: makes its player. Before that click, its host is not asked.

// Scripts and its own storage are what a player needs; it may open its own page, but never lead this one away.
const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation";

function player(figure) {
  const frame = document.createElement("iframe");
  frame.title = figure.querySelector("b").textContent;
  frame.setAttribute("sandbox", SANDBOX);
  frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
  // The paper's name alone, which YouTube insists on; never which story is read.
  frame.referrerPolicy = "strict-origin";
  frame.src = figure.dataset.frame;
  return frame;
}

for (const figure of document.querySelectorAll(".embed[data-frame]")) {
  const ask = figure.querySelector(".ask");
  ask.hidden = false;
  ask.querySelector("button").addEventListener("click", () => {
    const frame = player(figure);
    figure.querySelector("a > img, a > .lost-photo")?.remove();
    figure.prepend(frame);
    ask.remove();
    frame.focus();
  });
}
