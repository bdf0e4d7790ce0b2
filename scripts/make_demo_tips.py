"""Make the keys of the demo paper's tip line: demo/tips.json. They are in the repository, so everyone has them.

    python scripts/make_demo_tips.py [--anew]

It locks the keyring up anew, as the scripts do it today, with the words and keys that demo/tips.json holds. `--anew` draws other words
and keys: then the words that stand in demo/README.md change, too.
"""

import base64
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
KEPT = ROOT / "demo" / "tips.json"
SINCE = "2026-11-26"
# Whoever is first in a new paper.
OWNER = 1


def main() -> None:
    from broadsheet.tips.tests.asked_of_scripts import Scripts

    with tempfile.TemporaryDirectory() as made:
        build = [sys.executable, str(ROOT / "scripts" / "tips.py"), "--tests", made]
        subprocess.run(build, check=True)
        running = Scripts(Path(made) / "asked.mjs")
        is_anew = "--anew" in sys.argv
        made_keys = keys(running) if is_anew else renewed(running, json.loads(KEPT.read_text()))
        KEPT.write_text(json.dumps(made_keys, indent=1) + "\n")
        running.close()


def keys(running: "Scripts") -> dict[str, object]:  # noqa: F821
    """Return everything that the demo's editor and its newsroom have."""
    sheet_words, passphrase, own_sheet = (running.ask("makeCode", count) for count in (12, 6, 10))
    sheet = running.ask("sheetKeys", sheet_words)
    pair, lock, voice = running.ask("makePair"), running.ask("makePair"), running.ask("makeVoice")
    about = {"newsroom": sheet["newsroom"], "root": sheet["root"], "user": OWNER, "since": SINCE}
    own = {"pq": pair["pq"], "x25519": pair["x25519"]}
    ring = running.ask("newRing", {**about, "pair": own})
    secret = lock["pq"].encode()
    return {
        "owner": OWNER,
        "words": {"newsroom_sheet": sheet_words, "passphrase": passphrase, "own_sheet": own_sheet},
        "recovery": {"pq": sheet["ofPq"], "x25519": sheet["ofX25519"]},
        "voice": voice,
        "voice_sealed": running.ask("lock", bytes.fromhex(voice["seed"]), [pair["ofPq"]]),
        "root_sealed": running.ask("lock", bytes.fromhex(sheet["rootSeed"]), [pair["ofPq"]]),
        "root_seed": sheet["rootSeed"],
        "person": {
            "pq": pair["ofPq"],
            "x25519": pair["ofX25519"],
            "lock": lock["ofPq"],
            "keyring": running.ask("lockRing", ring, lock["pq"]),
            "passphrase": running.ask("lockWithWords", secret, passphrase),
            "sheet": running.ask("lockWithWords", secret, own_sheet),
        },
    }


def renewed(running: "Scripts", kept: dict[str, Any]) -> dict[str, Any]:  # noqa: F821
    """Return the same keys and words, with the keyring locked up anew."""
    person, words = kept["person"], kept["words"]
    wrapped = running.ask("openWithWords", person["passphrase"], words["passphrase"])
    lock = base64.b64decode(wrapped).decode()
    ring = json.loads(base64.b64decode(running.ask("open", person["keyring"], [lock])))
    ring.pop("mac", None)
    return {**kept, "person": {**person, "keyring": running.ask("lockRing", ring, lock)}}


if __name__ == "__main__":
    main()
