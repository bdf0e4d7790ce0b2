"""Giving a gift back, all of it or a part, because somebody of the paper asked for it: each request once."""

from contextlib import suppress
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.donations.books.standing import going_back
from broadsheet.donations.card import calls, keys
from broadsheet.donations.card.amounts import units_of
from broadsheet.donations.card.errors import CardError, CardRefusedError
from broadsheet.donations.card.resolving import follow_payment
from broadsheet.donations.card.talking import PAGE, Thing, walk
from broadsheet.donations.models import Payment, ProviderCall, Refund

S = Refund.State
# What the processor may still be asked to do.
_OPEN: Final = (S.ASKED,)
# Whoever asks for it may be waiting for the answer this very moment.
JUST_NOW: Final = timedelta(minutes=2)


def refund(asked: Refund) -> None:
    """Have the processor pay back what a refund says, and bring the books to it. Called twice, it is one refund.

    Errors:
        CardRefusedError: more would go back than came, or the processor refuses; the refund is cancelled.
        CardAwayError: the processor does not answer; the refund stays asked for, and is asked for again.
    """
    assert asked.request is not None
    _refuse_too_much(asked)
    if asked.state not in _OPEN:
        return
    if not _was_made(asked):
        _have_it_made(asked)
    follow_payment(asked.payment.ref)
    asked.refresh_from_db()


def _was_made(asked: Refund) -> bool:
    """Say whether the processor has answered before; only the books may not know yet."""
    call = calls.last_of(_name(asked))
    return call is not None and call.state == ProviderCall.State.ANSWERED


def _have_it_made(asked: Refund) -> None:
    try:
        calls.do_once(
            _name(asked),
            _params(asked),
            lambda client, given, options: client.v1.refunds.create(given, options),
            lambda call: _made_before(asked, call),
        )
    except CardRefusedError:
        _cancel(asked)
        # Perhaps it was refunded or disputed elsewhere, and we have not heard yet.
        follow_payment(asked.payment.ref)
        raise


def _refuse_too_much(asked: Refund) -> None:
    """Refuse a refund of more than is left, before anybody is asked.

    Errors:
        CardRefusedError: it is too much, or no payment by card.
    """
    with transaction.atomic():
        payment = Payment.objects.select_for_update().get(pk=asked.payment_id)
        asked.refresh_from_db()
        is_too_much = payment.amount < going_back(payment)
        is_payable = payment.provider == keys.PROVIDER and payment.state == Payment.State.PAID
        if asked.state not in _OPEN or (is_payable and not is_too_much):
            return
        _cancel(asked)
    if not is_payable:
        raise CardRefusedError(
            _("This did not come by card: pay it back by hand, and note that you did.")
        )
    raise CardRefusedError(_("More would go back than came. Refund what is left, or less."))


def _name(asked: Refund) -> str:
    return f"refund-{asked.request}"


def _params(asked: Refund) -> dict[str, object]:
    return {
        "payment_intent": asked.payment.ref,
        "amount": units_of(asked.amount),
        "metadata": {"request": str(asked.request), "gift": asked.payment.gift.code},
    }


def _made_before(asked: Refund, _call: ProviderCall) -> Thing | None:
    mine = walk(
        lambda client: client.v1.refunds.list({"payment_intent": asked.payment.ref, "limit": PAGE})
    )
    return next((one for one in mine if one["metadata"].get("request") == str(asked.request)), None)


def _cancel(asked: Refund) -> None:
    Refund.objects.filter(pk=asked.pk, state=S.ASKED).update(state=S.CANCELLED)
    asked.refresh_from_db()


def ask_again() -> None:
    """Ask again for refunds of which nobody knows whether they were made. The worker's job."""
    if not keys.key():
        return
    open_ones = Refund.objects.filter(
        payment__provider=keys.PROVIDER, state__in=_OPEN, request__isnull=False
    )
    for asked in open_ones.filter(made_at__lt=timezone.now() - JUST_NOW):
        with suppress(CardError):
            refund(asked)
