"""Gifts that come again: what the processor calls subscriptions and invoices, as plans of ours."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.card import keys
from broadsheet.donations.card.amounts import money_of
from broadsheet.donations.card.errors import CardRefusedError
from broadsheet.donations.card.reading import moment
from broadsheet.donations.card.talking import PAGE, Thing, account, ask, walk
from broadsheet.donations.card.whose import refuse_other_mode, site_noted
from broadsheet.donations.models import Plan
from broadsheet.donations.post import queue
from broadsheet.donations.reference import read_code
from broadsheet.donations.wording import disclosure_of
from broadsheet.masthead.models import paper_of

S = Plan.State
NOT_KNOWN: Final = "not known there"
_STATES: Final = {
    "incomplete": S.BEGUN,
    "trialing": S.ACTIVE,
    "active": S.ACTIVE,
    "past_due": S.LATE,
    "unpaid": S.LATE,
    "paused": S.PAUSED,
    "canceled": S.ENDED,
    "incomplete_expired": S.ENDED,
}


def follow_plan(ref: str, invoice: Thing | None = None) -> Plan | None:
    """Bring a plan to what the processor says of it now; tell its donor of what is new, once.

    Args:
        invoice: the one that led here; if it was not paid, it is the one that the mail is about.

    Errors:
        CardError: the processor is away, or it is nothing of ours.
    """
    told = ask(lambda client: client.v1.subscriptions.retrieve(ref))
    refuse_other_mode(bool(told["livemode"]))
    own = account()
    with transaction.atomic():
        plan = _plan_of(told, own)
        was = plan.state
        _note(plan, told)
        plan.save()
        _tell(plan, was, _late_about(told, invoice))
    return plan


def _plan_of(told: Thing, own: str) -> Plan:
    """Return the plan that a subscription is, held until the transaction ends; a new one, if an older backup forgot it."""
    held = Plan.objects.select_for_update().filter(provider=keys.PROVIDER)
    plan = held.filter(account=own, ref=told["id"]).first()
    notes: dict[str, str] = told.get("metadata") or {}
    code = read_code(notes.get("plan", ""))
    if plan is None and code:
        plan = held.filter(code=code, ref="").first()
    if plan is None:
        plan = _forgotten(told, code, site_noted(notes))
    plan.account, plan.ref = own, told["id"]
    return plan


def _forgotten(told: Thing, code: str, site: Site) -> Plan:
    item = told["items"]["data"][0]
    return Plan(
        site=site,
        provider=keys.PROVIDER,
        disclosure=disclosure_of(site),
        every=Plan.Every.YEAR
        if item["price"]["recurring"]["interval"] == "year"
        else Plan.Every.MONTH,
        is_test=not told["livemode"],
        made_at=moment(told["created"]),
        **({"code": code} if code else {}),
    )


def _note(plan: Plan, told: Thing) -> None:
    items = told["items"]["data"]
    amount = money_of(
        sum(one["price"]["unit_amount"] * one["quantity"] for one in items), told["currency"]
    )
    plan.amount_minor, plan.currency = amount.minor, amount.currency
    plan.state = _state(told)
    ends = items[0].get("current_period_end")
    goes_on = plan.state in (S.ACTIVE, S.LATE)
    plan.next_due = _day(plan, ends) if ends and goes_on else None
    if plan.state == S.ENDED:
        plan.ended_at = moment(told["ended_at"]) if told.get("ended_at") else timezone.now()
        plan.end_reason = ((told.get("cancellation_details") or {}).get("reason") or "")[:60]


def _state(told: Thing) -> str:
    state = _STATES.get(told["status"], S.ACTIVE)
    if state == S.ACTIVE and (told.get("cancel_at_period_end") or told.get("cancel_at")):
        return S.ENDING
    if state == S.ACTIVE and told.get("pause_collection"):
        return S.PAUSED
    return state


def _day(plan: Plan, seconds: int) -> date:
    return timezone.localdate(moment(seconds), paper_of(plan.site).zone)


def _late_about(told: Thing, invoice: Thing | None) -> str:
    """Return the invoice of which a mail about a failed payment is."""
    if invoice is not None and invoice["status"] != "paid":
        return str(invoice["id"])
    return str(told.get("latest_invoice") or "")


def _tell(plan: Plan, was: str, invoice: str) -> None:
    """Have the donor told of a beginning, a failed payment, and the end: each once."""
    donor = plan.donor
    if donor is None:
        return
    about = {"plan": plan.pk}
    if plan.state not in (S.BEGUN, S.ENDED):
        queue(plan.site, "plan_begun", donor, f"plan_begun:{plan.pk}", **about)
    if plan.state == S.LATE:
        queue(plan.site, "plan_late", donor, f"plan_late:{plan.pk}:{invoice}"[:80], **about)
    if plan.state == S.ENDED and was != S.ENDED:
        queue(plan.site, "plan_ended", donor, f"plan_ended:{plan.pk}", **about)


def end_unknown(plan: Plan) -> None:
    """End a plan in the books of which the processor said, when it was read there, that it has none such: nothing more can be taken.

    It is believed only from the account with which the plan was made; what was a test can take nothing from anybody.

    Errors:
        CardRefusedError: the paper's key is one of another account or mode now, which knows nothing of it.
        CardAwayError: it does not answer.
    """
    is_same = keys.is_live() and bool(plan.account) and plan.account == account()
    if not (plan.is_test or is_same):
        raise CardRefusedError(
            _(
                "It cannot be changed from this page. Write to us or call, and we end or change it at once."
            )
        )
    with transaction.atomic():
        held = Plan.objects.select_for_update().get(pk=plan.pk)
        was = held.state
        held.state, held.next_due, held.end_reason = S.ENDED, None, NOT_KNOWN
        held.ended_at = held.ended_at or timezone.now()
        held.save()
        _tell(held, was, "")


# Invoices ----------------------------------------------------------------------------------------------
def plan_of_payment(ref: str) -> tuple[Plan | None, Thing | None]:
    """Return the plan that a payment is of, and the invoice that it pays; none, if it is of none."""
    listed = walk(
        lambda client: client.v1.invoice_payments.list(
            {"payment": {"type": "payment_intent", "payment_intent": ref}, "limit": PAGE}
        )
    )
    for one in listed:
        invoice = _invoice(str(one["invoice"]))
        subscription = plan_named_by(invoice)
        if subscription:
            return follow_plan(subscription, invoice), invoice
    return None, None


def _invoice(ref: str) -> Thing:
    return ask(lambda client: client.v1.invoices.retrieve(ref))


def plan_named_by(invoice: Thing) -> str:
    """Return the subscription that an invoice is of: under `parent` since the version of March 2025, before that by itself."""
    parent: Thing = invoice.get("parent") or {}
    details: Thing = parent.get("subscription_details") or {}
    return str(details.get("subscription") or invoice.get("subscription") or "")


def payments_by(invoice: Thing) -> Iterator[str]:
    """Give the payments by which an invoice was, or was to be, paid, in either shape."""
    listed: Thing = invoice.get("payments") or {"data": []}
    for one in listed["data"]:
        ref = (one.get("payment") or {}).get("payment_intent")
        if ref:
            yield str(ref)
    if not listed["data"] and invoice.get("payment_intent"):
        yield str(invoice["payment_intent"])


def payments_of(subscription: str) -> Iterator[str]:
    """Give the payments of all invoices of a subscription, newest first."""
    for invoice in walk(
        lambda client: client.v1.invoices.list(
            {"subscription": subscription, "limit": PAGE, "expand": ["data.payments"]}
        )
    ):
        yield from payments_by(invoice)
