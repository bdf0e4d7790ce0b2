"""Where printed parts and sheets are kept: one SQLite file on this node's own disk.

It can be deleted at any time: what is missing is printed again when it is asked for. Strings name everything: an
*address* is host and path (`ledger.example/2016/05/ferry/`), a *part key* is host, bar and name
(`ledger.example|more-in/7`), and a *holder* is either.
"""

import fcntl
import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from broadsheet.press.errors import ShelfFullError

SCHEMA_VERSION = 2
SCHEMA = """
CREATE TABLE sheet (
    id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE, status INTEGER NOT NULL, headers TEXT NOT NULL,
    recipe TEXT NOT NULL, tag TEXT NOT NULL, runs BLOB NOT NULL, not_after REAL, gone_after REAL,
    print_again_at REAL, rank INTEGER NOT NULL, printed_at REAL NOT NULL
);
CREATE TABLE part (
    name TEXT PRIMARY KEY, size INTEGER NOT NULL, crc INTEGER NOT NULL, tag TEXT NOT NULL, deflated BLOB NOT NULL,
    entries BLOB, not_after REAL, print_again_at REAL, printed_at REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE shows (source TEXT NOT NULL, holder TEXT NOT NULL, PRIMARY KEY (source, holder)) WITHOUT ROWID;
CREATE TABLE shown_by (holder TEXT PRIMARY KEY, sources TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE owed (holder TEXT PRIMARY KEY, rank INTEGER NOT NULL, since REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE failed (
    holder TEXT PRIMARY KEY, message TEXT NOT NULL, tries INTEGER NOT NULL, next_try REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX sheet_again ON sheet (print_again_at) WHERE print_again_at IS NOT NULL;
CREATE INDEX part_again ON part (print_again_at) WHERE print_again_at IS NOT NULL;
CREATE INDEX owed_turn ON owed (rank, since);
"""


def is_part(holder: str) -> bool:
    """Say whether a holder is a part, not a sheet; no address has a bar in it."""
    return "|" in holder


@dataclass
class Printed:
    """What came off the press for one holder: a sheet or a part, ready for the shelf.

    `recipe` of a sheet lists its own runs as [size, crc, length] and shared parts as part names, in order.
    A part has one run; `entries` is the JSON from which its variants are made.
    """

    holder: str
    tag: str
    sources: set[str]
    runs: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    recipe: list[Any] = field(default_factory=list)
    size: int = 0
    crc: int = 0
    entries: bytes | None = None
    not_after: datetime | None = None
    gone_after: datetime | None = None
    print_again_at: datetime | None = None
    rank: int = 3


@dataclass
class Batch:
    """Everything that one printing puts on the shelf, in one transaction."""

    printed: list[Printed] = field(default_factory=list)
    forgotten: set[str] = field(default_factory=set)
    owed: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    # Why a holder was not printed, if nothing went wrong: 404, or 0 for what is never printed.
    refused: dict[str, int] = field(default_factory=dict)
    # Whether all that was printed before is to go.
    everything: bool = False
    cursor: int | None = None


