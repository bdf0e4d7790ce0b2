"""What a reader is answered from the shelf: no database, no rendering, no compressing."""

import json
import re
import sqlite3
import struct
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from isal.isal_zlib import crc32_combine

from broadsheet.press.headers import READER_HEADERS
from broadsheet.press.printed import is_frame
from broadsheet.press.runs import GZIP_HEADER, LAST_BLOCK, Run, inflate, tag
from broadsheet.press.shelf_rows import NUMBERS
from broadsheet.press.twins import notice_path

# Bytes of joined pages kept in memory: what everyone reads today.
HOT_BYTES = 4 * 1024 * 1024
# So many addresses are remembered as asked for once; a page is kept in memory when it is asked for again.
MOST_ASKED_ONCE = 4096
# So long a reader sees the shelf as it was; then whether another connection has written is asked again.
LOOK_EVERY_SECONDS = 0.02
# The worker has so long to print again what is due.
WORKER_SECONDS = 5
FOREVER = float("inf")
SHEET = (
    "SELECT status, layout, leave, numbers, tag, runs, not_after, gone_after, own_layout, print_again_at "
    "FROM sheet WHERE crc = ? AND address = ?"
)
PART = (
    "SELECT size, crc, deflated, tag, not_after, print_again_at FROM part "
    "WHERE name = ? AND deflated IS NOT NULL"
)
LAYOUT = "SELECT layout FROM layout WHERE id = ?"
VARIANTS = "SELECT name FROM part WHERE name > ? AND name < ? AND deflated IS NOT NULL"
# A part of a layout of which each sheet has the variant without its own entry: "more-in/7~*".
STARRED = re.compile(r'"([^"~]+)~\*"')
END = struct.Struct("<II")
Header = tuple[bytes, bytes]
FIXED_HEADERS = [(name.lower().encode(), value.encode()) for name, value in READER_HEADERS.items()]
REVALIDATE = (b"cache-control", b"public, max-age=0, must-revalidate")
VARY = (b"vary", b"accept-encoding")
PACKED = (b"content-encoding", b"gzip")


class Page(NamedTuple):
    """A sheet joined with its parts, ready to be sent. Times in seconds since 1970.

    `headers` are those of every answer; `gzip_headers` those sent with `gzipped`.
    """

    status: int
    headers: tuple[Header, ...]
    etag: bytes
    gzipped: bytes
    gzip_headers: list[Header]
    holds_until: float
    # From then on the worker is late with it, or with one of its parts.
    late_at: float


class Form(NamedTuple):
    """The shared bytes of a layout, those beside each other joined: `around[0]` before a sheet's first own run, `around[1]` after it, and so on.

    `tag` names all of it: equal bytes, equal name.
    """

    around: tuple[Run, ...]
    tag: bytes
    holds_until: float
    print_again_at: float


class Layout:
    """What many sheets have in common: headers, the order of runs and parts, and the forms that came of it so far."""

    __slots__ = ("forms", "headers", "leaves", "pieces")

    def __init__(self, text: str, leaves: frozenset[str]) -> None:
        headers, self.pieces = json.loads(text)
        own = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
        held = [] if any(name == b"cache-control" for name, _ in own) else [REVALIDATE]
        self.headers = (*FIXED_HEADERS, *own, *held, VARY)
        # The entries that have a variant of their own to leave them out.
        self.leaves = leaves
        self.forms: dict[str, Form | None] = {}


class StoredPart(NamedTuple):
    run: Run
    tag: str
    not_after: float | None
    print_again_at: float | None


NOTHING = Run(0, 0, b"")


def joined(one: Run, other: Run) -> Run:
    """Return two runs as one.

    >>> joined(NOTHING, Run(2, 9, b"x")) == Run(2, 9, b"x")
    True
    """
    crc = crc32_combine(one.crc, other.crc, other.size) if one.size else other.crc
    return Run(one.size + other.size, crc, one.deflated + other.deflated)


