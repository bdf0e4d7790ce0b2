"""Changing a gift that comes again, on its donor's wish or by the desk: each is asked of the processor, and then read again."""

from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from broadsheet.donations.card.amounts import units_of
from broadsheet.donations.card.errors import CardRefusedError, UnknownThereError
from broadsheet.donations.card.resolving import follow_subscription
from broadsheet.donations.card.subscribing import end_unknown, follow_plan
from broadsheet.donations.card.talking import Thing, ask
from broadsheet.donations.models import Plan
from broadsheet.donations.money import Money

S = Plan.State


def end_plan(plan: Plan) -> None:
    """End a plan now: nothing more is taken, and its donor is told once. One that has ended stays so.

    Errors:
        CardAwayError: the processor does not answer; the plan goes on.
    """
    if plan.state == S.ENDED:
        return
    if not plan.ref:
        # Nobody has paid, and nothing was begun there.
        Plan.objects.filter(pk=plan.pk, ref="").update(state=S.ENDED, end_reason="never begun")
        plan.refresh_from_db()
        return
    # Where it has ended already, or is not there, what is read next says so.
    with suppress(UnknownThereError, CardRefusedError):
        ask(lambda client: client.v1.subscriptions.cancel(plan.ref))
    _read_again(plan)


def pause_plan(plan: Plan) -> None:
    """Take nothing until the donor wants it again.

    Errors:
        CardRefusedError: it has ended.
        CardAwayError: the processor does not answer; nothing has changed.
    """
    _change(plan, {"pause_collection": {"behavior": "void"}})


def resume_plan(plan: Plan) -> None:
    """Let a plan go on that pauses, or that was to end with the time that is paid.

    Errors:
        CardRefusedError, CardAwayError: as of `pause_plan`.
    """
    _change(plan, {"pause_collection": "", "cancel_at_period_end": False})


def change_plan(plan: Plan, amount: Money) -> None:
    """Take another amount from the next time on.

    Errors:
        CardRefusedError, CardAwayError: as of `pause_plan`.
        MoneyError: the amount is finer than cards take, or of another currency.
    """
    units, _more = units_of(amount), amount - plan.amount
    told = told_of(plan)
    item = told["items"]["data"][0]
    price = {
        "currency": amount.currency.lower(),
        "unit_amount": units,
        "product": item["price"]["product"],
        "recurring": {"interval": plan.every},
    }
    _change(
        plan,
        {
            "items": [{"id": item["id"], "quantity": 1, "price_data": price}],
            "proration_behavior": "none",
        },
    )


def _change(plan: Plan, changes: Any) -> None:
    if not plan.ref or plan.state == S.ENDED:
        raise _over()
    try:
        ask(lambda client: client.v1.subscriptions.update(plan.ref, changes))
    except UnknownThereError:
        _read_again(plan)
        raise _over() from None
    _read_again(plan)


def _over() -> CardRefusedError:
    return CardRefusedError(_("This recurring gift has ended. Begin another."))


def _read_again(plan: Plan) -> None:
    try:
        follow_plan(plan.ref)
    except UnknownThereError:
        end_unknown(plan)
    plan.refresh_from_db()


def told_of(plan: Plan, params: Any = None) -> Thing:
    """Return what the processor says of a running plan now; one that it does not know is ended in the books.

    Errors:
        CardRefusedError: it has ended.
        CardAwayError: the processor does not answer.
    """
    if not plan.ref or plan.state == S.ENDED:
        raise _over()
    given: Any = params or {}
    try:
        return ask(lambda client: client.v1.subscriptions.retrieve(plan.ref, given))
    except UnknownThereError:
        end_unknown(plan)
        plan.refresh_from_db()
        raise _over() from None


def try_again(plan: Plan) -> None:
    """Have a payment tried again that failed, now, with the card that is on record.

    Errors:
        CardRefusedError: it was declined again, or nothing is owed.
        CardAwayError: the processor does not answer.
    """
    told = told_of(plan, {"expand": ["latest_invoice"]})
    invoice = told.get("latest_invoice") or {}
    if invoice.get("status") != "open":
        raise CardRefusedError(_("Nothing is owed: no payment has failed."))
    try:
        ask(lambda client: client.v1.invoices.pay(invoice["id"]))
    finally:
        follow_subscription(plan.ref)
        plan.refresh_from_db()