def _stamp(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


class Shelf:
    """One node's shelf. A connection belongs to one thread; each thread gets its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection. The file is made when it is not there, also when it was deleted under us."""
        kept = getattr(self._local, "connection", None)
        if kept is None or self._local.inode != _inode(self.path):
            self.close()
            kept = self._local.connection = self._open()
            self._local.inode = _inode(self.path)
        return kept

    def close(self) -> None:
        """Let this thread's connection go."""
        kept = getattr(self._local, "connection", None)
        if kept is not None:
            kept.close()
            self._local.connection = None

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=10)
        # Before the first table: pages of 16 kB hold six sheets each, of 4 kB only one.
        connection.executescript(
            "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA cache_size=-8192; PRAGMA mmap_size=68719476736;"
        )
        with self.lock("opening"):
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version != SCHEMA_VERSION:
                _begin_anew(connection)
        return connection

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold a lock beside the shelf: `printing` lets one printer work at a time, in all processes."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path.with_suffix(f".{name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        connection = self.connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            _roll_back(connection)
            if "full" in str(error) or "disk I/O" in str(error):
                raise ShelfFullError(
                    "The disk that holds printed pages is full. Make room; the pages are printed then."
                ) from error
            raise
        except BaseException:
            _roll_back(connection)
            raise

    def put(self, batch: Batch, *, now: float) -> None:
        """Put a batch on the shelf, whole or not at all.

        Errors:
            ShelfFullError: the disk is full; nothing was changed.
        """
        with self._writing() as connection:
            if batch.everything:
                for table in ("sheet", "part", "shows", "shown_by", "owed", "failed"):
                    connection.execute(f"DELETE FROM {table}")
            for printed in batch.printed:
                _put_part(connection, printed, now) if is_part(printed.holder) else _put_sheet(
                    connection, printed, now
                )
                _register(connection, printed.holder, printed.sources)
                connection.execute("DELETE FROM owed WHERE holder = ?", (printed.holder,))
                connection.execute("DELETE FROM failed WHERE holder = ?", (printed.holder,))
            for holder in batch.forgotten:
                _forget(connection, holder)
            for holder, rank in batch.owed.items():
                connection.execute(
                    "INSERT OR IGNORE INTO owed VALUES (?, ?, ?)", (holder, rank, now)
                )
            for holder, message in batch.failed.items():
                _note_failure(connection, holder, message, now)
            if batch.cursor is not None:
                _set_state(connection, "cursor", str(batch.cursor))

    def state(self, name: str, default: str = "") -> str:
        """Return what the shelf remembers under this name."""
        row = self.connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return row[0] if row else default

    def set_state(self, name: str, value: str) -> None:
        with self._writing() as connection:
            _set_state(connection, name, value)

    def holders(self, sources: Iterable[str]) -> set[str]:
        """Return each address and part key that shows any of these sources."""
        found: set[str] = set()
        for source in sources:
            rows = self.connection.execute("SELECT holder FROM shows WHERE source = ?", (source,))
            found.update(row[0] for row in rows)
        return found

    def sources_of(self, holder: str) -> set[str]:
        """Return the sources that a holder shows."""
        row = self.connection.execute(
            "SELECT sources FROM shown_by WHERE holder = ?", (holder,)
        ).fetchone()
        return set(row[0].split(" ")) - {""} if row else set()

    def rank(self, address: str) -> int | None:
        """Return in what order a printed sheet is printed again, or None if it is not on the shelf."""
        row = self.connection.execute(
            "SELECT rank FROM sheet WHERE address = ?", (address,)
        ).fetchone()
        return row[0] if row else None

    def printed_at(self, holder: str) -> float | None:
        """Return when a holder was last printed, in seconds since 1970; None if it is not on the shelf."""
        query = (
            "SELECT printed_at FROM part WHERE name = ?"
            if is_part(holder)
            else "SELECT printed_at FROM sheet WHERE address = ?"
        )
        row = self.connection.execute(query, (holder,)).fetchone()
        return row[0] if row else None

    def has(self, holder: str) -> bool:
        return self.printed_at(holder) is not None

    def entries(self, part_key: str) -> bytes | None:
        """Return the JSON from which the variants of a part are made."""
        row = self.connection.execute(
            "SELECT entries FROM part WHERE name = ?", (part_key,)
        ).fetchone()
        return row[0] if row else None

    def variants(self, part_key: str) -> list[str]:
        """Return the keys of a part's variants that are on the shelf."""
        rows = self.connection.execute(
            "SELECT name FROM part WHERE name > ? AND name < ?", (f"{part_key}~", f"{part_key}\x7f")
        )
        return [row[0] for row in rows]

    def owed(self, limit: int) -> list[str]:
        """Return holders that wait for the worker, those first that readers see first."""
        rows = self.connection.execute(
            "SELECT holder FROM owed WHERE holder NOT IN (SELECT holder FROM failed) "
            "ORDER BY rank, since LIMIT ?",
            (limit,),
        )
        return [row[0] for row in rows]

    def due(self, now: float, limit: int) -> list[str]:
        """Return holders whose `print_again_at` has come, and failed ones whose next try has."""
        rows = self.connection.execute(
            "SELECT address FROM sheet WHERE print_again_at <= :now UNION ALL "
            "SELECT name FROM part WHERE print_again_at <= :now UNION ALL "
            "SELECT holder FROM failed WHERE next_try <= :now LIMIT :limit",
            {"now": now, "limit": limit},
        )
        return list(dict.fromkeys(row[0] for row in rows))

    def failures(self) -> list[tuple[str, str, int]]:
        """Return what could not be printed: holder, why, how often it was tried."""
        rows = self.connection.execute("SELECT holder, message, tries FROM failed ORDER BY holder")
        return list(rows)

    def addresses(self, after: str = "", limit: int = 500) -> list[str]:
        """Return printed addresses in order, a page at a time."""
        rows = self.connection.execute(
            "SELECT address FROM sheet WHERE address > ? ORDER BY address LIMIT ?", (after, limit)
        )
        return [row[0] for row in rows]

    def sheet_tag(self, address: str) -> str | None:
        """Return the tag of a sheet's own runs."""
        row = self.connection.execute(
            "SELECT tag FROM sheet WHERE address = ?", (address,)
        ).fetchone()
        return row[0] if row else None


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return 0


def _begin_anew(connection: sqlite3.Connection) -> None:
    """Make empty tables; those of an older program are dropped, since all of it can be printed again."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    for (name,) in names:
        connection.execute(f"DROP TABLE {name}")
    connection.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version={SCHEMA_VERSION}; COMMIT;")


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _set_state(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))


def _put_sheet(connection: sqlite3.Connection, printed: Printed, now: float) -> None:
    row = {
        "address": printed.holder,
        "status": printed.status,
        "headers": json.dumps(printed.headers),
        "recipe": json.dumps(printed.recipe, separators=(",", ":")),
        "tag": printed.tag,
        "runs": printed.runs,
        "not_after": _stamp(printed.not_after),
        "gone_after": _stamp(printed.gone_after),
        "print_again_at": _stamp(printed.print_again_at),
        "rank": printed.rank,
        "printed_at": now,
    }
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    renewed = ", ".join(f"{name}=excluded.{name}" for name in row if name != "address")
    # Not REPLACE, which would give the row another place in the file each time.
    connection.execute(
        f"INSERT INTO sheet ({names}) VALUES ({values}) ON CONFLICT (address) DO UPDATE SET {renewed}",
        row,
    )


def _put_part(connection: sqlite3.Connection, printed: Printed, now: float) -> None:
    if "~" not in printed.holder:
        # Its variants come after it in the same batch; one that does not is out of date.
        _forget(connection, printed.holder)
    connection.execute(
        "INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            printed.holder,
            printed.size,
            printed.crc,
            printed.tag,
            printed.runs,
            printed.entries,
            _stamp(printed.not_after),
            _stamp(printed.print_again_at),
            now,
        ),
    )


def _register(connection: sqlite3.Connection, holder: str, sources: set[str]) -> None:
    row = connection.execute("SELECT sources FROM shown_by WHERE holder = ?", (holder,)).fetchone()
    before = set(row[0].split(" ")) - {""} if row else set()
    if before == sources:
        return
    connection.executemany(
        "DELETE FROM shows WHERE source = ? AND holder = ?",
        [(source, holder) for source in before - sources],
    )
    connection.executemany(
        "INSERT OR IGNORE INTO shows VALUES (?, ?)",
        [(source, holder) for source in sources - before],
    )
    connection.execute(
        "INSERT OR REPLACE INTO shown_by VALUES (?, ?)", (holder, " ".join(sorted(sources)))
    )


def _forget(connection: sqlite3.Connection, holder: str) -> None:
    """Take a holder off the shelf. It stays in the register until it is printed again."""
    if is_part(holder):
        connection.execute("DELETE FROM part WHERE name = ?", (holder,))
        connection.execute(
            "DELETE FROM part WHERE name > ? AND name < ?", (f"{holder}~", f"{holder}\x7f")
        )
    else:
        connection.execute("DELETE FROM sheet WHERE address = ?", (holder,))


def _note_failure(connection: sqlite3.Connection, holder: str, message: str, now: float) -> None:
    row = connection.execute("SELECT tries FROM failed WHERE holder = ?", (holder,)).fetchone()
    tries = (row[0] if row else 0) + 1
    # 5 s, 10 s, 20 s … at most an hour between tries.
    wait = min(3600, 5 * 2 ** min(tries - 1, 12))
    connection.execute(
        "INSERT OR REPLACE INTO failed VALUES (?, ?, ?, ?)", (holder, message, tries, now + wait)
    )
