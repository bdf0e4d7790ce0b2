// Stands in for the curves P-256 and P-384, which no key of the tip line has.

const none = () => {
  throw new Error("no such curve here");
};
// The library counts them when it is loaded.
const lengths = { seed: 48, secretKey: 32, publicKey: 33, publicKeyUncompressed: 65 };

export const p256 = { lengths, keygen: none, getPublicKey: none, getSharedSecret: none, Point: { Fn: {} } };
export const p384 = p256;
