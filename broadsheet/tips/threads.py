"""Conversations: what is known of each without opening anything, and what the newsroom does with them."""

import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, Literal, NamedTuple

from django.utils.translation import gettext as _

from broadsheet.tips import blobs
from broadsheet.tips.box import Box
from broadsheet.tips.days import LONGEST, RETENTION, WARNED_BEFORE, in_days, today
from broadsheet.tips.errors import TipsError, UnknownThreadError
from broadsheet.tips.keepers import note

STATES = ("new", "read", "working", "done")
PAGE_THREADS: Final = 50
# A thread never holds more: its list is sent at once.
MOST_MESSAGES = 1000
LARGEST_ANSWER_BYTES = 64 * 1024 * 1024
SORTS = {
    "last": "last DESC, thread",
    "opened": "opened DESC, thread",
    "ends": "ends, thread",
    "bytes": "bytes DESC, thread",
}
# A source's message came after the newsroom's last.
THREAD = """
SELECT threads.*, SUM(bytes) AS bytes, COUNT(*) AS messages,
    MAX(CASE sender WHEN 'source' THEN place ELSE -1 END)
    > MAX(CASE sender WHEN 'newsroom' THEN place ELSE -1 END) AS waits
FROM threads JOIN messages USING (thread)
"""
Sender = Literal["source", "newsroom", "note"]


class Thread(NamedTuple):
    """A conversation. Days as text; `assigned` is a user id; `ends` is the day on which it is deleted."""

    thread: str
    way: str
    is_drill: bool
    state: str
    assigned: int | None
    opened: str
    last: str
    ends: str
    reply: str
    epoch: int
    key_changed: bool
    warned: int | None
    bytes: int
    messages: int
    waits: bool

    @property
    def warns(self) -> bool:
        """Whether it ends soon."""
        return date.fromisoformat(self.ends) <= in_days(max(WARNED_BEFORE))


class Message(NamedTuple):
    """A message as the box knows it. `bytes` is what is locked up, padded before."""

    id: str
    thread: str
    sender: str
    day: str
    bytes: int
    epoch: int


class Found(NamedTuple):
    """A page of conversations, of so many pages and conversations in all."""

    threads: list[Thread]
    pages: int
    total: int


