"""What a source announces, and how it becomes a message of a conversation once it is there whole."""

import sqlite3
from pathlib import Path
from typing import NamedTuple

from broadsheet.tips import drills, threads
from broadsheet.tips.blobs import PART_BYTES
from broadsheet.tips.box import Box
from broadsheet.tips.days import RETENTION, in_days, today


class Announced(NamedTuple):
    """What is about to come. `bytes` is the exact size, locked up.

    `proof` is SHA-256 of the proof inside, in hex, of a drill's tip; `drill` SHA-256 of its token, in hex, or empty.
    """

    kind: str
    way: str
    thread: str
    reply: str
    epoch: int
    bytes: int
    drill: str = ""
    proof: str = ""

    @property
    def parts(self) -> int:
        return -(-self.bytes // PART_BYTES)

    def part_bytes(self, number: int) -> int:
        """Return how many bytes a part holds."""
        return min(PART_BYTES, self.bytes - number * PART_BYTES)


def keep_message(
    box: Box, rows: sqlite3.Connection, announced: Announced, folder: Path, new: str
) -> None:
    """Make a message of a folder of parts, in a transaction that is under way.

    Args:
        new: the message's name; `put_back` undoes the moving of its folder, should the transaction fail.

    Errors:
        UnknownThreadError: the conversation was deleted meanwhile.
        NotNowError: a drill's token is used.
        TipsError: the conversation has as many messages as it may.
    """
    if announced.kind == "tip":
        day = today().isoformat()
        rows.execute(
            "INSERT OR IGNORE INTO threads VALUES (?, ?, ?, 'new', NULL, ?, ?, ?, NULL, ?, ?, 0)",
            (
                *(announced.thread, announced.way, bool(announced.drill), day, day),
                *(in_days(RETENTION).isoformat(), announced.reply, announced.epoch),
            ),
        )
    if announced.drill:
        drills.note_sent(rows, announced.drill, announced.thread, announced.proof)
    threads.place_message(
        *(box, rows, announced.thread, new, folder),
        sender="source",
        epoch=announced.epoch,
        size=announced.bytes,
    )
    # Answers go to the key of the newest message, and whoever has read before has something new to read.
    rows.execute(
        "UPDATE threads SET reply=?, way=?, state='new' WHERE thread=?",
        (announced.reply, announced.way, announced.thread),
    )
    threads.stay(rows, announced.thread)


def put_back(box: Box, folder: Path, new: str) -> None:
    """Move a message's folder to where it came from, if it was moved: its row was not kept."""
    home = box.messages / new
    if home.exists() and not folder.exists():
        home.rename(folder)
