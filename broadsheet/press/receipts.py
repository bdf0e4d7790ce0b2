"""Where a source shows, and when each copy was last printed: what the press answers for."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from broadsheet.press.errors import ReceiptError
from broadsheet.press.log import this_shelf
from broadsheet.press.models import Change
from broadsheet.press.shelf import is_part

ACTS_SHOWN = 10
# What the log says in a word of the program's, for people.
WORDS = {
    "saved": _("saved"),
    "deleted": _("deleted"),
    "corrected": _("corrected in public"),
    "reworded": _("put into other words"),
    "taken down": _("taken down"),
    "privacy": _("made private or opened"),
    "moved": _("moved"),
    "moved with its section": _("moved with its section"),
    "address": _("a new address"),
    "redirect": _("a redirect changed"),
    "repaired": _("repaired"),
    "sizes": _("its sizes made anew"),
    "withdrawn": _("withdrawn everywhere"),
    "given back": _("given back to readers"),
    "replaced": _("replaced by another picture"),
    "exempted": _("allowed against its terms"),
    "over": _("its time is over"),
}
SAYS_HIDDEN = ("deleted", "taken down", "withdrawn", "over")


class Copy(NamedTuple):
    """One address or part that shows a source; `printed_at` is None if it is not on the shelf just now."""

    holder: str
    kind: str
    printed_at: datetime | None
    is_owed: bool


class Act(NamedTuple):
    """One line of the log: what was done, when, and by whom; `by` is empty for the schedule and commands."""

    at: datetime
    what: str
    by: str


class Receipt(NamedTuple):
    """All copies of a source on this node, when it last changed, and the newest lines of the log about it."""

    source: str
    changed_at: datetime | None
    copies: list[Copy]
    acts: list[Act]

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
    lines = Change.objects.filter(source=source).order_by("-pk").select_related("by")
    acts = [_act(line) for line in lines[:ACTS_SHOWN]]
    copies = [_copy(holder, owed) for holder in sorted(shelf.holders([source]))]
    return Receipt(source, acts[0].at if acts else None, copies, acts)


def _act(line: Change) -> Act:
    what = str(WORDS.get(line.why, line.why))
    if line.kind == Change.Kind.HIDDEN and line.why not in SAYS_HIDDEN:
        what = f"{what}, {line.get_kind_display()}"
    return Act(line.at, what, line.by.get_full_name() or line.by.get_username() if line.by else "")


def _copy(holder: str, owed: set[str]) -> Copy:
    printed_at = this_shelf().printed_at(holder)
    return Copy(
        holder=holder,
        kind="part" if is_part(holder) else "sheet",
        printed_at=datetime.fromtimestamp(printed_at, UTC) if printed_at else None,
        is_owed=holder in owed,
    )
