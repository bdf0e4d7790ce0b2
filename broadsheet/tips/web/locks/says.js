// Words that stand in the page, for scripts to show.

/** Return the words of a name, with values put in for `{name}`. */
export function say(name, values = {}) {
  const found = document.querySelector(`#says [data-say="${name}"]`);
  if (found === null) throw new Error(`no words: ${name}`);
  return found.textContent.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

/** Make an element: its name, attributes (with `text` for what it says), and what it holds. */
export function make(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "text") made.textContent = value;
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null) made.setAttribute(key, value);
  }
  made.append(...inside);
  return made;
}

// More marks on one letter than any script needs cover what stands around it.
const MARKS = /(\p{M}{8})\p{M}+/gu;
// Controls, and what turns the direction of all that follows (right-to-left marks stay: letters need them).
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Return what somebody wrote as it is shown: nothing in it acts on what stands beside it. */
export const shown = (text) => text.replace(/\r\n?/g, "\n").replace(CONTROLS, "\ufffd").replace(MARKS, "$1");
