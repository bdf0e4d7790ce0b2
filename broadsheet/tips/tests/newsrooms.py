"""Newsrooms whose keys the tests hold."""

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from broadsheet.tips import drills, lists
from broadsheet.tips.blobs import names_in
from broadsheet.tips.box import Box
from broadsheet.tips.canonical import canonical
from broadsheet.tips.days import in_days, today, week_of
from broadsheet.tips.keepers import Keeper, NewWrap, enrol
from broadsheet.tips.signed_lists import SignedList, newsroom_of, read_list

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
AGE = b"age-encryption.org/v1\n"
WAYS = {"onion": "", "phone": "+1 555 0100", "post": "12 Quay Street, Larkmere", "signal": ""}


def post_quantum_key() -> str:
    """Return a string that looks like a post-quantum key: the server never uses one."""
    return "age1pq1" + "".join(LETTERS[byte % 32] for byte in os.urandom(1952))


def times_shown(folder: Path) -> dict[Path, set[float]]:
    """Return when each thing in a folder, and that itself, shows that it was written and read; looking changes neither."""
    found: dict[Path, set[float]] = {}
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        known = path.stat()
        found[path] = {known.st_mtime, known.st_atime}
        waiting += [path / name for name in names_in(path)] if path.is_dir() else []
    return found


def hex_of(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


@dataclass
class Reader:
    """Someone who reads tips, with her keys."""

    user_id: int
    name: str
    pq: str = field(default_factory=post_quantum_key)
    identity: Any = field(default_factory=pyrage.x25519.Identity.generate)

    @property
    def x25519(self) -> str:
        return str(self.identity.to_public())

    def keys(self) -> dict[str, str]:
        return {"name": self.name, "pq": self.pq, "x25519": self.x25519}

    def enrol(self, box: Box) -> None:
        keeper = Keeper(
            *(self.user_id, self.name, self.pq, self.x25519, post_quantum_key()),
            *(AGE + b"keyring", "", False),
        )
        enrol(box, keeper, [NewWrap("passphrase", "", AGE + b"wrap")])


class Newsroom:
    """A newsroom with its root key, its readers and its lists."""

    def __init__(self, home: Path, *names: str) -> None:
        self.box = Box(home)
        self.root = Ed25519PrivateKey.generate()
        self.voice = Ed25519PrivateKey.generate()
        self.recovery = Reader(0, "")
        people = names or ("Ilse Markham", "Nell Roe")
        self.readers = [Reader(number, name) for number, name in enumerate(people, 1)]
        for reader in self.readers:
            reader.enrol(self.box)

    def told(self, epoch: int = 1, **changed: Any) -> dict[str, Any]:
        """Return what a list says, as it would be signed."""
        recovery = self.recovery.keys()
        del recovery["name"]
        return {
            "kind": "broadsheet-tips-list",
            "version": 1,
            "newsroom": newsroom_of(hex_of(self.root)),
            "name": "The Larkmere Ledger",
            "language": "en",
            "epoch": epoch,
            "issued": today().isoformat(),
            "expires": in_days(180).isoformat(),
            "alone": False,
            "recipients": [reader.keys() for reader in self.readers],
            "recovery": recovery,
            "voice": hex_of(self.voice),
            "voices": [],
            "ways": WAYS,
            **changed,
        }

    def sign(self, payload: bytes) -> str:
        return self.root.sign(b"broadsheet-tips-list-v1\n" + payload).hex()

    def read(self, payload: bytes) -> SignedList:
        """Return a list that this newsroom's root signs."""
        return read_list(payload, self.sign(payload), hex_of(self.root))

    def publish(self, epoch: int = 1, **changed: Any) -> SignedList:
        listed = self.read(canonical(self.told(epoch, **changed)))
        people = [reader.user_id for reader in self.readers]
        lists.publish(self.box, listed, voice_sealed="", root_sealed="", people=people)
        return listed

    def seen(self, day: date | None = None, epoch: int = 1) -> tuple[bytes, str]:
        """Return the signed word that the box was opened on a day."""
        payload = canonical(
            {
                "kind": "broadsheet-tips-seen",
                "version": 1,
                "newsroom": newsroom_of(hex_of(self.root)),
                "epoch": epoch,
                "week": week_of(day or today()),
            }
        )
        return payload, self.voice.sign(b"broadsheet-tips-seen-v1\n" + payload).hex()

    def open_line(self) -> None:
        """Publish a list and have a drill done, so that tips are taken."""
        self.publish()
        lists.note_seen(self.box, *self.seen())
        token = drills.begin(self.box, 1)
        with self.box.writing() as rows:
            rows.execute("UPDATE drills SET is_done=1 WHERE token=?", (drills.hashed(token),))

    def identities(self) -> Sequence[str]:
        return [str(one.identity) for one in (*self.readers, self.recovery)]


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()
