"""Which column of a file is what: known for the exports of some sites, guessed for others, and changed by whoever brings it."""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.donations.importing.reading import FileRefusedError

# What is looked for in a row. The first four are needed.
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
    "other_ref": gettext_lazy("Another number of the same"),
}
NEEDED: Final = ("ref", "day", "amount")
Columns = dict[str, str]


@dataclass(frozen=True)
class Source:
    """A site whose export is known: by columns that no other has, and where what stands in it."""

    processor: str
    title: str
    told_by: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]


# As their exports name the columns, with the spelling of older ones behind.
SOURCES: Final = (
    Source(
        "paypal",
        "PayPal",
        ("Gross", "Net", "Transaction ID"),
        {
            "ref": ("Transaction ID",),
            "day": ("Date",),
            "amount": ("Gross",),
            "currency": ("Currency",),
            "fee": ("Fee",),
            "email": ("From Email Address",),
            "name": ("Name",),
            "status": ("Status",),
            "kind": ("Type", "Description"),
            "refund_of": ("Reference Txn ID",),
        },
    ),
    Source(
        "stripe",
        "Stripe",
        ("id", "Amount Refunded", "Customer Email"),
        {
            "ref": ("id",),
            "day": ("Created date (UTC)", "Created (UTC)"),
            "amount": ("Amount",),
            "currency": ("Currency",),
            "fee": ("Fee",),
            "fee_currency": ("Converted Currency",),
            "email": ("Customer Email",),
            "name": ("Card Name", "Customer Description"),
            "status": ("Status",),
            "refunded": ("Amount Refunded",),
            "other_ref": ("PaymentIntent ID",),
        },
    ),
    Source(
        "donorbox",
        "Donorbox",
        ("Donated At", "Receipt Id", "Donor Email"),
        {
            "ref": ("Receipt Id",),
            "day": ("Donated At",),
            "amount": ("Amount",),
            "currency": ("Currency",),
            "fee": ("Total Fee", "Processing Fee"),
            "fee_currency": ("Fee Currency",),
            "email": ("Donor Email",),
            "name": ("Name",),
            "status": ("Status",),
        },
    ),
    Source(
        "givebutter",
        "Givebutter",
        ("Transaction ID", "Payout", "First Name"),
        {
            "ref": ("Transaction ID",),
            "day": ("Transaction Date (UTC)", "Transaction Date", "Date (UTC)", "Date"),
            "amount": ("Amount",),
            "currency": ("Currency",),
            "fee": ("Fee", "Fees"),
            "email": ("Email",),
            "first_name": ("First Name",),
            "last_name": ("Last Name",),
            "status": ("Status",),
        },
    ),
)
# How others name them, in small letters without signs.
GUESSES: Final = {
    "ref": ("transaction id", "transaction number", "transaction", "payment id", "donation id", "reference", "id"),
    "day": ("date", "donation date", "transaction date", "payment date", "created at", "received on", "fecha"),
    "amount": ("amount", "gross", "donation amount", "gross amount", "total", "importe"),
    "currency": ("currency", "currency code", "moneda"),
    "fee": ("fee", "fees", "processing fee", "transaction fee", "total fee"),
    "email": ("email", "e mail", "email address", "donor email", "correo"),
    "name": ("name", "donor name", "full name", "donor", "nombre"),
    "first_name": ("first name",),
    "last_name": ("last name", "surname"),
    "status": ("status", "payment status", "donation status"),
    "refunded": ("refunded", "amount refunded", "refund amount"),
}  # fmt: skip


def source_of(names: list[str]) -> Source | None:
    """Return the site whose export has these columns; None if none is known."""
    plain = {_plain(name) for name in names}
    for source in SOURCES:
        if all(_plain(name) in plain for name in source.told_by):
            return source
    return None


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
    for field in NEEDED:
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
