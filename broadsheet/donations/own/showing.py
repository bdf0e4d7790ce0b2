"""What stands on a donor's own page."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.utils.translation import gettext as _

from broadsheet.donations.books.receipts import amount_of
from broadsheet.donations.books.standing import fulfilled_of, kept_of
from broadsheet.donations.models import Donor, Gift, Plan, Pledge, Receipt, rules_of
from broadsheet.donations.own.doing import OPEN_PLEDGES, what_can
from broadsheet.donations.own.opening import Opened
from broadsheet.donations.posting.directions import in_sentence
from broadsheet.donations.posting.receipt_words import PAPERS, is_there

# Begun and never paid is no gift; the books keep it, and nobody need read it.
SHOWN = tuple(state for state in Gift.State if state not in (Gift.State.BEGUN, Gift.State.FAILED))


def everything_of(opened: Opened, typed: dict[str, str]) -> list[dict[str, Any]]:
    """Return what is shown of each record.

    Args:
        typed: what was typed into a form that was refused.
    """
    return [_record(donor, opened, typed) for donor in opened.donors]


def _record(donor: Donor, opened: Opened, typed: dict[str, str]) -> dict[str, Any]:
    plans = Plan.objects.filter(donor=donor).exclude(state=Plan.State.BEGUN).order_by("-made_at")
    pledges = Pledge.objects.filter(donor=donor).order_by("-made_at")
    gifts = Gift.objects.filter(donor=donor, state__in=SHOWN).order_by("-received_on", "-made_at")
    receipts = Receipt.objects.filter(gifts__donor=donor).distinct().order_by("-issued_at", "-pk")
    wishes = typed if typed.get("donor") == str(donor.uuid) else {}
    return {
        "donor": donor,
        "plans": [_plan(plan, opened, typed) for plan in plans],
        "pledges": [_pledge(pledge) for pledge in pledges],
        "gifts": [] if opened.of_mail else [_gift(gift) for gift in gifts],
        "receipts": [
            {"receipt": one, "amount": _amount(one)} for one in receipts.select_related("voided")
        ],
        "names_donors": rules_of(donor.site).names_donors,
        "walls": Donor.Wall.choices,
        "wall": wishes.get("wall") or donor.wall,
        "wall_name": wishes.get("wall_name") or donor.wall_name,
    }


def _plan(plan: Plan, opened: Opened, typed: dict[str, str]) -> dict[str, Any]:
    can = what_can(plan, opened)
    is_running = plan.state not in (Plan.State.ENDED, Plan.State.ENDING)
    mine = typed if typed.get("plan") == plan.code else {}
    return {
        "plan": plan,
        "amount": in_sentence(plan.amount.exact),
        "typed": mine.get("amount", ""),
        "wrong": mine.get("wrong", ""),
        "can": can,
        # Nobody here can end it: the paper's people can.
        "needs_people": is_running and not can["end"],
    }


def _pledge(pledge: Pledge) -> dict[str, Any]:
    came = fulfilled_of(pledge)
    return {
        "pledge": pledge,
        "amount": in_sentence(pledge.amount.exact),
        "came": in_sentence(came.exact) if came else "",
        "is_open": pledge.state in OPEN_PLEDGES,
        "may_cancel": pledge.state == Pledge.State.OPEN,
    }


def _gift(gift: Gift) -> dict[str, Any]:
    return {"gift": gift, "amount": gift.amount.exact, "kept": kept_of(gift).exact}


def _amount(receipt: Receipt) -> str:
    return amount_of(receipt).exact


def receipt_page(receipt: Receipt) -> str | None:
    """Return a receipt as a page for print; None where the room that prints them is not there."""
    if not is_there(PAPERS):
        return None
    page: str = import_module(PAPERS).render_receipt(receipt)
    return page


def said(done: str) -> str:
    """Return the sentence by which an act is confirmed; empty for any other word."""
    sentence = _SAID.get(done)
    return sentence() if sentence else ""


_SAID: dict[str, Callable[[], str]] = {
    "ended": lambda: _("It has ended. No further payment is taken."),
    "paused": lambda: _("It is paused: nothing is taken until you go on with it."),
    "resumed": lambda: _("It goes on."),
    "changed": lambda: _("The amount is changed, from the next payment on."),
    "tried": lambda: _("The payment is being tried. This page shows when it has gone through."),
    "cancelled": lambda: _("The pledge is canceled."),
    "no_reminders": lambda: _("You get no more reminders of it."),
    "wishes": lambda: _("This is noted."),
    "asked": lambda: _("The link is on its way to your mailbox. It works once, within 30 minutes."),
    "links_ended": lambda: _("Links in mails that you have had until now open nothing any more."),
}
