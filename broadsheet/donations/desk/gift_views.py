"""Gifts on the screen: the list, one gift with all that belongs to it, and money that came beside batches."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from broadsheet.donations import correcting, manual
from broadsheet.donations.beginning import find_or_make_donor
from broadsheet.donations.books.standing import entries_of, kept_of
from broadsheet.donations.desk import forms
from broadsheet.donations.desk.finding import Asked, gifts_found
from broadsheet.donations.desk.looking import (
    at_hand,
    may_run,
    paper_asked_for,
    papers,
    screen,
)
from broadsheet.donations.errors import DonationError
from broadsheet.donations.models import Campaign, Deed, Gift, Payment, Receipt
from broadsheet.donations.thanking import note_mail_of
from broadsheet.donations.typed_rows import found_by_code
from broadsheet.newsroom.rights import signed_in

A_LEAF = 50


def gifts_list(request: HttpRequest) -> HttpResponse:
    """List gifts, by what is asked for."""
    asked = Asked.read(request.GET)
    own = papers(request)
    found = gifts_found(own, asked)
    query = request.GET.copy()
    query.pop("p", None)
    shown = screen(
        _("All gifts"),
        asked=asked,
        page=Paginator(found, A_LEAF).get_page(request.GET.get("p")),
        states=Gift.State.choices,
        campaigns=Campaign.objects.filter(site__in=own).order_by("-begins", "name"),
        query=query.urlencode(),
    )
    return render(request, "donations/desk/gifts.html", shown)


def gift_screen(
    request: HttpRequest, gift_id: int, *, bound: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Show a gift: how it stands, its money, its receipts, who did what with it, and what can be done."""
    gift = at_hand(request, Gift, gift_id, "donor", "campaign", "pledge", "plan", "disclosure")
    payment = gift.payments.filter(state=Payment.State.PAID).first()
    is_by_hand = payment is not None and payment.provider in manual.BY_HAND
    stands = gift.state in manual.STANDS
    given = bound or {}
    shown = {
        "gift": gift,
        "payment": payment,
        "kept": kept_of(gift).exact,
        "entries": entries_of(gift),
        "receipts": Receipt.objects.filter(gifts=gift).select_related("voided").order_by("pk"),
        "refunds": payment.refunds.select_related("asked_by") if payment else [],
        "batch": getattr(getattr(gift, "batch_line", None), "batch", None),
        "deeds": _deeds(gift),
        "note": note_mail_of(gift) if gift.thanked_at is None else None,
        "in_place_of": correcting.stands_in_place_of(payment),
        "in_its_place": correcting.came_in_its_place(payment),
        "may_return": is_by_hand and stands and payment and payment.method == "cheque",
        "may_refund": stands and may_run(request.user) and payment is not None,
        "may_correct": is_by_hand and gift.state == Gift.State.PAID,
        "may_thank": stands
        and gift.thanked_at is None
        and bool(gift.donor and gift.donor.is_known),
        **_forms(gift, payment, given),
    }
    shown = screen(
        _("Gift %(code)s") % {"code": gift.code}, (_("All gifts"), "gifts_list"), **shown
    )
    return render(request, "donations/desk/gift.html", shown, status=status)


def _forms(gift: Gift, payment: Payment | None, given: dict[str, Any]) -> dict[str, Any]:
    today = manual.today_at(gift.site)
    own = {"site": gift.site, "currency": gift.currency}
    typed = {
        "amount": gift.amount.plain,
        "cheque_number": payment.cheque_number if payment else "",
        "cheque_bank": payment.cheque_bank if payment else "",
        "donor": gift.donor_id,
        "who": gift.donor.name if gift.donor is not None else "",
        "code": gift.pledge.code if gift.pledge is not None else "",
    }
    refund = {"request": uuid.uuid4(), "on": today}
    return {
        "return_form": given.get("return")
        or forms.ReturnForm(initial={"on": today}, auto_id="return_%s"),
        "refund_form": given.get("refund")
        or forms.RefundForm(initial=refund, auto_id="refund_%s", **own),
        "correction_form": given.get("correct")
        or forms.CorrectionForm(initial=typed, auto_id="correct_%s", **own),
    }


def _deeds(gift: Gift) -> list[Deed]:
    return list(Deed.objects.filter(site=gift.site, about=gift.code).order_by("pk"))


def note_money(request: HttpRequest) -> HttpResponse:
    """Note money that came beside batches: a transfer, a card at another counter."""
    site = paper_asked_for(request)
    first = {"request": uuid.uuid4(), "on": manual.today_at(site)}
    form = forms.MoneyForm(request.POST or None, site=site, initial=first)
    if form.is_valid():
        try:
            gift = _receive(request, form)
        except DonationError as refusal:
            forms.refuse(form, refusal)
        else:
            messages.success(request, _("Noted: gift %(code)s.") % {"code": gift.code})
            return redirect("gifts_gift", gift.pk)
    shown = screen(_("Note a transfer"), form=form, site=site)
    return render(request, "donations/desk/money.html", shown, status=422 if form.is_bound else 200)


def _receive(request: HttpRequest, form: forms.MoneyForm) -> Gift:
    told = dict(form.cleaned_data)
    known = Payment.objects.filter(provider="manual", ref=f"desk-{told['request']}").first()
    if known is not None:
        return get_object_or_404(Gift, pk=known.gift_id, site=form.site)
    code, name, email = (told.pop(one) for one in ("code", "name", "email"))
    pledge, slip = found_by_code(form.site, code) if code else (None, None)
    donor = manual.standing_for(slip.donor) if slip is not None else None
    if pledge is None and donor is None and name:
        donor = find_or_make_donor(form.site, name=name, email=email)
    return manual.receive(
        form.site,
        told.pop("amount"),
        donor=donor,
        pledge=pledge,
        code=code if slip else "",
        by=signed_in(request),
        **told,
    )
