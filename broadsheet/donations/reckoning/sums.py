"""Sums of many gifts at once, from the entries alone."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Sum
from wagtail.models import Site

from broadsheet.donations.books.standing import OF_DONOR
from broadsheet.donations.models import Entry, Gift, rules_of
from broadsheet.donations.money import Money


def kept_of_gifts(gifts: "QuerySet[Gift]") -> dict[int, Money]:
    """Return what of each gift was kept, by its key; the same as `books.standing.kept_of` of each."""
    sums: Any = (
        Entry.objects.filter(gift__in=gifts.order_by().values("pk"), kind__in=OF_DONOR)
        .order_by()
        .values("gift")
        .annotate(sum=Sum("amount_minor"))
    )
    kept = {one["gift"]: one["sum"] for one in sums}
    named = gifts.order_by().values_list("pk", "currency")
    return {key: Money(kept.get(key, 0), currency) for key, currency in named}


def own_first(site: Site, currencies: Iterable[str]) -> list[str]:
    """Return currencies, each once: a paper's own before those that strayed in, these by the alphabet."""
    own = rules_of(site).currency
    return sorted(set(currencies), key=lambda one: (one != own, one))
