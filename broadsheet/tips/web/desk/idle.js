// Nobody has touched the page for a while: whoever comes by now may be another.

const MINUTES = 15;
const TOUCHES = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart", "scroll", "input"];

/** Call `onIdle` once nobody has touched the page for fifteen minutes, and each time again. */
export function watchIdle(onIdle) {
  let touched = Date.now();
  const touch = () => {
    touched = Date.now();
  };
  const look = () => {
    if (Date.now() - touched >= MINUTES * 60_000) onIdle();
  };
  for (const name of TOUCHES) {
    window.addEventListener(
      name,
      () => {
        // A touch after a sleep comes too late.
        look();
        touch();
      },
      { capture: true, passive: true },
    );
  }
  setInterval(look, 5_000);
  document.addEventListener("visibilitychange", look);
}
