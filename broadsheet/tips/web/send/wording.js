// Numbers, sizes and days as the page's language writes them, and what stands where in the page.

import { say } from "../locks/says.js";

const language = document.documentElement.lang;
const UNITS = ["kilobyte", "megabyte", "gigabyte"];

export const one = (selector, within = document) => within.querySelector(selector);

export const number = (value) => new Intl.NumberFormat(language).format(value);

export const percent = (share) => new Intl.NumberFormat(language, { style: "percent" }).format(share);

export function size(bytes) {
  const step = bytes < 1e6 ? 0 : bytes < 1e9 ? 1 : 2;
  const value = bytes / 1000 ** (step + 1);
  const unit = { style: "unit", unit: UNITS[step], maximumFractionDigits: step && 1 };
  return new Intl.NumberFormat(language, unit).format(step ? value : Math.ceil(value));
}

export const day = (value) =>
  new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${value}T00:00:00Z`));

export const names = (values) => new Intl.ListFormat(language).format(values);

/** Return the words for a refusal: the page's own, else the server's, else that the list, or something, is not in order. */
export function why({ code = "odd", says }) {
  const known = [...document.querySelectorAll("#says > *")].map(({ dataset }) => dataset.say);
  if (known.includes(`why_${code}`)) return say(`why_${code}`);
  return says ?? say(code.startsWith("list_") ? "why_list" : "why_odd");
}
