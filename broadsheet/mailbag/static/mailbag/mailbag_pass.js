// The pass of a form: a puzzle, asked for when a reader begins to write and solved while she does.

const AGAIN_AFTER = 9 * 60_000;
const LEAST = 4_200;
const PARTS_OF_A_TRY = 64;

const bytes = (hex) => Uint8Array.from(hex.match(/../gu) ?? [], (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
const pause = (time) => new Promise((done) => { setTimeout(done, time); });

async function derive({ nonce, salt, cost, keyLength }, counter) {
  const password = new Uint8Array(nonce.length / 2 + 4);
  password.set(bytes(nonce));
  new DataView(password.buffer).setUint32(nonce.length / 2, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const way = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  return hex(await crypto.subtle.deriveBits(way, key, keyLength * 8));
}

async function solve(challenge) {
  for (let counter = 0; ; counter += 1) {
    const key = await derive(challenge.parameters, counter);
    if (key.startsWith(challenge.parameters.keyPrefix)) {
      return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey: key } }));
    }
    // The page stays alive beside it.
    if (counter % PARTS_OF_A_TRY === PARTS_OF_A_TRY - 1) await pause(0);
  }
}

// Only pages that came by HTTPS, or from this machine, have what it takes; all others are read over before they are sent.
export const canSolve = () => Boolean(globalThis.crypto?.subtle);

export function passes(form, address) {
  let asked = null;
  let since = 0;
  const ask = async () => {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    since = performance.now();
    return solve(await answer.json());
  };
  const renew = () => {
    asked = ask();
    asked.catch(() => { asked = null; });
    return asked;
  };
  form.addEventListener("input", () => { if (!asked) renew(); });
  return async () => {
    const solved = asked && performance.now() - since < AGAIN_AFTER ? await asked : await renew();
    const early = LEAST - (performance.now() - since);
    if (early > 0) await pause(early);
    return solved;
  };
}
