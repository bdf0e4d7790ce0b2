"""A newsroom that takes tips, made by the browser's own scripts: people with keys, and signed lists of them."""

from dataclasses import dataclass, field
from typing import Any

from broadsheet.tips.tests.asked_of_scripts import Scripts

TODAY = "2026-11-26"
SHEET = "able-beacon-canyon-delta-ember-falcon-garden-harbor-island-jacket-kettle-lantern"


@dataclass
class Newsroom:
    """Keys as browsers make them. `people`: a pair of identities and of recipients for each name."""

    scripts: Scripts
    sheet: dict[str, Any]
    recovery: dict[str, str]
    voice: dict[str, str]
    people: dict[str, dict[str, str]] = field(default_factory=dict)

    def fields(self, **changes: Any) -> dict[str, Any]:
        """Return what a list says, but for what each list says alike."""
        return {
            "name": "The Larkmere Ledger",
            "language": "en",
            "epoch": 1,
            "issued": TODAY,
            "expires": "2027-05-25",
            "alone": False,
            "recipients": [
                {"name": name, "pq": pair["ofPq"], "x25519": pair["ofX25519"]}
                for name, pair in self.people.items()
            ],
            "recovery": {"pq": self.recovery["ofPq"], "x25519": self.recovery["ofX25519"]},
            "voice": self.voice["key"],
            "voices": [],
            "ways": {"onion": "", "phone": "", "post": "", "signal": ""},
            **changes,
        }

    def envelope(self, **changes: Any) -> dict[str, str]:
        """Return a signed list."""
        made: dict[str, str] = self.scripts.ask(
            "makeList", self.fields(**changes), self.sheet["rootSeed"], TODAY
        )
        return made

    def read(self, envelope: dict[str, str], **known: Any) -> dict[str, Any]:
        """Return the list in an envelope, as a browser reads it on this day."""
        listed: dict[str, Any] = self.scripts.ask("readList", envelope, {"today": TODAY, **known})
        return listed


def make_newsroom(
    scripts: Scripts, names: tuple[str, ...] = ("Ilse Markham", "Nell Roe")
) -> Newsroom:
    """Return a newsroom with keys for each of these people."""
    made = Newsroom(
        scripts, scripts.ask("sheetKeys", SHEET), scripts.ask("makePair"), scripts.ask("makeVoice")
    )
    made.people = {name: scripts.ask("makePair") for name in names}
    return made
