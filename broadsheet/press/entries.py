"""A part made once, from which variants are cut without making it again.

The rail beside a story leaves that story out: it is made with thirteen entries, shows twelve, and each variant drops
one of them.
"""

import json
import secrets
import zlib
from dataclasses import dataclass

from wagtail.models import Site

from broadsheet.press.parts import entry_mark, split_name
from broadsheet.press.runs import cut, squeezed


@dataclass(frozen=True)
class Entries:
    """The HTML of a part: what stands before its entries, the entries by name, and what stands after."""

    before: str
    entries: list[tuple[str, str]]
    after: str

    def without(self, names: list[str], shows: int | None) -> str:
        """Return the HTML with the first `shows` entries that are not named; all of them if None.

        Nothing at all if none is left: a heading over no entries leads nowhere.
        """
        kept = [html for name, html in self.entries if name not in names]
        if self.entries and not kept:
            return ""
        return "".join([self.before, *kept[:shows], self.after])

    def packed(self) -> bytes:
        return zlib.compress(json.dumps([self.before, self.entries, self.after]).encode(), 1)

    @classmethod
    def unpacked(cls, packed: bytes) -> "Entries":
        before, entries, after = json.loads(zlib.decompress(packed))
        return cls(before, [(name, html) for name, html in entries], after)


def entries_of(site: Site, name: str) -> Entries:
    """Make a part and find its entries.

    Errors:
        UnknownPartError: no room has registered such a part.
    """
    kind, key, _ = split_name(name)
    mark = secrets.token_hex(16)
    token = entry_mark.set(mark)
    try:
        # Once for all variants that are cut from it.
        html = squeezed(kind.make(site, *key).encode()).decode()
    finally:
        entry_mark.reset(token)
    pieces = cut(html, f"\x02{mark}:", "\x03")
    # Pieces alternate: text, name, entry's text, "" (its end), text between …
    before, after = pieces[0], ""
    entries: list[tuple[str, str]] = []
    for start in range(1, len(pieces) - 1, 4):
        between = after
        entry_name, entry_html, after = pieces[start], pieces[start + 1], pieces[start + 3]
        entries.append((entry_name, between.lstrip() + entry_html if entries else entry_html))
    if not entries:
        return Entries(html, [], "")
    return Entries(before, entries, after)
