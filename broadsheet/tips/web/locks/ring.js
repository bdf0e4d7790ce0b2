// A keyring: locked up for the one lock that opens it, and sealed with it too, so that nobody else can have made it.

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 as sum } from "@noble/hashes/sha2.js";

import { lock, open, recipientOf } from "./age.js";
import { canonical, fromUtf8, hex, sha256, utf8 } from "./bytes.js";

const KIND = "broadsheet-tips-keyring";

/** `code`: "ring". The words fit, and yet this is not what their owner has locked up. */
export class RingError extends Error {
  constructor() {
    super("ring");
    this.code = "ring";
  }
}

// Whoever locks something up for the lock does not know its secret.
function macOf(ring, identity) {
  const key = sha256(utf8(`broadsheet-tips-ring-v1\n${identity}`));
  return hex(hmac(sum, key, utf8(canonical(ring))));
}

/** Return an empty ring with one pair of identities; `newsroom` and `root` may be empty until a list is seen. */
export const newRing = ({ newsroom, root, user, pair, since }) => ({
  ...{ kind: KIND, version: 1, newsroom, root, epoch: 0, user },
  keys: [{ ...pair, since }],
});

/** Lock a ring up with a lock's identity. */
export async function lockRing(ring, identity) {
  const sealed = { ...ring, mac: macOf(ring, identity) };
  return lock(utf8(canonical(sealed)), [await recipientOf(identity)]);
}

/** Open a ring with a lock's identity. Throws RingError for one that was not locked up by who has that identity. */
export async function openRing(bytes, identity) {
  const { mac, ...ring } = JSON.parse(fromUtf8(await open(bytes, [identity])));
  if (ring.kind !== KIND || ring.version !== 1 || mac !== macOf(ring, identity)) throw new RingError();
  return ring;
}
