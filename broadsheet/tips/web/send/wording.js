// Numbers, sizes and days as the page's language writes them, and what stands where in the page.

import { say } from "../locks/says.js";

const language = document.documentElement.lang;
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

export const one = (selector, within = document) => within.querySelector(selector);

export const number = (value) => new Intl.NumberFormat(language).format(value);

export const percent = (share) => new Intl.NumberFormat(language, { style: "percent" }).format(share);

export function size(bytes) {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const unit = { style: "unit", unit: UNITS[step], maximumFractionDigits: step > 1 ? 1 : 0 };
  return new Intl.NumberFormat(language, unit).format(bytes / 1000 ** step);
}

export const day = (value) =>
  new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${value}T00:00:00Z`));

export const names = (values) => new Intl.ListFormat(language).format(values);

/** Return the words for a refusal: the page's own, else the server's, else that something went wrong. */
export function why({ code, says }) {
  if (one(`#says [data-say="why_${code}"]`)) return say(`why_${code}`);
  return says ?? say("why_odd");
}
