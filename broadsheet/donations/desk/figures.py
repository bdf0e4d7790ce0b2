"""What the home of gifts says: what waits, and what has come. Sums are of entries alone; what was pledged is no sum of theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, Sum
from wagtail.models import Site

from broadsheet.donations.books.standing import OF_DONOR
from broadsheet.donations.donors import KNOWN
from broadsheet.donations.manual import today_at
from broadsheet.donations.models import (
    Batch,
    Donor,
    Entry,
    Gift,
    Mailing,
    Pledge,
    Settlement,
    rules_of,
)
from broadsheet.donations.money import Money, nothing
from broadsheet.donations.papers import printing
from broadsheet.donations.pledges import WAITS
from broadsheet.donations.reckoning.sums import own_first
from broadsheet.donations.thanking import waiting_for_thanks

# Of these mails somebody has to say what became of them.
UNSETTLED = (Mailing.State.UNSURE, Mailing.State.FAILED)
# Names that wait for somebody to look at them.
UNSEEN = KNOWN & Q(wall_seen=False) & ~Q(wall=Donor.Wall.NO)


@dataclass(frozen=True)
class Came:
    """What came in a time, in one currency: what donors gave and left, what processors took, what stays."""

    given: Money
    fees: Money

    @property
    def stays(self) -> Money:
        return self.given + self.fees


@dataclass(frozen=True)
class Waiting:
    """How much waits at one paper, of each kind."""

    batches: int
    pledges_overdue: int
    pledges_due: int
    receipts: int
    thanks: int
    names: int
    disputed: int
    differing: int
    mails: int

    @property
    def count(self) -> int:
        """All that somebody should do something about now."""
        return (
            self.batches
            + self.pledges_overdue
            + self.receipts
            + self.thanks
            + self.names
            + self.disputed
            + self.differing
            + self.mails
        )


def waiting_at(site: Site) -> Waiting:
    today = today_at(site)
    pledges = Pledge.objects.filter(site=site, state__in=WAITS, is_test=False)
    gifts = Gift.objects.filter(site=site, is_test=False)
    return Waiting(
        batches=Batch.objects.filter(site=site, settlement=None).count(),
        pledges_overdue=pledges.filter(due_on__lt=today).count(),
        pledges_due=pledges.filter(due_on__gte=today).count(),
        receipts=printing.waiting(site).count(),
        thanks=waiting_for_thanks([site]).count(),
        names=Donor.objects.filter(UNSEEN, site=site).count() if shows_names(site) else 0,
        disputed=gifts.filter(state=Gift.State.DISPUTED).count(),
        differing=Settlement.objects.filter(
            site=site, state=Settlement.State.DIFFERS, is_test=False
        ).count(),
        mails=Mailing.objects.filter(site=site, state__in=UNSETTLED, donor__erased_at=None).count(),
    )


def shows_names(site: Site) -> bool:
    return bool(rules_of(site).names_donors)


def came_since(site: Site, first: date, last: date) -> list[Came]:
    """Return what came from one day to another, a line for each currency."""
    found = Entry.objects.filter(site=site, is_test=False, day__gte=first, day__lte=last)
    given = _sums(found.filter(kind__in=OF_DONOR))
    fees = _sums(found.exclude(kind__in=OF_DONOR))
    return [
        Came(Money(given.get(one, 0), one), Money(fees.get(one, 0), one))
        for one in own_first(site, {*given, *fees})
    ]


def _sums(entries: Any) -> dict[str, int]:
    sums: Iterable[Any] = entries.order_by().values("currency").annotate(sum=Sum("amount_minor"))
    return {one["currency"]: one["sum"] for one in sums}


def came_of(pledges: "Iterable[Pledge]") -> dict[int, Money]:
    """Return what has come of pledges and stayed, by the key of each; the same as `fulfilled_of` of each."""
    asked = list(pledges)
    found = Entry.objects.filter(gift__pledge__in=[one.pk for one in asked], kind__in=OF_DONOR)
    sums: Iterable[Any] = found.order_by().values("gift__pledge").annotate(sum=Sum("amount_minor"))
    came = {one["gift__pledge"]: one["sum"] for one in sums}
    return {one.pk: Money(came.get(one.pk, 0), one.currency) for one in asked}


def promised_at(site: Site) -> list[Money]:
    """Return what is pledged and has not come, for each currency."""
    waiting = list(Pledge.objects.filter(site=site, state__in=WAITS, is_test=False))
    came = came_of(waiting)
    left: dict[str, Money] = {}
    for pledge in waiting:
        rest = pledge.amount - came[pledge.pk]
        left[pledge.currency] = left.get(pledge.currency, nothing(pledge.currency)) + rest
    return [left[one] for one in own_first(site, left)]