def filled(form: Form, numbers: bytes, runs: bytes) -> bytes:
    """Return a page as one gzip member: a sheet's own runs in the shared bytes around them."""
    size, crc, first = form.around[0]
    pieces = [GZIP_HEADER, first]
    start, place = 0, 1
    for own_size, own_crc, length in NUMBERS.iter_unpack(numbers):
        after = form.around[place]
        crc = crc32_combine(crc, own_crc, own_size)
        crc = crc32_combine(crc, after.crc, after.size) if after.size else crc
        size += own_size + after.size
        pieces += (runs[start : start + length], after.deflated)
        start, place = start + length, place + 1
    pieces += (LAST_BLOCK, END.pack(crc, size & 0xFFFFFFFF))
    return b"".join(pieces)


class Reader:
    """Reads one shelf for one thread. Everything kept in memory is dropped when the shelf changes.

    What it answers between two looks is of one moment, so that a page and its parts are of one printing.

    Args:
        later: does something after so many seconds, as an event loop's `call_later`; the shelf is then looked at once
            in LOOK_EVERY_SECONDS. Without it, at each page.
    """

    def __init__(
        self, path: Path, later: Callable[[float, Callable[[], None]], Any] | None = None
    ) -> None:
        self.path = path
        self.later = later
        self._connection: sqlite3.Connection | None = None
        self._cursor: sqlite3.Cursor | None = None
        self._is_looking = False
        self._inode = 0
        self._version = -1
        self._layouts: dict[tuple[str, int], Layout] = {}
        self._parts: dict[str, StoredPart | None] = {}
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._hot_bytes = 0
        self._asked_once: set[str] = set()
        self.hosts: dict[str, str] = {}

    def page(self, address: str) -> Page | None:
        """Return what is printed at an address; None if it must be printed or asked for elsewhere."""
        now = time.time()
        if not self._is_looking:
            self._look()
        page = self._pages.get(address)
        if page is None or page.holds_until <= now:
            page = self._join(address, now)
        if self.later is None:
            self.look_away()
        return page

    def notice(self, address: str, status: int) -> Page | None:
        """Return the printed page for a status: not found, gone, or out of order, in the edition that was asked for."""
        host, slash, path = address.partition("/")
        return self.page(host + notice_path(slash + path, status))

    def look_now(self) -> None:
        """See what was printed since, without waiting for the next look."""
        self.look_away()
        self._look()
        if self.later is None:
            self.look_away()

    def look_away(self) -> None:
        """Let go of the moment that was looked at: what was printed since is seen next, and the shelf's log may be brought in."""
        if self._is_looking and self._connection is not None:
            self._connection.execute("COMMIT")
        self._is_looking = False

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._cursor = None
        self._is_looking = False

    def _look(self) -> None:
        try:
            inode = self.path.stat().st_ino
        except FileNotFoundError:
            self.close()
            self._forget(-1)
            return
        if self._connection is None or inode != self._inode:
            self.close()
            self._connection = sqlite3.connect(
                f"file:{self.path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
            )
            # Mapped: what is read is the system's file cache, not memory of ours.
            self._connection.execute("PRAGMA mmap_size=68719476736")
            self._connection.execute("PRAGMA cache_size=-1024")
            self._cursor = self._connection.cursor()
            self._inode = inode
            self._version = -1
        self._connection.execute("BEGIN")
        self._is_looking = True
        version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._forget(version)
        if self.later is not None:
            self.later(LOOK_EVERY_SECONDS, self.look_away)

    def _forget(self, version: int) -> None:
        self._version = version
        self._layouts.clear()
        self._parts.clear()
        self._pages.clear()
        self._asked_once.clear()
        self._hot_bytes = 0
        self.hosts = self._read_hosts()

    def _read_hosts(self) -> dict[str, str]:
        """Return the paper at each host name; "" names the paper of all other hosts."""
        if self._connection is None:
            return {}
        try:
            row = self._connection.execute("SELECT value FROM state WHERE name='hosts'").fetchone()
        except sqlite3.OperationalError:
            return {}
        return json.loads(row[0]) if row else {}

    def _join(self, address: str, now: float) -> Page | None:
        page = self._read(address, now)
        if page is not None and address in self._asked_once:
            self._keep(address, page)
        elif page is not None:
            # Whoever reads through the archive does not push out what everyone reads.
            if len(self._asked_once) >= MOST_ASKED_ONCE:
                self._asked_once.clear()
            self._asked_once.add(address)
        return page

    def _keep(self, address: str, page: Page) -> None:
        before = self._pages.get(address)
        self._hot_bytes += len(page.gzipped) - (len(before.gzipped) if before else 0)
        self._pages[address] = page
        while self._hot_bytes > HOT_BYTES and self._pages:
            _, oldest = self._pages.popitem(last=False)
            self._hot_bytes -= len(oldest.gzipped)

    def _read(self, address: str, now: float) -> Page | None:
        if self._cursor is None:
            return None
        try:
            row = self._cursor.execute(SHEET, (crc32(address.encode()), address)).fetchone()
        except sqlite3.OperationalError:
            return None
        if row is None or row[0] == 0:
            return None
        status, layout, leave, numbers, own_tag, runs, not_after, gone_after, own_layout = row[:9]
        if gone_after is not None and gone_after <= now:
            host, slash, path = address.partition("/")
            return self._read(host + notice_path(slash + path, 410), now)
        if not_after is not None and not_after <= now:
            # A list that shows what has ended: it must be printed again without it.
            return None
        host = address.partition("/")[0]
        kind = self._layout(host, layout) if layout else self._make_layout(host, own_layout)
        form = self._form(host, kind, leave)
        if form is None or form.holds_until <= now:
            return None
        etag = b'"' + own_tag.hex().encode() + form.tag + b'"'
        holds_until = min(not_after or FOREVER, form.holds_until)
        gzipped = filled(form, numbers, runs)
        length = (b"content-length", b"%d" % len(gzipped))
        sent = [*kind.headers, (b"etag", etag), PACKED, length]
        late_at = min(row[9] or FOREVER, form.print_again_at) + WORKER_SECONDS
        return Page(status, kind.headers, etag, gzipped, sent, holds_until, late_at)

    def _layout(self, host: str, number: int) -> Layout:
        """Return a layout that many sheets have."""
        found = self._layouts.get((host, number))
        if found is None:
            assert self._connection is not None
            row = self._connection.execute(LAYOUT, (number,)).fetchone()
            found = self._layouts[host, number] = self._make_layout(host, row[0])
        return found

    def _make_layout(self, host: str, text: str) -> Layout:
        assert self._connection is not None
        leaves: set[str] = set()
        for base in STARRED.findall(text):
            span = (f"{host}|{base}~", f"{host}|{base}\x7f")
            variants = self._connection.execute(VARIANTS, span)
            leaves.update(name.partition("~")[2] for (name,) in variants)
        return Layout(text, frozenset(leaves))

    def _form(self, host: str, layout: Layout, leave: str | None) -> Form | None:
        """Return the shared bytes of a layout, joined once; None if a part is missing."""
        # A story that has left the rail has no variant any more: the rail itself leaves it out.
        left_out = leave if leave in layout.leaves else None
        if (left_out or "") not in layout.forms:
            layout.forms[left_out or ""] = self._make_form(host, layout, left_out)
        return layout.forms[left_out or ""]

    def _make_form(self, host: str, layout: Layout, leave: str | None) -> Form | None:
        around, tags, holds_until, again_at = [NOTHING], [], FOREVER, FOREVER
        for piece in layout.pieces:
            if piece == 0:
                around.append(NOTHING)
                continue
            part = self._part(host, piece.replace("~*", f"~{leave}" if leave else ""))
            if part is None:
                return None
            around[-1] = joined(around[-1], part.run)
            tags.append(part.tag)
            holds_until = min(holds_until, part.not_after or FOREVER)
            again_at = min(again_at, part.print_again_at or FOREVER)
        form_tag = tag(*[one.encode() for one in tags])[:12].encode()
        return Form(tuple(around), form_tag, holds_until, again_at)

    def _part(self, host: str, name: str) -> StoredPart | None:
        key = name if is_frame(name) else f"{host}|{name}"
        if key not in self._parts:
            self._parts[key] = self._read_part(key)
        found = self._parts[key]
        if found is None and "~" in name:
            return self._part(host, name.partition("~")[0])
        return found

    def _read_part(self, key: str) -> StoredPart | None:
        assert self._connection is not None
        row = self._connection.execute(PART, (key,)).fetchone()
        if row is None:
            return None
        size, crc, deflated, part_tag, not_after, again_at = row
        return StoredPart(Run(size, crc, deflated), part_tag, not_after, again_at)


def body_of(page: Page, *, gzip: bool) -> bytes:
    """Return the bytes to send."""
    return page.gzipped if gzip else inflate(page.gzipped)
