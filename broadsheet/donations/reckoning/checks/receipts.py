"""Whether receipts are numbered without a gap, untouched, for what was kept, with the wording that was shown."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.donations.books.receipts import ANNUAL_SERIES, TEST_SERIES, sum_of
from broadsheet.donations.models import (
    Disclosure,
    Entry,
    Gift,
    Receipt,
    ReceiptCounter,
    ReceiptPerson,
)
from broadsheet.donations.reckoning.checks.known import always
from broadsheet.donations.reckoning.sums import kept_of_gifts
from broadsheet.donations.wording import Wording
from broadsheet.mailbag.sealing import LockedError, unseal

NUMBERS_SHOWN = 10
SINGLE = ~Q(kind=Receipt.Kind.ANNUAL)


@always(
    6,
    "receipts-gapless",
    gettext_lazy("Receipts are numbered from 1 without a gap, each for money that has come."),
)
def receipts_have_no_gap() -> Iterator[str]:
    numbers: dict[tuple[int, str, int], list[int]] = defaultdict(list)
    for site, series, year, number in Receipt.objects.values_list(
        "site", "series", "year", "number"
    ):
        numbers[site, series, year].append(number)
    counters = {
        (one.site_id, one.series, one.year): one.last for one in ReceiptCounter.objects.all()
    }
    for key in sorted({*numbers, *counters}):
        if said := _gap(f"{key[1]}{key[2]}", numbers.get(key, []), counters.get(key, 0)):
            yield said
    yield from _receipts_of_nothing()


def _gap(series: str, numbers: list[int], last: int) -> str:
    told: dict[str, Any] = {"series": series}
    if len(set(numbers)) != len(numbers):
        return _("Receipts %(series)s: a number was given twice.") % told
    lacking = sorted({*range(1, max(last, *numbers, 0) + 1)} - {*numbers})
    if lacking:
        told["numbers"] = ", ".join(map(str, lacking[:NUMBERS_SHOWN]))
        return _("Receipts %(series)s: these numbers are missing: %(numbers)s.") % told
    if last != len(numbers):
        return _("Receipts %(series)s: the counter is not at the last number.") % told
    return ""


def _receipts_of_nothing() -> Iterator[str]:
    paid = Gift.objects.filter(entries__kind=Entry.Kind.GIFT)
    for receipt in Receipt.objects.filter(Q(gifts=None) | ~Q(gifts__in=paid)).distinct():
        yield _("Receipt %(number)s is for no money that came.") % {"number": receipt.name}
    test, series = Q(gifts__is_test=True), Q(series=TEST_SERIES)
    for receipt in Receipt.objects.filter((test & ~series) | (~test & series)).distinct():
        yield _("Receipt %(number)s mixes test gifts and real ones.") % {"number": receipt.name}
    annual = Q(kind=Receipt.Kind.ANNUAL)
    of_year = Q(series=ANNUAL_SERIES)
    for receipt in Receipt.objects.filter((annual & ~of_year) | (~annual & of_year)):
        yield _("Receipt %(number)s is numbered in a series of another kind.") % {
            "number": receipt.name
        }


@always(
    7,
    "receipts-true",
    gettext_lazy("A receipt stays as it was issued, and the one that counts says what was kept."),
)
def receipts_are_true() -> Iterator[str]:
    yield from _touched()
    counting: dict[int, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    found = Receipt.objects.filter(SINGLE, voided=None).prefetch_related("gifts")
    for receipt in found.order_by("pk").iterator(chunk_size=1000):
        for gift in receipt.gifts.all():
            counting[gift.pk].append((receipt.name, receipt.snapshot["amount"]))
    kept = kept_of_gifts(Gift.objects.filter(entries__isnull=False).distinct())
    codes = dict(Gift.objects.values_list("pk", "code"))
    for key in sorted({*kept, *counting}):
        says = [(one["minor"], one["currency"]) for _name, one in counting[key]]
        amount = kept.get(key)
        right = [(amount.minor, amount.currency)] if amount and amount.minor > 0 else []
        if says != right:
            yield _("Gift %(code)s: what was kept of it and its receipt differ.") % {
                "code": codes[key]
            }


def _touched() -> Iterator[str]:
    people = dict(ReceiptPerson.objects.values_list("receipt", "sealed"))
    for receipt in Receipt.objects.order_by("pk").iterator(chunk_size=1000):
        sealed = people.get(receipt.pk)
        if sealed is None:
            continue
        told = {"number": receipt.name}
        try:
            if sum_of(receipt.snapshot, unseal(sealed)) != receipt.sha256:
                yield _("Receipt %(number)s was changed after it was issued.") % told
        except LockedError:
            yield _("Receipt %(number)s cannot be opened: the key is another one.") % told


@always(
    8,
    "wording-kept",
    gettext_lazy("Each gift and receipt names the wording about taxes that was shown."),
)
def wordings_are_kept() -> Iterator[str]:
    wordings = {one.pk: one for one in Disclosure.objects.all()}
    yield from _spoilt(wordings.values())
    for gift in Gift.objects.only("code", "site", "disclosure").iterator(chunk_size=2000):
        if wordings[gift.disclosure_id].site_id != gift.site_id:
            yield _("Gift %(code)s names the wording of another paper.") % {"code": gift.code}
    shown = {(one.site_id, one.version, one.text) for one in wordings.values()}
    for receipt in Receipt.objects.order_by("pk").iterator(chunk_size=1000):
        for part in [receipt.snapshot, *receipt.snapshot.get("parts", [])]:
            if (receipt.site_id, part["wording_version"], part["wording"]) not in shown:
                yield _("Receipt %(number)s says a wording that was never shown.") % {
                    "number": receipt.name
                }
                break


def _spoilt(wordings: Iterable[Disclosure]) -> Iterator[str]:
    for one in wordings:
        if not one.text.strip():
            yield _("Wording %(version)s says nothing.") % {"version": one.version}
        elif _sum_of_wording(one) != one.sha256:
            yield _("Wording %(version)s was changed after it was shown.") % {
                "version": one.version
            }


def _sum_of_wording(kept: Disclosure) -> str:
    facts = dict(kept.facts)
    said = facts.pop("said", "")
    return Wording(kept.kind, kept.language, kept.text, said, facts).sha256
