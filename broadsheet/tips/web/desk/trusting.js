// Whose keys go on a list. What the server tells of keys is believed of nobody: one's own come from the keyring, others' from the
// list before, which was signed, or they are compared by voice.

import { wordsOfKeys } from "../locks/code.js";
import { VaultError, held } from "./held.js";
import { recipientsOf } from "./keyring.js";

// The work for each takes a second: it is done once.
const found = new Map();

function wordsOf({ pq, x25519 }) {
  const name = `${pq} ${x25519}`;
  if (!found.has(name)) found.set(name, wordsOfKeys({ pq, x25519 }));
  return found.get(name);
}

const isOwn = (person) => held.ring.user !== undefined && person.id === held.ring.user;

const ownKeys = () => recipientsOf(held.ring.keys[0]);

/** Return the words of one's own newest keys. */
export const ownWords = async () => wordsOf(await ownKeys());

const listed = (name) => held.list?.recipients.filter((one) => one.name === name) ?? [];

// Under the same name, too: else the server could give one person's place to another.
const isKnown = ({ name, pq, x25519 }) => listed(name).some((one) => one.pq === pq && one.x25519 === x25519);

/**
 * Return of whom the words must be compared before they go on a list: `{id, words, isChanged}`.
 *
 * `people`: `id`, `name`, `pq` and `x25519`, as the server tells them.
 */
export function keysToCompare({ people }) {
  const unknown = people.filter((person) => !isOwn(person) && !isKnown(person));
  return Promise.all(
    unknown.map(async (person) => ({ id: person.id, words: await wordsOf(person), isChanged: listed(person.name).length > 0 })),
  );
}

/**
 * Return people as recipients, and the keys of those who may sign the next list: `{recipients, signers}`.
 *
 * `compared`: of each person whose words were heard from herself, those words joined by "-". Throws VaultError for another.
 */
export async function trusted(people, compared) {
  for (const { words } of await keysToCompare({ people })) {
    if (!compared.includes(words.join("-"))) throw new VaultError("not_compared");
  }
  const own = await ownKeys();
  const recipients = people.map((person) => {
    const { pq, x25519 } = isOwn(person) ? own : person;
    return { name: person.name, pq, x25519 };
  });
  const signers = recipients.filter((_one, at) => people[at].may_run || isOwn(people[at])).map(({ pq }) => pq);
  return { recipients, signers };
}
