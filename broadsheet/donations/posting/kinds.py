"""What each kind of mail tells, from what is known when it is sent. What is true no longer is not told: then it is None."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.donations.books.receipts import ANNUAL_SERIES, amount_of
from broadsheet.donations.books.standing import fulfilled_of, kept_of
from broadsheet.donations.models import (
    Disclosure,
    Gift,
    Mailing,
    Plan,
    Pledge,
    Receipt,
    Refund,
    rules_of,
)
from broadsheet.donations.models.gift import Asked
from broadsheet.donations.posting.directions import in_sentence, without_turns
from broadsheet.donations.posting.links import CARD, STOP, link_for, standing_link
from broadsheet.donations.posting.receipt_words import is_there, receipt_words
from broadsheet.donations.wording import disclosure_of
from broadsheet.mailbag.typed import plain_text
from broadsheet.masthead.models import paper_of

# What writes thank-you notes, greeting and all; where it is not there, a mail says the least.
THANKING = "broadsheet.donations.thanking"
Told = dict[str, Any]
Kind = Mailing.Kind
_NOT_PAID_BACK = (Refund.State.FAILED, Refund.State.CANCELLED)
_tellers: dict[str, Callable[[Mailing], Told | None]] = {}


def tells(
    kind: str,
) -> Callable[[Callable[[Mailing], Told | None]], Callable[[Mailing], Told | None]]:
    """Register what tells of a kind of mail."""

    def register(teller: Callable[[Mailing], Told | None]) -> Callable[[Mailing], Told | None]:
        _tellers[kind] = teller
        return teller

    return register


def told(mailing: Mailing) -> Told | None:
    """Return what a mail is written from; None if there is nothing to tell any more.

    `wording` is the `Disclosure` whose sentence stands in it; `links` are those that it holds.
    """
    found = _tellers[mailing.kind](mailing)
    if found is None:
        return None
    links = {name: address for name, address in found.items() if name.endswith("_link")}
    if mailing.kind != Kind.LINK:
        links.setdefault("own_link", standing_link(mailing.donor))
    return {"is_test": False, **found, **links, "links": frozenset(links.values())}


def _asked(one: Asked) -> Told:
    return {
        "wording": one.disclosure,
        "amount": in_sentence(one.amount.exact),
        "is_test": one.is_test,
    }


@tells(Kind.RECEIPT)
@tells(Kind.STATEMENT)
def _receipt(mailing: Mailing) -> Told | None:
    receipt = (
        Receipt.objects.select_related("voided", "replaces")
        .filter(pk=mailing.about.get("receipt"))
        .first()
    )
    # Taken back since: whoever gave is told of what takes its place.
    if receipt is None or receipt.is_void:
        return None
    gift = receipt.gifts.select_related("disclosure", "plan").order_by("pk").last()
    wording: Disclosure = gift.disclosure if gift else disclosure_of(mailing.site)
    return {
        "wording": wording,
        "amount": in_sentence(amount_of(receipt).exact),
        "title": receipt.snapshot["title"],
        "number": receipt.name,
        "year": receipt.name.removeprefix(ANNUAL_SERIES)[:4],
        "replaces": receipt.snapshot.get("replaces", ""),
        "plan": gift.plan if gift else None,
        "receipt_words": without_turns(receipt_words(receipt)).strip(),
        "is_test": bool(receipt.snapshot.get("is_test")),
    }


@tells(Kind.COMING)
def _coming(mailing: Mailing) -> Told | None:
    gift = _gift(mailing)
    if gift is None or gift.state != Gift.State.COMING:
        return None
    return {**_asked(gift), "gift": gift}


@tells(Kind.REFUNDED)
def _refunded(mailing: Mailing) -> Told | None:
    refund = (
        Refund.objects.select_related("payment__gift__disclosure")
        .filter(pk=mailing.about.get("refund"))
        .first()
    )
    gift = refund.payment.gift if refund else _gift(mailing)
    if gift is None or (refund is not None and refund.state in _NOT_PAID_BACK):
        return None
    left = kept_of(gift)
    went = refund.amount if refund else gift.amount - left
    return {
        **_asked(gift),
        "gift": gift,
        "went": in_sentence(went.exact),
        "left": in_sentence(left.exact) if left else "",
        "was": in_sentence(gift.amount.exact),
    }


@tells(Kind.PLEDGE)
def _pledge(mailing: Mailing) -> Told | None:
    pledge = (
        Pledge.objects.select_related("disclosure").filter(pk=mailing.about.get("pledge")).first()
    )
    if pledge is None or pledge.state not in (Pledge.State.OPEN, Pledge.State.PART):
        return None
    rules, paper = rules_of(mailing.site), paper_of(mailing.site)
    came = fulfilled_of(pledge)
    return {
        **_asked(pledge),
        "pledge": pledge,
        "payee": rules.payee or paper.legal_name or paper.name,
        "post_address": (rules.cheque_address or paper.street_address).strip(),
        "street_address": paper.street_address.strip(),
        "bank_details": rules.bank_details.strip(),
        "came": in_sentence(came.exact) if came else "",
        "left": in_sentence((pledge.amount - came).exact),
        "is_late": pledge.due_on < timezone.localdate(timezone=paper.zone),
        "support_link": mailing.site.root_url + "/support/",
        "stop_link": standing_link(mailing.donor, STOP, pledge.pk),
    }


@tells(Kind.REMINDER)
def _reminder(mailing: Mailing) -> Told | None:
    found = _pledge(mailing)
    return None if found is None or found["pledge"].no_reminders else found


def _plan(mailing: Mailing) -> Plan | None:
    return Plan.objects.select_related("disclosure").filter(pk=mailing.about.get("plan")).first()


def _gift(mailing: Mailing) -> Gift | None:
    return Gift.objects.select_related("disclosure").filter(pk=mailing.about.get("gift")).first()


def _of_plan(plan: Plan) -> Told:
    first = plan.instalments.exclude(received_on=None).order_by("received_on").first()
    return {**_asked(plan), "plan": plan, "first_day": first.received_on if first else None}


@tells(Kind.PLAN_BEGUN)
@tells(Kind.PLAN_YEARLY)
def _running_plan(mailing: Mailing) -> Told | None:
    plan = _plan(mailing)
    if plan is None or plan.state in (Plan.State.ENDED, Plan.State.ENDING):
        return None
    return _of_plan(plan)


@tells(Kind.PLAN_LATE)
def _late_plan(mailing: Mailing) -> Told | None:
    plan = _plan(mailing)
    if plan is None or plan.state != Plan.State.LATE:
        return None
    return {**_of_plan(plan), "own_link": standing_link(mailing.donor, CARD, plan.pk)}


@tells(Kind.PLAN_ENDED)
def _ended_plan(mailing: Mailing) -> Told | None:
    plan = _plan(mailing)
    if plan is None or plan.state not in (Plan.State.ENDED, Plan.State.ENDING):
        return None
    return _of_plan(plan)


@tells(Kind.LINK)
def _link(mailing: Mailing) -> Told:
    return {"wording": disclosure_of(mailing.site), "once_link": link_for(mailing.donor)}


@tells(Kind.THANKS)
def _thanks(mailing: Mailing) -> Told | None:
    gift = _gift(mailing)
    if gift is None or not kept_of(gift):
        return None
    is_whole = is_there(THANKING)
    if is_whole:
        words: str = import_module(THANKING).note_for(gift)
    else:
        words = str(mailing.about.get("words", "")) or _("Thank you.")
    return {**_asked(gift), "words": plain_text(words), "is_whole": is_whole}
