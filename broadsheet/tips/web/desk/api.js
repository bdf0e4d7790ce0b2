// What the server is asked. Each refusal of its own is a sentence for people.

import { say } from "../locks/says.js";

const NOWHERE = [401, 403];
let csrf = "";

/** Something that is not done; its message is a sentence for people. `code` says why, for scripts. */
export class Refusal extends Error {
  constructor(sentence, code = "") {
    super(sentence);
    this.code = code;
  }
}

async function asked(path, options) {
  let response;
  try {
    response = await fetch(`api/${path}`, { cache: "no-store", credentials: "same-origin", ...options });
  } catch {
    throw new Refusal(say("no_network"), "network");
  }
  const isOurs = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
  // Who is signed out is led to a page where one signs in.
  if (response.redirected || (!isOurs && NOWHERE.includes(response.status))) throw new Refusal(say("signed_out"), "signed_out");
  const told = isOurs ? await response.json() : {};
  if (!response.ok || !isOurs) throw new Refusal(told.says || say("went_wrong"), told.error ?? "");
  return told;
}

export async function get(path, values = {}) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ""));
  const told = await asked(query.size ? `${path}?${query}` : path, {});
  if (typeof told.csrf === "string") csrf = told.csrf;
  return told;
}

export function post(path, body = {}) {
  const headers = { "X-CSRFToken": csrf, "Content-Type": "application/json" };
  return asked(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Send bytes (a Blob) as they are. */
export function postBytes(path, values, body) {
  const headers = { "X-CSRFToken": csrf, "Content-Type": "application/octet-stream" };
  return asked(`${path}?${new URLSearchParams(values)}`, { method: "POST", headers, body });
}

/** Return the age file of a message. */
export async function fetchMessage(id) {
  const response = await fetch(`api/messages/${id}`, { cache: "no-store", credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Refusal(say("broken_fetch"), "fetch");
  return response.blob();
}
