"""What a reader is answered from the shelf: no database, no rendering, no compressing."""

import json
import sqlite3
import time
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple

from broadsheet.press.notices import NOTICES
from broadsheet.press.runs import Run, inflate, join, tag

HOT_PAGES = 1024
# SQLite is asked this often whether another connection has written.
LOOK_EVERY_SECONDS = 0.02


class Page(NamedTuple):
    """A sheet joined with its parts, ready to be sent. Times in seconds since 1970."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    etag: bytes
    gzipped: bytes
    runs: tuple[Run, ...]
    holds_until: float


class StoredPart(NamedTuple):
    run: Run
    tag: str
    not_after: float | None


class Reader:
    """Reads one shelf for one thread. Everything kept in memory is dropped when the shelf changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._version = -1
        self._looked = 0.0
        self._parts: dict[str, StoredPart | None] = {}
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self.hosts: dict[str, str] = {}

    def page(self, address: str) -> Page | None:
        """Return what is printed at an address; None if it must be printed or asked for elsewhere."""
        now = time.time()
        if now - self._looked > LOOK_EVERY_SECONDS or now < self._looked:
            self._look(now)
        kept = self._pages.get(address)
        if kept is not None and kept.holds_until > now:
            return kept
        return self._join(address, now)

    def notice(self, host: str, status: int) -> Page | None:
        """Return the printed page for a status: not found, gone, or out of order."""
        return self.page(host + NOTICES[status])

    def look_now(self) -> None:
        """See what was printed since, without waiting for the next look."""
        self._look(time.time())

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _look(self, now: float) -> None:
        self._looked = now
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
            self._connection.execute("PRAGMA mmap_size=68719476736")
            self._connection.execute("PRAGMA cache_size=-8192")
            self._inode = inode
            self._version = -1
        version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._forget(version)

    def _forget(self, version: int) -> None:
        self._version = version
        self._parts.clear()
        self._pages.clear()
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
        if self._connection is None:
            return None
        for _ in range(3):
            page = self._join_once(address, now)
            # A part may have been printed between two reads: then read again, so that a page is of one printing.
            version = self._connection.execute("PRAGMA data_version").fetchone()[0]
            if version == self._version:
                break
            self._forget(version)
        if page is not None:
            self._pages[address] = page
            if len(self._pages) > HOT_PAGES:
                self._pages.popitem(last=False)
        return page

    def _join_once(self, address: str, now: float) -> Page | None:
        assert self._connection is not None
        try:
            row = self._connection.execute(
                "SELECT status, headers, recipe, tag, runs, not_after, gone_after FROM sheet WHERE address = ?",
                (address,),
            ).fetchone()
        except sqlite3.OperationalError:
            return None
        if row is None:
            return None
        status, headers, recipe, own_tag, blob, not_after, gone_after = row
        host = address.partition("/")[0]
        if gone_after is not None and gone_after <= now:
            return self._join_once(host + NOTICES[410], now)
        if not_after is not None and not_after <= now:
            # A list that shows what has ended: it must be printed again without it.
            return None
        runs: list[Run] = []
        tags = [own_tag]
        holds_until = not_after or float("inf")
        start = 0
        for piece in json.loads(recipe):
            if isinstance(piece, str):
                part = self._part(host, piece)
                if part is None or (part.not_after is not None and part.not_after <= now):
                    return None
                holds_until = min(holds_until, part.not_after or holds_until)
                runs.append(part.run)
                tags.append(part.tag)
            else:
                size, crc, length = piece
                runs.append(Run(size, crc, blob[start : start + length]))
                start += length
        etag = f'"{tag(*[one.encode() for one in tags])}"'.encode()
        pairs = tuple(
            (k.lower().encode(), v.encode("latin-1")) for k, v in json.loads(headers).items()
        )
        return Page(status, pairs, etag, join(runs), tuple(runs), holds_until)

    def _part(self, host: str, name: str) -> StoredPart | None:
        key = f"{host}|{name}"
        if key not in self._parts:
            self._parts[key] = self._read_part(key)
        found = self._parts[key]
        if found is None and "~" in name:
            # A story that has left the rail has no variant any more: the rail itself leaves it out.
            return self._part(host, name.partition("~")[0])
        return found

    def _read_part(self, key: str) -> StoredPart | None:
        assert self._connection is not None
        row = self._connection.execute(
            "SELECT size, crc, deflated, tag, not_after FROM part WHERE name = ?", (key,)
        ).fetchone()
        if row is None:
            return None
        size, crc, deflated, part_tag, not_after = row
        return StoredPart(Run(size, crc, deflated), part_tag, not_after)


def body_of(page: Page, *, gzip: bool) -> bytes:
    """Return the bytes to send."""
    return page.gzipped if gzip else inflate(page.runs)
