"""The one function by which money comes into the books, whoever brings it and however often: `apply`."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.donations.books.movements import Found, FoundDispute, FoundRefund, Movement
from broadsheet.donations.books.receipts import put_receipts_right
from broadsheet.donations.books.standing import going_back, pledge_state, state_of
from broadsheet.donations.errors import BooksError
from broadsheet.donations.models import Dispute, Entry, Gift, Payment, Pledge, Refund
from broadsheet.masthead.models import paper_of

NO_LONGER_COMING = (Payment.State.PAID, Payment.State.FAILED)


def apply(gift: Gift, found: Found, **of_payment: Any) -> Payment:
    """Bring the books to what is known of one payment of a gift, in one transaction; return the payment.

    Nothing that is known already is written twice: a payment, an entry, a refund is known by its name. What is read from a
    processor is read before this is called: nothing here waits for anybody.

    Args:
        found: what is known now.
        of_payment: fields of a payment that is new, as in `entered_by`.

    Errors:
        BooksError: amount, currency or gift are others than ours; nothing is changed.
    """
    with transaction.atomic():
        # Whoever comes at the same moment waits here, and then finds what we have written.
        gift = (
            Gift.objects.select_for_update(of=("self",))
            .select_related("site", "donor", "disclosure")
            .get(pk=gift.pk)
        )
        payment = _payment(gift, found, of_payment)
        for movement in found.movements:
            _enter(gift, payment, movement)
        for refund in found.refunds:
            _note_refund(payment, refund)
        for dispute in found.disputes:
            _note_dispute(payment, dispute)
        if payment.amount < going_back(payment):
            raise BooksError(
                _("More would go back than came with gift %(code)s.") % {"code": gift.code}
            )
        put_right(gift)
    return payment


def put_right(gift: Gift) -> None:
    """Let state, pledge and receipt follow from the entries; inside the transaction that has changed them."""
    entry = gift.entries.filter(kind=Entry.Kind.GIFT).order_by("day").first()
    gift.state, gift.received_on = state_of(gift), entry.day if entry else None
    gift.save(update_fields=["state", "received_on"])
    if gift.pledge_id is not None:
        pledge = Pledge.objects.select_for_update().get(pk=gift.pledge_id)
        pledge.state = pledge_state(pledge)
        pledge.save(update_fields=["state"])
    put_receipts_right(gift)


def day_in(gift: Gift, at: datetime) -> date:
    """Return the day of the paper's books on which something happened."""
    return timezone.localdate(at, paper_of(gift.site).zone)


def _payment(gift: Gift, found: Found, more: dict[str, Any]) -> Payment:
    payment = Payment.objects.filter(
        provider=found.provider, account=found.account, ref=found.ref
    ).first()
    if payment is not None and payment.gift_id != gift.pk:
        raise BooksError(_("This payment belongs to another gift."))
    if found.amount != gift.amount:
        raise BooksError(
            _("Gift %(code)s is of %(ours)s, and the payment of %(theirs)s.")
            % {"code": gift.code, "ours": gift.amount.exact, "theirs": found.amount.exact}
        )
    if payment is None:
        payment = Payment(
            gift=gift,
            provider=found.provider,
            account=found.account,
            ref=found.ref,
            amount_minor=found.amount.minor,
            currency=found.amount.currency,
            state=Payment.State.COMING,
            **more,
        )
    # A payment that is settled does not go back to "on its way" because an older word of it came late.
    if payment.state != Payment.State.PAID:
        payment.state = found.state
    payment.method = found.method
    payment.cheque_number = found.cheque_number or payment.cheque_number
    payment.cheque_bank = found.cheque_bank or payment.cheque_bank
    came = [one for one in found.movements if one.kind == Entry.Kind.GIFT]
    if came:
        payment.received_on = day_in(gift, came[0].at)
    payment.save()
    return payment


def _enter(gift: Gift, payment: Payment, movement: Movement) -> None:
    """Write an entry that is not there yet.

    Errors:
        BooksError: it is there, with another amount.
    """
    at = {"provider": payment.provider, "account": payment.account}
    kept = Entry.objects.filter(**at, ref=movement.ref, kind=movement.kind).first()
    if kept is not None:
        if kept.amount != movement.amount or kept.gift_id != gift.pk:
            raise BooksError(
                _("Entry %(ref)s stands in the books with another amount or gift.")
                % {"ref": movement.ref}
            )
        return
    reverses = None
    if movement.reverses is not None:
        ref, kind = movement.reverses
        reverses = Entry.objects.filter(**at, ref=ref, kind=kind).first()
    Entry.objects.create(
        **at,
        site=gift.site,
        ref=movement.ref,
        kind=movement.kind,
        gift=gift,
        payment=payment,
        amount_minor=movement.amount.minor,
        currency=movement.amount.currency,
        reverses=reverses,
        occurred_at=movement.at,
        day=day_in(gift, movement.at),
        is_test=gift.is_test,
    )


# What a refund or dispute has come to does not become undecided again.
_DECIDED = {
    Refund.State.DONE: (Refund.State.FAILED,),
    Refund.State.FAILED: (),
    Refund.State.CANCELLED: (),
}


def _note_refund(payment: Payment, found: FoundRefund) -> None:
    refund = None
    if found.request is not None:
        refund = Refund.objects.filter(payment=payment, request=found.request).first()
    refund = refund or Refund.objects.filter(payment=payment, ref=found.ref).first()
    refund = refund or Refund(payment=payment, request=found.request)
    refund.amount_minor, refund.currency = found.amount.minor, found.amount.currency
    refund.ref = found.ref
    if found.state in _DECIDED.get(Refund.State(refund.state), (found.state,)):
        refund.state = found.state
    refund.save()


def _note_dispute(payment: Payment, found: FoundDispute) -> None:
    dispute, _is_new = Dispute.objects.get_or_create(
        payment=payment,
        ref=found.ref,
        defaults={"amount_minor": found.amount.minor, "currency": found.amount.currency},
    )
    if dispute.state == Dispute.State.OPEN:
        dispute.state, dispute.answer_by = found.state, found.answer_by
        dispute.save()
