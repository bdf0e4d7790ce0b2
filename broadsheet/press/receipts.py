"""Where a source shows, and when each copy was last printed: what the press answers for."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from broadsheet.press.errors import ReceiptError
from broadsheet.press.log import this_shelf
from broadsheet.press.models import Change
from broadsheet.press.shelf import is_part


class Copy(NamedTuple):
    """One address or part that shows a source; `printed_at` is None if it is not on the shelf just now."""

    holder: str
    kind: str
    printed_at: datetime | None
    is_owed: bool


class Receipt(NamedTuple):
    """All copies of a source on this node, and when it last changed."""

    source: str
    changed_at: datetime | None
    copies: list[Copy]

    @property
    def is_done(self) -> bool:
        """Whether every copy was printed after the last change, or is gone."""
        return not any(
            copy.is_owed
            or (self.changed_at and copy.printed_at and copy.printed_at < self.changed_at)
            for copy in self.copies
        )


def receipt_of(source: str) -> Receipt:
    """Return the receipt of a source such as `story:812`.

    Errors:
        ReceiptError: the words name no source.
    """
    if not re.fullmatch(r"[a-z-]+(:[\w/-]+)+", source):
        raise ReceiptError(f"“{source}” is no source. Write it as in story:812 or photo:7.")
    shelf = this_shelf()
    owed = set(shelf.owed(1_000_000))
    changed = (
        Change.objects.filter(source=source).order_by("-pk").values_list("at", flat=True).first()
    )
    copies = [_copy(holder, owed) for holder in sorted(shelf.holders([source]))]
    return Receipt(source, changed, copies)


def _copy(holder: str, owed: set[str]) -> Copy:
    printed_at = this_shelf().printed_at(holder)
    return Copy(
        holder=holder,
        kind="part" if is_part(holder) else "sheet",
        printed_at=datetime.fromtimestamp(printed_at, UTC) if printed_at else None,
        is_owed=holder in owed,
    )
