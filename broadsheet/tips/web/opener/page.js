// The offline opener: one file that opens saved tips on a computer without network. What it checks, the newsroom's screen checks too.

import { open, openWithWords } from "../locks/age.js";
import { fromBase64, fromUtf8 } from "../locks/bytes.js";
import { sheetKeys } from "../locks/code.js";
import { ContainerError, unpack } from "../locks/container.js";
import { newsroomOf, readList } from "../locks/list.js";
import { RingError, openRing } from "../locks/ring.js";
import { say } from "../locks/says.js";
import { publicOf } from "../locks/voice.js";
import { normalise, unknownWords } from "../locks/words.js";
import { Refusal } from "../desk/api.js";
import { listFiles } from "../desk/files.js";
import { VaultError } from "../desk/held.js";
import { beginRow, fillRow } from "../desk/message_row.js";
import { checkMessage } from "../desk/messages.js";
import { hush, tell, when } from "../desk/ways.js";

const SHEET_WORDS = 12;
const byId = (id) => document.getElementById(id);

when(byId("ask"), "submit", async () => {
  byId("messages").replaceChildren();
  const words = normalise(byId("words").value);
  const unknown = unknownWords(words);
  if (unknown.length) throw new Refusal(say("words_unknown", { words: unknown.join(", ") }));
  tell(say("opening"));
  // What is told is painted before the words keep the browser busy for a second.
  await new Promise((paint) => setTimeout(paint, 50));
  const saved = await read(byId("file").files[0]);
  const keys = await keysOf(saved, words);
  await showAll(saved, keys);
  hush();
});

async function read(file) {
  try {
    const saved = JSON.parse(await file.text());
    const isFit =
      saved.kind === "broadsheet-tip" && saved.version === 1 && Array.isArray(saved.messages) && Array.isArray(saved.wraps);
    if (isFit) return saved;
  } catch {
    // Refused below.
  }
  throw new Refusal(say("no_tip"));
}

/** Return `{newsroom, identities}` that words open: the newsroom's own, or those of the person who saved the tip. */
async function keysOf(saved, words) {
  if (words.split("-").length === SHEET_WORDS) {
    const { pq, x25519, rootSeed } = await sheetKeys(words);
    return { newsroom: newsroomOf(publicOf(rootSeed)), identities: [pq, x25519] };
  }
  for (const wrap of saved.wraps) {
    try {
      const lock = fromUtf8(await openWithWords(fromBase64(wrap), words));
      const ring = await openRing(fromBase64(saved.keyring), lock);
      return { newsroom: ring.newsroom, identities: ring.keys.flatMap((pair) => [pair.pq, pair.x25519]) };
    } catch (error) {
      if (error instanceof RingError) throw new Refusal(say("refused_ring"));
      // Not these words, or not this copy: the next may be it.
    }
  }
  throw new Refusal(say("refused_words"));
}

// The list names the voices that answers and notes are signed by. It may have expired since.
function listOf(saved, newsroom) {
  try {
    const last = JSON.parse(fromUtf8(fromBase64(saved.list.payload))).expires;
    return readList(saved.list, { today: last, newsroom });
  } catch {
    return null;
  }
}

async function showAll(saved, { newsroom, identities }) {
  const list = listOf(saved, newsroom);
  for (const message of saved.messages) {
    const row = beginRow(message);
    byId("messages").append(row.whole);
    try {
      const found = await unpack(await open(fromBase64(message.sealed), identities));
      await checkMessage(found, saved.thread, message.from, { newsroom, list });
      fillRow(row, message, found.head);
      await listFiles(row, found.files, saved.thread, false);
    } catch (error) {
      row.warning.hidden = false;
      row.warning.textContent = say(`broken_${codeOf(error)}`);
    }
  }
}

function codeOf(error) {
  if (error instanceof VaultError) return error.code;
  if (error instanceof ContainerError) return "container";
  return "locked";
}
