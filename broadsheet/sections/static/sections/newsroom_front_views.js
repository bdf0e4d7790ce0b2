// The front as it stands and as it will stand: each page made so small that its whole width is seen.

const views = document.querySelector("[data-front-views]");

function fit() {
  for (const view of views.querySelectorAll(".newsroom-front-view")) {
    view.style.removeProperty("--scale");
    const page = Number(getComputedStyle(view).getPropertyValue("--page"));
    view.style.setProperty("--scale", Math.min(1, view.clientWidth / page));
  }
}

if (views) {
  new ResizeObserver(fit).observe(views);
  views.addEventListener("change", fit);
}
