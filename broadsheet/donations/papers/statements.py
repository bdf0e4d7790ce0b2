"""Year-end statements: for each donor one a year and currency, of all gifts that were kept; made again only if that has changed."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Site

from broadsheet.donations.books.receipts import (
    ANNUAL_SERIES,
    amount_of,
    gift_line,
    goods_sentence,
    next_receipt,
)
from broadsheet.donations.errors import BooksError
from broadsheet.donations.models import Donor, Gift, Receipt, ReceiptVoid
from broadsheet.donations.money import Money, nothing, total_of
from broadsheet.donations.post import queue
from broadsheet.donations.reckoning.sums import kept_of_gifts
from broadsheet.masthead.models import Paper, paper_of

Why = ReceiptVoid.Why


class Made(NamedTuple):
    """What making a year's statements came to: new ones, ones in place of others, ones taken back, ones that were right."""

    made: int = 0
    replaced: int = 0
    taken_back: int = 0
    kept: int = 0


class Wanted(NamedTuple):
    """What a donor's statement of a year in one currency has to say: gifts by day, and what of each was kept."""

    donor: Donor
    currency: str
    gifts: list[tuple[Gift, Money]]

    @property
    def amount(self) -> Money:
        return total_of([kept for _gift, kept in self.gifts], self.currency)


def refuse_open_year(site: Site, year: int) -> None:
    """Refuse statements of a year in which gifts may still come.

    Errors:
        BooksError: it is not over at the paper.
    """
    today = timezone.localdate(timezone=paper_of(site).zone)
    if year >= today.year:
        raise BooksError(
            _("%(year)s is not over. Make its statements in %(next)s.")
            % {"year": year, "next": year + 1}
        )


def make_statements(site: Site, year: int) -> Made:
    """Make what is lacking of a year's statements and have it sent. Whatever is right stays as it is.

    Errors:
        BooksError: the year is not over.
    """
    refuse_open_year(site, year)
    counts: dict[str, int] = defaultdict(int)
    for wanted in _wanted(site, year):
        counts[_make(site, year, wanted.donor.pk, wanted.currency)] += 1
    return Made(**counts)


def lacking(site: Site, year: int) -> int:
    """Return for how many donors a statement is to be made, or made again."""
    found = (_difference(one, _standing(one, year)) for one in _wanted(site, year))
    return sum(word != "kept" for word in found)


def _wanted(site: Site, year: int, only: int | None = None) -> list[Wanted]:
    """Return the statements that a year's gifts ask for; also those whose gifts all went back."""
    gifts = Gift.objects.filter(site=site, received_on__year=year, is_test=False)
    gifts = gifts.exclude(donor=None).select_related("donor", "campaign", "disclosure")
    if only is not None:
        gifts = gifts.filter(donor__in=_became(only))
    kept = kept_of_gifts(gifts)
    found: dict[tuple[int, str], Wanted] = {}
    for gift in gifts.order_by("received_on", "pk"):
        donor = who_now(gift.donor) if gift.donor else None
        if donor is None or donor.erased_at is not None:
            continue
        one = found.setdefault((donor.pk, gift.currency), Wanted(donor, gift.currency, []))
        if kept[gift.pk] > nothing(gift.currency):
            one.gifts.append((gift, kept[gift.pk]))
    return list(found.values())


def who_now(donor: Donor) -> Donor:
    """Return whom a donor was merged into."""
    while donor.merged_into is not None:
        donor = donor.merged_into
    return donor


def _became(key: int) -> set[int]:
    """Return the keys of a donor and of all who were merged into it."""
    found, fresh = {key}, {key}
    while fresh:
        fresh = set(Donor.objects.filter(merged_into__in=fresh).values_list("pk", flat=True))
        fresh -= found
        found |= fresh
    return found


def _standing(wanted: Wanted, year: int) -> list[Receipt]:
    """Return the donor's statements of the year that count now. They are more than one after two donors became one."""
    found = Receipt.objects.filter(
        kind=Receipt.Kind.ANNUAL, gifts__donor__in=_became(wanted.donor.pk), voided=None
    ).distinct()
    return [
        one
        for one in found.order_by("pk")
        if one.snapshot["of_year"] == year and amount_of(one).currency == wanted.currency
    ]


