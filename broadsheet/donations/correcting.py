"""What was mistyped, put right: nothing is rubbed out, and each of the two gifts leads to the other."""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.donations.beginning import begin_gift, find_or_make_donor
from broadsheet.donations.errors import DonationError, FirstComeError
from broadsheet.donations.manual import (
    MANUAL,
    as_told,
    bring_back,
    bring_in,
    gift_meant,
    payment_at_hand,
    standing_for,
)
from broadsheet.donations.models import Donor, Entry, Gift, Payment, Settlement, SettlementLine
from broadsheet.donations.money import Money, total_of
from broadsheet.donations.trail import note_deed
from broadsheet.donations.typed_rows import found_by_code
from broadsheet.newsroom.models import User

# What a mistyped gift was all the same.
_STAYS: Final = (
    *("campaign", "disclosure", "honour", "honoured", "message", "asked_on", "is_test"),
    *("kind", "pledge"),
)
# A payment that takes another's place is named by the key of that one.
_CORRECTED: Final = "corrected-"


@transaction.atomic
def correct(
    gift: Gift,
    amount: Money,
    *,
    donor: Donor | None,
    cheque_number: str,
    cheque_bank: str,
    by: User,
    name: str = "",
    code: str | None = None,
) -> Gift:
    """Put right what was mistyped: the old entry is reversed, and a new gift takes its place in books and deposit.

    Args:
        name: of a donor who is not known yet.
        code: of the slip or pledge to which the money belongs, empty: to none; None: as it was.

    Returns the new gift.

    Errors:
        FirstComeError: somebody else has corrected it.
        DonationError: it does not stand in the books as it was typed, or the code is of nothing here.
    """
    gift, payment = payment_at_hand(gift)
    if gift.state == Gift.State.MISTAKEN:
        raise FirstComeError(_("Somebody else has corrected this gift already."))
    if gift.state != Gift.State.PAID:
        raise DonationError(_("Only a gift that stands in the books as it was typed is corrected."))
    day = payment.received_on or gift.day
    bring_back(gift, payment, Entry.Kind.ADJUSTMENT, f"mistyped-{payment.ref}", gift.amount, day)
    ref = f"{_CORRECTED}{payment.pk}"
    if donor is None and name:
        donor = find_or_make_donor(gift.site, name=name)
    right = _begin_right(gift, amount, ref, donor, code)
    new = bring_in(
        right,
        ref=ref,
        method=payment.method,
        on=day,
        by=by,
        cheque_number=cheque_number,
        cheque_bank=cheque_bank,
    )
    _settle_again(payment, new)
    right.refresh_from_db()
    if right.donor == gift.donor:
        right.thanked_at, right.thanked_by = gift.thanked_at, gift.thanked_by
        right.save(update_fields=["thanked_at", "thanked_by"])
    after = as_told(amount, code=right.code)
    before = as_told(gift.amount)
    note_deed(gift.site, "entry_reversed", gift.code, before=before, after=after, by=by)
    after = as_told(amount, instead_of=gift.code)
    note_deed(gift.site, "received", right.code, after=after, by=by)
    return right


def _begin_right(
    gift: Gift, amount: Money, ref: str, donor: Donor | None, code: str | None
) -> Gift:
    """Begin the gift that takes the place of a mistyped one.

    Errors:
        DonationError: there is no slip or pledge of the code, or the pledge is in another currency.
    """
    stays = {name: getattr(gift, name) for name in _STAYS}
    named = gift.pledge.code if gift.pledge is not None else ""
    if code and code not in (named, gift.code):
        pledge, slip = found_by_code(gift.site, code)
        if pledge is not None and pledge.currency != amount.currency:
            raise DonationError(_("The pledge is in another currency than this gift."))
        # Whoever pledged or took the slip has given: who was typed was typed by mistake.
        giver = (standing_for(slip.donor) if slip is not None else None) or donor
        return gift_meant(
            gift.site,
            amount,
            key=ref,
            donor=giver,
            pledge=pledge,
            code=slip.code if slip is not None else "",
            campaign=gift.campaign,
        )
    if named and code is not None and code != named:
        stays |= {"pledge": None, "kind": Gift.Kind.ONCE}
    return begin_gift(gift.site, amount, provider=MANUAL, donor=donor, form_key=ref, **stays)


def _settle_again(old: Payment, new: Payment) -> None:
    """Put both entries of a correction into the deposit that brought the cheque; it may differ from its slip now."""
    line = SettlementLine.objects.filter(entry__payment=old).select_related("settlement").first()
    if line is None:
        return
    settlement = Settlement.objects.select_for_update().get(pk=line.settlement_id)
    for entry in Entry.objects.filter(payment__in=(old, new), settled=None):
        SettlementLine.objects.create(settlement=settlement, entry=entry)
    settled = Entry.objects.filter(settled__settlement=settlement)
    total = total_of([entry.amount for entry in settled], settlement.currency)
    gap = total.minor - settlement.expected_minor
    settlement.state = Settlement.State.DIFFERS if gap else Settlement.State.BALANCED
    told = {"ref": new.ref, "kind": Entry.Kind.ADJUSTMENT, "minor": gap, "why": "corrected"}
    settlement.differing = [told] if gap else []
    settlement.save(update_fields=["state", "differing"])


def stands_in_place_of(payment: Payment | None) -> Gift | None:
    """Return the mistyped gift in whose place a payment's gift stands; None if in none's."""
    key = payment.ref.removeprefix(_CORRECTED) if payment is not None else ""
    if payment is None or payment.provider != MANUAL or key == payment.ref or not key.isdecimal():
        return None
    return Gift.objects.filter(site=payment.gift.site, payments=int(key)).first()


def came_in_its_place(payment: Payment | None) -> Gift | None:
    """Return the gift that took the place of a payment's mistyped one; None if none did."""
    if payment is None:
        return None
    named = {"provider": MANUAL, "account": "", "ref": f"{_CORRECTED}{payment.pk}"}
    right = Payment.objects.filter(**named).select_related("gift").first()
    return right.gift if right is not None else None
