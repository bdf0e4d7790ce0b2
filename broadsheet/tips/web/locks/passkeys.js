// Passkeys as a further copy of a lock (age's WebAuthn recipient, with the PRF extension). Only the newsroom's screens use them.

import { Decrypter, Encrypter, webauthn } from "age-encryption";

/** Make a passkey and lock bytes up with it. Returns `{sealed}`; throws what the browser says when it cannot. */
export async function lockWithNewPasskey(bytes, keyName) {
  const identity = await webauthn.createCredential({ keyName });
  const made = new Encrypter();
  made.addRecipient(new webauthn.WebAuthnRecipient({ identity }));
  return { sealed: await made.encrypt(bytes), identity };
}

/** Open what a passkey of this site has locked up; the person chooses which. */
export async function openWithPasskey(sealed) {
  const made = new Decrypter();
  made.addIdentity(new webauthn.WebAuthnIdentity());
  return made.decrypt(sealed);
}
