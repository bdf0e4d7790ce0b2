"""Money that somebody of the paper notes by hand: what came, what came back unpaid, what was paid back."""

from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.beginning import begin_gift, thanks_of
from broadsheet.donations.books.applying import apply
from broadsheet.donations.books.movements import Found, FoundRefund, Movement
from broadsheet.donations.books.standing import kept_of
from broadsheet.donations.errors import BooksError, DonationError, FirstComeError
from broadsheet.donations.models import (
    Campaign,
    Donor,
    Entry,
    Gift,
    Payment,
    Pledge,
    Refund,
)
from broadsheet.donations.money import Money, total_of
from broadsheet.donations.post import queue
from broadsheet.donations.trail import note_deed
from broadsheet.masthead.models import paper_of
from broadsheet.newsroom.models import User

MANUAL: Final = "manual"
# Of these the paper itself knows how they stand; a processor is asked about all others.
BY_HAND: Final = (MANUAL, "import")
STANDS: Final = (Gift.State.PAID, Gift.State.PART_REFUNDED)


def noon_of(site: Site, day: date) -> datetime:
    """Return the middle of a day of the paper's: whatever the zone, it stays that day."""
    return datetime.combine(day, time(12), tzinfo=paper_of(site).zone)


def today_at(site: Site) -> date:
    return timezone.localdate(timezone=paper_of(site).zone)


def standing_for(donor: Donor | None) -> Donor | None:
    """Return who a donor is by now: another, if the two were merged; nobody, if she was erased."""
    while donor is not None and donor.merged_into is not None:
        donor = donor.merged_into
    return donor if donor is not None and donor.is_known else None


# Coming -------------------------------------------------------------------------------------------
def gift_meant(
    site: Site,
    amount: Money,
    *,
    key: str,
    donor: Donor | None,
    pledge: Pledge | None = None,
    code: str = "",
    campaign: Campaign | None = None,
) -> Gift:
    """Return the gift to which money belongs: a part of a pledge, the one that a slip began, or a new one.

    Args:
        key: of the row or form; the same key is the same gift.
        code: of the slip that came with it.
    """
    if pledge is not None:
        asked: dict[str, Any] = {
            name: getattr(pledge, name)
            for name in ("campaign", "disclosure", "honour", "honoured", "message", "is_test")
        }
        giver = standing_for(pledge.donor) or donor
        more = {**asked, "kind": Gift.Kind.PLEDGED, "pledge": pledge}
        return begin_gift(site, amount, provider=MANUAL, donor=giver, form_key=key, **more)
    if code and (begun := _begun_by(site, code)) is not None:
        return _take_over(begun, amount, donor or standing_for(begun.donor), campaign)
    return begin_gift(site, amount, provider=MANUAL, donor=donor, form_key=key, campaign=campaign)


def _begun_by(site: Site, code: str) -> Gift | None:
    begun = Gift.objects.select_for_update(of=("self",)).filter(
        site=site, code=code, provider=MANUAL, state=Gift.State.BEGUN, entries=None
    )
    return begun.select_related("donor", "campaign").first()


def _take_over(gift: Gift, amount: Money, donor: Donor | None, campaign: Campaign | None) -> Gift:
    """Let a gift that a slip began be what came with the slip: nothing of it stands in the books."""
    gift.amount_minor, gift.currency, gift.donor = amount.minor, amount.currency, donor
    gift.campaign = campaign or gift.campaign
    given = {"benefit": "", "benefit_minor": 0, **thanks_of(gift.campaign, amount)}
    gift.benefit, gift.benefit_minor = given["benefit"], given["benefit_minor"]
    gift.save()
    return gift


def bring_in(
    gift: Gift,
    *,
    ref: str,
    method: str,
    on: date,
    by: User | None,
    cheque_number: str = "",
    cheque_bank: str = "",
) -> Payment:
    """Write down that a gift came on a day; brought again under its name, it is written once.

    Errors:
        BooksError: the name is that of another payment.
    """
    at = noon_of(gift.site, on)
    found = Found(
        provider=MANUAL,
        account="",
        ref=ref,
        method=method,
        state=Payment.State.PAID,
        amount=gift.amount,
        movements=(Movement(Entry.Kind.GIFT, ref, gift.amount, at),),
        cheque_number=cheque_number,
        cheque_bank=cheque_bank,
    )
    return apply(gift, found, entered_by=by)


@transaction.atomic
def receive(
    site: Site,
    amount: Money,
    *,
    on: date,
    method: str,
    reference: str,
    request: UUID,
    by: User,
    **meant: Any,
) -> Gift:
    """Note money that came beside all batches: by transfer, or by card at another counter. The same request is one gift.

    Args:
        reference: what the bank's statement says of it.
        meant: donor, pledge, code, campaign, as of `gift_meant`.

    Errors:
        DonationError: the day is still to come, or the pledge takes no money any more.
    """
    refuse_days_to_come(site, on)
    key = f"desk-{request}"
    known = Payment.objects.filter(provider=MANUAL, account="", ref=key).first()
    if known is not None:
        return known.gift
    gift = gift_meant(site, amount, key=key, **meant)
    # The reference stands where a cheque's number does: both name the money at the bank.
    bring_in(gift, ref=key, method=method, on=on, by=by, cheque_number=reference)
    note_deed(site, "received", gift.code, after=as_told(amount, day=on.isoformat()), by=by)
    return gift


def refuse_days_to_come(site: Site, day: date) -> None:
    if day > today_at(site):
        raise DonationError(_("That day is still to come. Write the day on which it came."))


