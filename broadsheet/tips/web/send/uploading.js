// A locked container on its way: in parts of 4 MiB, each with its sum, each sent until the server has it whole.

import { hex, newSum, sha256 } from "../locks/bytes.js";
import { solve } from "../locks/puzzle.js";
import { answered, ask, Patience, patiently, post, Refusal } from "./asking.js";

const PART = 4_194_304;
const MOST_SPOILT = 3;
const MOST_PUZZLES = 3;

/** Return the token of a new upload; `values` is what the server is told of it. */
export async function openUpload(values, tell) {
  for (let tries = 1; ; tries += 1) {
    const token = await patiently(() => openOnce(values, tell), tell).catch((error) => {
      if (error.code !== "puzzle" || tries === MOST_PUZZLES) throw error;
    });
    if (token) return token;
  }
}

async function openOnce(values, tell) {
  tell("pass");
  const { puzzle, bits } = await answered(await ask("GET", "pass", { headers: { "Tips-Bytes": String(values.bytes) } }));
  const { token } = await answered(await post("open", { puzzle, answer: solve(puzzle, bits), ...values }));
  return token;
}

/** Send a stream of so many bytes. Throws Refusal: `vanished` when the server no longer knows of it. */
export async function upload({ stream, bytes, token }, tell) {
  const all = newSum();
  let parts = 0;
  try {
    for await (const part of partsOf(stream)) {
      all.update(await put(parts, part, token, tell));
      parts += 1;
    }
    tell("finishing", bytes);
    const whole = { parts, bytes, sum: hex(all.digest()) };
    await patiently(async () => answered(await post("finish", whole, { "Tips-Token": token })), tell);
  } catch (error) {
    throw error.values?.status === 404 ? new Refusal("vanished") : error;
  }
}

// The same memory is handed out each time: whoever takes a part is done with it before the next.
async function* partsOf(stream) {
  const reader = stream.getReader();
  const part = new Uint8Array(PART);
  let filled = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    for (let from = 0; from < value.length; ) {
      const taken = value.subarray(from, from + PART - filled);
      part.set(taken, filled);
      filled += taken.length;
      from += taken.length;
      if (filled === PART) {
        yield part;
        filled = 0;
      }
    }
  }
  if (filled) yield part.subarray(0, filled);
}

async function put(number, part, token, tell) {
  const sum = sha256(part);
  const patience = new Patience(tell);
  let have = 0;
  for (let spoilt = 0; ; ) {
    tell("sending", number * PART + have);
    try {
      const now = await putOnce(number, new Blob([part.subarray(have)]), { have, token, sum: hex(sum) });
      if (now.done) return sum;
      if (now.have > have) patience.gotOn();
      else await patience.wait(new Error("nothing came"));
      have = now.have;
    } catch (error) {
      if (error.code === "sum" && (spoilt += 1) < MOST_SPOILT) {
        have = 0;
      } else {
        await patience.wait(error);
        const kept = await patiently(() => keptOf(number, token), tell);
        if (kept > have) patience.gotOn();
        have = kept;
      }
    }
  }
}

async function putOnce(number, body, { have, token, sum }) {
  const headers = { "Tips-Token": token, "Tips-Offset": String(have), "Tips-Sha256": sum };
  try {
    return await answered(await ask("PUT", `parts/${number}`, { body, headers }));
  } catch (error) {
    if (error.code === "offset") return { have: error.values.have, done: false };
    throw error;
  }
}

async function keptOf(number, token) {
  const { parts } = await answered(await ask("GET", "parts", { headers: { "Tips-Token": token } }));
  return parts[number] ?? 0;
}
