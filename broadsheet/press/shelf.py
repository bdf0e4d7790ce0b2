"""Where printed parts and sheets are kept: one SQLite file on this node's own disk.

It can be deleted at any time: what is missing is printed again when it is asked for. How its rows look is told in
`shelf_rows.py`; what is read for readers, in `reading.py`.
"""

import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from broadsheet.press import shelf_rows as rows
from broadsheet.press.errors import ShelfFullError
from broadsheet.press.printed import Batch, Printed, is_part
from broadsheet.press.remarks import put_remarks

__all__ = ["Batch", "Printed", "Shelf", "is_part"]


# What may lie beside the shelf before the worker tidies up.
TIDY_BYTES = 4 * 1024 * 1024
# What waits for the worker is counted no further.
MOST_COUNTED = 10_000
# So often a shelf that will not open is tried again; one that is thrown away again and again, for so many seconds.
OPENINGS = 5
OPENING_SECONDS = 10.0


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
        left, until = OPENINGS, time.monotonic() + OPENING_SECONDS
        while True:
            self._make_if_missing()
            before = _age(self.path)
            try:
                return self._open_what_is_there()
            except sqlite3.OperationalError:
                # The file, or what lies beside it, may have been thrown away while it was opened.
                left = left - 1 if _age(self.path) == before else OPENINGS
                if not left or time.monotonic() > until:
                    raise

    def _make_if_missing(self) -> None:
        """Make an empty shelf under another name, and give it its own once it is whole: opening that takes moments."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            return
        made = self.path.with_name(f"new-{os.getpid()}-{threading.get_ident()}.sqlite3")
        made.unlink(missing_ok=True)
        connection = self._connect(made)
        try:
            rows.begin_anew(connection)
        finally:
            connection.close()
        try:
            # Not over one that somebody else was quicker to make.
            with suppress(FileExistsError):
                os.link(made, self.path)
        except OSError:
            # A disk without second names for files.
            made.rename(self.path)
        made.unlink(missing_ok=True)

    def _open_what_is_there(self) -> sqlite3.Connection:
        connection = self._connect(self.path)
        try:
            with self.lock("opening"):
                version = connection.execute("PRAGMA user_version").fetchone()[0]
                if version != rows.SCHEMA_VERSION:
                    rows.begin_anew(connection)
        except sqlite3.OperationalError:
            connection.close()
            raise
        return connection

    def _connect(self, path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, timeout=10)
        try:
            # Before the first table: a page of 64 kB holds twenty sheets, one of 4 kB only one.
            connection.executescript(
                "PRAGMA page_size=65536; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA cache_size=-8192; PRAGMA mmap_size=68719476736; "
                "PRAGMA journal_size_limit=8388608;"
            )
        except sqlite3.OperationalError:
            connection.close()
            raise
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
                for table in rows.PRINTED_TABLES:
                    connection.execute(f"DELETE FROM {table}")  # nosec B608 # names of ours, bound values
            _put_printed(connection, batch, now)
            put_remarks(connection, batch.printed, now)
            for holder in batch.forgotten:
                rows.forget(connection, holder)
            rows.note_debts(connection, batch, now)
            if batch.cursor is not None:
                rows.set_state(connection, "cursor", str(batch.cursor))

    def tidy(self) -> None:
        """Bring what lies in the log beside the shelf into it.

        SQLite would do so by itself, once 64 MB lie there, in the middle of some editor's publication, and wait for the disk.
        """
        log = self.path.with_name(f"{self.path.name}-wal")
        if log.exists() and log.stat().st_size > TIDY_BYTES:
            self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def state(self, name: str, default: str = "") -> str:
        """Return what the shelf remembers under this name."""
        row = self.connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return row[0] if row else default

    def set_state(self, name: str, value: str) -> None:
        with self._writing() as connection:
            rows.set_state(connection, name, value)

    def begin_at(self, line: int) -> int:
        """Return how far this node has read the log; on a new shelf it begins at this line."""
        if not self.state("cursor"):
            with self._writing() as connection:
                connection.execute("INSERT OR IGNORE INTO state VALUES ('cursor', ?)", (str(line),))
        return int(self.state("cursor"))

    # The register -------------------------------------------------------------------------------------
    def holders(self, sources: Iterable[str]) -> set[str]:
        """Return each address and part key that shows any of these sources."""
        return set(self.ranked_holders(sources))

    def ranked_holders(self, sources: Iterable[str]) -> dict[str, int]:
        """Return each address and part key that shows any of these sources, with the rank of its sheet; parts have 0."""
        connection = self.connection
        found: dict[str, int] = {}
        for name in sources:
            number = rows.source_id(connection, name)
            if number is None:
                continue
            found.update(
                connection.execute(
                    "SELECT address, rank FROM shows JOIN sheet ON sheet.id = holder WHERE source = ? "
                    "UNION ALL SELECT name, 0 FROM shows JOIN part ON part.id = -holder WHERE source = ?",
                    (number, number),
                )
            )
        return found

    def sources_of(self, holder: str) -> set[str]:
        """Return the sources that a holder shows."""
        connection = self.connection
        number = rows.holder_id(connection, holder)
        if number is None:
            return set()
        table = "part" if number < 0 else "sheet"
        row = connection.execute(
            f"SELECT sources FROM {table} WHERE id = ?",  # nosec B608 # names of ours, bound values
            (abs(number),),
        ).fetchone()
        return {rows.source_name(connection, one) for one in rows.unpack(row[0])}

    # What stands here -----------------------------------------------------------------------------------
    def rank(self, address: str) -> int | None:
        """Return in what order a printed sheet is printed again, or None if it is not on the shelf."""
        row = self.connection.execute(
            "SELECT rank FROM sheet WHERE id = ? AND status != ?",
            (rows.sheet_id(self.connection, address), rows.OFF),
        ).fetchone()
        return row[0] if row else None

    def printed_at(self, holder: str) -> float | None:
        """Return when a holder was last printed, in seconds since 1970; None if it is not on the shelf."""
        number = rows.holder_id(self.connection, holder)
        query = (
            "SELECT printed_at FROM part WHERE id = ? AND deflated IS NOT NULL"
            if is_part(holder)
            else f"SELECT printed_at FROM sheet WHERE id = ? AND status != {rows.OFF}"  # nosec B608 # names of ours, bound values
        )
        row = self.connection.execute(query, (abs(number or 0),)).fetchone()
        return row[0] / 1000 if row else None

    def has(self, holder: str) -> bool:
        return self.printed_at(holder) is not None

    def parts_here(self, part_keys: Collection[str], *, now: float) -> set[str]:
        """Return those of some parts that stand here and may still be shown."""
        places = ", ".join("?" * len(part_keys))
        found = self.connection.execute(
            f"SELECT name FROM part WHERE name IN ({places}) AND deflated IS NOT NULL "  # nosec B608 # names of ours, bound values
            "AND (not_after IS NULL OR not_after > ?)",
            (*part_keys, now),
        )
        return {name for (name,) in found}

    def entries(self, part_key: str) -> bytes | None:
        """Return the JSON from which the variants of a part are made."""
        row = self.connection.execute(
            "SELECT entries FROM part WHERE name = ?", (part_key,)
        ).fetchone()
        return row[0] if row else None

    def variants(self, part_key: str) -> list[str]:
        """Return the keys of a part's variants that sheets name."""
        found = self.connection.execute(
            "SELECT DISTINCT variant FROM wants WHERE variant > ? AND variant < ?",
            (f"{part_key}~", f"{part_key}\x7f"),
        )
        return [row[0] for row in found]

    def addresses(self, after: str = "", limit: int = 500) -> list[str]:
        """Return printed addresses in the order in which they came here, a page at a time."""
        start = rows.sheet_id(self.connection, after) if after else 0
        found = self.connection.execute(
            "SELECT address FROM sheet WHERE id > ? AND status != ? ORDER BY id LIMIT ?",
            (start, rows.OFF, limit),
        )
        return [row[0] for row in found]

    def sheet_tag(self, address: str) -> str | None:
        """Return the tag of a sheet's own runs."""
        row = self.connection.execute(
            "SELECT tag FROM sheet WHERE id = ? AND status != ?",
            (rows.sheet_id(self.connection, address), rows.OFF),
        ).fetchone()
        return row[0].hex() if row else None

    # Debts ----------------------------------------------------------------------------------------------
    def owed(self, limit: int) -> list[str]:
        """Return holders that wait for the worker, those first that readers see first."""
        found = self.connection.execute(
            "SELECT holder FROM owed WHERE holder NOT IN (SELECT holder FROM failed) "
            "ORDER BY rank, since LIMIT ?",
            (limit,),
        )
        return [row[0] for row in found]

    def due(self, now: float, limit: int) -> list[str]:
        """Return holders whose `print_again_at` has come, and failed ones whose next try has."""
        found = self.connection.execute(
            "SELECT address FROM sheet WHERE print_again_at <= :now "
            "AND address NOT IN (SELECT holder FROM failed) UNION ALL "
            "SELECT name FROM part WHERE print_again_at <= :now "
            "AND name NOT IN (SELECT holder FROM failed) UNION ALL "
            "SELECT holder FROM failed WHERE next_try <= :now LIMIT :limit",
            {"now": now, "limit": limit},
        )
        return list(dict.fromkeys(row[0] for row in found))

    def due_on(self, address: str, now: float) -> list[str]:
        """Return what of one page is to be printed again by now: its sheet, the parts that it names."""
        connection = self.connection
        row = connection.execute(
            "SELECT print_again_at, own_layout, layout FROM sheet WHERE id = ? AND status != ?",
            (rows.sheet_id(connection, address), rows.OFF),
        ).fetchone()
        if row is None:
            return []
        # A part's variants are printed with it.
        names = {name.partition("~")[0] for name in rows.parts_in(connection, *row[1:])}
        host = address.partition("/")[0]
        due = [
            key
            for (key,) in connection.execute(
                "SELECT name FROM part WHERE print_again_at <= ?", (now,)
            )
            if key.removeprefix(f"{host}|") in names
        ]
        return [*due, *([address] if row[0] is not None and row[0] <= now else [])]

    def waiting(self) -> tuple[int, float | None]:
        """Return how many holders wait for the worker, counted up to some, and since when the oldest of them does.

        Seconds since 1970; those that failed are told apart (`failures`).
        """
        owed, since = self.connection.execute(
            "SELECT COUNT(*), MIN(since) FROM (SELECT since FROM owed "
            "WHERE holder NOT IN (SELECT holder FROM failed) LIMIT ?)",
            (MOST_COUNTED,),
        ).fetchone()
        return owed, since

    def late_since(self) -> float | None:
        """Return the moment at which the first holder was to be printed again that was not; it may be to come."""
        return self.connection.execute(
            "SELECT MIN(at) FROM (SELECT MIN(print_again_at) AS at FROM sheet "
            "WHERE address NOT IN (SELECT holder FROM failed) UNION ALL "
            "SELECT MIN(print_again_at) FROM part WHERE name NOT IN (SELECT holder FROM failed))"
        ).fetchone()[0]

    def failures(self) -> list[tuple[str, str, int]]:
        """Return what could not be printed: holder, why, how often it was tried."""
        found = self.connection.execute("SELECT holder, message, tries FROM failed ORDER BY holder")
        return list(found)


def _put_printed(connection: sqlite3.Connection, batch: Batch, now: float) -> None:
    # A part before its variants, which it takes off; both before the sheets that name them.
    known: dict[str, int] = {}
    for printed in sorted(batch.printed, key=_turn):
        put = rows.put_part if is_part(printed.holder) else rows.put_sheet
        put(connection, printed, now, known)
    rows.settle(connection, [printed.holder for printed in batch.printed])


def _turn(printed: Printed) -> int:
    return ("~" in printed.holder) if is_part(printed.holder) else 2


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return 0


def _age(path: Path) -> tuple[int, int] | None:
    """What tells a file from one made anew in its place; nothing while there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_ctime_ns


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")
