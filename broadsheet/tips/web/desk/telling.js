// Days, sizes and names as people read them, in the page's language.

const LANGUAGE = document.documentElement.lang;
const days = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "long", timeZone: "UTC" });

/** Return a day as it is read: "2026-11-26" → "November 26, 2026". */
export const dayOf = (day) => (day ? days.format(new Date(`${day}T00:00:00Z`)) : "");

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** Return a size as it is read. */
export function sizeOf(bytes) {
  const power = Math.min(3, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024)));
  const shown = { style: "unit", unit: UNITS[power], maximumFractionDigits: power > 1 ? 1 : 0 };
  return new Intl.NumberFormat(LANGUAGE, shown).format(bytes / 1024 ** power);
}

/** Return a name for a sentence of either direction: it turns nothing that stands beside it. */
export const apart = (name) => `\u2068${name}\u2069`;

export const namesOf = (people) => new Intl.ListFormat(LANGUAGE).format(people.map((one) => apart(one.name)));
