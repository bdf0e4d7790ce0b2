// Words of a form, kept in this browser: per person, form and tab. They leave it only to be saved.

const PREFIX = "newsroom-words";
const NOT_WORDS = new Set(["csrfmiddlewaretoken", "next", "loaded_revision_id", "loaded_revision_created_at", "kept-as", "put-back"]);
const BOOKKEEPING = /-(?:id|order|ORDER|count|deleted|type|DELETE|\w+_FORMS)$/u;
const LONGEST = 30 * 24 * 3600 * 1000;

const PUT_BACK = "newsroom-put-back";

const newName = () => Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("");

// The name by which the paper will say that it has saved what is being sent.
export function nameSent(form) {
  const value = newName();
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "kept-as", value }));
  return value;
}

function tab() {
  const own = sessionStorage.getItem(PREFIX) ?? newName();
  sessionStorage.setItem(PREFIX, own);
  return own;
}

const keyOf = (user, path) => [PREFIX, user, path, tab()].join(" ");

export const fieldsOf = (form) =>
  [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_WORDS.has(name));

// Where a form's words belong: to its address, or to what it says of itself where one address has many such forms.
export const placeOf = (form) => form.dataset.keepsWords || new URL(form.action).pathname;

export function keep(user, form, name = "") {
  const words = { at: Date.now(), name, fields: fieldsOf(form) };
  try {
    localStorage.setItem(keyOf(user, placeOf(form)), JSON.stringify(words));
  } catch {
    // The browser keeps nothing, or has no room: then the form on the screen is all there is.
  }
}

export const drop = (key) => localStorage.removeItem(key);

// Words that were put back are dropped once they are saved, not before.
export const notePutBack = (key) => sessionStorage.setItem(PUT_BACK, key);

export function dropPutBack() {
  const key = sessionStorage.getItem(PUT_BACK);
  if (key) drop(key);
  sessionStorage.removeItem(PUT_BACK);
}

// What the paper says that it has saved, by the name that was sent along.
export function dropSaved(user) {
  const name = document.cookie.match(/(?:^|; )newsroom_saved=(\w+)/u)?.[1];
  if (!name) return;
  kept(user).filter((one) => one.name === name).forEach((one) => drop(one.key));
  document.cookie = "newsroom_saved=; path=/newsroom/; max-age=0; samesite=lax";
}

export const dropOwn = (user, path) => drop(keyOf(user, path));

// All that is kept for a person, or of one story of hers: newest first.
export function kept(user, path = null) {
  const found = [];
  for (const key of Object.keys(localStorage)) {
    const [prefix, owner, where] = key.split(" ");
    if (prefix !== PREFIX || owner !== String(user) || (path && where !== path)) continue;
    try {
      found.push({ key, ...JSON.parse(localStorage.getItem(key)) });
    } catch {
      drop(key);
    }
  }
  found.filter((one) => Date.now() - one.at > LONGEST).forEach((one) => drop(one.key));
  return found.filter((one) => Date.now() - one.at <= LONGEST).sort((one, other) => other.at - one.at);
}

// A text of the editor as its bare words; marks as they are typed, since the paper sets them when it saves.
function bare(value) {
  let text = value;
  try {
    text = JSON.parse(value).blocks.map((block) => block.text).join("\n");
  } catch {
    // A plain field.
  }
  return text.replace(/[“”]/gu, '"').replace(/[‘’]/gu, "'").replace(/—/gu, "--").replace(/…/gu, "...").trim();
}

export function areSame(fields, others) {
  const words = (list) => list.filter(([name]) => !BOOKKEEPING.test(name)).map(([, value]) => bare(value)).filter(Boolean).join("\n");
  return words(fields) === words(others);
}
