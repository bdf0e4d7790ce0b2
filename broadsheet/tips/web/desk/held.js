// What an unlocked worker holds.

/** `ring`: the keyring; `lock`: the identity that opens it; `list`: as checked; `voice`: seed; `sheet`: of the newsroom. */
export const held = { ring: null, lock: null, list: null, voice: null, sheet: null, next: null };

/** Something that is not done with these keys; `code` says why. */
export class VaultError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** All identities of the ring: post-quantum and classic, newest first. */
export const identities = () => held.ring.keys.flatMap((pair) => [pair.pq, pair.x25519]);
