"""Whom tips are locked up for: the list that is in force, and whether anything is taken in under it."""

import base64
import os
import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from broadsheet.tips.box import Box
from broadsheet.tips.days import OPEN_FOR, RARELY_FOR, monday_of, today
from broadsheet.tips.errors import ListRefusedError
from broadsheet.tips.room import has_room
from broadsheet.tips.signed_lists import KEY, SignedList, read_list, read_seen, refuse_old

OPEN, RARELY, DRILL, CLOSED = "open", "rarely", "drill", "closed"


class Line(NamedTuple):
    """Whether tips are taken: `open`, `rarely`, `drill` (by those who hold its token) or `closed`; and why."""

    state: str
    why: str = ""


class Kept(NamedTuple):
    """A list as it was published. What is sealed is base64 of age files; `people` are user ids in the recipients' order."""

    listed: SignedList
    voice_sealed: str
    root_sealed: str
    people: tuple[int, ...]
    day: str


def publish(
    box: Box,
    listed: SignedList,
    *,
    voice_sealed: str,
    root_sealed: str,
    people: Sequence[int],
) -> None:
    """Put a list in force. The first one's root is believed from then on.

    Errors:
        ListRefusedError: another root, not the next epoch, not good today, or people who have no such keys.
    """
    refuse_old(listed)
    root = pinned_root(box)
    if root not in ("", listed.root):
        raise ListRefusedError(
            _("This is the root key of another newsroom. Use this newsroom's recovery sheet.")
        )
    with box.writing() as rows:
        _refuse_not_next(rows, listed)
        _refuse_strangers(rows, listed, people)
        rows.execute(
            "INSERT INTO lists VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(listed.epoch, listed.payload, listed.signature, listed.root),
                *(voice_sealed, root_sealed, today().isoformat()),
            ),
        )
        rows.executemany(
            "INSERT INTO list_people VALUES (?, ?, ?)",
            [(listed.epoch, place, person) for place, person in enumerate(people)],
        )
        if not root:
            _pin(box, listed.root)


def _refuse_not_next(rows: sqlite3.Connection, listed: SignedList) -> None:
    [newest] = rows.execute("SELECT COALESCE(MAX(epoch), 0) FROM lists").fetchone()
    if listed.epoch != newest + 1:
        raise ListRefusedError(
            _("Someone else has put a list in force meanwhile. Load the page again, then sign.")
        )


def _refuse_strangers(rows: sqlite3.Connection, listed: SignedList, people: Sequence[int]) -> None:
    if len(people) != len(listed.recipients):
        raise ListRefusedError(_("The list does not say who its recipients are. Make it again."))
    for person, keys in zip(people, listed.recipients, strict=True):
        found = rows.execute(
            "SELECT 1 FROM people WHERE user_id=? AND pq=? AND x25519=? AND NOT has_left",
            (person, keys.pq, keys.x25519),
        ).fetchone()
        if found is None:
            raise ListRefusedError(
                _("%(name)s has other keys by now, or has left. Load the page again, then sign.")
                % {"name": keys.name}
            )


def pinned_root(box: Box) -> str:
    """Return the root key that this paper believes, in hex; empty before the first list.

    Errors:
        ListRefusedError: its file holds something else.
    """
    try:
        root = box.root_file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        root = ""
    if not KEY.fullmatch(root):
        raise ListRefusedError(
            _("The file secrets/tips-root is damaged. Put it back from your backup of the secrets.")
        )
    return root


def _pin(box: Box, root: str) -> None:
    box.root_file.parent.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(box.root_file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(root + "\n")
        file.flush()
        os.fsync(handle)


def in_force(box: Box) -> Kept | None:
    """Return the newest list; None before the first.

    Errors:
        ListRefusedError: what is kept is not signed by the root that this paper believes.
    """
    with box.reading() as rows:
        row = rows.execute("SELECT * FROM lists ORDER BY epoch DESC LIMIT 1").fetchone()
        if row is None:
            return None
        people = rows.execute(
            "SELECT user_id FROM list_people WHERE epoch=? ORDER BY place", (row["epoch"],)
        ).fetchall()
    listed = read_list(row["payload"], row["signature"], row["root"])
    if listed.root != pinned_root(box) or listed.epoch != row["epoch"]:
        raise ListRefusedError(
            _("The list that is kept is not of this newsroom. Put the box back from its backup.")
        )
    return Kept(
        *(listed, row["voice_sealed"], row["root_sealed"]),
        tuple(person["user_id"] for person in people),
        row["day"],
    )


def note_seen(box: Box, payload: bytes, signature: str) -> None:
    """Keep the signed word that the box was opened in a week; an older one than is known changes nothing.

    Errors:
        ListRefusedError: there is no list, or no voice of it signed this.
    """
    kept = in_force(box)
    if kept is None:
        raise ListRefusedError(_("There is no list yet. Put one in force first."))
    epoch, week = read_seen(payload, signature, kept.listed)
    with box.writing() as rows:
        [newest] = rows.execute("SELECT COALESCE(MAX(week), '') FROM seen").fetchone()
        if week >= newest:
            rows.execute("DELETE FROM seen")
            rows.execute("INSERT INTO seen VALUES (?, ?, ?, ?)", (week, epoch, payload, signature))


def last_seen(box: Box) -> tuple[str, dict[str, str]] | None:
    """Return the newest week in which the box was opened, and its signed envelope."""
    with box.reading() as rows:
        row = rows.execute("SELECT * FROM seen ORDER BY week DESC LIMIT 1").fetchone()
    if row is None:
        return None
    payload = base64.b64encode(row["payload"]).decode()
    return row["week"], {"payload": payload, "signature": row["signature"]}


def line(box: Box, *, day: date | None = None) -> Line:
    """Say whether tips are taken in today.

    Errors:
        ListRefusedError: what is kept is not this newsroom's.
    """
    day = day or today()
    kept = in_force(box)
    if kept is None:
        return Line(CLOSED, "not_set_up")
    if kept.listed.expires < day:
        return Line(CLOSED, "expired")
    if not has_room(box):
        return Line(CLOSED, "full")
    with box.reading() as rows:
        [is_proved] = rows.execute("SELECT COUNT(*) FROM drills WHERE is_done").fetchone()
        [in_drill] = rows.execute(
            "SELECT COUNT(*) FROM drills WHERE ends >= ?", (day.isoformat(),)
        ).fetchone()
    if not is_proved:
        return Line(DRILL if in_drill else CLOSED, "no_drill")
    return _by_readers(box, day)


def _by_readers(box: Box, day: date) -> Line:
    seen = last_seen(box)
    days = (day - monday_of(seen[0])).days if seen else RARELY_FOR + 1
    if days <= OPEN_FOR:
        return Line(OPEN)
    return Line(RARELY) if days <= RARELY_FOR else Line(CLOSED, "unread")