def find(
    box: Box,
    *,
    page: int = 1,
    state: str = "",
    who: int | Literal["nobody"] | None = None,
    sort: str = "last",
) -> Found:
    """Return one page of conversations.

    Args:
        state: one of STATES; empty: any.
        who: whose they are (a user id), or nobody's; None: anyone's.
        sort: one of SORTS.

    Errors:
        TipsError: there is no such state or order.
    """
    if sort not in SORTS or state not in ("", *STATES) or page < 1:
        raise TipsError(_("There is no such list. Load the page again."))
    where, values = ["1"], list[str | int]()
    if state:
        where.append("state=?")
        values.append(state)
    if who == "nobody":
        where.append("assigned IS NULL")
    elif who is not None:
        where.append("assigned=?")
        values.append(who)
    chosen = " AND ".join(where)
    with box.reading() as rows:
        # Nothing that anyone typed is in the statement itself.
        [count] = rows.execute(f"SELECT COUNT(*) FROM threads WHERE {chosen}", values).fetchone()  # nosec B608
        found = rows.execute(
            f"{THREAD} WHERE {chosen} GROUP BY thread ORDER BY {SORTS[sort]} LIMIT ? OFFSET ?",  # nosec B608
            [*values, PAGE_THREADS, (page - 1) * PAGE_THREADS],
        ).fetchall()
    return Found([_thread(row) for row in found], max(1, -(-count // PAGE_THREADS)), count)


def get(box: Box, thread: str) -> Thread:
    """Return one conversation.

    Errors:
        UnknownThreadError: there is none of this name.
    """
    with box.reading() as rows:
        return _get(rows, thread)


def messages(box: Box, thread: str, *, notes: bool = True) -> list[Message]:
    """Return a conversation's messages, oldest first; notes are for the newsroom alone.

    Errors:
        UnknownThreadError: there is none of this name.
    """
    with box.reading() as rows:
        found = rows.execute(
            "SELECT id, thread, sender, day, bytes, epoch FROM messages WHERE thread=? ORDER BY place",
            (thread,),
        ).fetchall()
    if not found:
        raise unknown()
    return [Message(*row) for row in found if notes or row["sender"] != "note"]


def message(box: Box, message_id: str) -> Message:
    """Return what is known of one message; `blobs.read` gives what it holds.

    Errors:
        UnknownThreadError: there is none of this name.
    """
    with box.reading() as rows:
        found = rows.execute(
            "SELECT id, thread, sender, day, bytes, epoch FROM messages WHERE id=?", (message_id,)
        ).fetchone()
    if found is None:
        raise unknown()
    return Message(*found)


def unread(box: Box) -> int:
    """Return how many conversations nobody has opened yet."""
    with box.reading() as rows:
        [count] = rows.execute("SELECT COUNT(*) FROM threads WHERE state='new'").fetchone()
    return int(count)


def change(
    box: Box,
    thread: str,
    *,
    by: int,
    state: str | None = None,
    assigned: int | Literal["nobody"] | None = None,
    keep_days: int | None = None,
    key_changed: bool = False,
) -> Thread:
    """Change what the newsroom knows of a conversation, whatever is given, and return it.

    Args:
        by: whose act it is (a user id).
        keep_days: from today; never more than two years after it began.
        key_changed: a reader's browser found another reply key inside a message than this server hands out.

    Errors:
        UnknownThreadError: there is none of this name.
        TipsError: no such state or number of days.
    """
    if state is not None and state not in STATES:
        raise TipsError(_("There is no such state. Load the page again."))
    if keep_days is not None and not 1 <= keep_days <= LONGEST:
        raise TipsError(_("A tip can be kept for 1 to 730 days. Choose another number."))
    with box.writing() as rows:
        before = _get(rows, thread)
        if state is not None:
            rows.execute("UPDATE threads SET state=? WHERE thread=?", (state, thread))
        if assigned is not None:
            person = None if assigned == "nobody" else assigned
            rows.execute("UPDATE threads SET assigned=? WHERE thread=?", (person, thread))
        if keep_days is not None:
            ends = _ends(before.opened, keep_days)
            rows.execute("UPDATE threads SET ends=?, warned=NULL WHERE thread=?", (ends, thread))
        if key_changed and not before.key_changed:
            rows.execute("UPDATE threads SET key_changed=1 WHERE thread=?", (thread,))
            note(rows, "reply_key_differs", by)
        return _get(rows, thread)


def add(box: Box, thread: str, *, sender: Sender, epoch: int, pieces: Iterable[bytes]) -> Message:
    """Keep an answer or a note of the newsroom's, and return what is known of it.

    Args:
        pieces: of an age file.

    Errors:
        UnknownThreadError: there is no such conversation (any more).
        TipsError: it is no age file, or there are too many messages.
    """
    get(box, thread)
    new = new_id()
    folder, size = blobs.lay_down(box, new, _bounded(pieces))
    try:
        with box.writing() as rows:
            place_message(box, rows, thread, new, folder, sender=sender, epoch=epoch, size=size)
            if sender == "newsroom":
                stay(rows, thread)
    except BaseException:
        blobs.throw_away(box, folder)
        raise
    return message(box, new)


def _bounded(pieces: Iterable[bytes]) -> Iterable[bytes]:
    size, start = 0, b""
    for piece in pieces:
        size += len(piece)
        start = start or piece[:22]
        if size > LARGEST_ANSWER_BYTES:
            raise TipsError(_("An answer may have 64 MB at most. Leave a file out."))
        yield piece
    if not start.startswith(b"age-encryption.org/v1\n"):
        raise TipsError(_("This is not locked up. Load the page again, then send it once more."))


def place_message(
    box: Box,
    rows: sqlite3.Connection,
    thread: str,
    new: str,
    folder: Path,
    *,
    sender: Sender,
    epoch: int,
    size: int,
) -> None:
    """Put what was laid down into its place, within a transaction that is under way.

    Errors:
        UnknownThreadError: the conversation was deleted meanwhile.
        TipsError: it has as many messages as it may.
    """
    if rows.execute("SELECT 1 FROM threads WHERE thread=?", (thread,)).fetchone() is None:
        raise unknown()
    [place] = rows.execute(
        "SELECT COALESCE(MAX(place), -1) + 1 FROM messages WHERE thread=?", (thread,)
    ).fetchone()
    if place >= MOST_MESSAGES:
        raise TipsError(_("This conversation is too long. Begin another one."))
    rows.execute(
        "INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?)",
        (new, thread, place, sender, today().isoformat(), size, epoch),
    )
    rows.execute("UPDATE threads SET epoch=? WHERE thread=?", (epoch, thread))
    blobs.move(box, folder, new)


def stay(rows: sqlite3.Connection, thread: str) -> None:
    """Note that something happened in a conversation today: it ends so much later."""
    found = rows.execute("SELECT opened, ends FROM threads WHERE thread=?", (thread,)).fetchone()
    ends = max(found["ends"], _ends(found["opened"], RETENTION))
    rows.execute(
        "UPDATE threads SET last=?, ends=?, warned=NULL WHERE thread=?",
        (today().isoformat(), ends, thread),
    )


def _ends(opened: str, days: int) -> str:
    latest = in_days(LONGEST, after=date.fromisoformat(opened))
    return min(in_days(days), latest).isoformat()


def discard(box: Box, threads: Sequence[str]) -> int:
    """Delete conversations, rows and files, and return how many there were."""
    with box.writing() as rows:
        found, gone = _delete(rows, threads)
    _throw_away(box, gone)
    return found


def discard_ended(box: Box, *, day: date | None = None) -> int:
    """Delete the conversations whose last day is over, rows and files, and return how many there were."""
    last = (day or today()).isoformat()
    with box.reading() as rows:
        if rows.execute("SELECT 1 FROM threads WHERE ends < ?", (last,)).fetchone() is None:
            return 0
    with box.writing() as rows:
        # Asked anew: something may have been said in it meanwhile.
        over = rows.execute("SELECT thread FROM threads WHERE ends < ?", (last,)).fetchall()
        found, gone = _delete(rows, [row["thread"] for row in over])
    _throw_away(box, gone)
    return found


def _delete(rows: sqlite3.Connection, threads: Iterable[str]) -> tuple[int, list[str]]:
    found, gone = 0, list[str]()
    for thread in threads:
        gone += [
            row["id"] for row in rows.execute("SELECT id FROM messages WHERE thread=?", (thread,))
        ]
        found += rows.execute("DELETE FROM threads WHERE thread=?", (thread,)).rowcount
    return found, gone


def _throw_away(box: Box, gone: Iterable[str]) -> None:
    for one in gone:
        blobs.throw_away(box, box.messages / one)


def new_id() -> str:
    return secrets.token_hex(16)


def unknown() -> UnknownThreadError:
    return UnknownThreadError(
        _(
            "This is not known. Look for typing errors; if it was deleted, it cannot be brought back."
        )
    )


def _get(rows: sqlite3.Connection, thread: str) -> Thread:
    found = rows.execute(f"{THREAD} WHERE thread=? GROUP BY thread", (thread,)).fetchone()  # nosec B608
    if found is None:
        raise unknown()
    return _thread(found)


def _thread(row: sqlite3.Row) -> Thread:
    flags = {name: bool(row[name]) for name in ("is_drill", "key_changed", "waits")}
    return Thread(**{**dict(row), **flags})
