"""Receipts: numbered without a gap, issued for money that has come, never edited; taken back and replaced when it goes again."""

import json
import secrets
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Site

from broadsheet.donations.books.standing import kept_of
from broadsheet.donations.models import (
    Gift,
    Receipt,
    ReceiptCounter,
    ReceiptPerson,
    ReceiptVoid,
)
from broadsheet.donations.money import Money, nothing
from broadsheet.donations.post import queue
from broadsheet.donations.wording import refused_in
from broadsheet.mailbag.sealing import seal, unseal
from broadsheet.masthead.models import Paper, paper_of

TEST_SERIES = "TEST-"
LIVE_SERIES = ""
# Year-end statements are numbered apart: they tell of gifts that have receipts of their own.
ANNUAL_SERIES = "Y-"
_WHY = {
    Gift.State.PART_REFUNDED: ReceiptVoid.Why.PART,
    Gift.State.RETURNED: ReceiptVoid.Why.RETURNED,
    Gift.State.DISPUTED: ReceiptVoid.Why.DISPUTED,
    Gift.State.LOST: ReceiptVoid.Why.DISPUTED,
    Gift.State.MISTAKEN: ReceiptVoid.Why.MISTAKE,
    Gift.State.PAID: ReceiptVoid.Why.RESTORED,
}


def put_receipts_right(gift: Gift) -> Receipt | None:
    """Let a gift's receipt say what is left of the gift; inside the transaction that has changed the books.

    Returns the receipt that counts now; None if none does.
    """
    receipts = list(
        Receipt.objects.filter(gifts=gift)
        .exclude(kind=Receipt.Kind.ANNUAL)
        .select_related("voided")
        .order_by("pk")
    )
    last = receipts[-1] if receipts else None
    counts = last if last is not None and not last.is_void else None
    kept = kept_of(gift)
    if counts is not None and amount_of(counts) == kept:
        return counts
    if counts is not None:
        why = _WHY.get(Gift.State(gift.state), ReceiptVoid.Why.REFUNDED)
        ReceiptVoid.objects.create(receipt=counts, why=why)
    if kept <= nothing(gift.currency):
        return None
    return issue(gift, kept, replaces=last)


def amount_of(receipt: Receipt) -> Money:
    told = receipt.snapshot["amount"]
    return Money(told["minor"], told["currency"])


def issue(gift: Gift, kept: Money, *, replaces: Receipt | None = None) -> Receipt:
    """Issue the next receipt, for what is left of one gift, and have it sent."""
    paper = paper_of(gift.site)
    kind = Receipt.Kind.REPLACEMENT if replaces else Receipt.Kind.SINGLE
    receipt = next_receipt(
        gift.site,
        TEST_SERIES if gift.is_test else LIVE_SERIES,
        kind=kind,
        replaces=replaces,
        told=lambda number: _told(gift, paper, kept, number, replaces),
        person=person_of(gift),
    )
    receipt.gifts.add(gift)
    if gift.donor is not None:
        queue(gift.site, "receipt", gift.donor, f"receipt:{receipt.pk}", receipt=receipt.pk)
    return receipt


def next_receipt(
    site: Site, series: str, *, told: Any, person: dict[str, Any], **fields: Any
) -> Receipt:
    """Allot the next number of a series in this year of the paper's, and write the receipt; in a transaction.

    Args:
        told: is given the number as it is written, and returns what stands on the receipt.
        person: whom it is for: name, lines; and whom its gifts honour, by their codes.
    """
    assert transaction.get_connection().in_atomic_block
    now = timezone.now()
    year = timezone.localdate(now, paper_of(site).zone).year
    counter, _is_new = ReceiptCounter.objects.get_or_create(site=site, series=series, year=year)
    # The row is ours until the transaction ends: nobody else is given this number, and if it fails, it was never given.
    ReceiptCounter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db()
    receipt = Receipt(
        site=site, series=series, year=year, number=counter.last, issued_at=now, **fields
    )
    receipt.snapshot = told(receipt.name)
    whom = {**person, "salt": secrets.token_hex(16)}
    receipt.sha256 = sum_of(receipt.snapshot, whom)
    receipt.save()
    ReceiptPerson.objects.create(receipt=receipt, sealed=seal(whom))
    return receipt


