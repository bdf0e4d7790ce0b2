// A tip as one file, locked as it lies on the server: for a computer without network, and the offline opener.

import { base64 } from "../locks/bytes.js";
import { say } from "../locks/says.js";
import { fetchMessage } from "./api.js";
import { hand, nicknameOf } from "./naming.js";
import { room } from "./room.js";
import { hush, tell } from "./ways.js";

// A multiple of three: each piece of base64 is whole, and they can be joined.
const PIECE = 3 * 256 * 1024;

/** Save a thread, with what opens its reader's keys: her passphrase, or the newsroom's sheet. */
export async function saveLocked({ name, messages }) {
  tell(say("saving"));
  const { mine, list } = room.state;
  const wraps = mine?.wraps.filter((one) => one.kind === "passphrase").map((one) => one.sealed) ?? [];
  const about = { kind: "broadsheet-tip", version: 1, thread: name, list, keyring: mine?.keyring ?? "", wraps };
  const pieces = [JSON.stringify(about).slice(0, -1), ',"messages":['];
  for (const [at, { id, from, day }] of messages.entries()) {
    pieces.push(at ? "," : "", JSON.stringify({ from, day }).slice(0, -1), ',"sealed":"');
    pieces.push(...(await base64Of(await fetchMessage(id))), '"}');
  }
  pieces.push("]}");
  hush();
  const saved = `${nicknameOf(name)}.tip`;
  hand(new Blob(pieces), saved);
  tell(say("saved_as", { name: saved }));
}

async function base64Of(blob) {
  const pieces = [];
  for (let at = 0; at < blob.size; at += PIECE) {
    const bytes = new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer());
    pieces.push(base64(bytes));
  }
  return pieces;
}