def _difference(wanted: Wanted, standing: list[Receipt]) -> str:
    """Say what is to be done: one of the fields of `Made`."""
    says = [(gift.code, gift.day.isoformat(), kept.minor) for gift, kept in wanted.gifts]
    if not standing:
        return "made" if says else "kept"
    if not says:
        return "taken_back"
    said = [(one["code"], one["day"], one["minor"]) for one in standing[-1].snapshot["gifts"]]
    return "kept" if len(standing) == 1 and said == says else "replaced"


@transaction.atomic
def _make(site: Site, year: int, donor_key: int, currency: str) -> str:
    # Two who make the year's statements at once wait for each other here, and the second finds them made.
    Donor.objects.select_for_update().get(pk=donor_key)
    found = [one for one in _wanted(site, year, donor_key) if one.currency == currency]
    if not found:
        return "kept"
    standing = _standing(found[0], year)
    done = _difference(found[0], standing)
    if done in ("replaced", "taken_back"):
        why = Why.CHANGED if found[0].gifts else Why.REFUNDED
        for one in standing:
            ReceiptVoid.objects.create(receipt=one, why=why)
    if done in ("made", "replaced"):
        _issue(site, year, found[0], standing[-1] if standing else None)
    return done


def _issue(site: Site, year: int, wanted: Wanted, replaces: Receipt | None) -> Receipt:
    donor = wanted.donor
    honoured = {gift.code: gift.honoured for gift, _kept in wanted.gifts if gift.honoured}
    receipt = next_receipt(
        site,
        ANNUAL_SERIES,
        kind=Receipt.Kind.ANNUAL,
        replaces=replaces,
        told=lambda number: _told(site, year, wanted, number, replaces),
        person={"name": donor.name, "lines": donor.address, "honoured": honoured},
    )
    receipt.gifts.add(*(gift for gift, _kept in wanted.gifts))
    queue(site, "statement", donor, f"statement:{receipt.pk}", receipt=receipt.pk)
    return receipt


def _told(
    site: Site, year: int, wanted: Wanted, number: str, replaces: Receipt | None
) -> dict[str, Any]:
    paper = paper_of(site)
    # The paper as it described itself when the newest of these gifts was asked for.
    newest = max((gift.disclosure for gift, _kept in wanted.gifts), key=lambda one: one.version)
    with translation.override(paper.language):
        return {
            "number": number,
            "title": _title(newest.kind),
            "language": paper.language,
            "paper": paper.name,
            "legal_name": newest.facts.get("legal_name", "") or paper.name,
            "legal_number": newest.facts.get("number", ""),
            "legal_address": newest.facts.get("address", ""),
            "issued_on": timezone.localdate(timezone.now(), paper.zone).isoformat(),
            "of_year": year,
            "amount": {"minor": wanted.amount.minor, "currency": wanted.currency},
            "gifts": [
                {**gift_line(gift, kept), "goods": goods_sentence(gift, kept)}
                for gift, kept in wanted.gifts
            ],
            "parts": _parts(gift for gift, _kept in wanted.gifts),
            "wording": newest.text,
            "wording_said": newest.facts.get("said", ""),
            "wording_version": newest.version,
            "goods": "",
            "replaces": replaces.name if replaces else "",
            "is_test": False,
        }


def _parts(gifts: Iterable[Gift]) -> list[dict[str, Any]]:
    """Return the year's gifts by what was said when they were asked for: each sentence stands below its own."""
    found: dict[str, dict[str, Any]] = {}
    for gift in gifts:
        wording = gift.disclosure
        told = {
            "wording": wording.text,
            "wording_said": wording.facts.get("said", ""),
            "wording_version": wording.version,
            "codes": [],
        }
        found.setdefault(wording.text, told)["codes"].append(gift.code)
    return list(found.values())


def _title(kind: str) -> str:
    if kind == Paper.LegalKind.NONPROFIT:
        return pgettext("a charity's statement", "Acknowledgement of gifts in a year")
    return pgettext("a statement that is none for taxes", "Record of gifts in a year")