def sum_of(snapshot: dict[str, Any], person: dict[str, Any]) -> str:
    """Return SHA-256 of a receipt whole: what stands on it and whom it is for, which a salt keeps from being guessed."""
    text = json.dumps([snapshot, person], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def is_untouched(receipt: Receipt) -> bool:
    """Say whether a receipt is as it was issued; one whose person is gone cannot be compared, and is taken as it is."""
    person = ReceiptPerson.objects.filter(receipt=receipt).first()
    return person is None or sum_of(receipt.snapshot, unseal(person.sealed)) == receipt.sha256


def person_of(gift: Gift) -> dict[str, Any]:
    """Return whom a receipt is for and whom the gift honours, as it is known now."""
    donor = gift.donor
    honoured = {gift.code: gift.honoured} if gift.honour and gift.honoured else {}
    if donor is None or not donor.is_known:
        return {"name": "", "lines": "", "honoured": honoured}
    return {"name": donor.name, "lines": donor.address, "honoured": honoured}


def _told(
    gift: Gift, paper: Paper, kept: Money, number: str, replaces: Receipt | None
) -> dict[str, Any]:
    wording = gift.disclosure
    with translation.override(paper.language):
        return {
            "number": number,
            "title": _title(gift),
            "language": paper.language,
            "paper": paper.name,
            "legal_name": wording.facts.get("legal_name", "") or paper.name,
            "legal_number": wording.facts.get("number", ""),
            "legal_address": wording.facts.get("address", ""),
            "issued_on": timezone.localdate(timezone.now(), paper.zone).isoformat(),
            "amount": {"minor": kept.minor, "currency": kept.currency},
            "gifts": [gift_line(gift, kept)],
            "wording": wording.text,
            "wording_said": wording.facts.get("said", ""),
            "wording_version": wording.version,
            "goods": goods_sentence(gift, kept),
            "replaces": replaces.name if replaces else "",
            "is_test": gift.is_test,
        }


def gift_line(gift: Gift, kept: Money) -> dict[str, Any]:
    """Return what a receipt says of one gift; whom it honours stands with the person, who may be forgotten."""
    payment = gift.payments.filter(state="paid").first()
    return {
        "code": gift.code,
        "day": gift.day.isoformat(),
        "minor": kept.minor,
        "given_minor": gift.amount_minor,
        "currency": gift.currency,
        "method": payment.get_method_display() if payment else "",
        "honour": gift.get_honour_display() if gift.honour else "",
        "restricted_to": _purpose_of(gift),
    }


def _purpose_of(gift: Gift) -> str:
    """Return what a gift is for; nothing where the campaign says what only a charity may."""
    words = gift.campaign.restricted_to if gift.campaign else ""
    is_charitys = gift.disclosure.kind == Paper.LegalKind.NONPROFIT
    return "" if words and not is_charitys and refused_in(gift.site, words) else words


def _title(gift: Gift) -> str:
    if gift.disclosure.kind == Paper.LegalKind.NONPROFIT:
        return pgettext("a charity's receipt", "Acknowledgement of a gift")
    return pgettext("a receipt that is none for taxes", "Record of a gift")


def goods_sentence(gift: Gift, kept: Money) -> str:
    """Return what a charity has to say about goods and services (26 USC 170(f)(8), 6115); nothing for others."""
    if gift.disclosure.kind != Paper.LegalKind.NONPROFIT:
        return ""
    if not gift.benefit_minor:
        return _("No goods or services were provided in exchange for this gift.")
    worth = Money(gift.benefit_minor, gift.currency)
    told = {
        "benefit": gift.benefit,
        "worth": worth.exact,
        "rest": Money(max(kept.minor - worth.minor, 0), gift.currency).exact,
    }
    return (
        _(
            "In exchange the donor was given: %(benefit)s. We estimate in good faith that it is worth %(worth)s. "
            "The deduction is limited to the part of the gift above that: %(rest)s."
        )
        % told
    )
