"""What rooms want to remember of a printing: it goes on the shelf with the sheet, and a room fetches it later.

So a printing writes nothing to the main database, and what is remembered is what readers were really given: both go on
the shelf whole or not at all.
"""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from broadsheet.press.printed import Printed
from broadsheet.press.shelf_rows import set_state

WAITING = "remark:"
LAST = "remarked:"


class Remark(NamedTuple):
    """What was said of a page when it was printed. `at` is in seconds since 1970."""

    key: str
    name: str
    at: float
    words: str


def put_remarks(connection: sqlite3.Connection, printed: Iterable[Printed], now: float) -> None:
    """Keep what was said of these pages, unless the same was said the last time."""
    for sheet in printed:
        for name, words in sheet.remarks.items():
            last = connection.execute(
                "SELECT value FROM state WHERE name = ?", (LAST + name,)
            ).fetchone()
            if last is None or last[0] != words:
                set_state(connection, LAST + name, words)
                # Twenty digits: in the order of their names they are in the order of time.
                set_state(connection, f"{WAITING}{now:020.6f}:{name}", words)


def waiting_remarks(connection: sqlite3.Connection, name: str, limit: int) -> list[Remark]:
    """Return what was said under names that begin so and was not fetched yet, the oldest first."""
    rows = connection.execute(
        "SELECT name, value FROM state WHERE name > ? AND name < ? ORDER BY name",
        (WAITING, WAITING[:-1] + ";"),
    )
    found = (Remark(key, *_read(key), words) for key, words in rows)
    return [remark for remark in found if remark.name.startswith(name)][:limit]


def _read(key: str) -> tuple[str, float]:
    at, _, name = key.removeprefix(WAITING).partition(":")
    return name, float(at)


def strike_remark(connection: sqlite3.Connection, remark: Remark) -> None:
    """Take away what a room has fetched."""
    connection.execute("DELETE FROM state WHERE name = ?", (remark.key,))
