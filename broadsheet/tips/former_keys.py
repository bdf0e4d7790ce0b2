"""What opened tips for someone before it was changed: kept for 30 days, so that whoever gets hold of her login destroys nothing.

A login lets nobody read, but whoever has had a password reset could put other keys in the place of these.
"""

import sqlite3
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from broadsheet.tips.box import Box
from broadsheet.tips.days import today
from broadsheet.tips.errors import TipsError

KEPT_DAYS: Final = 30
# Nobody changes her keys so often; a script would fill the disk.
MOST_A_DAY: Final = 20


class Former(NamedTuple):
    """What someone had until a day. `kinds`: of what opened it; `is_same`: her public keys are still the same."""

    number: int
    day: str
    kinds: tuple[str, ...]
    is_same: bool


def keep(rows: sqlite3.Connection, user_id: int) -> None:
    """Keep what someone has, within the transaction that changes it; nothing of someone without keys.

    Errors:
        TipsError: it was changed too often today.
    """
    day = today().isoformat()
    [count] = rows.execute(
        "SELECT COUNT(*) FROM keys_before WHERE user_id=? AND day=?", (user_id, day)
    ).fetchone()
    if count >= MOST_A_DAY:
        raise TipsError(_("Your keys were changed too often today. Try again tomorrow."))
    _put_aside(rows, user_id)


def former(box: Box, user_id: int) -> list[Former]:
    """Return what someone had before, newest first."""
    with box.reading() as rows:
        found = rows.execute(
            """
            SELECT keys_before.number, keys_before.day, keys_before.pq IS people.pq AS is_same,
                (SELECT GROUP_CONCAT(kind) FROM wraps_before WHERE wraps_before.number=keys_before.number) AS kinds
            FROM keys_before LEFT JOIN people USING (user_id) WHERE user_id=? ORDER BY keys_before.number DESC
            """,
            (user_id,),
        ).fetchall()
    return [
        Former(
            row["number"], row["day"], tuple(sorted(row["kinds"].split(","))), bool(row["is_same"])
        )
        for row in found
    ]


def bring_back(rows: sqlite3.Connection, user_id: int, number: int) -> None:
    """Put what someone had into the place of what she has, within a transaction; that is kept in its turn.

    Errors:
        TipsError: she had nothing of that number.
    """
    found = rows.execute(
        "SELECT 1 FROM keys_before WHERE number=? AND user_id=?", (number, user_id)
    ).fetchone()
    if found is None:
        raise TipsError(_("Nothing of this number is kept. See what is, without --restore."))
    _put_aside(rows, user_id)
    rows.execute(
        """
        INSERT INTO people (user_id, name, pq, x25519, lock, keyring, enrolled)
        SELECT user_id, name, pq, x25519, lock, keyring, enrolled FROM keys_before WHERE number=?
        ON CONFLICT (user_id) DO UPDATE SET pq=excluded.pq, x25519=excluded.x25519, lock=excluded.lock,
            keyring=excluded.keyring, enrolled=excluded.enrolled
        """,
        (number,),
    )
    rows.execute("DELETE FROM wraps WHERE user_id=?", (user_id,))
    rows.execute(
        "INSERT INTO wraps (user_id, kind, label, sealed, day)"
        " SELECT ?, kind, label, sealed, day FROM wraps_before WHERE number=? ORDER BY place",
        (user_id, number),
    )


def _put_aside(rows: sqlite3.Connection, user_id: int) -> None:
    done = rows.execute(
        "INSERT INTO keys_before (user_id, day, name, pq, x25519, lock, keyring, enrolled)"
        " SELECT user_id, ?, name, pq, x25519, lock, keyring, enrolled FROM people WHERE user_id=?",
        (today().isoformat(), user_id),
    )
    if done.rowcount:
        rows.execute(
            "INSERT INTO wraps_before SELECT ?, id, kind, label, sealed, day FROM wraps WHERE user_id=?",
            (done.lastrowid, user_id),
        )
