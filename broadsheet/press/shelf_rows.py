"""How sheets, parts and the register stand in the shelf's file: small rows, because there may be a million of them.

- A sheet's row has its own runs. What many sheets have in common stands once in `layout`: headers, and the order of own
  runs, frames and parts. In it `~*` is the variant without the sheet's own entry, whose name is in `leave`.
- An address is found by its CRC-32, an index of small numbers; two addresses of one CRC are told apart by their text.
- In the register a holder is a number: a sheet's own, or a part's, below zero. A source such as `story:812` is a number too,
  made of its kind and its key; any other name has a row in `source`, and a number below zero.
"""

import json
import re
import sqlite3
import struct
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from zlib import crc32

from broadsheet.press.printed import Batch, Printed, is_part

SCHEMA_VERSION = 3
SCHEMA = """
CREATE TABLE sheet (
    id INTEGER PRIMARY KEY, crc INTEGER NOT NULL, status INTEGER NOT NULL, layout INTEGER, leave TEXT,
    numbers BLOB NOT NULL, tag BLOB NOT NULL, rank INTEGER NOT NULL, printed_at INTEGER NOT NULL,
    not_after REAL, gone_after REAL, print_again_at REAL, sources BLOB NOT NULL, own_layout TEXT,
    address TEXT NOT NULL, runs BLOB NOT NULL
);
CREATE TABLE layout (id INTEGER PRIMARY KEY, layout TEXT NOT NULL UNIQUE);
CREATE TABLE part (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, crc INTEGER NOT NULL, tag TEXT NOT NULL,
    deflated BLOB, entries BLOB, not_after REAL, print_again_at REAL, printed_at INTEGER NOT NULL, sources BLOB NOT NULL
);
CREATE TABLE wants (variant TEXT NOT NULL, sheet INTEGER NOT NULL, PRIMARY KEY (variant, sheet)) WITHOUT ROWID;
CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE shows (source INTEGER NOT NULL, holder INTEGER NOT NULL, PRIMARY KEY (source, holder)) WITHOUT ROWID;
CREATE TABLE owed (holder TEXT PRIMARY KEY, rank INTEGER NOT NULL, since REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE failed (
    holder TEXT PRIMARY KEY, message TEXT NOT NULL, tries INTEGER NOT NULL, next_try REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX sheet_by_crc ON sheet (crc);
CREATE INDEX sheet_again ON sheet (print_again_at) WHERE print_again_at IS NOT NULL;
CREATE INDEX part_again ON part (print_again_at) WHERE print_again_at IS NOT NULL;
CREATE INDEX wants_of_sheet ON wants (sheet);
CREATE INDEX owed_turn ON owed (rank, since);
"""
PRINTED_TABLES = ("sheet", "layout", "part", "wants", "source", "shows", "owed", "failed")
# Status of a sheet that was taken off: its row stays for the register.
OFF = 0
NUMBERS = struct.Struct("<III")
KEYED = re.compile(r"([a-z-]+):(\d{1,12})")
KEY_BITS = 40
SOURCE_BYTES = 6


