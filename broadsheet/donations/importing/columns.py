"""Which column of a file is what: known for the exports of some sites, guessed for others, and changed by whoever brings it."""

import re
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from broadsheet.donations.importing.reading import FileRefusedError
from broadsheet.donations.importing.sources import GUESSES, SOURCES, Source

# What is looked for in a row.
FIELDS: Final = {
    "ref": gettext_lazy("Transaction number"),
    "day": gettext_lazy("Date"),
    "amount": gettext_lazy("Amount"),
    "currency": gettext_lazy("Currency"),
    "fee": gettext_lazy("Fee"),
    "fee_currency": gettext_lazy("Currency of the fee"),
    "email": gettext_lazy("E-mail"),
    "name": gettext_lazy("Name"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "status": gettext_lazy("Status"),
    "kind": gettext_lazy("Kind of transaction"),
    "refund_of": gettext_lazy("Refund of which transaction"),
    "refunded": gettext_lazy("Of the amount, refunded"),
    "mode": gettext_lazy("Live or test"),
    "other_ref": gettext_lazy("Another number of the same"),
    "cheque": gettext_lazy("Check number"),
    "campaign": pgettext_lazy("for gifts", "Campaign"),
    "street": gettext_lazy("Street"),
    "street_more": gettext_lazy("Street, second line"),
    "town": gettext_lazy("Town"),
    "region": pgettext_lazy("of a country", "State"),
    "postcode": gettext_lazy("ZIP code"),
    "country": gettext_lazy("Country"),
}
# A file without numbers of transactions is given some (`numbering.py`), unless its site is one that numbers all.
NEEDED: Final = ("day", "amount")
Columns = dict[str, str]


def source_of(names: list[str]) -> Source | None:
    """Return the site whose export has these columns; None if none is known."""
    plain = {_plain(name) for name in names}
    for source in SOURCES:
        if all(_plain(name) in plain for name in source.told_by):
            return source
    return None


def needed_of(names: list[str]) -> tuple[str, ...]:
    """Return the fields without which a file with these columns cannot be read."""
    return ("ref", *NEEDED) if source_of(names) else NEEDED


def guess(names: list[str]) -> Columns:
    """Return which column is what, by field; a field that is not found is left out."""
    source = source_of(names)
    wanted = source.columns if source else GUESSES
    by_plain = {_plain(name): name for name in reversed(names) if name}
    found: Columns = {}
    for field, likely in wanted.items():
        for one in likely:
            name = by_plain.get(_plain(one))
            if name is not None and name not in found.values():
                found[field] = name
                break
    return found


def checked(columns: Columns, names: list[str]) -> Columns:
    """Return the columns that are named, once all that is needed is.

    Errors:
        FileRefusedError: one is not in the file, or one that is needed is not named.
    """
    named = {field: name for field, name in columns.items() if name}
    for field, name in named.items():
        if field not in FIELDS:
            raise FileRefusedError(
                _("“%(field)s” is nothing that is looked for. Choose among: %(all)s.")
                % {"field": field, "all": ", ".join(FIELDS)}
            )
        if name not in names:
            raise FileRefusedError(_("The file has no column “%(name)s”.") % {"name": name})
    for field in needed_of(names):
        if field not in named:
            raise FileRefusedError(
                _("Say which column is this: %(field)s.") % {"field": FIELDS[field]}
            )
    return named


def processor_named(typed: str) -> str:
    """Return the name of a processor as the books have it; empty if there is none in it.

    >>> processor_named(" Community Foundation! ")
    'community-foundation'
    """
    return re.sub(r"[^a-z0-9]+", "-", typed.casefold()).strip("-")[:32].strip("-")


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))
