// Passkeys as a further copy of a lock (age's WebAuthn recipient, with the PRF extension). Only the newsroom's screens use them.

import { Decrypter, Encrypter, webauthn } from "age-encryption";

/** Make a passkey and lock bytes up with it. Returns `{sealed, identity}`; throws what the browser says when it cannot. */
export async function lockWithNewPasskey(bytes, keyName) {
  const identity = await webauthn.createCredential({ keyName });
  const made = new Encrypter();
  made.addRecipient(new webauthn.WebAuthnRecipient({ identity }));
  return { sealed: await made.encrypt(bytes), identity };
}

/** Open what a passkey has locked up. `identity` names it, so that no other passkey of the site is taken; without one the person chooses. */
export async function openWithPasskey(sealed, identity) {
  const made = new Decrypter();
  made.addIdentity(new webauthn.WebAuthnIdentity(identity ? { identity } : {}));
  return made.decrypt(sealed);
}
