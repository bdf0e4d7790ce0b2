// A form that is sent is saved once. Wagtail saves by itself some seconds after the last key, also while the browser waits
// for the answer to what a person sent: of a new story it would make a second one.

// As long as an answer may take. After it, nothing came: what is written then is saved by itself again.
const LONGEST = 30_000;

let saving = null;
let sentAt = -Infinity;

const isSending = () => performance.now() - sentAt < LONGEST;

// Wagtail announces a saving, waits, and then looks whether it was refused: so a refusal counts until it looks.
function announced(event) {
  const one = { hasBegun: false, isRefused: isSending(), then: null };
  Object.defineProperty(event, "defaultPrevented", { get() { one.hasBegun = true; return one.isRefused; } });
  if (!one.isRefused) saving = one;
}

function ended() {
  const then = saving?.then;
  saving = null;
  then?.();
}

// What has begun is waited for: a new story has its address then, and is sent there.
function send(form, event) {
  if (saving?.hasBegun) {
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    saving.then ??= () => {
      if (submitter) submitter.disabled = false;
      form.requestSubmit(submitter);
    };
    return;
  }
  if (saving) saving.isRefused = true;
  saving = null;
  sentAt = performance.now();
  // Somebody else may keep it from being sent after all, to ask first: then the screen goes on saving.
  setTimeout(() => { if (event.defaultPrevented) sentAt = -Infinity; });
}

export function sendOnce(form) {
  form.addEventListener("w-autosave:save", announced);
  form.addEventListener("w-autosave:success", ended);
  form.addEventListener("w-autosave:error", ended);
  // Before anyone else learns of it.
  window.addEventListener("submit", (event) => { if (event.target === form) send(form, event); }, true);
}
