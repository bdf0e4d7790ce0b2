"""How a paper's folder says that it holds the demo paper: what stands in for money works beside no other."""

import json
from pathlib import Path
from typing import NamedTuple

NAME = "demo-paper.txt"
STAND_IN = "stand-in.json"
WORDS = (
    "This folder holds the demo paper. Its gifts are no gifts: no money moves, and they count in no total.\n"
    "To make a real paper, begin in an empty folder.\n"
)


def mark_as_demo(home: Path) -> None:
    """Say of a paper's folder that the demo was loaded into it."""
    (home / NAME).write_text(WORDS, encoding="utf-8")


def take_mark_away(home: Path) -> None:
    """Say of a paper's folder that what is in it now is a paper of somebody's own."""
    (home / NAME).unlink(missing_ok=True)


def is_demo(home: Path) -> bool:
    return (home / NAME).is_file()


class StandIn(NamedTuple):
    """How a demo's programs reach what stands in for the card processor beside it."""

    key: str
    secret: str
    address: str


def note_stand_in(home: Path, found: StandIn) -> None:
    """Tell all programs of a demo where its stand-in listens now."""
    (home / STAND_IN).write_text(json.dumps(found._asdict()), encoding="utf-8")


def stand_in_of(home: Path) -> StandIn | None:
    """Return where a demo's stand-in listens, or did when it last ran; None for a paper that is no demo, or never had one."""
    if not is_demo(home):
        return None
    try:
        return StandIn(**json.loads((home / STAND_IN).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
