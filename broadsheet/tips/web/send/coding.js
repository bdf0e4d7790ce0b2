// The reply code: shown before anything is sent, and asked for in part, so that nobody sends without having written it down.

import { make, say } from "../locks/says.js";
import { number, one } from "./wording.js";

/** Show a code in a fieldset; `noted()` is called when it was written down. Returns `isRight()`: the two words asked for were typed; `firstWrong()`: where to go; `clear()`. */
export function showCode(part, code, noted) {
  const words = code.split("-");
  const shownPart = one("[data-code-shown]", part);
  const askedPart = one("[data-code-asked]", part);
  const fields = [...askedPart.querySelectorAll("input")];
  const places = twoPlaces(words.length);
  one("ol", shownPart).replaceChildren(...words.map((word) => make("li", { text: word })));
  places.forEach((place, at) => {
    fields[at].labels[0].textContent = say("word_of_code", { number: number(place + 1) });
  });
  turnable(shownPart, askedPart);
  one("button", shownPart).addEventListener("click", noted);
  const isFit = (field, at) => field.value.trim().toLowerCase() === words[places[at]];
  return {
    isRight: () => fields.every(isFit),
    firstWrong: () => (askedPart.hidden ? one("button", shownPart) : fields.find((field, at) => !isFit(field, at))),
    clear: () => one("ol", shownPart).replaceChildren(),
  };
}

function turnable(shownPart, askedPart) {
  const turn = (isAsked) => {
    shownPart.hidden = isAsked;
    askedPart.hidden = !isAsked;
    one(isAsked ? "input" : "button", isAsked ? askedPart : shownPart).focus();
  };
  one("button", shownPart).addEventListener("click", () => turn(true));
  one("button", askedPart).addEventListener("click", () => turn(false));
}

function twoPlaces(count) {
  const [one, other] = crypto.getRandomValues(new Uint32Array(2));
  const first = one % count;
  return [first, (first + 1 + (other % (count - 1))) % count].sort((a, b) => a - b);
}
