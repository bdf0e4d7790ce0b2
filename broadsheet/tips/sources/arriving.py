"""What a source announces, and how it becomes a message of a conversation once it is there whole."""

import sqlite3
from pathlib import Path
from typing import NamedTuple

from broadsheet.tips import drills, lists, threads
from broadsheet.tips.blobs import PART_BYTES
from broadsheet.tips.box import Box
from broadsheet.tips.days import RETENTION, in_days, today
from broadsheet.tips.signed_lists import read_list


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
    """Move a message's folder to where it came from, if it was moved and no row tells of the message."""
    home = box.messages / new
    if not home.exists() or folder.exists():
        return
    with box.reading() as rows:
        is_kept = rows.execute("SELECT 1 FROM messages WHERE id=?", (new,)).fetchone()
    if is_kept is None:
        home.rename(folder)


def is_left_behind(box: Box, announced: Announced) -> bool:
    """Say whether someone could open this who is on the list no more: it is locked to an older list, of which a key has gone.

    Errors:
        ListRefusedError: what is kept of a list is not this newsroom's.
    """
    kept = lists.in_force(box)
    if kept is None or kept.listed.epoch == announced.epoch:
        return False
    with box.reading() as rows:
        row = rows.execute("SELECT * FROM lists WHERE epoch=?", (announced.epoch,)).fetchone()
    before = read_list(row["payload"], row["signature"], row["root"]) if row else None
    now = {(one.pq, one.x25519) for one in kept.listed.recipients}
    return before is None or any((one.pq, one.x25519) not in now for one in before.recipients)
