"""From the name of an object at the processor to the books: read it there again, find whose gift it is, and apply it once.

Webhook, the donor's way back, "check now" and the sweep all come here.
"""

from collections.abc import Callable
from typing import Final

from django.db import transaction
from wagtail.models import Site

from broadsheet.donations.beginning import begin_gift, find_or_make_donor
from broadsheet.donations.books.applying import apply
from broadsheet.donations.card import keys, subscribing
from broadsheet.donations.card.reading import Told, read_payment
from broadsheet.donations.card.talking import Thing, account, ask
from broadsheet.donations.card.whose import refuse_other_mode, site_noted
from broadsheet.donations.models import Dispute, Donor, Gift, Payment, Plan, Refund
from broadsheet.donations.post import queue
from broadsheet.donations.reference import read_code
from broadsheet.donations.telling import tell_of_dispute

Noting = Callable[[], object]
# How the key of a gift begins that no form of ours has sent.
MADE_HERE: Final = f"{keys.PROVIDER}:"
GOES_BACK: Final = (Refund.State.COMING, Refund.State.DONE)


def nothing_to_note() -> None:
    """What is done beside the books where nobody waits for it."""


def follow_payment(ref: str, note_done: Noting = nothing_to_note) -> Gift | None:
    """Bring the books to what is known of one payment; return its gift, none while nobody has tried to pay.

    Args:
        note_done: called in the transaction that writes to the books, or by itself where nothing is to be written.

    Errors:
        CardError: the processor is away, or it is nothing of ours.
        BooksError: what it says does not fit what we know.
    """
    told = read_payment(ref)
    refuse_other_mode(told.is_live)
    if not told.was_tried:
        note_done()
        return None
    gift = _gift_of(told)
    with transaction.atomic():
        _apply_and_tell(gift, told)
        note_done()
    return gift


def _apply_and_tell(gift: Gift, told: Told) -> None:
    """Bring the books to it; queue what the donor is told of money that goes back, and what the office is of a dispute."""
    # Whoever follows it at the same moment waits here: a dispute that is new is new to one of them.
    Gift.objects.select_for_update().get(pk=gift.pk)
    known = set(Dispute.objects.filter(payment__gift=gift).values_list("pk", flat=True))
    payment = apply(gift, told.found)
    if gift.donor is not None:
        for refund in payment.refunds.filter(state__in=GOES_BACK):
            queue(gift.site, "refunded", gift.donor, f"refunded:{refund.pk}", refund=refund.pk)
    for dispute in payment.disputes.filter(state=Dispute.State.OPEN).exclude(pk__in=known):
        tell_of_dispute.enqueue(dispute.pk)


def _gift_of(told: Told) -> Gift:
    """Return the gift that a payment is of: known by its payment, by the code it carries, as an instalment, or not at all."""
    found = told.found
    payment = Payment.objects.filter(
        provider=found.provider, account=found.account, ref=found.ref
    ).first()
    if payment is not None:
        return payment.gift
    code = read_code(told.notes.get("gift", ""))
    gift = Gift.objects.filter(code=code, provider=keys.PROVIDER).first() if code else None
    if gift is not None:
        return gift
    site = site_noted(told.notes)
    plan, invoice = subscribing.plan_of_payment(found.ref)
    if plan is not None and invoice is not None:
        return instalment(plan, invoice, told)
    return _unknown(site, code, told)


def instalment(plan: Plan, invoice: Thing, told: Told) -> Gift:
    """Return the gift that an invoice of a plan is paid by: made once for each invoice, the first one as it was asked for."""
    if invoice.get("billing_reason") == "subscription_create":
        first = plan.instalments.exclude(form_key__startswith=MADE_HERE).order_by("pk").first()
        if first is not None:
            return first
    return begin_gift(
        plan.site,
        told.found.amount,
        provider=keys.PROVIDER,
        donor=plan.donor,
        form_key=f"{MADE_HERE}{invoice['id']}",
        account=told.found.account,
        kind=Gift.Kind.INSTALMENT,
        plan=plan,
        campaign=plan.campaign,
        disclosure=plan.disclosure,
        honour=plan.honour,
        honoured=plan.honoured,
        asked_on=plan.asked_on,
        is_test=plan.is_test,
        made_at=told.made_at,
    )


def _unknown(site: Site, code: str, told: Told) -> Gift:
    """Write down a gift of which we know nothing: taken on the processor's own screens, or forgotten by an older backup.

    Only what we have asked for ourselves is known to be a gift of the one who paid; anything else stays without a donor,
    for the desk to look at, and nobody is mailed.
    """
    return begin_gift(
        site,
        told.found.amount,
        provider=keys.PROVIDER,
        donor=_payer(site, told) if code else None,
        form_key=f"{MADE_HERE}{told.found.ref}",
        account=told.found.account,
        is_test=not told.is_live,
        made_at=told.made_at,
        **({"code": code} if code else {}),
    )


def _payer(site: Site, told: Told) -> Donor | None:
    if not (told.name or told.email):
        return None
    return find_or_make_donor(site, name=told.name[:120], email=told.email[:254])


def follow_session(ref: str) -> Gift | Plan | None:
    """Follow the page on which a gift was to be paid; return the gift or the plan that it was for, if we know it."""
    session = ask(lambda client: client.v1.checkout.sessions.retrieve(ref))
    refuse_other_mode(bool(session["livemode"]))
    notes: dict[str, str] = session.get("metadata") or {}
    gift = Gift.objects.filter(provider=keys.PROVIDER, account=account(), session_ref=ref).first()
    if gift is None and notes.get("gift"):
        gift = Gift.objects.filter(code=notes["gift"], provider=keys.PROVIDER).first()
    plan = Plan.objects.filter(code=notes.get("plan"), provider=keys.PROVIDER).first()
    if gift is None and plan is None:
        site_noted(notes)
    if session.get("subscription"):
        plan = follow_subscription(session["subscription"])
    elif session.get("payment_intent"):
        gift = follow_payment(session["payment_intent"]) or gift
    if session["status"] == "expired":
        _give_up(gift, plan)
    return gift or plan


def _give_up(gift: Gift | None, plan: Plan | None) -> None:
    """Note that nobody has paid, and nobody can any more."""
    if gift is not None:
        Gift.objects.filter(pk=gift.pk, state=Gift.State.BEGUN).update(state=Gift.State.FAILED)
    if plan is not None:
        Plan.objects.filter(pk=plan.pk, state=Plan.State.BEGUN, ref="").update(
            state=Plan.State.ENDED, end_reason="never begun"
        )


def follow_subscription(ref: str) -> Plan | None:
    """Follow a plan, and each payment of it."""
    plan = subscribing.follow_plan(ref)
    for payment in subscribing.payments_of(ref):
        follow_payment(payment)
    return plan


def follow_invoice(ref: str) -> None:
    """Follow an invoice of a plan: the plan, and its payments. What is of no plan is followed by its payment alone."""
    invoice = ask(lambda client: client.v1.invoices.retrieve(ref, {"expand": ["payments"]}))
    plan = subscribing.plan_named_by(invoice)
    if plan:
        subscribing.follow_plan(plan, invoice)
    for payment in subscribing.payments_by(invoice):
        follow_payment(payment)