def refuse_days_before(gift: Gift, day: date) -> None:
    """Refuse that money went before it came.

    Errors:
        DonationError: as said.
    """
    if day < gift.day:
        raise DonationError(
            _("That is before the gift came, on %(day)s. Write the day on which it went.")
            % {"day": date_format(gift.day)}
        )


# Going --------------------------------------------------------------------------------------------
@transaction.atomic
def cheque_returned(gift: Gift, *, on: date, reason: str, by: User) -> Gift:
    """Note that the bank sent a cheque back unpaid: the gift is none any more, its receipt counts no longer.

    Errors:
        DonationError: it is no cheque that stands in the books, the day is still to come, or before the gift's own.
        FirstComeError: somebody else has noted it.
    """
    gift, payment = payment_at_hand(gift)
    if gift.state == Gift.State.RETURNED:
        raise FirstComeError(_("Somebody else has noted already that this check came back."))
    if payment.method != Payment.Method.CHEQUE or gift.state not in STANDS:
        raise DonationError(_("Only a check that stands in the books can come back."))
    refuse_days_to_come(gift.site, on)
    refuse_days_before(gift, on)
    # The bank takes the whole cheque, also if a part of it was paid back meanwhile.
    bring_back(gift, payment, Entry.Kind.RETURNED, f"returned-{payment.ref}", gift.amount, on)
    note_deed(
        gift.site, "cheque_returned", gift.code, after=as_told(gift.amount, reason=reason), by=by
    )
    return gift


@transaction.atomic
def refund_by_hand(
    gift: Gift, amount: Money, *, request: UUID, on: date, reason: str, by: User
) -> Refund:
    """Note that a part or all of a cheque, of cash or of a transfer was paid back. The same request is one refund.

    Errors:
        BooksError: more than is left of the gift.
        DonationError: it came by a processor, which alone can pay it back; or the day is to come, or before the gift's own.
    """
    gift, payment = payment_at_hand(gift)
    known = Refund.objects.filter(request=request).first()
    if known is not None:
        return known
    refuse_days_to_come(gift.site, on)
    refuse_days_before(gift, on)
    refund = _write_down(gift, payment, amount, request, reason, by)
    ref = f"refund-{request}"
    done = FoundRefund(ref, amount, Refund.State.DONE, request)
    bring_back(gift, payment, Entry.Kind.REFUND, ref, amount, on, refunds=(done,))
    note_deed(gift.site, "refund_noted", gift.code, after=as_told(amount, reason=reason), by=by)
    if gift.donor is not None:
        queue(gift.site, "refunded", gift.donor, f"refunded:{refund.pk}", refund=refund.pk)
    refund.refresh_from_db()
    return refund


@transaction.atomic
def ask_for_refund(gift: Gift, amount: Money, *, request: UUID, reason: str, by: User) -> Refund:
    """Write down that a processor is to pay something back, before it is asked. The same request is one refund.

    Errors:
        BooksError: more than is left of the gift, or nothing came of it.
    """
    held = Gift.objects.select_for_update(of=("self",)).select_related("site")
    gift = held.get(pk=gift.pk)
    known = Refund.objects.filter(request=request).first()
    if known is not None:
        return known
    payment = gift.payments.filter(state=Payment.State.PAID).first()
    if payment is None:
        raise BooksError(_("Nothing has come of this gift yet."))
    refund = _write_down(gift, payment, amount, request, reason, by)
    note_deed(gift.site, "refund_asked", gift.code, after=as_told(amount, reason=reason), by=by)
    return refund


def _write_down(
    gift: Gift, payment: Payment, amount: Money, request: UUID, reason: str, by: User
) -> Refund:
    """Write a refund down that is asked for.

    Errors:
        BooksError: more than is left, also of what is on its way back.
    """
    coming = payment.refunds.filter(state__in=(Refund.State.ASKED, Refund.State.COMING))
    left = kept_of(gift) - total_of([one.amount for one in coming], gift.currency)
    if gift.state not in STANDS or amount > left:
        raise BooksError(
            _("Of this gift %(left)s is left: no more can go back.") % {"left": left.exact}
        )
    return Refund.objects.create(
        payment=payment,
        request=request,
        amount_minor=amount.minor,
        currency=amount.currency,
        reason=reason,
        asked_by=by,
    )


def payment_at_hand(gift: Gift) -> tuple[Gift, Payment]:
    """Return a gift and its payment, held until the transaction ends.

    Errors:
        DonationError: nothing came of it, or it came by a processor.
    """
    gift = (
        Gift.objects.select_for_update(of=("self",)).select_related("site", "donor").get(pk=gift.pk)
    )
    payment = gift.payments.filter(state=Payment.State.PAID).first()
    if payment is None:
        raise DonationError(_("Nothing has come of this gift yet."))
    if payment.provider not in BY_HAND:
        raise DonationError(_("It came by card: only the processor can say how it stands."))
    return gift, payment


def bring_back(
    gift: Gift, payment: Payment, kind: str, ref: str, amount: Money, on: date, **more: Any
) -> None:
    """Write down that money went again, on a day."""
    came = payment.entries.get(kind=Entry.Kind.GIFT)
    at = noon_of(gift.site, on)
    found = Found(
        provider=payment.provider,
        account=payment.account,
        ref=payment.ref,
        method=payment.method,
        state=payment.state,
        amount=payment.amount,
        movements=(Movement(kind, ref, -amount, at, reverses=(came.ref, came.kind)),),
        **more,
    )
    apply(gift, found)
    gift.refresh_from_db()


def as_told(amount: Money, **more: str) -> dict[str, Any]:
    """Return a sum as the record of acts keeps it."""
    return {"minor": amount.minor, "currency": amount.currency, **more}
