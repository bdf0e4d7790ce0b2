// The form in which a source writes: limits beside the button, told before anything is sent, and how far the sending is.

import { letters as lettersOf } from "../locks/bytes.js";
import { say, shown } from "../locks/says.js";
import { call } from "./calling.js";
import { chooser } from "./choosing.js";
import { number, one, percent, size, why } from "./wording.js";

/**
 * Make a form one that sends.
 *
 * @param wanted `limits`; `act`: what the worker is asked to do; `given()`: what it needs besides text and files, or the words
 *   and the element that say what lacks, as `{lacks, at}`; `sent()` and `refused(refusal)`: what comes after.
 */
export function sendingForm(form, { limits, act, given, sent, refused = () => {} }) {
  const text = form.elements.namedItem("text");
  const error = one("[data-error]", form);
  const fields = one("[data-fields]", form);
  const count = one("[data-count]", form);
  const files = chooser(form, limits, counted);
  const progress = progressOf(form);
  let isSending = false;

  function counted() {
    const letters = lettersOf(text.value);
    count.textContent = say("letters_now", { count: number(letters), most: number(limits.text) });
    count.classList.toggle("over", letters > limits.text);
  }

  function tell(words, at) {
    error.textContent = words;
    error.hidden = !words;
    at?.focus();
  }

  function lacking() {
    if (lettersOf(text.value) > limits.text) return { lacks: say("why_long"), at: text };
    if (files.bytes() > limits.bytes) return { lacks: say("why_large"), at: one("input[type=file]", form) };
    return given();
  }

  async function send() {
    tell("");
    const asked = lacking();
    if (asked.lacks) {
      tell(asked.lacks, asked.at);
      return;
    }
    isSending = true;
    progress.begin();
    fields.disabled = true;
    try {
      await call(act, { ...asked, text: text.value, files: await files.ready() }, progress.at);
      clear();
      sent();
    } catch (refusal) {
      fields.disabled = false;
      tell(shown(why(refusal)), error);
      refused(refusal);
    } finally {
      progress.end();
      isSending = false;
    }
  }

  function clear() {
    form.reset();
    text.value = "";
    files.clear();
    fields.disabled = false;
  }

  text.addEventListener("input", counted);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isSending) send();
  });
  addEventListener("beforeunload", (event) => {
    if (isSending) event.preventDefault();
  });
  one("[data-limits]", form).textContent = say("limits", {
    letters: number(limits.text),
    files: number(limits.files),
    size: size(limits.bytes),
  });
  counted();
  files.clear();
  return { clear, tell };
}

/** Show how far the worker is: `begin()`, `at(phase, share)`, `end()`. A change of phase is read out, each percent is not. */
export function progressOf(within) {
  const part = one("[data-progress]", within);
  const bar = one("progress", part);
  const words = one("[role=status]", part);
  const share = one("[data-share]", part);
  one("button", part)?.addEventListener("click", () => call("stop"));
  let last = "";
  return {
    begin() {
      part.hidden = false;
      words.textContent = last = "";
    },
    at(phase, done) {
      if (phase !== last) words.textContent = say(`phase_${phase}`);
      last = phase;
      if (!Number.isFinite(done)) return;
      bar.value = done;
      share.textContent = percent(done);
    },
    end() {
      part.hidden = true;
      bar.removeAttribute("value");
      share.textContent = "";
    },
  };
}
