"""The files of `built/`, as they are handed out: whole, in memory, the same bytes to everyone."""

import gzip
import re
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

BUILT = Path(__file__).parent / "built"
PAGES = {"/tips/": "send", "/tips/reply/": "reply"}
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}
FILES = {f"/tips/{name}": name for name in ("tips.js", "worker.js", "tips.css")}


class NotBuiltError(Exception):
    """A file is missing from this release."""


class Copy(NamedTuple):
    """A file as it is sent: its bytes, and their encoding; empty for none."""

    body: bytes
    encoding: str


class BuiltFile:
    """One file, with what lies packed beside it, or is packed here."""

    def __init__(self, path: Path) -> None:
        self.kind = KINDS[path.suffix]
        self._path = path

    @cached_property
    def plain(self) -> Copy:
        try:
            return Copy(self._path.read_bytes(), "")
        except FileNotFoundError:
            raise NotBuiltError from None

    @cached_property
    def packed(self) -> dict[str, Copy]:
        """Return the copies for browsers that take them, the smallest first."""
        found = {}
        for encoding, suffix in (("br", ".br"), ("gzip", ".gz")):
            beside = self._path.with_name(self._path.name + suffix)
            if beside.exists():
                found[encoding] = Copy(beside.read_bytes(), encoding)
        if "gzip" not in found:
            # Without the time at which it was packed: it would be another copy each day.
            found["gzip"] = Copy(gzip.compress(self.plain.body, 9, mtime=0), "gzip")
        return found

    def copy_for(self, accepted: str) -> Copy:
        """Return the copy for a browser that says what it takes (RFC 9110, 12.5.3)."""
        taken = encodings(accepted)
        return next((copy for name, copy in self.packed.items() if name in taken), self.plain)


class BuiltFiles:
    """All that is handed out of a folder, by address; pages by language too.

    Errors (when a copy is asked for):
        NotBuiltError: it is missing from this release.
    """

    def __init__(self, folder: Path = BUILT) -> None:
        self._folder = folder
        self._known: dict[str, BuiltFile] = {}

    def at(self, address: str, language: str) -> BuiltFile | None:
        """Return what stands at an address; None if nothing does."""
        name = FILES.get(address)
        if address in PAGES:
            name = f"{PAGES[address]}.{language}.html"
        if name is None:
            return None
        if name not in self._known:
            self._known[name] = BuiltFile(self._folder / name)
        return self._known[name]


def encodings(accepted: str) -> set[str]:
    """Return the encodings that a browser takes.

    >>> sorted(encodings("gzip, br;q=0.5, zstd;q=0"))
    ['br', 'gzip']
    """
    found = set()
    for choice in accepted.lower().split(","):
        name, _semicolon, quality = choice.partition(";")
        if not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", quality):
            found.add(name.strip())
    return found
