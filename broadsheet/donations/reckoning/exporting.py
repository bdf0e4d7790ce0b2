"""What leaves for the bookkeeper as a spreadsheet: each movement of a month or of a settlement, a line each."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Site

from broadsheet.donations.models import Entry, Receipt, Settlement
from broadsheet.lib.spreadsheets import inert

MONTHS_IN_YEAR: Final = 12


class _Line:
    """What a writer of CSV writes to: it gives back each line."""

    def write(self, line: str) -> str:
        return line


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of a month.

    >>> month_of(date(2026, 12, 24))
    (datetime.date(2026, 12, 1), datetime.date(2026, 12, 31))
    """
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return first, after - timedelta(days=1)


def entries_of_month(site: Site, day: date) -> "QuerySet[Entry]":
    """Return what moved in the month of a day, in the order of the books. Test gifts moved nothing."""
    return _entries().filter(site=site, is_test=False, day__range=month_of(day))


def entries_of(settlement: Settlement) -> "QuerySet[Entry]":
    """Return what a settlement brought."""
    return _entries().filter(settled__settlement=settlement, is_test=False)


def _entries() -> "QuerySet[Entry]":
    counting = Receipt.objects.filter(voided=None).exclude(kind=Receipt.Kind.ANNUAL)
    found = Entry.objects.select_related(
        "gift__donor", "gift__campaign", "payment", "settled__settlement__batch"
    )
    receipts = Prefetch("gift__receipts", queryset=counting, to_attr="counting")
    return found.prefetch_related(receipts).order_by("day", "pk")


def name_of(settlement: Settlement) -> str:
    """Return how a settlement is told from others: a deposit by its slip's number and day, a payout by its name there."""
    batch = getattr(settlement, "batch", None)
    if batch is None:
        return settlement.ref
    number = batch.slip_number or f"#{batch.pk}"
    return f"{number}, {settlement.arrived_on.isoformat()}"


def as_csv(entries: "QuerySet[Entry]") -> Iterator[str]:
    """Give the lines of a CSV file (RFC 4180; in UTF-8 with the mark by which Excel knows it, and which LibreOffice takes)."""
    writer: Any = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(heads())
    for entry in entries.iterator(chunk_size=500):
        yield writer.writerow(_cells(entry))


def heads() -> list[str]:
    return [
        _("Date"),
        _("Gift"),
        _("Movement"),
        _("Amount"),
        _("Currency"),
        _("Donor"),
        pgettext("a receipt", "Receipt"),
        _("Paid by"),
        _("Check number"),
        _("Moved by"),
        _("Its name there"),
        pgettext("for gifts", "Campaign"),
        _("For this purpose alone"),
        _("Settlement"),
    ]


def _cells(entry: Entry) -> list[str]:
    gift = entry.gift
    settled = getattr(entry, "settled", None)
    counting: Iterable[Receipt] = gift.counting  # type: ignore[attr-defined]
    words = [
        gift.donor.name if gift.donor else "",
        ", ".join(one.name for one in counting),
        str(entry.payment.get_method_display()),
        entry.payment.cheque_number,
        entry.account if entry.provider == "import" else entry.provider,
        entry.ref,
        gift.campaign.name if gift.campaign else "",
        gift.campaign.restricted_to if gift.campaign else "",
        name_of(settled.settlement) if settled else "",
    ]
    # Days and amounts are ours, and must be added up: a sum that went is no formula.
    return [
        entry.day.isoformat(),
        gift.code,
        str(entry.get_kind_display()),
        entry.amount.plain,
        entry.currency,
        *(inert(" ".join(one.split())) if one.strip() else "" for one in words),
    ]