def stamp(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def begin_anew(connection: sqlite3.Connection) -> None:
    """Make empty tables; those of an older program are dropped, since all of it can be printed again."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    for (name,) in names:
        connection.execute(f"DROP TABLE {name}")
    connection.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version={SCHEMA_VERSION}; COMMIT;")


def sheet_id(connection: sqlite3.Connection, address: str) -> int | None:
    """Return the number of the sheet at an address, printed or taken off."""
    row = connection.execute(
        "SELECT id FROM sheet WHERE crc = ? AND address = ?", (crc32(address.encode()), address)
    ).fetchone()
    return row[0] if row else None


def holder_id(connection: sqlite3.Connection, holder: str) -> int | None:
    """Return the number of a holder in the register."""
    if not is_part(holder):
        return sheet_id(connection, holder)
    row = connection.execute("SELECT id FROM part WHERE name = ?", (holder,)).fetchone()
    return -row[0] if row else None


def put_sheet(
    connection: sqlite3.Connection, printed: Printed, now: float, known: dict[str, int]
) -> None:
    """Put a sheet on the shelf, with the frames that it is the first to use."""
    for name, run in printed.frames.items():
        connection.execute(
            "INSERT OR IGNORE INTO part (name, size, crc, tag, deflated, printed_at, sources) "
            "VALUES (?, ?, ?, ?, ?, ?, x'')",
            (name, run.size, run.crc, name[1:], run.deflated, round(now * 1000)),
        )
    layout, leave = layout_of(printed)
    is_shared = "~" not in layout.replace("~*", "") and "Location" not in printed.headers
    row = {
        "crc": crc32(printed.holder.encode()),
        "status": printed.status,
        "layout": _layout_id(connection, layout) if is_shared else None,
        "leave": leave or None,
        "numbers": b"".join(
            NUMBERS.pack(*one) for one in printed.recipe if not isinstance(one, str)
        ),
        "tag": bytes.fromhex(printed.tag),
        "rank": printed.rank,
        "printed_at": round(now * 1000),
        "not_after": stamp(printed.not_after),
        "gone_after": stamp(printed.gone_after),
        "print_again_at": stamp(printed.print_again_at),
        "own_layout": None if is_shared else layout,
        "runs": printed.runs,
    }
    number = sheet_id(connection, printed.holder)
    if number is None:
        row |= {"address": printed.holder, "sources": b""}
        names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        number = connection.execute(f"INSERT INTO sheet ({names}) VALUES ({values})", row).lastrowid  # nosec B608 # names of ours, bound values
    else:
        # Not anew: the row keeps its place in the file.
        changes = ", ".join(f"{name} = :{name}" for name in row)
        connection.execute(f"UPDATE sheet SET {changes} WHERE id = :id", {**row, "id": number})  # nosec B608 # names of ours, bound values
    assert number is not None
    _note_wants(connection, printed, number, is_shared=is_shared)
    register(connection, "sheet", number, printed.sources, known)


def layout_of(printed: Printed) -> tuple[str, str]:
    """Return the layout of a sheet as JSON, and the one entry that its variants leave out; "" if not just one.

    >>> page = Printed("x/", "", set(), b"", recipe=[(9, 1, 9), "more-in/7~812", "footer"])
    >>> layout_of(page)
    ('[{},[0,"more-in/7~*","footer"]]', '812')
    """
    left_out = {name.partition("~")[2] for name in printed.parts if "~" in name}
    leave = next(iter(left_out)) if len(left_out) == 1 else ""
    leave = "" if "+" in leave else leave
    pieces = [
        (name.partition("~")[0] + "~*" if leave and "~" in name else name)
        if isinstance(name, str)
        else 0
        for name in printed.recipe
    ]
    return json.dumps([printed.headers, pieces], separators=(",", ":")), leave


def _layout_id(connection: sqlite3.Connection, layout: str) -> int:
    row = connection.execute("SELECT id FROM layout WHERE layout = ?", (layout,)).fetchone()
    if row:
        return row[0]
    made = connection.execute("INSERT INTO layout (layout) VALUES (?)", (layout,)).lastrowid
    assert made is not None
    return made


def parts_in(connection: sqlite3.Connection, own_layout: str | None, layout: int) -> list[str]:
    """Return the names of the parts, and frames, in a sheet's layout."""
    if own_layout is None:
        found = connection.execute("SELECT layout FROM layout WHERE id = ?", (layout,))
        own_layout = found.fetchone()[0]
    return [piece for piece in json.loads(own_layout)[1] if piece]


def _note_wants(
    connection: sqlite3.Connection, printed: Printed, number: int, *, is_shared: bool
) -> None:
    """Write down which variants a sheet names, so that they are made again with their part."""
    host = printed.holder.partition("/")[0]
    wanted = set() if is_shared else {f"{host}|{name}" for name in printed.parts if "~" in name}
    known = {
        row[0] for row in connection.execute("SELECT variant FROM wants WHERE sheet = ?", (number,))
    }
    for variant in known - wanted:
        connection.execute("DELETE FROM wants WHERE variant = ? AND sheet = ?", (variant, number))
    for variant in wanted - known:
        connection.execute("INSERT INTO wants VALUES (?, ?)", (variant, number))


def put_part(
    connection: sqlite3.Connection, printed: Printed, now: float, known: dict[str, int]
) -> None:
    """Put a part or a variant of one on the shelf. With a part, its variants of before go: new ones follow it."""
    if "~" not in printed.holder:
        forget_variants(connection, printed.holder)
    row = {
        "name": printed.holder,
        "size": printed.size,
        "crc": printed.crc,
        "tag": printed.tag,
        "deflated": printed.runs,
        "entries": printed.entries,
        "not_after": stamp(printed.not_after),
        "print_again_at": stamp(printed.print_again_at),
        "printed_at": round(now * 1000),
    }
    names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    renewed = ", ".join(f"{name} = excluded.{name}" for name in row if name != "name")
    connection.execute(
        f"INSERT INTO part ({names}, sources) VALUES ({values}, x'') "  # nosec B608 # names of ours, bound values
        f"ON CONFLICT (name) DO UPDATE SET {renewed}",
        row,
    )
    if printed.sources:
        number = -(holder_id(connection, printed.holder) or 0)
        register(connection, "part", number, printed.sources, known)


def forget_variants(connection: sqlite3.Connection, part_key: str) -> None:
    connection.execute(
        "DELETE FROM part WHERE name > ? AND name < ?", (f"{part_key}~", f"{part_key}\x7f")
    )


def forget(connection: sqlite3.Connection, holder: str) -> None:
    """Take a holder off the shelf, and off every list. It stays in the register until it is printed again."""
    if is_part(holder):
        forget_variants(connection, holder)
        connection.execute(
            "UPDATE part SET deflated = NULL, entries = NULL, not_after = NULL, print_again_at = NULL WHERE name = ?",
            (holder,),
        )
    else:
        connection.execute(
            "UPDATE sheet SET status = ?, runs = x'', numbers = x'', not_after = NULL, gone_after = NULL, "
            "print_again_at = NULL WHERE id = ?",
            (OFF, sheet_id(connection, holder)),
        )
    settle(connection, [holder])


# The register ---------------------------------------------------------------------------------------
def source_id(connection: sqlite3.Connection, name: str, *, make: bool = False) -> int | None:
    """Return the number of a source; None if no holder ever showed it, unless it is to be made."""
    found = KEYED.fullmatch(name)
    table, text = ("kind", found[1]) if found else ("source", name)
    row = connection.execute(f"SELECT id FROM {table} WHERE name = ?", (text,)).fetchone()  # nosec B608 # names of ours, bound values
    if row is None and not make:
        return None
    number = (
        row[0]
        if row
        else connection.execute(f"INSERT INTO {table} (name) VALUES (?)", (text,)).lastrowid or 0  # nosec B608 # names of ours, bound values
    )
    return (number << KEY_BITS) + int(found[2]) if found else -number


def source_name(connection: sqlite3.Connection, number: int) -> str:
    """Return the name of a source by its number."""
    if number < 0:
        row = connection.execute("SELECT name FROM source WHERE id = ?", (-number,)).fetchone()
        return row[0]
    row = connection.execute("SELECT name FROM kind WHERE id = ?", (number >> KEY_BITS,)).fetchone()
    return f"{row[0]}:{number & (1 << KEY_BITS) - 1}"


def pack(numbers: Iterable[int]) -> bytes:
    """Return numbers of sources, in order, six bytes each.

    >>> unpack(pack([-3, 812]))
    [-3, 812]
    """
    return b"".join(one.to_bytes(SOURCE_BYTES, "little", signed=True) for one in sorted(numbers))


def unpack(packed: bytes) -> list[int]:
    read = partial(int.from_bytes, byteorder="little", signed=True)
    return [read(packed[at : at + SOURCE_BYTES]) for at in range(0, len(packed), SOURCE_BYTES)]


def register(
    connection: sqlite3.Connection,
    table: str,
    number: int,
    sources: set[str],
    known: dict[str, int],
) -> None:
    """Write down what a holder shows. An unchanged register costs nothing to write.

    Args:
        known: numbers of sources that were looked up in the same transaction.
    """
    for name in sources - known.keys():
        known[name] = source_id(connection, name, make=True) or 0
    shown = [known[name] for name in sources]
    packed = pack(shown)
    before = connection.execute(f"SELECT sources FROM {table} WHERE id = ?", (number,)).fetchone()[  # nosec B608 # names of ours, bound values
        0
    ]
    if before == packed:
        return
    holder = number if table == "sheet" else -number
    old, new = set(unpack(before)), set(shown)
    connection.executemany(
        "DELETE FROM shows WHERE source = ? AND holder = ?", [(one, holder) for one in old - new]
    )
    connection.executemany(
        "INSERT OR IGNORE INTO shows VALUES (?, ?)", [(one, holder) for one in new - old]
    )
    connection.execute(f"UPDATE {table} SET sources = ? WHERE id = ?", (packed, number))  # nosec B608 # names of ours, bound values


# Debts ------------------------------------------------------------------------------------------------
def settle(connection: sqlite3.Connection, holders: Iterable[str]) -> None:
    """Strike holders off the lists of what is owed and what failed."""
    for table in ("owed", "failed"):
        if connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():  # nosec B608 # names of ours, bound values
            connection.executemany(
                f"DELETE FROM {table} WHERE holder = ?",  # nosec B608 # names of ours, bound values
                [(holder,) for holder in holders],
            )


def note_debts(connection: sqlite3.Connection, batch: Batch, now: float) -> None:
    """Write down what waits for the worker, and what could not be printed."""
    for holder, rank in batch.owed.items():
        connection.execute("INSERT OR IGNORE INTO owed VALUES (?, ?, ?)", (holder, rank, now))
    for holder, message in batch.failed.items():
        note_failure(connection, holder, message, now)


def note_failure(connection: sqlite3.Connection, holder: str, message: str, now: float) -> None:
    row = connection.execute("SELECT tries FROM failed WHERE holder = ?", (holder,)).fetchone()
    tries = (row[0] if row else 0) + 1
    # 5 s, 10 s, 20 s … at most an hour between tries.
    wait = min(3600, 5 * 2 ** min(tries - 1, 12))
    connection.execute(
        "INSERT OR REPLACE INTO failed VALUES (?, ?, ?, ?)", (holder, message, tries, now + wait)
    )


def set_state(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))
