"""Gifts found at the desk: by code, number of a receipt or cheque or of the processor, donor; by state, campaign and month."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from wagtail.models import Site

from broadsheet.donations.models import Gift, Receipt
from broadsheet.donations.reference import read_code

_RECEIPT = re.compile(r"(?P<series>[A-Z]*-)?(?P<year>\d{4})-(?P<number>\d{1,9})")
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})")


@dataclass(frozen=True)
class Asked:
    """What is looked for; what is empty is not looked at."""

    find: str = ""
    state: str = ""
    campaign: str = ""
    month: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "Asked":
        names = ("find", "state", "campaign", "month")
        return cls(**{name: query.get(name, "").strip()[:100] for name in names})


def gifts_found(sites: list[Site], asked: Asked) -> "QuerySet[Gift]":
    """Return the gifts that fit, the newest first."""
    found = Gift.objects.filter(site__in=sites)
    if asked.find:
        found = found.filter(_told(asked.find))
    if asked.state in Gift.State:
        found = found.filter(state=asked.state)
    if asked.campaign.isdecimal():
        found = found.filter(campaign=min(int(asked.campaign), 2**62))
    if month := first_of(asked.month):
        found = found.filter(received_on__year=month.year, received_on__month=month.month)
    return found.select_related("donor", "campaign", "site").order_by("-made_at", "-pk")


def first_of(month: str) -> date | None:
    """Return the first day of a month that is written as browsers do; None if it is none.

    >>> first_of("2026-05"), first_of("2026-13")
    (datetime.date(2026, 5, 1), None)
    """
    found = _MONTH.fullmatch(month)
    if found is None or not 1 <= int(found["month"]) <= 12 or int(found["year"]) < 1:
        return None
    return date(int(found["year"]), int(found["month"]), 1)


def _told(words: str) -> Q:
    name = Q(donor__erased_at=None)
    for word in words.split()[:6]:
        name &= Q(donor__name__icontains=word) | Q(donor__email__icontains=word)
    cheques = Gift.objects.filter(payments__cheque_number__iexact=words).values("pk")
    told = name | Q(pk__in=cheques)
    # What the processor calls it: the payment, or what moved.
    for at_processor in ("payments__ref__iexact", "entries__ref__iexact"):
        told |= Q(pk__in=Gift.objects.filter(**{at_processor: words}).values("pk"))
    # The number of a receipt may be a code, too.
    if code := read_code(words):
        told |= Q(code=code) | Q(pledge__code=code) | Q(plan__code=code)
    if number := _RECEIPT.fullmatch(words.upper()):
        told |= Q(pk__in=_of_receipt(number))
    return told


def _of_receipt(number: "re.Match[str]") -> Any:
    told = {
        "series": number["series"] or "",
        "year": int(number["year"]),
        "number": int(number["number"]),
    }
    return Receipt.objects.filter(**told).values("gifts")
