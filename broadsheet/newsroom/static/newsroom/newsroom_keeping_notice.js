// The notice of what is kept in this browser: one sentence, and what can be done about it.

import { areSame, drop, fieldsOf, kept, notePutBack, placeOf } from "./newsroom_words.js";

const notice = document.getElementById("newsroom-keeping");
const signIn = notice?.querySelector("a");
const buttons = [...notice?.querySelectorAll("button") ?? []];

export function say(name, time = "") {
  notice.hidden = !name;
  notice.querySelector("p").textContent = name ? notice.dataset[name].replace("%(time)s", time) : "";
  signInLink(false);
  buttons.forEach((button) => { button.hidden = name !== "offer"; });
}

export function signInLink(isShown) {
  signIn.hidden = !isShown;
}

// The same form again, filled by the server with the words that were kept; they are not saved yet.
function putBack(form, words) {
  const back = document.createElement("form");
  back.method = "post";
  back.action = form.action;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const others = [["csrfmiddlewaretoken", token], ["put-back", "1"], ["next", form.elements.next?.value ?? ""]];
  for (const [name, value] of [...words.fields, ...others]) {
    back.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(back);
  // Not `submit`, which a field of the form may be named.
  HTMLFormElement.prototype.submit.call(back);
}

export function offer(form, user) {
  const now = fieldsOf(form);
  const all = kept(user, placeOf(form));
  all.filter((one) => areSame(one.fields, now)).forEach((one) => drop(one.key));
  const words = all.find((one) => !areSame(one.fields, now));
  if (!words) return;
  const time = new Date(words.at).toLocaleString(document.documentElement.lang || undefined, {
    hour: "numeric",
    minute: "2-digit",
    ...(new Date(words.at).toDateString() === new Date().toDateString() ? {} : { month: "short", day: "numeric" }),
  });
  say("offer", time);
  buttons.forEach((button) => {
    button.onclick = () => {
      notice.hidden = true;
      if (button.value === "back") {
        notePutBack(words.key);
        putBack(form, words);
        return;
      }
      drop(words.key);
      offer(form, user);
    };
  });
}
