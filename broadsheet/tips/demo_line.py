"""The demo paper's tip line: open from the first moment, with keys that stand in the repository and so are everyone's."""

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from broadsheet.tips.box import Box, this_box
from broadsheet.tips.canonical import canonical
from broadsheet.tips.days import in_days, today, week_of
from broadsheet.tips.keepers import Keeper, NewWrap, enrol
from broadsheet.tips.lists import in_force, note_seen, publish
from broadsheet.tips.signed_lists import LIST_LINE, LONGEST_DAYS, SEEN_LINE, newsroom_of, read_list


def open_demo_line(kept: dict[str, Any], *, name: str, person: str, language: str) -> bool:
    """Open the line for the demo's editor alone; return whether it was opened: not where there is one.

    Args:
        kept: what `demo/tips.json` holds.
        name: what the page says whose line it is; it should say that everyone can read what is sent.
        person: the editor's name.
        language: of the page.
    """
    box = this_box()
    if in_force(box) is not None:
        return False
    own = kept["person"]
    keeper = Keeper(
        *(kept["owner"], person, own["pq"], own["x25519"], own["lock"], _bytes(own["keyring"])),
        enrolled=today().isoformat(),
        has_left=False,
    )
    wraps = [NewWrap(kind, "", _bytes(own[kind])) for kind in ("passphrase", "sheet")]
    enrol(box, keeper, wraps)
    _put_in_force(box, kept, name=name, person=person, language=language)
    with box.writing() as rows:
        day = today().isoformat()
        rows.execute(
            "INSERT INTO drills (token, day, ends, is_done) VALUES ('demo', ?, ?, 1)", (day, day)
        )
    return True


def _put_in_force(box: Box, kept: dict[str, Any], *, name: str, person: str, language: str) -> None:
    root = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept["root_seed"]))
    key = root.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    newsroom = newsroom_of(key)
    own = kept["person"]
    payload = canonical(
        {
            "kind": "broadsheet-tips-list",
            "version": 1,
            "newsroom": newsroom,
            "name": name,
            "language": language,
            "epoch": 1,
            "issued": today().isoformat(),
            "expires": in_days(LONGEST_DAYS).isoformat(),
            "alone": True,
            "recipients": [{"name": person, "pq": own["pq"], "x25519": own["x25519"]}],
            "recovery": kept["recovery"],
            "voice": kept["voice"]["key"],
            "voices": [],
            "ways": {"onion": "", "phone": "", "post": "", "signal": ""},
        }
    )
    listed = read_list(payload, root.sign(LIST_LINE + payload).hex(), key)
    sealed = {part: kept[part] for part in ("voice_sealed", "root_sealed")}
    publish(box, listed, people=[kept["owner"]], **sealed)
    voice = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept["voice"]["seed"]))
    seen = canonical(
        {
            "kind": "broadsheet-tips-seen",
            "version": 1,
            "newsroom": newsroom,
            "epoch": 1,
            "week": week_of(today()),
        }
    )
    note_seen(box, seen, voice.sign(SEEN_LINE + seen).hex())


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
